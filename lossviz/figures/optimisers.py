"""Walks of one or two optimisers: the map, the data, and the loss in powers of ten."""

from dataclasses import dataclass

import numpy as np

from lossviz.figures import contour_map, theme
from lossviz.figures.ground_map import LEGEND, TOP, ground_layout, ground_trace
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_at, track_of
from lossviz.figures.map_hand import dot_plane
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.contest import STEPS, Contest, rate_sweep, step_sweep
from lossviz.surfaces.grounds import Ground
from lossviz.sweeps import join
from lossviz.words import optimisers as say

Traces = list[theme.Trace]

BOXES = (
    Box(height=430, phone_height=340, min_width=320, grow=1.15),
    Box(height=430, phone_height=280, min_width=280),
    Box(height=430, phone_height=300, min_width=280),
)
START = _("start")
STEP_LINE = _("so many steps")


@dataclass(frozen=True, slots=True)
class Look:
    """Colour, dash and marker of a walk; `size` of the ring about its place now."""

    role: theme.Role
    dash: str
    marker: str
    size: int

    def line(self, width: float) -> dict[str, object]:
        """Its line."""
        return {"color": self.role.light, "width": width, "dash": self.dash, "simplify": False}

    def mark(self, size: float) -> dict[str, object]:
        """Its marker."""
        return {"color": self.role.light, "symbol": self.marker, "size": size, "opacity": 1,
                "line": {"width": 0}}  # fmt: skip

    def ring(self) -> dict[str, object]:
        """Open and wide, to be seen about the diamond that it has come to."""
        return {**self.mark(self.size), "symbol": f"{self.marker}-open", "line": {"width": 3}}


LOOKS = (
    Look(theme.CHANGE, "solid", "circle", 24),
    Look(theme.HUES["green"].role, "dash", "square", 15),
)


@dataclass(frozen=True, slots=True)
class Keys:
    """Controls: rate of each walk, start across and up, steps; and the range of each rate."""

    rates: tuple[str, str]
    start: tuple[str, str]
    steps: str
    ranges: tuple[tuple[float, float], tuple[float, float]]


def named_bests_trace(ground: Ground) -> theme.Trace:
    """The lowest places, named, to lie over paths: so small that what has arrived is seen, too."""
    _a, first_b = ground.starts["flat"]
    # the name goes to the side away from where walks start
    sides = ["bottom right" if first_b > b else "top right" for _a, b in ground.bests]
    return {
        **contour_map.bottoms_trace(np.array(ground.bests)), "mode": "markers+text",
        "text": [contour_map.LOWEST] * len(ground.bests), "textposition": sides,
        "textfont": {"size": 14, "weight": 700, "color": theme.BEST.light, "shadow": "auto"},
        "marker": {"symbol": "diamond", "size": 10, "color": theme.BEST.light, "opacity": 1,
                   "line": {"width": 1.5, "color": theme.BACKGROUND.light}},
    }  # fmt: skip


def map_traces(view: Contest) -> Traces:
    """Contours, each path with its place now, the lowest places over them, and the start."""
    *paths, start = _paths(view)
    return [
        ground_trace(view.ground),
        *paths,
        named_bests_trace(view.ground),
        start,
    ]


def _paths(view: Contest) -> Traces:
    """What moves of the map."""
    room, traces = view.ground.room, []
    for k, name in enumerate(say.names_of(view)):
        trail = contour_map.kept(view.trail[..., k, :, :], room)
        now = contour_map.kept(view.place[..., k, None, :], room)
        traces += [
            theme.scatter(
                name=name, x=trail[..., 0], y=trail[..., 1], mode="lines+markers",
                hoverinfo="skip", line=LOOKS[k].line(1.5), marker=LOOKS[k].mark(5),
            ),
            theme.scatter(
                name=_("{name}, now").format(name=name), x=now[..., 0], y=now[..., 1],
                mode="markers", hoverinfo="skip", marker=LOOKS[k].ring(),
            ),
        ]  # fmt: skip
    return [*traces, contour_map.dot_trace(view.a, view.b, name=START)]


def data_traces(view: Contest) -> Traces:
    """The points, the best curve, and what each walk predicts now."""
    ground = view.ground
    best = np.array(ground.bests[0])
    traces = [
        theme.scatter(
            name=_("data"), x=ground.surface.x, y=ground.surface.y, mode="markers",
            hoverinfo="skip", showlegend=False,
            marker={"color": theme.POINT.light, "size": 8, "opacity": 0.9, "line": {"width": 0}},
        ),
        theme.scatter(
            name=contour_map.LOWEST, x=ground.x, y=ground.curve(*best), mode="lines",
            hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 2, "dash": "dot", "simplify": False},
        ),
    ]  # fmt: skip
    for k, name in enumerate(say.names_of(view)):
        curve = ground.curve(view.place[..., k, 0], view.place[..., k, 1])
        traces.append(
            theme.scatter(
                name=name, x=ground.x, y=curve, mode="lines", hoverinfo="skip",
                line=LOOKS[k].line(3),
            )
        )  # fmt: skip
    return traces


