"""Any noise over any observations: density, surprise, pull and the total over theta.

No axis moves with theta. Outcomes that can be counted have bars; equal observations are drawn once,
the larger the more there are.
"""

from collections.abc import Callable, Sequence

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.likelihood.all_noises import StandingNoise, theta_sweep
from lossviz.noise import Support
from lossviz.numerics import Array
from lossviz.sweeps import join, segments
from lossviz.words import noises as say

BOX = Box(height=330, phone_height=270, min_width=420)
CURVE = 161  # points of the NLL, and those of its kinks
COARSE = 41  # thetas at which the axes are measured
FEW = 8  # outcomes up to which each has its number over its bar
NEAR = np.array([-1.0, -0.3, 0.0, 0.3, 1.0])  # widths around an observation: a dip may be there


def thetas(view: StandingNoise) -> Array:
    """Thetas (m,) at which curves over theta are drawn: close where an observation may be a dip."""
    room = view.room
    grid = np.linspace(room.low, room.high, CURVE)
    if not view.is_density:
        return grid
    at = (view.values[:, None] + view.width * NEAR).ravel()
    inside = at[(at >= room.low) & (at <= room.high)]
    return np.unique(np.concatenate([grid, inside, view.answers]))


def _coarse(view: StandingNoise) -> StandingNoise:
    """The view at thetas all through the room, for the axes."""
    return view.through(theta=np.linspace(view.room.low, view.room.high, COARSE))


def _reach(*values: Array, below: float = 0.04, above: float = 0.08) -> list[float]:
    """A range around all finite values."""
    every = np.concatenate([np.ravel(v) for v in values])
    low, high = float(every.min()), float(every.max())
    span = high - low or 1.0
    return [low - below * span, high + above * span]


def _sizes(view: StandingNoise) -> Array:
    """Marker sizes: area says how many."""
    most = view.times.max()
    return np.full(len(view.times), 9.0) if most == 1 else 6 + 11 * np.sqrt(view.times / most)


# ---- axes ----------------------------------------------------------------------------------------


def per_unit(view: StandingNoise) -> str:
    """What the heights are: a density per unit of y, or a probability."""
    if not view.is_density:
        return _("probability")
    return _("density (per {unit})").format(unit=say.per(view.observed.unit))


def _outcome_axis(view: StandingNoise) -> dict[str, object]:
    observed = view.observed
    title = theme.named(observed.name, observed.unit)
    if not view.is_density:
        outcomes = view.outcomes()
        ends = {"range": [outcomes[0] - 0.6, outcomes[-1] + 0.6]}
        if view.noise.support is Support.COUNTS:
            return theme.axis(title, **ends)
        return theme.axis(
            title, tickvals=outcomes.tolist(), ticktext=list(observed.classes), **ends
        )
    room = view.room
    pad = 0.15 * (room.high - room.low)
    return theme.axis(title, range=[room.low - pad, room.high + pad])


def _layout(view: StandingNoise, y: dict[str, object]) -> dict[str, object]:
    return theme.layout(
        xaxis=_outcome_axis(view),
        yaxis=y,
        uirevision=f"{view.loss_at.loss.key} {view.observed.key}",
    )


# ---- the noise over the observations -------------------------------------------------------------


def _theta_line(view: StandingNoise, high: float) -> theme.Trace:
    return theme.scatter(
        name=_("θ"), x=join(view.theta, view.theta), y=[0, high], mode="lines", hoverinfo="skip",
        line={"color": theme.HAND.light, "width": 2, "dash": "dash"},
    )  # fmt: skip


def standing_traces(view: StandingNoise) -> list[theme.Trace]:
    """The density with a stem from each observation, or bars beside the shares observed."""
    if not view.is_density:
        return _bar_traces(view)
    away = view.from_top()
    outline = view.outline(away)
    stem_x, stem_y = segments(view.values, np.zeros(()), view.densities)
    return [
        theme.scatter(
            name=_("noise"), x=join(view.theta) + away, y=outline, mode="lines", fill="tozeroy",
            fillcolor=theme.SQUARE_FILL.light, hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 3, "simplify": False},
        ),
        _theta_line(view, float(outline.max())),
        theme.scatter(
            name=_("stems"), x=stem_x, y=stem_y, mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 2, "simplify": False},
        ),
        theme.scatter(
            name=_("observations"), x=view.values, y=np.zeros(len(view.values)), mode="markers",
            marker={
                "color": theme.POINT.light, "size": _sizes(view), "opacity": 0.9,
                "line": {"width": 0},
            },
            text=[_("{n} times").format(n=int(n)) for n in view.times], cliponaxis=False,
            hovertemplate="%{x} (%{text})<extra></extra>",
        ),
    ]  # fmt: skip


