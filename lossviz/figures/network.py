"""A small network in training: its border through the data, its loss step by step, a slice."""

from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.figures.slices import slice_layout, slice_traces
from lossviz.i18n import _
from lossviz.lines import nice_step
from lossviz.numerics import Array
from lossviz.surfaces.network_training import Trained
from lossviz.surfaces.slices import Slice
from lossviz.sweeps import Axis, Sweep, join
from lossviz.words import network as say
from lossviz.words import number

BOX = Box(height=400, phone_height=320, min_width=300)
LOOKS = (theme.HUES["blue"], theme.HUES["magenta"])
BORDER = _("border of the network")
NOW = _("the step in your hand")
FEW = 0.7  # decades: of 1, 2 and 5 there may be only one in less
APART = 0.09  # of the axis: two of its numbers closer than that lie on each other on a phone
FLOOR = 1e-12  # a loss below is drawn there


def data_traces(view: Trained) -> list[theme.Trace]:
    """Points of both labels and the border where both are as probable."""
    cloud = view.clouds
    traces = []
    for label, look in enumerate(LOOKS):
        own = cloud.shown[cloud.y == label]
        traces.append(
            theme.scatter(
                name=cloud.classes[label], x=own[:, 0], y=own[:, 1], mode="markers",
                hoverinfo="skip",
                marker={"color": look.role.light, "symbol": look.marker, "size": 7, "opacity": 0.8,
                        "line": {"width": 0}},
            )
        )  # fmt: skip
    border = view.border
    traces.append(
        theme.scatter(
            name=BORDER, x=border[..., 0, :], y=border[..., 1, :], mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 3, "simplify": False},
        )
    )  # fmt: skip
    return traces


def data_layout(view: Trained) -> dict[str, object]:
    """The two numbers of each point."""
    low, high = view.clouds.room
    across, up = view.clouds.axes
    return theme.layout(
        xaxis=theme.axis(across, range=[low[0], high[0]]),
        yaxis=theme.axis(up, range=[low[1], high[1]]),
        showlegend=True, legend=theme.LEGEND, margin={"l": 64, "r": 12, "t": 60, "b": 52},
        uirevision=f"network {view.clouds.key}",
    )  # fmt: skip


def _spread(step: ArrayLike) -> Array:
    """Where a step is drawn: by the logarithm of one more, so that 0 has its place."""
    return np.asarray(np.log10(np.asarray(step) + 1.0))


def _height(loss: Array) -> Array:
    return np.asarray(np.log10(np.maximum(loss, FLOOR)))


def loss_traces(view: Trained) -> list[theme.Trace]:
    """The mean loss at every step that is kept, and the one in the hand."""
    return [
        theme.scatter(
            name=_("mean loss"), x=_spread(view.kept), y=_height(view.kept_losses),
            mode="lines+markers", hoverinfo="skip",
            line={"color": theme.CHANGE.light, "width": 2, "simplify": False},
            marker={"color": theme.CHANGE.light, "size": 4, "opacity": 1, "line": {"width": 0}},
        ),
        theme.scatter(
            name=NOW, x=join(_spread(view.step)), y=join(_height(view.loss)), mode="markers",
            hoverinfo="skip", cliponaxis=False,
            marker={"color": theme.HAND.light, "size": 14, "opacity": 1, "line": {"width": 0}},
        ),
    ]  # fmt: skip


def _ticks(low: float, high: float) -> tuple[list[float], list[str]]:
    """Round losses between two powers: decades, and more of them where those are few."""
    digit = 2 if high - low < FEW else 1  # of what is small
    if high - low < FEW:
        step = nice_step(5 * (10**high - 10**low))
        values = [k * step for k in range(1, int(10**high / step) + 1)]
    else:
        decades = range(int(np.floor(low)), int(np.ceil(high)) + 1)
        digits = (1, 2, 5) if high - low < 2 else (1, 3) if high - low < 3 else (1,)
        values = [digit * 10.0**power for power in decades for digit in digits]
    shown: list[float] = []
    for value in values[::-1]:  # from above, where those of one step lie closest
        height = np.log10(value)
        room = not shown or np.log10(shown[0]) - height >= APART * (high - low)
        if low <= height <= high and room:
            shown.insert(0, value)
    texts = [f"{value:.4g}" if value >= 1e-3 else number(value, digit) for value in shown]
    return [float(np.log10(value)) for value in shown], texts


def loss_layout(view: Trained) -> dict[str, object]:
    """Both axes by logarithm; the range is that of the whole training."""
    last = float(_spread(max(view.steps, 1)))
    heights = _height(view.kept_losses)
    pad = max(0.08 * float(np.ptp(heights)), 0.1)
    low, high = float(heights.min()) - pad, float(heights.max()) + pad
    steps = [0, *(10**k for k in range(6) if 10**k <= max(view.steps, 1))]
    places, texts = _ticks(low, high)
    return theme.layout(
        xaxis=theme.axis(
            _("step (log scale)"), range=[-0.04 * last, 1.05 * last],
            tickvals=_spread(steps).tolist(), ticktext=[f"{step:,}" for step in steps],
        ),
        yaxis=theme.axis(_("mean loss (log scale)"), range=[low, high], tickvals=places,
                         ticktext=texts),
        margin={"l": 72, "r": 20, "t": 60, "b": 52},
        uirevision=f"network {view.clouds.key} {view.steps}",
    )  # fmt: skip


def network(view: Trained, cut: Slice | None, key: str) -> LiveFigure:
    """Data, loss and, if there is one, the slice; the step `key` is in the hand."""
    stops = view.kept.astype(np.float64)
    sweep = Sweep(Axis(key, _("Step"), stops), view.through(index=np.arange(len(stops) * 1.0)))
    draw = [data_traces, loss_traces]
    layouts = [data_layout(view), loss_layout(view)]
    if cut is not None:
        draw.append(partial(_slice_traces, cut))
        layouts.append(slice_layout(cut, f"slice {view.clouds.key} {view.steps} {cut.seed}"))
    speak = partial(say.network_sentence, cut)

    def track() -> Track:
        return track_of(sweep, draw, speak)

    handle = Handle(
        _("Step"), _spread(view.kept), _height(view.kept_losses), along="x", plot=1,
        rides=(NOW, 0),
    )  # fmt: skip
    return LiveFigure(
        tuple(
            theme.figure(traces(view), layout)
            for traces, layout in zip(draw, layouts, strict=True)
        ),
        say.network_alt(view, cut), speak(view), _table(view), (BOX,) * len(draw),
        (Motion(sweep.axis, float(view.step), track, handle),) if view.steps else (),
    )  # fmt: skip


def _slice_traces(cut: Slice, view: Trained) -> list[theme.Trace]:
    return slice_traces(cut, view.index)


def _table(view: Trained) -> Table:
    """Step, loss and points on their side, at about ten of the steps."""
    chosen = np.unique(np.linspace(0, len(view.kept) - 1, 11).round().astype(int))
    rows = []
    for index in chosen:
        one = view.through(index=np.array([float(index)])).at(0)
        rows.append((f"{int(one.step):,}", number(float(one.loss)), str(int(one.right))))
    return Table((_("step"), _("mean loss"), _("on their side of the border")), tuple(rows))
