"""The fitted sigmoid beyond its data: in probability, and in log-odds, where it is a line."""

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lossviz import words
from lossviz.binary.cold import PLACES, Beyond, place_sweep
from lossviz.figures import theme
from lossviz.figures.labels import LOOKS
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import cold as say

BOXES = (Box(400, 320, 320), Box(400, 320, 320))
CURVE = 121
ENDS = (-8.0, 15.0)  # of the axis of log-odds
KEY = ((46.0, 51.0), (14.0, 12.3, 10.6))  # of the names of the lines: x of a sample, heights
ROW = (1.08, -0.08)


def _grid(view: Beyond) -> tuple[Array, NDArray[np.bool_]]:
    """X over all places, and whether each is within the data."""
    x = np.linspace(PLACES.low, PLACES.high, CURVE)
    return x, (x >= view.seen.low) & (x <= view.seen.high)


def _curves(view: Beyond, line: Array, fans: Array, heavy: Array) -> list[theme.Trace]:
    """The fit with its parts inside and beyond the data, the fan (m, n), the heavy tails."""
    x, inside = _grid(view)
    edge = inside | np.roll(inside, 1) | np.roll(inside, -1)
    gap = np.full((1, fans.shape[1]), np.nan)
    fan_y = np.concatenate([fans, gap]).T.ravel()
    fan_x = np.tile(np.append(x, np.nan), fans.shape[1])
    best = theme.BEST.light
    return [
        theme.scatter(
            name=_("without one each"), x=fan_x, y=fan_y, mode="lines", hoverinfo="skip",
            line={"color": theme.SQUARE_EDGE.light, "width": 1, "simplify": False},
        ),
        theme.scatter(
            name=_("heavier tails"), x=x, y=heavy, mode="lines", hoverinfo="skip",
            line={"color": theme.DOWN.light, "width": 2.5, "dash": "dot", "simplify": False},
        ),
        theme.scatter(
            name=_("fitted, beyond the flights"), x=x, y=np.where(inside, np.nan, line),
            mode="lines", hoverinfo="skip",
            line={"color": best, "width": 3, "dash": "dash", "simplify": False},
        ),
        theme.scatter(
            name=_("fitted"), x=x, y=np.where(edge, line, np.nan), mode="lines", hoverinfo="skip",
            line={"color": best, "width": 3.5, "simplify": False},
        ),
    ]  # fmt: skip


def _here(view: Beyond, low: float, high: float, at: Array) -> list[theme.Trace]:
    place = np.asarray(view.place, dtype=np.float64)
    return [
        theme.scatter(
            name=_("here"), x=join(place, place), y=[low, high], mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 2, "dash": "dot"},
        ),
        theme.scatter(
            name=_("what it says here"), x=join(place), y=join(at), mode="markers",
            hoverinfo="skip", cliponaxis=False,
            marker={"color": theme.HAND.light, "size": 12, "opacity": 1},
        ),
    ]  # fmt: skip


def chance_traces(view: Beyond) -> list[theme.Trace]:
    """Probability over the places, and the flights."""
    x, _inside = _grid(view)
    problem = view.problem
    marks = [
        theme.scatter(
            name=problem.happened[label], x=problem.x[problem.y == label],
            y=np.full(int((problem.y == label).sum()), ROW[label]), mode="markers",
            hoverinfo="skip", cliponaxis=False,
            marker={
                "color": look.role.light, "symbol": look.marker, "size": 8, "opacity": 0.8,
                "line": {"width": 0},
            },
        )
        for label, look in enumerate(LOOKS)
    ]  # fmt: skip
    curves = _curves(
        view, special.expit(view.logit_at(x)), special.expit(view.refits_at(x)), view.heavy_at(x)
    )
    at = np.asarray(special.expit(view.logit))
    return [*curves, *marks, *_here(view, -0.1, 1.1, at)]


def odds_traces(view: Beyond) -> list[theme.Trace]:
    """Log-odds over the places."""
    x, _inside = _grid(view)
    curves = _curves(
        view, view.logit_at(x), view.refits_at(x), np.asarray(special.logit(view.heavy_at(x)))
    )
    return [*curves, *_key(), *_here(view, ENDS[0], min(KEY[1]) - 1.2, np.asarray(view.logit))]


def _key() -> list[theme.Trace]:
    """A short piece of each line and its name, where no line comes."""
    (start, end), heights = KEY
    lines = (
        (_("all flights"), {"color": theme.BEST.light, "width": 3.5}),
        (_("without one each"), {"color": theme.SQUARE_EDGE.light, "width": 1}),
        (_("heavier tails"), {"color": theme.DOWN.light, "width": 2.5, "dash": "dot"}),
    )
    samples = [
        theme.scatter(
            name=_("key: {name}").format(name=name), x=[start, end], y=[height, height],
            mode="lines", hoverinfo="skip", line=line,
        )
        for (name, line), height in zip(lines, heights, strict=True)
    ]  # fmt: skip
    names = theme.scatter(
        name=_("names of the lines"), x=np.full(len(lines), end + 1), y=np.array(heights),
        mode="text", text=[name for name, _line in lines], textposition="middle right",
        hoverinfo="skip", textfont={"color": theme.TEXT.light, "size": 14},
    )  # fmt: skip
    return [*samples, names]


def _x_axis(view: Beyond) -> dict[str, object]:
    problem = view.problem
    return theme.axis(
        theme.named(problem.x_name, problem.x_unit), range=[PLACES.low - 2.5, PLACES.high + 2]
    )


def chance_layout(view: Beyond) -> dict[str, object]:
    """The places across, probability up."""
    zero, one = view.problem.happened
    return theme.layout(
        xaxis=_x_axis(view),
        yaxis=theme.axis(
            _("probability of {label}").format(label=one), range=[-0.13, 1.13], automargin=True,
            tickvals=[ROW[1], 0, 0.25, 0.5, 0.75, 1, ROW[0]],
            ticktext=[one, "0", "0.25", "0.5", "0.75", "1", zero],
        ),
        uirevision="cold",
    )  # fmt: skip


def odds_layout(view: Beyond) -> dict[str, object]:
    """The places across, log-odds up."""
    return theme.layout(
        xaxis=_x_axis(view),
        yaxis=theme.axis(
            _("log-odds of {label}").format(label=view.problem.happened[1]), range=list(ENDS)
        ),
        uirevision="cold",
    )


DRAW = (chance_traces, odds_traces)


def cold(view: Beyond, key: str) -> LiveFigure:
    """Both plots, words and table; the place is the control `key`."""
    sweep = place_sweep(view, key)

    def track() -> Track:
        return track_of(sweep, DRAW, say.cold_sentence)

    heights = np.asarray(special.expit(sweep.batch.logit))
    return LiveFigure(
        (
            theme.figure(chance_traces(view), chance_layout(view)),
            theme.figure(odds_traces(view), odds_layout(view)),
        ),
        say.cold_alt(view),
        say.cold_sentence(view),
        _table(view),
        BOXES,
        (
            Motion(
                sweep.axis, float(view.place), track,
                Handle(sweep.axis.label, sweep.axis.stops, heights, along="x"),
            ),
        ),
    )  # fmt: skip


def _table(view: Beyond) -> Table:
    """A row for each fit: what it says here."""
    problem = view.problem
    columns = (_("left out"), _("log-odds here"), _("probability here"))
    names = (_("none"), *problem.labels)
    logits = (float(view.logit), *view.refits.tolist())
    rows = tuple(
        (name, words.number(z), say.sure(float(special.expit(z))))
        for name, z in zip(names, logits, strict=True)
    )
    return Table(columns, rows)
