"""A code as a strip, width = share and height = bits of the word, and as the tree of its words."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from lossviz.figures import theme
from lossviz.figures.live import Box, LiveFigure, Table
from lossviz.i18n import _
from lossviz.information.codes import Code
from lossviz.numerics import Array
from lossviz.words import codes as say

BOXES = (
    Box(height=360, phone_height=280, min_width=320, grow=1.2),
    Box(height=360, phone_height=300, min_width=300),
)
DIGIT_ROOM, NAME_ROOM = 0.04, 0.036  # share of the strip that a digit or a name needs
FEW = 10  # outcomes whose words are written at the tree
MOST = 40  # leaves a tree has room for


def _steps(edges: Array, heights: Array) -> tuple[Array, Array]:
    return np.repeat(edges, 2)[1:-1], np.repeat(heights, 2)


def _shown(code: Code) -> tuple[Array, Array, Array]:
    """Edges of the strip, lengths, surprises: only finite numbers."""
    edges = np.concatenate([[0.0], np.cumsum(code.truth)])
    lengths = np.where(np.isfinite(code.lengths), code.lengths, np.nan)
    surprises = np.where(np.isfinite(code.surprises), code.surprises, np.nan)
    return edges, lengths, surprises


def strip_traces(code: Code) -> list[theme.Trace]:
    """A box per outcome, the word on it, and the surprise it stands for."""
    edges, lengths, surprises = _shown(code)
    x: list[float] = []
    y: list[float] = []
    for k, length in enumerate(lengths.tolist()):
        left, right = edges[k], edges[k + 1]
        if np.isfinite(length) and right > left:
            x += [left, left, right, right, np.nan]
            y += [0.0, length, length, 0.0, np.nan]
    wide = [
        k for k, word in enumerate(code.words) if word and code.truth[k] >= DIGIT_ROOM * len(word)
    ]
    return [
        theme.scatter(
            name=_("words"), x=x, y=y, mode="lines", fill="toself", hoverinfo="skip",
            fillcolor=theme.SQUARE_FILL.light,
            line={"color": theme.SQUARE.light, "width": 2, "simplify": False},
        ),
        theme.scatter(
            name=_("surprise"), x=_steps(edges, surprises)[0], y=_steps(edges, surprises)[1],
            mode="lines", hoverinfo="skip",
            line={"color": theme.CHANGE.light, "width": 3, "dash": "dash", "simplify": False},
        ),
        theme.scatter(
            name=_("words in letters"), mode="text", hoverinfo="skip",
            x=[(edges[k] + edges[k + 1]) / 2 for k in wide],
            y=[float(lengths[k]) / 2 for k in wide], text=[code.words[k] for k in wide],
            textfont={"color": theme.TEXT.light, "size": 17},
        ),
    ]  # fmt: skip


def strip_layout(code: Code) -> dict[str, object]:
    """Shares to the right, bits upwards."""
    edges, lengths, surprises = _shown(code)
    middles = (edges[:-1] + edges[1:]) / 2
    named = [k for k, share in enumerate(code.truth) if share >= NAME_ROOM]
    finite = [v for v in (*lengths.tolist(), *surprises.tolist()) if np.isfinite(v)]
    return theme.layout(
        xaxis=theme.axis(
            _("how often it happens (share)"), range=[0, 1], showgrid=False, tickangle=0,
            tickvals=[middles[k] for k in named], ticktext=[code.names[k] for k in named],
        ),
        yaxis=theme.axis(
            _("bits: word, dashed −log₂ p"), range=[0, 1.08 * max([1.0, *finite])],
            nticks=8,
        ),
        uirevision="code",
    )  # fmt: skip


def _places(words: Sequence[str]) -> dict[str, float]:
    """Where each node of the tree is, leaves side by side in the order of their words."""
    leaves = sorted(words)
    place = {word: float(k) for k, word in enumerate(leaves)}
    inner = {word[:end] for word in leaves for end in range(len(word))}
    for node in sorted(inner, key=len, reverse=True):
        below = [place[node + bit] for bit in "01" if node + bit in place]
        place[node] = float(np.mean(below))
    return place


def tree_traces(code: Code) -> list[theme.Trace]:
    """The branches, a zero to the left and a one to the right, and a leaf per word."""
    known = [(name, word) for name, word in zip(code.names, code.words, strict=True)
             if word is not None][:MOST]  # fmt: skip
    place = _places([word for _name, word in known])
    x: list[float] = []
    y: list[float] = []
    for node in place:
        if node:
            x += [place[node[:-1]], place[node], np.nan]
            y += [len(node) - 1.0, float(len(node)), np.nan]
    label = "{name}<br>{word}" if len(known) <= FEW else "{name}"
    return [
        theme.scatter(
            name=_("branches"), x=x, y=y, mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 1.5, "simplify": False},
        ),
        theme.scatter(
            name=_("leaves"), x=[place[word] for _name, word in known],
            y=[len(word) for _name, word in known], mode="markers+text", cliponaxis=False,
            text=[label.format(name=name, word=word) for name, word in known],
            textposition="bottom center", textfont={"color": theme.TEXT.light, "size": 14},
            marker={"color": theme.SQUARE.light, "size": 8, "opacity": 1, "line": {"width": 0}},
            hoverinfo="skip",
        ),
    ]  # fmt: skip


def tree_layout(code: Code) -> dict[str, object]:
    """Depth downwards: a level is a bit."""
    words = [word for word in code.words if word is not None][:MOST]
    deepest = max(1, *(len(word) for word in words)) if words else 1
    return theme.layout(
        xaxis=theme.axis(
            _("left 0, right 1"), range=[-0.7, max(len(words), 1) - 0.3], showgrid=False,
            showticklabels=False, ticks="",
        ),
        yaxis=theme.axis(
            _("bits"), range=[1.22 * deepest, -0.1 * deepest], dtick=1, tick0=0
        ),
        uirevision="tree",
    )  # fmt: skip


def code_figure(code: Code) -> go.Figure:
    """The strip: its area is the average length."""
    return theme.figure(strip_traces(code), strip_layout(code))


def tree_figure(code: Code) -> go.Figure:
    """The tree of the words."""
    return theme.figure(tree_traces(code), tree_layout(code))


def code_live(code: Code) -> LiveFigure:
    """A code in figure, words and table."""
    return LiveFigure(
        (code_figure(code), tree_figure(code)),
        _("A strip with a box per outcome, as wide as it is frequent and as high as its word has"
          " bits, with the surprise dashed. Beside it the words as a tree, a bit per level."),
        say.code_sentence(code), _table(code), BOXES,
    )  # fmt: skip


def _table(code: Code) -> Table:
    rows = tuple(
        (
            code.names[k], f"{code.truth[k]:.4f}", f"{code.forecast[k]:.4f}",
            code.words[k] or "–", say.length(float(code.lengths[k])),
            say.surprise(float(code.surprises[k])),
        )
        for k in range(len(code.names))
    )  # fmt: skip
    return Table(
        (
            _("outcome"), _("share"), _("forecast"), _("word"), _("bits of the word"),
            _("−log₂ of the forecast"),
        ),
        rows,
    )  # fmt: skip
