"""A forecast against a shared target: bars with grips, pulls, and the cost as floor and excess."""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.class_bars import (
    COLOURS,
    HALF,
    arrow_traces,
    bar_traces,
    box,
    edge_name,
    edge_traces,
    text_trace,
)
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.figures.logits import FOOT, KEYS, LENGTH
from lossviz.i18n import _
from lossviz.multiclass.soft_targets import SoftTarget, soft_sweep
from lossviz.multiclass.triangle import SPECIES
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import soft_targets as say
from lossviz.words.classes import chance, chances, fixed, signed, signs

BOXES = (
    Box(height=400, phone_height=360, min_width=360, grow=1.6),
    Box(height=400, phone_height=280, min_width=230, grow=0.8),
)
AT = np.arange(3.0)
PANE = 3.0  # nats: what costs more is cut, and its cost written


def _target_lines(target: Array) -> tuple[Array, Array]:
    """A level line across each bar at the share of the target."""
    gap = np.full(3, np.nan)
    x = np.stack([AT - HALF - 0.06, AT + HALF + 0.06, gap], axis=-1).ravel()
    return x, np.stack([target, target, gap], axis=-1).ravel()


def forecast_traces(view: SoftTarget) -> list[theme.Trace]:
    """Bars of the forecast, lines of the target, arrows of the pulls."""
    x, y = _target_lines(view.target)
    return [
        *bar_traces(view.p, SPECIES, COLOURS),
        theme.scatter(
            name=_("target t"), x=x, y=y, mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 4},
        ),
        *edge_traces(view.p, SPECIES, 0.7 * HALF),
        text_trace(_("probabilities"), AT, view.p + 0.02, chances(view.p)),
        theme.scatter(
            name=_("no pull"), x=[-0.3, -0.02, None, 0.7, 0.98, None, 1.7, 1.98], y=[FOOT] * 8,
            mode="lines", hoverinfo="skip", line={"color": theme.GRID.light, "width": 1},
        ),
        *arrow_traces(view.shown_pulls, np.full(3, FOOT), LENGTH, AT - 0.16),
        text_trace(_("pulls"), AT, np.full(3, FOOT), signs(view.shown_pulls), "middle right"),
    ]  # fmt: skip


def forecast_layout(view: SoftTarget) -> dict[str, object]:
    """Probabilities above, a band of arrows below."""
    return theme.layout(
        xaxis=theme.axis(
            _("line: target t · arrows: pull t − p"), range=[-0.55, 2.6],
            tickvals=[0, 1, 2], ticktext=list(SPECIES), showgrid=False,
        ),
        yaxis=theme.axis(
            _("probability p"), range=[-0.52, 1.14], tickvals=[0, 0.25, 0.5, 0.75, 1],
            zeroline=True, zerolinecolor=theme.POINT.light,
        ),
        uirevision=f"soft {view.aim}",
    )  # fmt: skip


def cost_traces(view: SoftTarget) -> list[theme.Trace]:
    """The cost as one column: the floor below, what is beyond it above."""
    cost = np.asarray(view.cost)
    top = np.minimum(cost, PANE)
    floor = np.full(cost.shape, view.floor)
    x, low = box(0.0, 0.3, np.zeros(cost.shape), np.minimum(floor, top))
    _x, high = box(0.0, 0.3, np.minimum(floor, top), top)
    excess = join(view.excess)
    written = np.array([say.parted(view.floor, one) for one in excess.ravel().tolist()])
    low_said, beyond, said = (written[:, k].reshape(excess.shape) for k in range(3))
    level = max(view.floor - 0.14, 0.14)  # of the words beside the floor
    return [
        theme.scatter(
            name=_("floor: entropy of the target"), x=x, y=low, mode="lines", fill="toself",
            fillcolor=theme.POINT.light, hoverinfo="skip", opacity=0.8,
            line={"color": theme.POINT.light, "width": 1, "simplify": False},
        ),
        theme.scatter(
            name=_("excess: KL(t || p)"), x=x, y=high, mode="lines", fill="toself",
            fillcolor=theme.HUES["purple"].role.light, hoverinfo="skip", opacity=0.8,
            line={"color": theme.HUES["purple"].role.light, "width": 1, "simplify": False},
        ),
        text_trace(
            _("cost"), np.zeros(1), np.full(1, PANE * 1.1),
            words.texts(_("cost {cost}"), cost=said), "middle center",
        ),
        text_trace(
            _("excess, written"), np.full(1, 0.36), join(np.maximum(top, level + 0.28)),
            words.texts(_("excess {excess}"), excess=beyond), "middle right",
            theme.HUES["purple"].role,
        ),
        text_trace(
            _("floor, written"), np.full(1, 0.36), np.full(1, level),
            words.texts(_("floor {floor}"), floor=low_said), "middle right",
        ),
    ]  # fmt: skip


def cost_layout(view: SoftTarget) -> dict[str, object]:
    """One column of nats."""
    return theme.layout(
        xaxis=theme.axis(
            _("cost = floor + excess"), range=[-0.5, 1.2], showticklabels=False, ticks="",
            showgrid=False,
        ),
        yaxis=theme.axis(
            _("nats (cut at {most})").format(most=f"{PANE:g}"), range=[-0.15, PANE * 1.18],
            tickvals=[0, 1, 2, 3], zeroline=True, zerolinecolor=theme.POINT.light,
        ),
        uirevision=f"soft {view.aim}",
    )  # fmt: skip


def soft_figures(view: SoftTarget) -> tuple[go.Figure, go.Figure]:
    """Forecast and cost."""
    return (
        theme.figure(forecast_traces(view), forecast_layout(view)),
        theme.figure(cost_traces(view), cost_layout(view)),
    )


def soft_target(view: SoftTarget, keys: tuple[str, str, str]) -> LiveFigure:
    """Forecast and target in figure, words and table; the tops of the bars are in the hand."""
    return LiveFigure(
        soft_figures(view),
        _(
            "Left, a forecast over three species as bars, with a line across each at the share of"
            " the target; arrows below show the pull t − p. Right, the cost as one column: a floor"
            " of {floor} nats and what is beyond it."
        ).format(floor=say.nats(view.floor)),
        say.soft_sentence(view), _table(view), BOXES,
        tuple(_motion(view, k, key) for k, key in enumerate(keys)),
    )  # fmt: skip


def _motion(view: SoftTarget, k: int, key: str) -> Motion:
    label = _("Logit of {name}").format(name=SPECIES[k])
    sweep = soft_sweep(view, KEYS[k], key, label)

    def track() -> Track:
        return track_of(sweep, (forecast_traces, cost_traces), say.soft_sentence)

    name = SPECIES[k]
    handle = Handle(
        _("Bar of {name}").format(name=name), float(k), sweep.batch.p[:, k], "y",
        trace=edge_name(name),
    )  # fmt: skip
    return Motion(sweep.axis, float(getattr(view, KEYS[k])), track, handle)


def _table(view: SoftTarget) -> Table:
    rows = tuple(
        (name, chance(float(t)), fixed(float(z)), chance(float(p)), signed(float(pull)))
        for name, t, z, p, pull in zip(
            SPECIES, view.target, view.raw, view.p, view.pulls, strict=True
        )
    )
    columns = (_("species"), _("target t"), _("logit z"), _("probability p"), _("pull t − p"))
    return Table(columns, rows)
