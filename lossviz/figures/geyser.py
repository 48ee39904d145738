"""One bell over two humps, and both excesses over its centre.

No axis moves with the hand.
"""

from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.figures.swapped import (
    BOXES,
    MARGIN,
    both_layout,
    both_traces,
    forecast_traces,
    truth_trace,
)
from lossviz.i18n import _
from lossviz.information.geyser import (
    CENTRES,
    EDGES,
    GRID,
    MIDDLES,
    Hump,
    centre_sweep,
    counts,
    peak,
    spread_sweep,
)
from lossviz.sweeps import Sweep
from lossviz.words import geyser as say

TOP = 6.0  # nats: what is higher is cut
HIGH = 0.38  # the highest bell
EVERY = 5  # points of the grid are drawn
X = np.linspace(EDGES[0], EDGES[-1], 91)


def hump_traces(view: Hump) -> list[theme.Trace]:
    """The counted shares in bars, the bell over them."""
    centre, spread = (np.asarray(one)[..., None] for one in (view.centre, view.spread))
    top = peak(*np.broadcast_arrays(view.centre, view.spread))[..., None]
    return [
        truth_trace(MIDDLES, view.truth, 0.42 * float(EDGES[1] - EDGES[0])),
        *forecast_traces(MIDDLES, view.forecast),
        theme.scatter(
            name=_("bell"), x=X, y=top * np.exp(-((X - centre) ** 2) / (2.0 * spread**2)),
            mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 2, "simplify": False},
        ),
    ]  # fmt: skip


def hump_layout() -> dict[str, object]:
    """Minutes across, shares upwards."""
    return theme.layout(
        xaxis=theme.axis(
            _("lasted (min) · grey: truth y · ◆ forecast p"),
            range=[float(EDGES[0]), float(EDGES[-1])], dtick=0.5,
        ),
        yaxis=theme.axis(_("share, probability"), range=[0, HIGH], nticks=6),
        margin=MARGIN,
        uirevision="geyser",
    )  # fmt: skip


def curve_traces(view: Hump) -> list[theme.Trace]:
    """Both over the centre, for bells as wide as the one in the hand."""
    forward, reverse = view.over_centres
    return both_traces(
        GRID[::EVERY], (forward[..., ::EVERY], reverse[..., ::EVERY]), view.centre,
        (view.forward, view.reverse), TOP,
    )  # fmt: skip


def hump_figures(view: Hump) -> tuple[go.Figure, go.Figure]:
    """Bars with the bell, and the curves."""
    title = _("if the bell stood here (min)")
    return (
        theme.figure(hump_traces(view), hump_layout()),
        theme.figure(
            curve_traces(view), both_layout(title, (CENTRES.low, CENTRES.high), TOP, "geyser")
        ),
    )


def _track(sweep: Sweep[Hump]) -> Callable[[], Track]:
    return lambda: track_of(sweep, (hump_traces, curve_traces), say.hump_sentence)


def hump(view: Hump, keys: tuple[str, str]) -> LiveFigure:
    """The bell in the hand; `keys` are the controls of its centre and of its width."""
    centres = centre_sweep(view, keys[0], _("Centre of the bell"))
    spreads = spread_sweep(view, keys[1], _("Width of the bell"))
    stops = centres.axis.stops
    handle = Handle(centres.axis.label, stops, peak(stops, view.spread), "x")
    return LiveFigure(
        hump_figures(view),
        say.hump_alt(view),
        say.hump_sentence(view),
        table_of(view),
        BOXES,
        (
            Motion(centres.axis, float(view.centre), _track(centres), handle),
            Motion(spreads.axis, float(view.spread), _track(spreads)),
        ),
    )


def table_of(view: Hump) -> Table:
    """A row for each bar."""
    columns = (_("from (min)"), _("to (min)"), _("eruptions"), _("truth y"), _("forecast p"))
    rows = tuple(
        (words.plain(low), words.plain(high), f"{int(n)}", words.number(y), words.number(p))
        for low, high, n, y, p in zip(
            EDGES[:-1], EDGES[1:], counts(), view.truth.tolist(), view.forecast.tolist(),
            strict=True,
        )
    )  # fmt: skip
    return Table(columns, rows)