def _bar_traces(view: StandingNoise) -> list[theme.Trace]:
    outcomes, chances = view.outcomes(), view.chances()
    few = len(outcomes) <= FEW
    bar_x, bar_y = segments(outcomes, np.zeros(()), chances)
    shares, beside = view.times / view.n, view.values - 0.32
    share_x, share_y = segments(beside, np.zeros(()), shares)
    traces = [
        theme.scatter(
            name=_("probability"), x=bar_x, y=bar_y, mode="lines", hoverinfo="skip",
            line={
                "color": theme.SQUARE.light, "simplify": False,
                "width": 26 if few else 14 if len(outcomes) < 25 else 4,
            },
        ),
        theme.scatter(
            name=_("share stems"), x=share_x, y=share_y, mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 2},
        ),
        theme.scatter(
            name=_("observed share"), x=beside, y=shares, mode="markers",
            marker={
                "symbol": "diamond", "size": 11, "color": theme.POINT.light, "opacity": 1,
                "line": {"width": 0},
            },
            text=[_("{n} of {all}").format(n=int(n), all=view.n) for n in view.times],
            hovertemplate="%{text}: %{y:.3f}<extra></extra>", cliponaxis=False,
        ),
    ]  # fmt: skip
    if few:
        # beside the bar: over it stands the share observed
        traces.append(
            theme.scatter(
                name=_("how probable"), x=outcomes + 0.1, y=chances, mode="text",
                text=words.numbers(chances), textposition="middle right", hoverinfo="skip",
                textfont={"color": theme.SQUARE.light, "size": 14}, cliponaxis=False,
            )
        )  # fmt: skip
    return traces


def standing_layout(view: StandingNoise) -> dict[str, object]:
    """Up to the top of the density, or to the largest probability there is on the way."""
    if view.is_density:
        top = float(view.outline(np.zeros(1))[0])
        y = theme.axis(per_unit(view), range=[-0.05 * top, 1.1 * top], nticks=6, automargin=True)
    else:
        top = max(float(_coarse(view).chances().max()), float((view.times / view.n).max()))
        y = theme.axis(per_unit(view), range=[0, 1.08 * top], nticks=6)
    return _layout(view, y)


# ---- surprise and pull ---------------------------------------------------------------------------


def _beads(view: StandingNoise, name: str, y: Array) -> theme.Trace:
    return theme.scatter(
        name=name, x=view.values, y=y, mode="markers",
        marker={
            "color": theme.POINT.light, "size": _sizes(view), "opacity": 0.9, "line": {"width": 0},
        },
        text=[say.value_name(view, value) for value in view.values],
        hovertemplate="%{text}: %{y:.3g}<extra></extra>", cliponaxis=False,
    )  # fmt: skip


def _curve(
    view: StandingNoise, name: str, by_distance: Callable[[Array], Array], outcomes: Array
) -> theme.Trace:
    """A curve that moves along with theta, or a number for every outcome."""
    if view.is_density:
        away = view.from_top()
        return theme.scatter(
            name=name, x=join(view.theta) + away, y=by_distance(away), mode="lines",
            hoverinfo="skip", line={"color": theme.SQUARE.light, "width": 3, "simplify": False},
        )  # fmt: skip
    return theme.scatter(
        name=name, x=view.outcomes(), y=outcomes, mode="lines+markers", hoverinfo="skip",
        line={"color": theme.SQUARE.light, "width": 1.5, "dash": "dot", "simplify": False},
        marker={"color": theme.SQUARE.light, "size": 6, "symbol": "circle-open"},
    )  # fmt: skip


def surprise_traces(view: StandingNoise) -> list[theme.Trace]:
    """Minus the log of the noise, and a bead on it for each observation."""
    every = view.surprise_at(view.outcomes()) if not view.is_density else np.empty(0)
    stem_x, stem_y = segments(view.values, np.zeros(()), view.surprises)
    top = np.zeros(())
    return [
        _curve(
            view, _("surprise"),
            lambda away: -view.noise.log_density(away, top, view.width), every,
        ),
        theme.scatter(
            name=_("surprise stems"), x=stem_x, y=stem_y, mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 1.5, "simplify": False},
        ),
        _beads(view, _("beads"), view.surprises),
    ]  # fmt: skip


def surprise_layout(view: StandingNoise) -> dict[str, object]:
    """From the least there can be to the largest on the way."""
    lowest = -np.log(view.outline(np.zeros(1))) if view.is_density else np.zeros(1)
    y = theme.axis(
        _("surprise: −log {what} (nats)").format(
            what=_("density") if view.is_density else _("probability")
        ),
        range=_reach(_coarse(view).surprises, lowest, np.zeros(1)), nticks=6,
    )  # fmt: skip
    return _layout(view, y)


def pull_traces(view: StandingNoise) -> list[theme.Trace]:
    """The pull of an observation on theta, and a bead for each that was made."""
    every = view.pull_at(view.outcomes(), view.theta) if not view.is_density else np.empty(0)
    scale = view.bridge.nll_scale
    return [
        _curve(view, _("pull"), lambda away: scale * view.loss_at.psi(away), every),
        _beads(view, _("pulls"), view.pulls),
    ]


