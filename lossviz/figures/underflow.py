"""A product of densities falling out of float64, and the sum of surprises going on.

One picture, two scales of the same height: powers of ten on the left, nats on the right.
"""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.likelihood.underflow import LONGEST, NORMAL, SMALLEST, Underflow, count_sweep
from lossviz.sweeps import join
from lossviz.words import underflow as say
from lossviz.words.likelihood import product

BOX = Box(height=440, phone_height=400)
STEP = 0.2  # of the surprise of all readings: what one of them does to the line is seen
ROOM_ABOVE, ROOM_BELOW = 0.04, 0.13  # parts of the height of the lines
GAP = theme.UNSEEN * 4  # beside a marker
NATS = float(np.log(10.0))  # per power of ten
COUNTS = np.arange(1, LONGEST + 1)


def _range(view: Underflow) -> list[float]:
    """Powers of ten from below the longest product to above 1."""
    lowest = float(view.log10_true[-1])
    return [lowest * (1 + ROOM_BELOW), -lowest * ROOM_ABOVE]


def underflow_traces(view: Underflow) -> list[theme.Trace]:
    """Both lines and the two floors of float64 stand; what `n` is at moves."""
    there = slice(0, view.first_zero - 1)  # as long as the product is not 0
    zero = view.product == 0
    now = np.where(zero, np.nan, np.log10(np.where(zero, 1.0, view.product)))
    low, high = _range(view)
    bottom = low * (1 - 0.3 * ROOM_BELOW)
    normal, smallest = (float(np.log10(number)) for number in (NORMAL, SMALLEST))
    right: dict[str, object] = {"yaxis": "y2", "hoverinfo": "skip"}
    return [
        theme.scatter(
            name=_("smallest number with all its digits"), x=[0, LONGEST], y=[normal, normal],
            mode="lines", line={"color": theme.DOWN.light, "width": 1, "dash": "dot"},
            hoverinfo="skip",
        ),
        theme.scatter(
            name=_("smallest number above 0"), x=[0, LONGEST], y=[smallest, smallest],
            mode="lines", line={"color": theme.DOWN.light, "width": 1.5}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("names of the floors"), x=[LONGEST], y=[0.6 * high], mode="text",
            text=["<br>".join(say.floors())], textposition="bottom left",
            textfont={"color": theme.DOWN.light, "size": 13}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("sum of surprises"), x=COUNTS, y=view.surprises, mode="lines",
            line={"color": theme.BEST.light, "width": 2.5, "dash": "dash"}, **right,
        ),
        theme.scatter(
            name=_("product in float64"), x=COUNTS[there], y=view.log10_float[there],
            mode="lines", line={"color": theme.SQUARE.light, "width": 4}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("the product becomes 0"), x=[view.first_zero], y=[smallest],
            mode="markers+text", text=[_("0 from {n} on").format(n=view.first_zero)],
            textposition="top right", textfont={"color": theme.SQUARE.light, "size": 14},
            cliponaxis=False,
            marker={"symbol": "x", "size": 13, "color": theme.SQUARE.light, "opacity": 1},
            hoverinfo="skip",
        ),
        theme.scatter(
            name=_("so many readings"), x=join(view.n, view.n), y=[low, high], mode="lines",
            line={"color": theme.HAND.light, "width": 1, "dash": "dot"}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("product now"), x=join(view.n), y=join(now),
            mode="markers", hoverinfo="skip",
            marker={"size": 13, "color": theme.SQUARE.light, "opacity": 1, "line": {"width": 0}},
        ),
        theme.scatter(
            name=_("product now is 0"), x=join(view.n), y=join(np.where(zero, bottom, np.nan)),
            mode="markers", cliponaxis=False, hoverinfo="skip",
            marker={"symbol": "triangle-down", "size": 14, "color": theme.SQUARE.light,
                    "opacity": 1, "line": {"width": 0}},
        ),
        theme.scatter(
            name=_("what the product is"), x=join(view.n), y=[bottom], mode="text",
            text=np.where(join(zero) > 0, _("0 is at −∞") + GAP, theme.UNSEEN),
            textposition="middle left", textfont={"color": theme.SQUARE.light, "size": 14},
            hoverinfo="skip",
        ),
        theme.scatter(
            name=_("sum now"), x=join(view.n), y=join(view.surprise), mode="markers",
            marker={"symbol": "diamond-open", "size": 20, "color": theme.BEST.light, "opacity": 1,
                    "line": {"width": 3}}, **right,
        ),
    ]  # fmt: skip


