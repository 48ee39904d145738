"""Newton's step on the map, and beside it the surface and its model along the step."""

import numpy as np

from lossviz.figures import contour_map, theme
from lossviz.figures.ground_map import LEGEND, TOP, ground_layout, ground_trace, parameters
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_at, track_of
from lossviz.figures.map_hand import dot_plane
from lossviz.i18n import _
from lossviz.surfaces.newton import ALONG, NewtonView, damping_sweep
from lossviz.sweeps import join
from lossviz.words import newton as say
from lossviz.words import number, plain
from lossviz.words.optimisers import with_unit

Traces = list[theme.Trace]

BOXES = (Box(height=440, phone_height=340), Box(height=440, phone_height=340))
MOST = 2.2  # promises: what is drawn above and below
PART = _("part of the step")
LANDING = {
    "symbol": "square", "size": 12, "color": theme.CHANGE.light, "opacity": 1, "line": {"width": 0},
}  # fmt: skip


def map_traces(view: NewtonView) -> Traces:
    """Contours, the lowest places, the ellipse, the step and the dot."""
    ground = view.ground
    return [
        ground_trace(ground), contour_map.bottoms_trace(np.array(ground.bests)),
        *step_traces(view),
    ]  # fmt: skip


def step_traces(view: NewtonView) -> Traces:
    """What moves of the map."""
    room = view.ground.room
    low, high = np.array([room.a.low, room.b.low]), np.array([room.a.high, room.b.high])
    reach = 3 * (high - low)
    ellipse = np.where(
        ((view.ellipse < low - reach) | (view.ellipse > high + reach)).any(axis=-1, keepdims=True),
        np.nan, view.ellipse,
    )  # fmt: skip
    here = np.stack(np.broadcast_arrays(view.a, view.b, view.landed)[:2], axis=-1)
    way = contour_map.kept(np.stack([here, view.landing], axis=-2), room)
    return [
        theme.scatter(
            name=_("as high on the model"), x=ellipse[..., 0], y=ellipse[..., 1], mode="lines",
            hoverinfo="skip",
            line={"color": theme.DOWN.light, "width": 2.5, "dash": "dash", "simplify": False},
        ),
        theme.scatter(
            name=_("Newton's step"), x=way[..., 0], y=way[..., 1], mode="lines", hoverinfo="skip",
            line={"color": theme.CHANGE.light, "width": 2, "simplify": False},
        ),
        theme.scatter(
            name=_("where it lands"), x=way[..., 1:, 0], y=way[..., 1:, 1], mode="markers",
            hoverinfo="skip", marker=LANDING,
        ),
        contour_map.dot_trace(view.a, view.b),
    ]  # fmt: skip


def profile_traces(view: NewtonView) -> Traces:
    """The surface and its model along the step, and the part taken."""
    surface, now = (
        np.where(np.abs(values) <= 4 * MOST, values, np.nan) for values in (view.profile, view.now)
    )
    t = np.asarray(view.damping, dtype=np.float64)
    return [
        theme.scatter(
            name=PART, x=join(t, t), y=[-MOST, MOST], mode="lines", hoverinfo="skip",
            showlegend=False, line={"color": theme.HAND.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("surface"), x=ALONG, y=surface, mode="lines", hoverinfo="skip",
            line={"color": theme.CHANGE.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("quadratic model"), x=ALONG, y=view.model, mode="lines", hoverinfo="skip",
            line={"color": theme.DOWN.light, "width": 2.5, "dash": "dash", "simplify": False},
        ),
        theme.scatter(
            name=_("the part taken"), x=join(t), y=now[..., None], mode="markers",
            hoverinfo="skip", showlegend=False, marker=LANDING,
        ),
    ]  # fmt: skip


def profile_layout(view: NewtonView) -> dict[str, object]:
    """Parts of the step across; up the change of the loss, in those of the model's full step.

    That one is 1 down, or 1 up where the model rises.
    """
    ticks = (-2, -1, 0, 1, 2)
    return theme.layout(
        xaxis=theme.axis(_("part of Newton's step that is taken"), range=[-0.06, 2.06], dtick=0.5),
        yaxis=theme.axis(
            _("change of loss (model, full step: ±1)"), range=[-MOST, MOST], tickvals=ticks,
            ticktext=[plain(float(tick)) for tick in ticks], zeroline=True,
            zerolinecolor=theme.POINT.light,
        ),
        showlegend=True, legend=LEGEND, margin=TOP, uirevision=f"newton {view.ground.key}",
    )  # fmt: skip


def newton(view: NewtonView, a_key: str, b_key: str, damping_key: str) -> LiveFigure:
    """The step in figure, words and table; dot and damping are in the hand."""
    sweep = damping_sweep(view, damping_key, _("Damping: part of the step"))
    draw = (step_traces, profile_traces)
    figures = (
        theme.figure(map_traces(view), ground_layout(view.ground, "newton map")),
        theme.figure(profile_traces(view), profile_layout(view)),
    )

    def answer(a: float, b: float) -> Track:
        return track_at(view.through(a=np.array([a]), b=np.array([b])), draw, say.newton_sentence)

    plane = dot_plane(
        _("The dot: where the step begins"), (a_key, b_key), (view.a, view.b), view.ground.room,
        answer,
    )  # fmt: skip
    handle = Handle(sweep.axis.label, sweep.axis.stops, -0.7 * MOST, "x", plot=1, trace=PART)
    motion = Motion(
        sweep.axis, float(view.damping), lambda: track_of(sweep, draw, say.newton_sentence), handle
    )
    return LiveFigure(
        figures, say.newton_alt(view), say.newton_sentence(view), _table(view), BOXES, (motion,),
        plane,
    )  # fmt: skip


def _table(view: NewtonView) -> Table:
    def told(value: float) -> str:
        return number(value, 4) if np.isfinite(value) else _("none")

    places = (
        (_("the dot"), float(view.a), float(view.b), float(view.loss)),
        (_("after the step"), *view.landing.tolist(), float(view.landed)),
        *((_("lowest"), *place, view.ground.lowest) for place in view.ground.bests),
    )
    rows = tuple((name, *(told(value) for value in values)) for name, *values in places)
    loss = with_unit(_("mean loss"), view.ground)
    return Table(("", *parameters(view.ground), loss), rows)
