"""Bars of three to ten classes, the first one charged; beside them the cost of knowing nothing."""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.class_bars import HALF, bar_traces, text_trace
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.multiclass.more_classes import (
    CLASSES,
    MOST,
    SMOOTHING,
    MoreClasses,
    chance_sweep,
    class_sweep,
    nothing,
    table_of_floors,
    tilt_sweep,
)
from lossviz.sweeps import join
from lossviz.words import more_classes as say
from lossviz.words.classes import chance, chances

BOXES = (
    Box(height=380, phone_height=320, min_width=380, grow=1.4),
    Box(height=380, phone_height=300, min_width=300),
)
AT = np.arange(float(MOST))
TRUE_COLOUR = theme.HUES["magenta"].role.light
TOP = 4.8  # nats: above -log of the least probability


def share_traces(view: MoreClasses) -> list[theme.Trace]:
    """A bar for each class there is; only the first, the true one, is charged."""
    p = np.asarray(view.p, dtype=np.float64)
    names = [str(k + 1) for k in range(MOST)]
    colours = [TRUE_COLOUR, *(theme.POINT.light,) * (MOST - 1)]
    charged = words.texts(_("charged: {cost} nats"), cost=words.numbers(join(view.cost)))
    return [
        *bar_traces(view.shares, names, colours, HALF),
        text_trace(_("the true class"), np.zeros(1), join(p) + 0.05, chances(join(p))),
        theme.scatter(
            name=_("charged"), x=[-0.45], y=[1.22], mode="text", text=charged, hoverinfo="skip",
            textposition="middle right", textfont={"size": 17, "color": theme.HAND.light},
        ),
    ]  # fmt: skip


def share_layout(_view: MoreClasses) -> dict[str, object]:
    """Room for ten classes."""
    return theme.layout(
        xaxis=theme.axis(
            _("class"), range=[-1.0, MOST - 0.4], showgrid=False, tickvals=AT.tolist(),
            ticktext=[_("<b>1</b><br>true"), *(str(k + 1) for k in range(1, MOST))],
        ),
        yaxis=theme.axis(
            _("probability p"), range=[0, 1.32], tickvals=[0, 0.25, 0.5, 0.75, 1]
        ),
        margin={"l": 64, "r": 12, "t": 12, "b": 64}, uirevision="more classes",
    )  # fmt: skip


def floor_traces(view: MoreClasses) -> list[theme.Trace]:
    """Over the number of classes: equal shares, the floor of smoothed labels, the cost now."""
    k, equal, floor = table_of_floors()
    return [
        theme.scatter(
            name=_("knowing nothing: log K"), x=k, y=equal, mode="lines+markers", hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 2, "dash": "dash"},
            marker={"color": theme.SQUARE.light, "size": 9, "opacity": 1},
        ),
        theme.scatter(
            name=_("floor of labels smoothed by {smoothing}").format(smoothing=f"{SMOOTHING:g}"),
            x=k, y=floor, mode="lines+markers", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 2, "dash": "dot"},
            marker={"color": theme.BEST.light, "symbol": "diamond", "size": 9, "opacity": 1},
        ),
        theme.scatter(
            name=_("so many classes"), x=join(view.classes), y=join(nothing(view.classes)),
            mode="markers", hoverinfo="skip", showlegend=False,
            marker={"color": theme.HAND.light, "size": 13, "opacity": 1, "line": {"width": 0}},
        ),
        theme.scatter(
            name=_("this forecast"), x=join(view.classes), y=join(view.cost), mode="markers",
            hoverinfo="skip",
            marker={"color": TRUE_COLOUR, "symbol": "square", "size": 13, "opacity": 1},
        ),
    ]  # fmt: skip


def floor_layout(_view: MoreClasses) -> dict[str, object]:
    """Classes against nats."""
    return theme.layout(
        xaxis=theme.axis(
            _("number of classes K"), range=[CLASSES.low - 0.5, CLASSES.high + 0.5], dtick=1
        ),
        yaxis=theme.axis(_("cost (nats)"), range=[-0.15, TOP], nticks=6, zeroline=True,
                         zerolinecolor=theme.POINT.light),
        showlegend=True, legend=theme.LEGEND, margin={"l": 60, "r": 12, "t": 84, "b": 52},
        uirevision="more classes",
    )  # fmt: skip


def class_figures(view: MoreClasses) -> tuple[go.Figure, go.Figure]:
    """Shares and floors."""
    return (
        theme.figure(share_traces(view), share_layout(view)),
        theme.figure(floor_traces(view), floor_layout(view)),
    )


def more_classes(view: MoreClasses, keys: tuple[str, str, str]) -> LiveFigure:
    """Many classes in figure, words and table; `keys` are those of chance, classes and tilt."""
    chance_key, class_key, tilt_key = keys
    sweeps = (
        chance_sweep(view, chance_key, _("Probability of the true class")),
        class_sweep(view, class_key, _("Number of classes")),
        tilt_sweep(view, tilt_key, _("Tilt of the rest")),
    )
    values = (float(view.p), float(view.classes), float(view.tilt))
    handles = (
        Handle(sweeps[0].axis.label, 0.0, sweeps[0].axis.stops, "y"),
        Handle(
            sweeps[1].axis.label, sweeps[1].axis.stops, np.log(sweeps[1].axis.stops), "x", plot=1
        ),
        None,
    )

    def track(number: int) -> Track:
        return track_of(sweeps[number], (share_traces, floor_traces), say.classes_sentence)

    return LiveFigure(
        class_figures(view),
        _(
            "Left, a bar for each of {k} classes; the first is true and the only one charged."
            " Right, the cost of equal shares and the floor of smoothed labels for 3 to 10"
            " classes: both rise."
        ).format(k=int(view.classes)),
        say.classes_sentence(view), _table(view), BOXES,
        tuple(
            Motion(sweep.axis, value, lambda number=number: track(number), handle)  # type: ignore[misc]
            for number, (sweep, value, handle) in enumerate(
                zip(sweeps, values, handles, strict=True)
            )
        ),
    )  # fmt: skip


def _table(view: MoreClasses) -> Table:
    del view
    rows = tuple(
        (f"{k:.0f}", chance(1.0 / k), f"{equal:.3f}", f"{floor:.3f}")
        for k, equal, floor in zip(*(values.tolist() for values in table_of_floors()), strict=True)
    )
    return Table(
        (_("classes"), _("equal share"), _("cost of equal shares"), _("floor of smoothed labels")),
        rows,
    )