def data_layout(ground: Ground) -> dict[str, object]:
    """The axes of the data."""
    x, y = ground.sides
    return theme.layout(
        xaxis=theme.axis(ground.x_title, range=[x.low, x.high]),
        yaxis=theme.axis(ground.y_title, range=[y.low, y.high]),
        showlegend=True, legend=LEGEND, margin=TOP, uirevision=f"data {ground.key}",
    )  # fmt: skip


def loss_traces(view: Contest) -> Traces:
    """The height above the lowest of each walk up to the step, and the step in the hand."""
    steps, (low, high) = np.arange(STEPS + 1.0), view.powers
    traces: Traces = [
        theme.scatter(
            name=STEP_LINE, x=join(view.step, view.step), y=[low, high], mode="lines",
            hoverinfo="skip", showlegend=False,
            line={"color": theme.HAND.light, "width": 3, "simplify": False},
        )
    ]  # fmt: skip
    for k, name in enumerate(say.names_of(view)):
        traces += [
            theme.scatter(
                name=name, x=steps, y=view.logs[..., k, :], mode="lines+markers",
                hoverinfo="skip", line=LOOKS[k].line(1.5), marker=LOOKS[k].mark(4),
            ),
            theme.scatter(
                name=_("{name}, now").format(name=name), x=join(view.step),
                y=_at_step(view, k)[..., None], mode="markers", hoverinfo="skip",
                showlegend=False, cliponaxis=False, marker=LOOKS[k].ring(),
            ),
        ]  # fmt: skip
    return traces


def _at_step(view: Contest, k: int) -> Array:
    """The last height drawn (...); none where it is above the drawing."""
    low, high = view.powers
    excess = view.loss[..., k] - view.ground.lowest
    with np.errstate(invalid="ignore"):
        log = np.log10(np.clip(excess, 10.0**low, None))
    return np.where(log <= high, log, np.nan)


DRAW = (_paths, data_traces, loss_traces)
"""What moves, plot by plot."""


def loss_layout(view: Contest) -> dict[str, object]:
    """Steps across, powers of ten up: what is lower than the lowest is drawn there."""
    low, high = view.powers
    ticks = list(range(low, high + 1, 2))
    return theme.layout(
        xaxis=theme.axis(_("step"), range=[-2, STEPS + 2], nticks=6),
        yaxis=theme.axis(
            say.with_unit(_("loss above minimum"), view.ground),
            range=[low - 0.3, high + 0.3], tickvals=ticks,
            ticktext=[_power(k) if k > low else _("≤ {power}").format(power=_power(k))
                      for k in ticks],
        ),
        showlegend=len(view.rules) > 1, legend=LEGEND, margin=TOP,
        uirevision=f"loss {view.ground.key}",
    )  # fmt: skip


def _power(k: int) -> str:
    """Ten to the power k as a tick, whose raised digits are plotly's."""
    return f"{10**k:,}" if 0 <= k <= 3 else f"10<sup>{k}</sup>".replace("-", "−")


def contest(view: Contest, keys: Keys) -> LiveFigure:
    """The walks in figure, words and table; start, steps and rates are in the hand."""
    ground = view.ground
    steps = step_sweep(view, keys.steps, _("Steps"))
    figures = (
        theme.figure(map_traces(view), ground_layout(ground, "map")),
        theme.figure(data_traces(view), data_layout(ground)),
        theme.figure(loss_traces(view), loss_layout(view)),
    )
    low, high = view.powers
    handle = Handle(
        _("Steps"), steps.axis.stops, low + 0.2 * (high - low), "x", plot=2, trace=STEP_LINE
    )
    motions = [Motion(steps.axis, float(view.step),
                      lambda: track_of(steps, DRAW, say.contest_sentence), handle)]  # fmt: skip
    motions += [_rate_motion(view, keys, k) for k in range(len(view.rules))]

    def answer(a: float, b: float) -> Track:
        return track_at(view.through(a=np.array([a]), b=np.array([b])), DRAW, say.contest_sentence)

    label = _("Where both start") if len(view.rules) > 1 else _("Where the walk starts")
    return LiveFigure(
        figures, say.contest_alt(view), say.contest_sentence(view), _table(view), BOXES,
        tuple(motions),
        dot_plane(label, keys.start, (view.a, view.b), ground.room, answer, rides=START),
    )  # fmt: skip


def _rate_motion(view: Contest, keys: Keys, k: int) -> Motion:
    label = _("Rate of {name}").format(name=say.names_of(view)[k])
    sweep = rate_sweep(view, keys.rates[k], label, *keys.ranges[k], other=k == 1)
    value = float((view.rate, view.other_rate)[k])
    return Motion(sweep.axis, value, lambda: track_of(sweep, DRAW, say.contest_sentence))


def _table(view: Contest) -> Table:
    columns = (
        _("step"),
        *(_("mean loss, {name}").format(name=name) for name in say.names_of(view)),
    )
    rows = [
        (str(step), *(say.with_loss_unit(float(one), view.ground) for one in view.losses[:, step]))
        for step in (0, 1, 2, 5, 10, 20, 50, STEPS)
    ]
    least = say.with_loss_unit(view.ground.lowest, view.ground)
    lowest = (_("lowest"), *(least for _rule in view.rules))
    return Table(columns, (*rows, lowest))
