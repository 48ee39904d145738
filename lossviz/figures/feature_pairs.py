"""A cell for each pair of features: floor, share of right ones, whether a species splits off."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, LiveFigure, Table
from lossviz.i18n import _
from lossviz.multiclass.feature_pairs import PairFit
from lossviz.words import feature_pairs as say
from lossviz.words.regions import share

BOX = Box(height=360, phone_height=340, min_width=300)
EDGE = 0.47  # half the side of a dashed frame, in cells


def _places(pairs: Sequence[PairFit]) -> list[tuple[int, int]]:
    """Column and row of each pair."""
    measured = pairs[0].measured
    return [(measured.place(fit.across), measured.place(fit.upward)) for fit in pairs]


def pairs_traces(pairs: Sequence[PairFit]) -> list[theme.Trace]:
    """The cells, their texts, a dashed frame where there is no finite minimiser."""
    n = len(pairs[0].measured.features)
    floors = np.full((n, n), np.nan)
    for (column, row), fit in zip(_places(pairs), pairs, strict=True):
        floors[row, column] = fit.floor
    frame_x, frame_y = [], []
    for (column, row), fit in zip(_places(pairs), pairs, strict=True):
        if not fit.has_minimiser:
            frame_x += [*(column + EDGE * np.array([-1, -1, 1, 1, -1])), np.nan]
            frame_y += [*(row + EDGE * np.array([-1, 1, 1, -1, -1])), np.nan]
    return [
        {
            "type": "heatmap", "name": _("floors"), "x": np.arange(n), "y": np.arange(n),
            "z": floors, "zmin": 0, "zmax": float(np.nanmax(floors)), "showscale": False,
            "colorscale": [[0, theme.BACKGROUND.light], [1, theme.SQUARE.light]],
            "opacity": 0.45, "hoverinfo": "skip", "xgap": 3, "ygap": 3,
        },
        theme.scatter(
            name=_("no finite minimiser"), x=np.array(frame_x, dtype=np.float64),
            y=np.array(frame_y, dtype=np.float64), mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 2.5, "dash": "dash"},
        ),
        theme.scatter(
            name=_("what it says"), x=[c for c, _row in _places(pairs)],
            y=[r for _column, r in _places(pairs)], mode="text", hoverinfo="skip",
            text=[say.cell(fit) for fit in pairs],
            textfont={"size": 13, "color": theme.TEXT.light},
        ),
    ]  # fmt: skip


def pairs_figure(pairs: Sequence[PairFit]) -> go.Figure:
    """A column for each feature but the last, a row for each but the first."""
    features = pairs[0].measured.features
    names = [feature.name.replace(" ", "<br>") for feature in features]
    n = len(features)
    return theme.figure(
        pairs_traces(pairs),
        theme.layout(
            xaxis=theme.axis(
                _("one feature"), range=[-0.5, n - 1.5], tickvals=list(range(n)), ticktext=names,
                showgrid=False,
            ),
            yaxis=theme.axis(
                _("the other"), range=[n - 0.5, 0.5], tickvals=list(range(n)), ticktext=names,
                showgrid=False,
            ),
            margin={"l": 84, "r": 12, "t": 12, "b": 84},
            uirevision=f"pairs {pairs[0].measured.key}",
        ),
    )  # fmt: skip


def pairs_live(pairs: Sequence[PairFit]) -> LiveFigure:
    """All pairs in figure, words and table."""
    rows = tuple(
        (say.pair_name(fit), say.verdict(fit), words.number(fit.floor), share(fit.accuracy))
        for fit in pairs
    )
    columns = (_("pair"), _("without a penalty"), _("floor (nats)"), _("right"))
    return LiveFigure(
        (pairs_figure(pairs),), say.pairs_alt(pairs), say.pairs_sentence(pairs),
        Table(columns, rows), (BOX,),
    )  # fmt: skip
