"""Amounts of single observations end to end, each in the colour of its stem."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.labels import LOOKS
from lossviz.i18n import _
from lossviz.likelihood.stems import Stems
from lossviz.numerics import Array
from lossviz.sweeps import join

HUES = ("blue", "gold", "teal", "brown", "purple", "cyan")
"""Of single readings, in turn."""
LETTER = 0.026  # width of a letter in a bar, as a share of the pane on a phone
MANY = 7  # bars of one colour
BAR_TOP, NAMES, TOP = 1.0, 1.65, 2.1
"""Heights in the pane: of the bars, of names above them, and of the pane."""


@dataclass(frozen=True, slots=True)
class Group:
    """Observations of one colour: a name and their rows (m,)."""

    name: str
    rows: NDArray[np.intp]
    hue: theme.Hue

    @property
    def label(self) -> str:
        """Its name, and how many there are if there are many."""
        return self.name if len(self.rows) == 1 else f"{len(self.rows)} × {self.name}"


def groups(view: Stems) -> tuple[Group, ...]:
    """One group per reading, in the order of their values; of a coin's labels one per label."""
    y = view.observed.y
    if view.is_coin:
        return tuple(
            Group(name, np.flatnonzero(y == label), look)
            for label, (name, look) in enumerate(zip(view.observed.classes, LOOKS, strict=True))
        )
    return tuple(
        Group(words.plain(y[row]), np.array([row]), theme.HUES[HUES[row % len(HUES)]])
        for row in np.argsort(y, kind="stable")
    )


@dataclass(frozen=True, slots=True)
class Pane:
    """Where the stack is drawn: from low to high on its own axis; bars are cut at both ends."""

    low: float
    high: float

    @property
    def span(self) -> float:
        """Its length."""
        return self.high - self.low

    def cut(self, x: Array) -> Array:
        """Positions within the pane."""
        return np.clip(x, self.low, self.high)


def stack_traces(view: Stems, amounts: Array, pane: Pane) -> list[theme.Trace]:
    """Bars of `amounts` (..., n), positive ones to the right of 0, negative ones to the left."""
    everything = groups(view)
    rows = np.concatenate([group.rows for group in everything])
    ordered = np.where(np.isfinite(amounts), amounts, 1e9)[..., rows]
    right = np.cumsum(np.maximum(ordered, 0), axis=-1)
    left = np.cumsum(np.minimum(ordered, 0), axis=-1)
    ends = np.where(ordered >= 0, right, left)
    starts, ends = pane.cut(ends - ordered), pane.cut(ends)
    traces: list[theme.Trace] = []
    done = 0
    for group in everything:
        these = slice(done, done + len(group.rows))
        low, high = starts[..., these], ends[..., these]
        gap = np.full(low.shape, np.nan)
        x = np.stack([low, low, high, high, low, gap], axis=-1).reshape(*low.shape[:-1], -1)
        y = np.tile([0.0, BAR_TOP, BAR_TOP, 0.0, 0.0, np.nan], len(group.rows))
        thin = 1 if len(group.rows) < MANY else 0  # outlines of many would hide them
        middle, wide = (low[..., 0] + high[..., -1]) / 2, np.abs(high[..., -1] - low[..., 0])
        fits = wide > LETTER * (len(group.label) + 0.7) * pane.span
        traces += [
            theme.scatter(
                name=_("bar {name}").format(name=group.name), x=x, y=y, mode="lines",
                fill="toself", fillcolor=group.hue.role.light, hoverinfo="skip",
                xaxis="x3", yaxis="y3",
                line={"color": theme.BACKGROUND.light, "width": thin, "simplify": False},
            ),
            theme.scatter(
                name=_("name of bar {name}").format(name=group.name), x=join(middle),
                y=[BAR_TOP / 2], mode="text", hoverinfo="skip",
                text=np.where(join(fits), group.label, theme.UNSEEN),
                textfont={"color": theme.BACKGROUND.light, "size": 14}, xaxis="x3", yaxis="y3",
            ),
        ]  # fmt: skip
        done += len(group.rows)
    return traces


def frame_trace(amounts: Array, pane: Pane, role: theme.Role) -> theme.Trace:
    """An outline of the whole stack."""
    known = np.where(np.isfinite(amounts), amounts, 1e9)
    low = pane.cut(np.minimum(known, 0).sum(axis=-1))
    high = pane.cut(np.maximum(known, 0).sum(axis=-1))
    return theme.scatter(
        name=_("the whole stack"), x=join(low, low, high, high, low),
        y=np.array([0.0, BAR_TOP, BAR_TOP, 0.0, 0.0]) + 0.06 * np.array([-1, 1, 1, -1, -1]),
        mode="lines", line={"color": role.light, "width": 3.5, "simplify": False},
        xaxis="x3", yaxis="y3", hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip


def length_trace(
    total: Array,
    pane: Pane,
    right: Array | None = None,
    name: str = "",
    *,
    above: bool = False,
) -> theme.Trace:
    """The sum of the amounts, after its name, where the stack ends on the right; or `above` it."""
    reaches = np.asarray(total if right is None else right)
    end = pane.cut(reaches)
    text = np.char.add(name, words.numbers(join(total)))
    text = np.where(join(reaches) > pane.high, np.char.add(text, " →"), text)
    return theme.scatter(
        name=_("length of the stack"), x=join(end), y=[NAMES if above else BAR_TOP / 2],
        mode="text", text=text, textposition="middle left" if above else "middle right",
        textfont={"color": theme.HAND.light, "size": 16},
        xaxis="x3", yaxis="y3", hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip


def goal_traces(goal: float, text: str) -> list[theme.Trace]:
    """A mark above the stack, so that it crosses no number, with a name."""
    on = {"xaxis": "x3", "yaxis": "y3", "hoverinfo": "skip", "cliponaxis": False}
    return [
        theme.scatter(
            name=_("goal"), x=[goal] * 2, y=[1.03, 1.4], mode="lines",
            line={"color": theme.BEST.light, "width": 4}, **on,
        ),
        theme.scatter(
            name=_("name of the goal"), x=[goal], y=[NAMES], mode="text", text=[text],
            textfont={"color": theme.BEST.light, "size": 14}, **on,
        ),
    ]  # fmt: skip


def stack_axes(title: str, pane: Pane, domain: tuple[float, float]) -> dict[str, object]:
    """The two axes of the pane, `domain` of the figure high, with room for the sum at its end."""
    return {
        "xaxis3": theme.axis(title, domain=[0, 0.92], anchor="y3", range=[pane.low, pane.high]),
        "yaxis3": theme.axis(
            _("stack"), domain=list(domain), anchor="x3", range=[-0.1, TOP],
            showticklabels=False, showgrid=False, ticks="",
        ),
    }  # fmt: skip