def _ticks(low: float) -> list[int]:
    """Powers of ten 100 apart, or further where there are many."""
    step = 100 if low > -900 else 200
    return [power for power in range(0, -5000, -step) if power > low]


def underflow_layout(view: Underflow) -> dict[str, object]:
    """How many readings against the product, on the left, and the sum of surprises, on the right.

    The right-hand scale is the left-hand one, times -log 10: e^-nats = 10^power.
    """
    low, high = _range(view)
    ticks = _ticks(low)
    nats = [200 * k for k in range(30) if 200 * k < -NATS * low]
    return theme.layout(
        xaxis=theme.axis(_("readings multiplied"), range=[-8, LONGEST + 8]),
        yaxis=theme.axis(
            _("product of the densities"), range=[low, high], tickvals=ticks,
            ticktext=["1", *(f"10<sup>{words.plain(power)}</sup>" for power in ticks[1:])],
        ),
        yaxis2=theme.axis(
            _("sum of surprises (nats)"), range=[-NATS * low, -NATS * high], overlaying="y",
            side="right", tickvals=nats[:: 1 if low > -900 else 2], showgrid=False,
        ),
        margin={"l": 68, "r": 60, "t": 12, "b": 52},
        uirevision=f"underflow {view.mean:g}",
    )  # fmt: skip


def underflow_figure(view: Underflow) -> go.Figure:
    """The product against how many readings it has, with the sum of their surprises."""
    return theme.figure(underflow_traces(view), underflow_layout(view))


def underflow(view: Underflow) -> LiveFigure:
    """Product and sum in figure, words and table; the number of readings is in the hand."""
    sweep = count_sweep(view, _("Readings"))

    def track() -> Track:
        return track_of(sweep, (underflow_traces,), say.underflow_sentence)

    # in the plane of the product: a hand knows the left-hand scale only
    heights = -sweep.batch.surprise / NATS
    motion = Motion(
        sweep.axis, float(view.n), track, Handle(_("Readings"), sweep.axis.stops, heights, "x")
    )
    return LiveFigure(
        (underflow_figure(view),), _alt(view), say.underflow_sentence(view), _table(view), (BOX,),
        (motion,),
    )  # fmt: skip


def _alt(view: Underflow) -> str:
    each = -view.log_densities[: len(view.readings)]
    line = (
        _("a line that falls, in steps where a wild reading comes,")
        if each.max() > STEP * each.sum()
        else _("an all but straight line that falls")
    )
    return _(
        "The product of 1 to {n} densities on an axis of powers of ten: {line} and ends at {zero}"
        " factors, where float64 has only 0 left. A dashed line, the sum of the surprises, lies on"
        " it and goes on to {sum} nats. Two level lines mark where float64 loses digits and where"
        " it ends."
    ).format(
        n=LONGEST, line=line, zero=view.first_zero, sum=words.number(float(view.surprises[-1]))
    )


def _table(view: Underflow) -> Table:
    zero = view.first_zero
    counts = sorted(
        {1, 10, len(view.readings), view.first_subnormal, zero - 1, zero, zero + 1, LONGEST}
    )
    rows = tuple(
        (
            str(n), "0" if n >= zero else product(float(np.log(view.products[n - 1])), 3),
            product(-float(view.surprises[n - 1]), 3),
            words.number(float(view.surprises[n - 1]), 6),
        )
        for n in counts
    )  # fmt: skip
    columns = (
        _("readings"), _("product in float64"), _("product in truth"),
        _("sum of surprises (nats)"),
    )  # fmt: skip
    return Table(columns, rows)