def pull_layout(view: StandingNoise) -> dict[str, object]:
    """Both ways as far as anything pulls on the way."""
    most = 1.12 * float(np.abs(_coarse(view).pulls).max())
    if not view.is_density:
        stops = _coarse(view)
        most = 1.12 * float(np.abs(stops.pull_at(view.outcomes(), stops.theta)).max())
    y = theme.axis(
        _("pull (per {unit})").format(unit=say.theta_unit(view)),
        range=[-most, most], zeroline=True, zerolinecolor=theme.POINT.light, nticks=6,
        automargin=True,
    )  # fmt: skip
    return _layout(view, y)


# ---- the total over theta ------------------------------------------------------------------------


def total_traces(view: StandingNoise) -> list[theme.Trace]:
    """The NLL over theta, the best theta or the flat part, and where theta is."""
    at = thetas(view)
    low, high = view.answers
    shown = np.clip(view.answers, view.room.low, view.room.high)
    return [
        theme.scatter(
            name=_("NLL"), x=at, y=view.nll_at(at), mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("flat"), x=shown, y=[view.least, view.least], mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 8 if high > low else 0},
        ),
        theme.scatter(
            name=_("best θ"), x=[float(shown.mean())], y=[view.least], mode="markers",
            marker={"symbol": "diamond", "size": 12, "color": theme.BEST.light, "opacity": 1},
            hoverinfo="skip",
        ),
        theme.scatter(
            name=_("name of the best θ"), x=[float(shown.mean())], y=[label_height(view)],
            mode="text", text=[words.number(view.answer)], textposition="bottom center",
            hoverinfo="skip", textfont={"color": theme.BEST.light, "size": 15},
        ),
        theme.scatter(
            name=_("here"), x=join(view.theta), y=join(view.nll), mode="markers",
            marker={"size": 15, "color": theme.HAND.light, "opacity": 1, "line": {"width": 0}},
            hoverinfo="skip", cliponaxis=False,
        ),
    ]  # fmt: skip


def label_height(view: StandingNoise) -> float:
    """Where the best theta is named: clear of the curve and of the dot."""
    nll = view.nll_at(thetas(view))
    return view.least - 0.075 * float(np.ptp(nll))


def theta_axis(view: StandingNoise) -> dict[str, object]:
    """The axis of theta."""
    room = view.room
    pad = 0.02 * (room.high - room.low)
    unit = view.observed.unit if view.is_density else ""
    return theme.axis(
        theme.named(say.theta_name(view), unit), range=[room.low - pad, room.high + pad]
    )


def total_layout(view: StandingNoise) -> dict[str, object]:
    """Room for the name of the best theta under the curve."""
    return theme.layout(
        xaxis=theta_axis(view),
        yaxis=theme.axis(
            _("total surprise: NLL (nats)"), range=_reach(view.nll_at(thetas(view)), below=0.28),
            nticks=6,
        ),
        uirevision=f"total {view.loss_at.loss.key} {view.observed.key}",
    )  # fmt: skip


# ---- all together --------------------------------------------------------------------------------

Draw = Callable[[StandingNoise], Sequence[theme.Trace]]
PLOTS: tuple[tuple[Draw, Callable[[StandingNoise], dict[str, object]]], ...] = (
    (standing_traces, standing_layout),
    (surprise_traces, surprise_layout),
    (pull_traces, pull_layout),
    (total_traces, total_layout),
)


def standing_figures(view: StandingNoise) -> tuple[go.Figure, ...]:
    """The four plots."""
    return tuple(theme.figure(traces(view), layout(view)) for traces, layout in PLOTS)


def theta_motion(
    view: StandingNoise, key: str, draw: Sequence[Draw], tell: Callable[[StandingNoise], str],
    plot: int,
) -> Motion:  # fmt: skip
    """Theta moved along its axis in plot number `plot`, whose dot is the NLL."""
    sweep = theta_sweep(view, key, say.theta_name(view))

    def track() -> Track:
        return track_of(sweep, draw, tell)

    handle = Handle(sweep.axis.label, sweep.axis.stops, view.nll_at(sweep.axis.stops), "x", plot)
    return Motion(sweep.axis, float(view.theta), track, handle)


def all_noises(view: StandingNoise, key: str) -> LiveFigure:
    """Density, surprise, pull and total, moved by theta, the control `key`."""
    draw = tuple(traces for traces, _layout_of in PLOTS)
    return LiveFigure(
        standing_figures(view),
        say.standing_alt(view),
        say.standing_sentence(view),
        standing_table(view),
        (BOX,) * len(PLOTS),
        (theta_motion(view, key, draw, say.standing_sentence, len(PLOTS) - 1),),
    )


def standing_table(view: StandingNoise) -> Table:
    """One row for each different observation."""
    rows = tuple(
        (say.value_name(view, value), str(int(times)), words.number(density),
         words.number(surprise), words.number(pull))
        for value, times, density, surprise, pull in zip(
            view.values, view.times, view.densities, view.surprises, view.pulls, strict=True
        )
    )  # fmt: skip
    columns = (
        view.observed.name, _("how many"), per_unit(view), _("surprise (nats)"),
        _("pull (nats per {unit})").format(unit=say.theta_unit(view)),
    )  # fmt: skip
    return Table(columns, rows)
