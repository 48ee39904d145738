"""Letters of a text as bars with the forecast marked on each, and the code for the forecast."""

import numpy as np
import plotly.graph_objects as go

from lossviz.figures import theme
from lossviz.figures.codes import code_figure
from lossviz.figures.live import Box, LiveFigure, Table
from lossviz.i18n import _
from lossviz.information.letters import Texts
from lossviz.numerics import Array
from lossviz.words import letters as say
from lossviz.words.codes import surprise

MOST = 26
"""Letters with a bar of their own; all that are rarer share one."""
BOXES = (Box(height=340, phone_height=260, min_width=360, grow=1.3), Box(340, 260, 300))
HALF = 0.38  # of a bar


def _together(shares: Array) -> Array:
    """The first shares, and the sum of the rest if there is one."""
    if len(shares) <= MOST:
        return shares
    return np.append(shares[:MOST], shares[MOST:].sum())


def _names(texts: Texts) -> list[str]:
    names = list(texts.names[:MOST])
    return [*names, _("rest")] if len(texts.names) > MOST else names


def letter_traces(texts: Texts) -> list[theme.Trace]:
    """A bar per letter, and a dash where the forecast is."""
    truth, forecast = _together(texts.truth), _together(texts.forecast)
    at = np.arange(float(len(truth)))
    gap = np.full(len(at), np.nan)
    zero = np.zeros(len(at))
    return [
        theme.scatter(
            name=_("share"), mode="lines", fill="toself", fillcolor=theme.SQUARE_EDGE.light,
            x=np.stack([at - HALF, at - HALF, at + HALF, at + HALF, gap], axis=-1).ravel(),
            y=np.stack([zero, truth, truth, zero, gap], axis=-1).ravel(), hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 1.5, "simplify": False},
        ),
        theme.scatter(
            name=_("forecast"), mode="lines", hoverinfo="skip",
            x=np.stack([at - 0.48, at + 0.48, gap], axis=-1).ravel(),
            y=np.stack([forecast, forecast, gap], axis=-1).ravel(),
            line={"color": theme.CHANGE.light, "width": 3.5, "simplify": False},
        ),
    ]  # fmt: skip


def letter_layout(texts: Texts) -> dict[str, object]:
    """A place per letter."""
    names = _names(texts)
    top = max(float(_together(texts.truth).max()), float(_together(texts.forecast).max()))
    return theme.layout(
        xaxis=theme.axis(
            _("letter · bar: text, dash: forecast"), range=[-0.7, len(names) - 0.3], tickangle=0,
            tickvals=list(range(len(names))), ticktext=names, showgrid=False,
        ),
        yaxis=theme.axis(_("share"), range=[0, 1.08 * top], nticks=6),
        uirevision="letters",
    )  # fmt: skip


def letter_figure(texts: Texts) -> go.Figure:
    """How often each letter is there, and how often it is forecast."""
    return theme.figure(letter_traces(texts), letter_layout(texts))


def letters(texts: Texts) -> LiveFigure:
    """A text in figure, words and table."""
    return LiveFigure(
        (letter_figure(texts), code_figure(texts.code)),
        _("A bar per letter of the text with a dash at its forecast. Beside it a box per letter, as"
          " wide as its share and as high as its word of zeros and ones; the surprise is dashed."),
        say.letters_sentence(texts), _table(texts), BOXES,
    )  # fmt: skip


def _table(texts: Texts) -> Table:
    code = texts.code
    rows = [
        (
            code.names[k], f"{texts.first.counts.get(code.names[k], 0):,}", f"{code.truth[k]:.4f}",
            f"{code.forecast[k]:.4f}", surprise(float(code.surprises[k])), code.words[k] or "–",
        )
        for k in range(min(MOST, len(code.names)))
    ]  # fmt: skip
    if len(code.names) > MOST:
        truth, forecast = (float(shares[MOST:].sum()) for shares in (code.truth, code.forecast))
        count = sum(texts.first.counts.get(name, 0) for name in code.names[MOST:])
        rows.append((_("rest"), f"{count:,}", f"{truth:.4f}", f"{forecast:.4f}", "–", "–"))
    return Table(
        (
            _("letter"), _("count"), _("share"), _("forecast"), _("−log₂ of the forecast (bits)"),
            _("word"),
        ),
        tuple(rows),
    )  # fmt: skip
