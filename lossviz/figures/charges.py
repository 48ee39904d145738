"""Cost and pull of one bird under three charges, over the probability of its species."""

import numpy as np
import plotly.graph_objects as go

from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.multiclass.charges import ALL, TOP, Charges, charge_sweep
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import SPECIES
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import charges as say
from lossviz.words import number
from lossviz.words.classes import fixed

BOX = Box(height=380, phone_height=320)
NAMES = (_("cross-entropy"), _("focal loss"), _("weighted"))
LOOKS = (theme.HUES["magenta"], theme.HUES["teal"], theme.HUES["gold"])
DASHES = ("solid", "dash", "dot")
TOPS = (TOP, 3.2)  # of the axes of cost and pull; above, a curve leaves the picture
FIELDS = ("p", "focus", "weight")


def _traces(view: Charges, curves: Array, now: Array, top: float) -> list[theme.Trace]:
    traces: list[theme.Trace] = []
    for k, (name, look) in enumerate(zip(NAMES, LOOKS, strict=True)):
        curve, dot = curves[..., k], now[..., k : k + 1]
        traces += [
            theme.scatter(
                name=name, x=ALL, y=np.where(curve > top, np.nan, curve), mode="lines",
                hoverinfo="skip",
                line={"color": look.role.light, "width": 3, "dash": DASHES[k], "simplify": False},
            ),
            theme.scatter(
                name=_("{charge}, now").format(charge=name), x=join(view.p),
                y=np.where(dot > top, np.nan, dot), mode="markers", hoverinfo="skip",
                showlegend=False, cliponaxis=False,
                marker={"color": look.role.light, "symbol": look.marker, "size": 13, "opacity": 1,
                        "line": {"width": 0}},
            ),
        ]  # fmt: skip
    return traces


def cost_traces(view: Charges) -> list[theme.Trace]:
    """The three costs."""
    return _traces(view, view.cost_curves, view.costs, TOPS[0])


def pull_traces(view: Charges) -> list[theme.Trace]:
    """The three pulls on the true logit."""
    return _traces(view, view.pull_curves, view.pulls, TOPS[1])


def _layout(title: str, top: float) -> dict[str, object]:
    return theme.layout(
        xaxis=theme.axis(
            _("probability p of {true}").format(true=SPECIES[TRUE]), range=[-0.02, 1.02],
            tickvals=[0, 0.25, 0.5, 0.75, 1],
        ),
        yaxis=theme.axis(title, range=[-0.03 * top, top], nticks=6, zeroline=True,
                         zerolinecolor=theme.POINT.light),
        showlegend=True, legend=theme.LEGEND, margin={"l": 60, "r": 12, "t": 64, "b": 52},
        uirevision="charges",
    )  # fmt: skip


def charge_figures(view: Charges) -> tuple[go.Figure, go.Figure]:
    """Cost and pull."""
    return (
        theme.figure(cost_traces(view), _layout(_("cost (nats)"), TOPS[0])),
        theme.figure(pull_traces(view), _layout(_("pull on the true logit"), TOPS[1])),
    )


def charges(view: Charges, keys: tuple[str, str, str]) -> LiveFigure:
    """Three charges in figure, words and table; `keys` are those of p, focus and weight."""
    labels = (
        _("Probability of {true}").format(true=SPECIES[TRUE]), _("Focus γ"),
        _("Weight of {true}").format(true=SPECIES[TRUE]),
    )  # fmt: skip
    return LiveFigure(
        charge_figures(view),
        _(
            "The cost of one bird, left, and the pull on its true logit, right, over the"
            " probability its species is given: under cross-entropy, focal loss and cross-entropy"
            " with a class weight."
        ),
        say.charges_sentence(view), _table(view), (BOX, BOX),
        tuple(
            _motion(view, field, key, label)
            for field, key, label in zip(FIELDS, keys, labels, strict=True)
        ),
    )  # fmt: skip


def _motion(view: Charges, field: str, key: str, label: str) -> Motion:
    sweep = charge_sweep(view, field, key, label)

    def track() -> Track:
        return track_of(sweep, (cost_traces, pull_traces), say.charges_sentence)

    handle = None
    if field == "p":
        handle = Handle(label, sweep.axis.stops, sweep.batch.costs[:, 0], "x")
    return Motion(sweep.axis, float(getattr(view, field)), track, handle)


def _table(view: Charges) -> Table:
    rows = tuple(
        (fixed(float(ALL[k]), 2), *(number(float(cost)) for cost in view.cost_curves[k]))
        for k in (0, 9, 24, 49, 74, 89, 98)
    )
    columns = (_("p"), *(_("cost, {charge}").format(charge=name) for name in NAMES))
    return Table(columns, rows)
