"""The hill of noise over a few readings: Start."""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, LiveFigure, Table
from lossviz.i18n import _
from lossviz.location import AXIS, HillView

TARGET = -44.0  # where Newcomb wrote the sixth reading down
BOX = Box(height=380, phone_height=300)
TOP = 0.14  # per ns: above the highest of the three hills


def hill_figure(view: HillView) -> go.Figure:
    """Readings on the axis, the hill standing over them, a stem from each reading to the hill."""
    readings, (low, high) = view.readings, view.answers
    gap = np.full_like(readings, np.nan)
    stem_x = np.stack([readings, readings, gap], axis=1).ravel()
    stem_y = np.stack([np.zeros_like(readings), view.height(readings), gap], axis=1).ravel()
    size = [10] * (len(readings) - 1) + [18]
    colour = [theme.POINT.light] * (len(readings) - 1) + [theme.HAND.light]
    traces = [
        theme.scatter(
            name=_("hill"), x=AXIS, y=view.height(AXIS), mode="lines", fill="tozeroy",
            fillcolor=theme.SQUARE_FILL.light, line={"color": theme.SQUARE.light, "width": 3},
            hovertemplate=_("reading %{x} ns: density %{y:.3g} per ns") + "<extra></extra>",
        ),
        theme.scatter(
            name=_("stems"), x=stem_x, y=stem_y, mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 2},
        ),
        theme.scatter(
            name=_("most likely"), x=[view.answer] * 2, y=[0, TOP * 0.93], mode="lines",
            line={"color": theme.BEST.light, "width": 2, "dash": "dash"}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("plateau"), x=[low, high], y=[0, 0], mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 6},
        ),
        theme.scatter(
            name=_("most likely value"), x=[view.answer], y=[TOP * 0.97], mode="text",
            text=[words.number(view.answer)], textfont={"color": theme.BEST.light, "size": 18},
            textposition="middle left", hoverinfo="skip", cliponaxis=False,
        ),
        theme.scatter(
            name=_("as written down"), x=[TARGET], y=[0], mode="markers", hoverinfo="skip",
            marker={
                "symbol": "circle-open", "size": 22, "color": theme.HAND.light,
                "line": {"width": 2},
            },
        ),
        theme.scatter(
            name=_("readings"), x=readings, y=np.zeros_like(readings), mode="markers",
            marker={"size": size, "color": colour, "opacity": 1, "line": {"width": 0}},
            cliponaxis=False, hovertemplate="%{x} ns<extra></extra>",
        ),
    ]  # fmt: skip
    return theme.figure(
        traces,
        theme.layout(
            xaxis=theme.axis(_("reading (ns above 24 800)"), range=[-52, 52]),
            yaxis=theme.axis(_("density (per ns)"), range=[-0.006, TOP]),
            uirevision="hill",
        ),
    )


def hill(view: HillView) -> LiveFigure:
    """The hill in figure, words and table."""
    readings = view.readings
    alt = _(
        "{n} readings on one axis, the last at {last} ns, and a {noise} over them with its top at"
        " {answer} ns."
    ).format(
        n=len(readings), last=words.number(float(readings[-1])), noise=view.noise.word,
        answer=words.number(view.answer),
    )  # fmt: skip
    density = view.height(readings)
    rows = tuple(
        (str(i + 1), words.plain(reading), words.number(d), words.number(-log))
        for i, (reading, d, log) in enumerate(
            zip(readings, density, view.log_height(readings), strict=True)
        )
    )
    columns = (_("reading"), _("ns"), _("density per ns"), _("surprise: minus log density"))
    return LiveFigure(
        (hill_figure(view),), alt, words.hill_sentence(view), Table(columns, rows), (BOX,)
    )
