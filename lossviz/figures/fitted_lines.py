"""What figures of fitted lines share: boxes, the lines, names at their ends that do not overlap.

Everything is drawn for one stop of the hand or for many: arrays of a sweep have a leading axis.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lossviz.data.problems import LineProblem
from lossviz.estimators import Estimator, Lines
from lossviz.figures import theme
from lossviz.figures.live import Box
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import outliers as say
from lossviz.words.influence import noun, unit

BOX = Box(height=370, phone_height=300, min_width=300)
TALL_BOX = Box(height=400, phone_height=300, min_width=300)
LABEL_SHARE = 0.31  # of the plot's width, for the names at the right ends of the lines
ROW = 0.07  # of the plot's height, for one line of text
MARGIN = 0.04  # of a range, around what may be there
WIDEST_MARGIN = 170
"""Pixels to the right of curves for the names at their ends, at most."""

Traces = list[theme.Trace]


def padded(low: float, high: float) -> tuple[float, float]:
    """A range with a little room on either side."""
    pad = MARGIN * (high - low)
    return low - pad, high + pad


def _label(estimator: Estimator) -> tuple[str, ...]:
    """The first word of a loss, enough beside its line; the start, where it was chosen, below."""
    name = estimator.loss_at.loss.name.split()[0]
    return (name,) if estimator.start is None else (f"{name},", say.start_name(estimator))


def spread(heights: Array, rows: Sequence[int], gap: float, low: float, high: float) -> Array:
    """Middles of blocks of text near `heights` (..., m), `gap` times their `rows` apart.

    Blocks keep the order of the heights and stay between low and high; where they would overlap,
    they give way by as little as possible in the mean square.
    """
    tall = gap * np.asarray(rows, dtype=np.float64)
    # lines that are one but for rounding keep their order from stop to stop
    order = np.argsort(np.round(heights / gap, 3), axis=-1, kind="stable")
    given = np.take_along_axis(heights, order, axis=-1)
    high_of = tall[order]
    offset = np.cumsum(high_of, axis=-1) - high_of / 2
    z = given - offset
    m = z.shape[-1]
    total = np.cumsum(z, axis=-1)
    before = total - z
    # the least-squares ascending fit: max over starts of min over ends of the mean between them
    settled = np.empty_like(z)
    for i in range(m):
        best = np.full(z.shape[:-1], -np.inf)
        for j in range(i + 1):
            means = [(total[..., k] - before[..., j]) / (k - j + 1) for k in range(i, m)]
            best = np.maximum(best, np.min(means, axis=0))
        settled[..., i] = best
    settled = np.minimum(np.maximum(settled, low), high - tall.sum())
    placed = np.empty_like(z)
    np.put_along_axis(placed, order, settled + offset, axis=-1)
    return placed


def line_traces(
    estimators: Sequence[Estimator], lines: Sequence[Lines], ends: tuple[float, float]
) -> Traces:
    """The lines from end to end; one that was searched from a chosen start is thinner."""
    x = np.array(ends)
    return [
        theme.scatter(
            name=name, x=x, y=line.height(x), mode="lines", hoverinfo="skip",
            line={
                "color": theme.hue(estimator.loss_at.loss).role.light,
                "dash": theme.hue(estimator.loss_at.loss).dash,
                "width": 3 if estimator.start is None else 1.75,
                "simplify": False,
            },
        )
        for name, estimator, line in zip(say.names(estimators), estimators, lines, strict=True)
    ]  # fmt: skip


def label_trace(
    estimators: Sequence[Estimator],
    heights: Sequence[Array],
    x: float,
    y_range: tuple[float, float],
    numbers: NDArray[np.str_] | None = None,
) -> theme.Trace:
    """The names at the right ends; with `numbers` (..., m) a number stands before each name."""
    texts = [_label(estimator) for estimator in estimators]
    rows = [len(text) for text in texts]
    gap = ROW * (y_range[1] - y_range[0])
    middles = spread(join(*heights), rows, gap, *y_range)
    y = join(*(
        middles[..., m] + ((count - 1) / 2 - row) * gap
        for m, count in enumerate(rows) for row in range(count)
    ))  # fmt: skip
    colours = [
        theme.hue(estimator.loss_at.loss).role.light
        for estimator, count in zip(estimators, rows, strict=True) for _row in range(count)
    ]  # fmt: skip
    plain = np.array([line for text in texts for line in text])
    return theme.scatter(
        name=_("names of the lines"), x=np.full(len(plain), x), y=y, mode="text",
        text=plain if numbers is None else _numbered(plain, rows, numbers),
        textposition="middle right", textfont={"color": colours, "size": 12},
        cliponaxis=False, hoverinfo="skip",
    )  # fmt: skip


def _numbered(
    plain: NDArray[np.str_], rows: Sequence[int], numbers: NDArray[np.str_]
) -> NDArray[np.str_]:
    """The rows of text, (..., r), a number before each name: the first to be seen on a phone."""
    first = np.cumsum(rows) - rows
    texts = np.broadcast_to(plain, (*numbers.shape[:-1], len(plain))).astype(object)
    texts[..., first] = numbers.astype(object) + " " + texts[..., first]
    return texts.astype(np.str_)


def fitted_name(problem: LineProblem) -> str:
    """What the fitted number is called, and its unit."""
    return theme.named(noun(problem), unit(problem))


def range_of(*parts: Array, pad: float = 0.08) -> list[float]:
    """The finite numbers of all parts and some room, never empty."""
    every = np.concatenate([np.ravel(part) for part in parts])
    every = every[np.isfinite(every)]
    low, high = (float(every.min()), float(every.max())) if len(every) else (0.0, 1.0)
    room = pad * (high - low) if high > low else 0.5 * abs(high) + 1.0
    return [low - room, high + room]


def apart(heights: Array, gap: float) -> Array:
    """The heights (E,) moved as little as it takes to stand `gap` apart, in the same order."""
    order = np.argsort(heights, kind="stable")
    placed = heights[order].astype(np.float64)
    for _round in range(100):
        close = gap - np.diff(placed)
        if np.all(close <= 1e-9):
            break
        push = np.where(close > 0, close / 2, 0.0)
        placed[:-1] -= push
        placed[1:] += push
    result = np.empty_like(placed)
    result[order] = placed
    return result


def end_names(x: Array | float, y: Array, estimators: tuple[Estimator, ...]) -> theme.Trace:
    """The names of estimators at the ends of their curves, each in its colour."""
    return theme.scatter(
        name=_("names"), x=np.broadcast_to(x, np.shape(y)), y=y, mode="text",
        text=[e.name for e in estimators], textposition="middle right", hoverinfo="skip",
        textfont={"color": [theme.hue(e.loss_at.loss).role.light for e in estimators]},
        cliponaxis=False,
    )  # fmt: skip


def margins(estimators: tuple[Estimator, ...]) -> dict[str, int]:
    """Margins with room for the longest name: pixels, so that a phone has as much."""
    longest = max(len(e.name) for e in estimators)
    return {"l": 64, "r": min(16 + 7 * longest, WIDEST_MARGIN), "t": 12, "b": 52}


def dashed(estimator: Estimator, width: float) -> dict[str, object]:
    """How the curve of an estimator is drawn."""
    hue = theme.hue(estimator.loss_at.loss)
    return {"color": hue.role.light, "width": width, "dash": hue.dash}
