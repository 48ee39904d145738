"""Two classes along a line, and the size of the weights and the loss against steps of descent."""

from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go
from scipy import special

from lossviz import words
from lossviz.binary.separable import BEHIND, LONGEST, MARGINS, STEPS, Separable, after_sweep
from lossviz.figures import theme
from lossviz.figures.labels import LOOKS
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import separable as say

Traces = list[theme.Trace]

BOXES = tuple(Box(height=330, phone_height=270, min_width=270) for _plot in range(3))
EDGE = MARGINS.high / 2 + max(float(behind.max()) for behind in BEHIND) + 0.2
LAST = float(np.log10(LONGEST))
MARGIN = {"l": 64, "r": 30, "t": 12, "b": 52}
"""Room for half of the last tick at the right."""
# closer in the middle, where a steep sigmoid rises
X = EDGE * np.linspace(-1, 1, 161) ** 3


def _chance(weights: Array) -> Array:
    return np.asarray(special.expit(weights[..., :1] + weights[..., 1:] * X))


def line_traces(view: Separable) -> Traces:
    """The points at their labels, the sigmoid now, and that of the minimiser if there is one."""
    best = _chance(view.fit.coefficients) if view.finite else np.full(len(X), np.nan)
    traces: Traces = [
        theme.scatter(
            name=_("minimiser"), x=X, y=best, mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 2.5, "dash": "dash"},
        )
    ]  # fmt: skip
    for label, look in enumerate(LOOKS):
        x = view.x[view.y == label]
        traces.append(
            theme.scatter(
                name=_("label {label}").format(label=label), x=x, y=np.full(len(x), float(label)),
                mode="markers", hovertemplate="%{x:.3g}<extra></extra>", cliponaxis=False,
                marker={"color": look.role.light, "symbol": look.marker, "size": 11,
                        "opacity": 0.85, "line": {"width": 0}},
            )
        )  # fmt: skip
    return [
        *traces,
        theme.scatter(
            name=_("descent"),
            x=X,
            y=_chance(view.weights),
            mode="lines",
            hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 3, "simplify": False},
        ),
    ]


def _against_steps(now: Array, all_y: Array, best: float, after: Array) -> Traces:
    """A curve over the steps, the minimiser dashed where there is one, and the dot now."""
    return [
        theme.scatter(
            name=_("of the minimiser"), x=[0, LAST], y=[best, best], mode="lines",
            line={"color": theme.BEST.light, "width": 2.5, "dash": "dash"}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("all steps"), x=np.log10(STEPS), y=all_y, mode="lines", hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("now"), x=after, y=now, mode="markers", hoverinfo="skip", cliponaxis=False,
            marker={"color": theme.HAND.light, "size": 14, "opacity": 1, "line": {"width": 0}},
        ),
    ]  # fmt: skip


def size_traces(view: Separable) -> Traces:
    """How large the weights are."""
    best = view.best_size if view.finite else np.nan
    text = _("minimiser {size}").format(size=words.number(best)) if view.finite else theme.UNSEEN
    return [
        *_against_steps(join(view.size), view.sizes, best, join(np.log10(view.after))),
        theme.scatter(
            name=_("which size"), x=[0], y=[best], mode="text", text=[text], hoverinfo="skip",
            textposition="top right", textfont={"color": theme.BEST.light, "size": 15},
        ),
        theme.scatter(
            name=_("without end"), x=[0], mode="text",
            y=[np.nan if view.finite else _top(view) * 0.98],
            text=[theme.UNSEEN if view.finite else _("no minimiser: grows without end")],
            textposition="bottom right", textfont={"color": theme.BEST.light, "size": 15},
            hoverinfo="skip",
        ),
    ]  # fmt: skip


def cost_traces(view: Separable) -> Traces:
    """What descent minimises."""
    best = view.fit.objective if view.finite else np.nan
    return _against_steps(join(view.cost), view.costs, best, join(np.log10(view.after)))


def _top(view: Separable) -> float:
    """The end of the axis of sizes."""
    best = view.best_size if view.finite else 0.0
    return 1.25 * max(float(view.sizes.max()), best)


def line_layout(view: Separable) -> dict[str, object]:
    """Probability over x."""
    return theme.layout(
        xaxis=theme.axis(_("x"), range=[-EDGE, EDGE], nticks=7),
        yaxis=theme.axis(
            _("probability of label 1"), range=[-0.08, 1.08], tickvals=[0, 0.25, 0.5, 0.75, 1]
        ),
        uirevision=f"separable {view.margin} {view.alone}",
    )


def _steps_axis() -> dict[str, object]:
    ticks = np.arange(round(LAST) + 1)
    return theme.axis(
        _("steps of descent (log scale)"), range=[-0.12, LAST + 0.12], tickvals=ticks.tolist(),
        ticktext=[f"{10**k:,}" for k in ticks.tolist()],
    )  # fmt: skip


def size_layout(view: Separable) -> dict[str, object]:
    """Size over the logarithm of the steps."""
    return theme.layout(
        xaxis=_steps_axis(),
        yaxis=theme.axis(
            _("size of the weights"), range=[-0.04 * _top(view), _top(view)], nticks=6
        ),
        margin=MARGIN,
        uirevision=f"separable size {view.margin} {view.alone}",
    )


def cost_layout(view: Separable) -> dict[str, object]:
    """Loss over the logarithm of the steps."""
    high = float(view.costs[0])
    title = _("mean loss (nats)") if view.penalty == 0 else _("mean loss + penalty (nats)")
    return theme.layout(
        xaxis=_steps_axis(),
        yaxis=theme.axis(title, range=[-0.05 * high, 1.1 * high], nticks=6),
        margin=MARGIN,
        uirevision=f"separable cost {view.margin} {view.alone}",
    )


def separable_figures(view: Separable) -> tuple[go.Figure, ...]:
    """The classes, the size of the weights, the loss."""
    return (
        theme.figure(line_traces(view), line_layout(view)),
        theme.figure(size_traces(view), size_layout(view)),
        theme.figure(cost_traces(view), cost_layout(view)),
    )


def separable(view: Separable, key: str) -> LiveFigure:
    """Descent in figure, words and table; the step is in the hand."""
    sweep = after_sweep(view, key, _("Steps of gradient descent"))
    draw: tuple[Callable[[Separable], Traces], ...] = (line_traces, size_traces, cost_traces)

    def track() -> Track:
        return track_of(sweep, draw, say.separable_sentence)

    handle = Handle(_("Steps"), np.log10(sweep.axis.stops), sweep.batch.size, "x", plot=1)
    return LiveFigure(
        separable_figures(view), say.separable_alt(view), say.separable_sentence(view),
        _table(view), BOXES, (Motion(sweep.axis, float(view.after), track, handle),),
    )  # fmt: skip


def _table(view: Separable) -> Table:
    rows = tuple(
        (f"{int(step):,}", words.number(float(size)), words.number(float(cost)))
        for step, size, cost in zip(STEPS, view.sizes, view.costs, strict=True)
        if step in {1, 10, 100, 1_000, LONGEST}
    )
    cost = _("loss (nats)") if view.penalty == 0 else _("loss with penalty (nats)")
    return Table((_("steps"), _("size of the weights"), cost), rows)
