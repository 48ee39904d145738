"""The best forecast for all penguins alike as a weight grows, and the two means of its cost."""

import numpy as np
import plotly.graph_objects as go

from lossviz.figures import theme
from lossviz.figures.class_bars import COLOURS, HALF, bar_traces, text_trace
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.multiclass.charges import WEIGHTS
from lossviz.multiclass.class_weights import ClassWeights, weight_sweep
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import SPECIES
from lossviz.sweeps import join
from lossviz.words import class_weights as say
from lossviz.words.classes import chances, fixed

BOX = Box(height=360, phone_height=300)
AT = np.arange(3.0)
ALL = np.linspace(WEIGHTS.low, WEIGHTS.high, 51)
NAMES = (_("divided by the weights"), _("divided by the penguins"))
LOOKS = (theme.HUES["magenta"], theme.HUES["brown"])
DASHES = ("solid", "dash")


def share_traces(view: ClassWeights) -> list[theme.Trace]:
    """The best forecast as bars, the plain shares as lines across them."""
    gap = np.full(3, np.nan)
    return [
        *bar_traces(view.best, SPECIES, COLOURS),
        theme.scatter(
            name=_("plain shares"), mode="lines", hoverinfo="skip",
            x=np.stack([AT - HALF - 0.06, AT + HALF + 0.06, gap], axis=-1).ravel(),
            y=np.stack([view.shares, view.shares, gap], axis=-1).ravel(),
            line={"color": theme.POINT.light, "width": 3, "dash": "dot"},
        ),
        text_trace(
            _("probabilities"), AT, np.full(3, 0.01), chances(view.best), role=theme.BACKGROUND
        ),
    ]  # fmt: skip


def share_layout(_view: ClassWeights) -> dict[str, object]:
    """Room for every weight."""
    return theme.layout(
        xaxis=theme.axis(
            _("species · dotted: plain shares"), range=[-0.55, 2.55], tickvals=[0, 1, 2],
            ticktext=list(SPECIES), showgrid=False,
        ),
        yaxis=theme.axis(_("best forecast p"), range=[0, 0.62], tickvals=[0, 0.2, 0.4, 0.6]),
        uirevision="class weights",
    )  # fmt: skip


def mean_traces(view: ClassWeights) -> list[theme.Trace]:
    """Both means over the weight."""
    curves = view.through(weight=ALL).means
    traces: list[theme.Trace] = []
    for k, (name, look) in enumerate(zip(NAMES, LOOKS, strict=True)):
        traces += [
            theme.scatter(
                name=name, x=ALL, y=curves[:, k], mode="lines", hoverinfo="skip",
                line={"color": look.role.light, "width": 3, "dash": DASHES[k]},
            ),
            theme.scatter(
                name=_("{mean}, now").format(mean=name), x=join(view.weight),
                y=view.means[..., k : k + 1], mode="markers", hoverinfo="skip", showlegend=False,
                marker={"color": look.role.light, "symbol": look.marker, "size": 13, "opacity": 1,
                        "line": {"width": 0}},
            ),
        ]  # fmt: skip
    return traces


def mean_layout(_view: ClassWeights) -> dict[str, object]:
    """Weight against nats."""
    return theme.layout(
        xaxis=theme.axis(
            _("weight of {true}").format(true=SPECIES[TRUE]),
            range=[WEIGHTS.low - 0.06, WEIGHTS.high + 0.06], nticks=6,
        ),
        yaxis=theme.axis(_("mean cost (nats)"), range=[0.7, 1.6], nticks=6),
        showlegend=True, margin={"l": 60, "r": 12, "t": 64, "b": 52},
        legend=theme.LEGEND,
        uirevision="class weights",
    )  # fmt: skip


def weight_figures(view: ClassWeights) -> tuple[go.Figure, go.Figure]:
    """Forecast and means."""
    return (
        theme.figure(share_traces(view), share_layout(view)),
        theme.figure(mean_traces(view), mean_layout(view)),
    )


def class_weights(view: ClassWeights, key: str) -> LiveFigure:
    """Class weights in figure, words and table; the weight is in the hand, control `key`."""
    sweep = weight_sweep(view, key, _("Weight of {true}").format(true=SPECIES[TRUE]))

    def track() -> Track:
        return track_of(sweep, (share_traces, mean_traces), say.weights_sentence)

    grip = Handle(sweep.axis.label, sweep.axis.stops, sweep.batch.means[:, 0], "x", plot=1)
    return LiveFigure(
        weight_figures(view),
        _(
            "Left, the best forecast for all penguins alike as bars, the plain shares as dotted"
            " lines: the heavier {true}, the higher its bar. Right, the mean weighted cost over the"
            " weight, divided by the sum of the weights and by the number of penguins: the two meet"
            " at weight 1."
        ).format(true=SPECIES[TRUE]),
        say.weights_sentence(view), _table(view), (BOX, BOX),
        (Motion(sweep.axis, float(view.weight), track, grip),),
    )  # fmt: skip


def _table(view: ClassWeights) -> Table:
    some = np.array([0.5, 1.0, 1.5, 2.0, 3.0])
    batch = view.through(weight=some)
    rows = tuple(
        (fixed(weight, 2), *(f"{share:.3f}" for share in best), *(f"{mean:.3f}" for mean in means))
        for weight, best, means in zip(
            some.tolist(), batch.best.tolist(), batch.means.tolist(), strict=True
        )
    )
    return Table((_("weight"), *SPECIES, *NAMES), rows)
