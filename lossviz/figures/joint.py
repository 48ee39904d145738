"""The NLL over location and width as contours, with a dot for the hand; beside it, two cuts.

Both plots have the same axis of widths. Where the dot goes only the dot, its cut and texts move.
"""

from functools import partial

import numpy as np

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, LiveFigure, Motion, Plane, Table, Track, patch_of, track_of
from lossviz.figures.strike import crossings
from lossviz.i18n import _
from lossviz.likelihood.joint import LEVELS, JointView, Surface, location_sweep, width_sweep
from lossviz.numerics import Array
from lossviz.sweeps import Sweep, join
from lossviz.words import joint as say
from lossviz.words import number, plain, with_unit
from lossviz.words.strike import left_text

Traces = list[theme.Trace]

BOX = Box(height=440, phone_height=340, grow=1.3)
CUT = Box(height=440, phone_height=300)
MOST = 20.0  # nats: the pane of the cuts
LEAST = 0.01  # nats: the lowest itself has no logarithm
ASIDE = "\N{EM SPACE}\N{THIN SPACE}"  # room for the ring of the hand
MARGIN = {"l": 64, "r": 14, "t": 40, "b": 52}


def _contours(surface: Surface) -> theme.Trace:
    """The contours, drawn of log2(nats): levels a factor of two apart are then evenly spaced."""
    at, widths = surface.grid
    log = np.log2(np.clip(surface.excess, LEAST, 4 * LEVELS[-1]))
    return {
        "type": "contour", "name": _("contours"), "x": at, "y": widths, "z": np.round(log, 3),
        "showscale": False, "showlegend": False, "hoverinfo": "skip",
        "line": {"color": theme.SQUARE.light, "width": 1.5},
        "contours": {
            "coloring": "none", "start": float(np.log2(LEVELS[0])),
            "end": float(np.log2(LEVELS[-1])), "size": 1.0,
        },
    }  # fmt: skip


def level_places(surface: Surface) -> tuple[Array, Array, tuple[str, ...]]:
    """Where the upper part of the profile crosses each level in view: x, y and the level."""
    widths = surface.grid[1]
    best, profile = surface.profile
    lowest = int(profile.argmin())
    x, y, names = [], [], []
    for level in LEVELS:
        above = np.flatnonzero(profile[lowest:] > level)
        if not len(above) or not above[0]:
            continue
        k = lowest + int(above[0])
        share = (level - profile[k - 1]) / (profile[k] - profile[k - 1])
        y.append(widths[k - 1] + share * (widths[k] - widths[k - 1]))
        x.append(best[k - 1] + share * (best[k] - best[k - 1]))
        names.append(plain(level))
    return np.array(x), np.array(y), tuple(names)


def surface_traces(view: JointView) -> Traces:
    """The contours, the ridge of best locations, the lowest point and the dot."""
    surface = view.surface
    x, y, names = level_places(surface)
    best, widths = surface.profile[0], surface.grid[1]
    inside = np.where(
        (best >= surface.locations.low) & (best <= surface.locations.high), best, np.nan
    )
    low, high = surface.plateau.low, surface.plateau.high
    return [
        _contours(surface),
        theme.scatter(
            name=_("best at each width"), x=inside, y=widths, mode="lines",
            hoverinfo="skip", line={"color": theme.BEST.light, "width": 2, "dash": "dash"},
        ),
        theme.scatter(
            name=_("levels"), x=x, y=y, mode="text", hoverinfo="skip",
            text=["\N{EN SPACE}" + one for one in names],
            textposition="top right", showlegend=False,
            textfont={"color": theme.SQUARE.light, "size": 13},
        ),
        theme.scatter(
            name=_("as good"), x=[low, high], y=[surface.width] * 2, mode="lines",
            hoverinfo="skip", showlegend=False, line={"color": theme.BEST.light, "width": 5},
        ),
        theme.scatter(
            name=_("lowest"), x=[surface.location], y=[surface.width], mode="markers",
            marker={"symbol": "diamond", "size": 13, "color": theme.BEST.light, "opacity": 1},
            hovertemplate="%{x:.4g}, %{y:.4g}<extra></extra>",
        ),
        theme.scatter(
            name=_("cut through the dot"), x=join(view.mu, view.mu),
            y=[surface.widths.low, surface.widths.high], mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 1.5, "dash": "dot"}, showlegend=False,
        ),
        theme.scatter(
            name=_("the dot"), x=join(view.mu), y=join(view.sigma), mode="markers",
            hoverinfo="skip", cliponaxis=False, showlegend=False,
            marker={"color": theme.HAND.light, "size": 16, "opacity": 1},
        ),
    ]  # fmt: skip


def _pads(surface: Surface) -> tuple[list[float], list[float]]:
    """Ranges with a little room, so that a dot at an end is whole."""
    ranges = []
    for ends in (surface.locations, surface.widths):
        pad = 0.03 * (ends.high - ends.low)
        ranges.append([ends.low - pad, ends.high + pad])
    return ranges[0], ranges[1]


def surface_layout(view: JointView) -> dict[str, object]:
    """Location across, width up."""
    surface = view.surface
    across, up = _pads(surface)
    unit = surface.observations.unit
    return theme.layout(
        xaxis=theme.axis(theme.named(_("location"), unit), range=across),
        yaxis=theme.axis(theme.named(_("width"), unit), range=up),
        showlegend=True, legend=theme.LEGEND, margin=MARGIN, uirevision=_revision(surface),
    )  # fmt: skip


def _revision(surface: Surface) -> str:
    return f"{surface.observations.key} {surface.noise.key}"


def _cut(name: str, x: Array, widths: Array, role: theme.Role, dash: str) -> Traces:
    """A curve over the upright axis of widths, and where it leaves the pane on the right."""
    ends = crossings(widths, x, MOST)
    return [
        theme.scatter(
            name=name, x=np.minimum(x, 3 * MOST), y=widths, mode="lines", hoverinfo="skip",
            line={"color": role.light, "width": 2.5, "dash": dash, "simplify": False},
        ),
        theme.scatter(
            name=_("{curve}, goes on").format(curve=name), x=[MOST, MOST], y=ends, mode="markers",
            hoverinfo="skip", cliponaxis=False, showlegend=False,
            marker={"symbol": "triangle-right", "size": 11, "color": role.light, "opacity": 1},
        ),
    ]  # fmt: skip


def cut_traces(view: JointView) -> Traces:
    """Nats above the lowest over the width: at the best location of each, and at the dot's."""
    surface, widths = view.surface, view.surface.grid[1]
    excess = join(view.excess)
    shown, left = np.minimum(excess, MOST), excess > 0.6 * MOST
    text = np.array([left_text(one) for one in excess.ravel().tolist()]).reshape(excess.shape)
    return [
        *_cut(_("best at each width"), surface.profile[1], widths, theme.BEST, "dash"),
        *_cut(_("where the dot is"), view.cut(widths), widths, theme.HAND, "solid"),
        theme.scatter(
            name=_("lowest"), x=[0.0], y=[surface.width], mode="markers", hoverinfo="skip",
            marker={"symbol": "diamond", "size": 13, "color": theme.BEST.light, "opacity": 1},
            cliponaxis=False, showlegend=False,
        ),
        theme.scatter(
            name=_("the dot"), x=shown, y=join(view.sigma), mode="markers", cliponaxis=False,
            hoverinfo="skip", showlegend=False,
            marker={"color": theme.HAND.light, "size": 13, "opacity": 1},
        ),
        *(
            theme.scatter(
                name=name, x=np.where(there, shown, np.nan), y=join(view.sigma), mode="text",
                text=words.texts(template, said=text), textposition=place, hoverinfo="skip",
                cliponaxis=False, showlegend=False,
                textfont={"color": theme.HAND.light, "size": 15},
            )
            for name, there, template, place in (
                (_("height, to the right"), ~left, ASIDE + "{said}", "middle right"),
                (_("height, to the left"), left, "{said}" + ASIDE, "middle left"),
            )
        ),
    ]  # fmt: skip


def cut_layout(view: JointView) -> dict[str, object]:
    """The same widths as beside, and so many nats."""
    surface = view.surface
    return theme.layout(
        xaxis=theme.axis(_("nats above the lowest (▶ goes on)"), range=[-0.04 * MOST, MOST]),
        yaxis=theme.axis(
            theme.named(_("width"), surface.observations.unit), range=_pads(surface)[1]
        ),
        showlegend=True, legend=theme.LEGEND, margin=MARGIN, uirevision=_revision(surface),
    )  # fmt: skip


DRAW = (surface_traces, cut_traces)


def joint(view: JointView, mu: str = "mu", sigma: str = "sigma") -> LiveFigure:
    """Contours, cuts, words, table and the dot, whose controls are `mu` and `sigma`."""
    surface = view.surface
    figures = (
        theme.figure(surface_traces(view), surface_layout(view)),
        theme.figure(cut_traces(view), cut_layout(view)),
    )
    sweeps = (
        location_sweep(view, mu, _("Location of the dot")),
        width_sweep(view, sigma, _("Width of the dot")),
    )
    motions = tuple(
        Motion(sweep.axis, float(value), partial(_track, sweep))
        for sweep, value in zip(sweeps, (view.mu, view.sigma), strict=True)
    )
    plane = Plane(
        label=_("The dot: location and width"), x_key=mu, y_key=sigma, x=float(view.mu),
        y=float(view.sigma), x_range=surface.locations, y_range=surface.widths,
        x_step=surface.steps[0], y_step=surface.steps[1], answer=partial(_answer, surface),
    )  # fmt: skip
    return LiveFigure(
        figures, _alt(view), say.joint_sentence(view), _table(view), (BOX, CUT), motions, plane
    )


def _track(sweep: Sweep[JointView]) -> Track:
    return track_of(sweep, DRAW, say.joint_sentence)


def _answer(surface: Surface, mu: float, sigma: float) -> Track:
    """What moves, with the dot elsewhere; the contours are not computed again."""
    batch = JointView(surface, np.array([mu]), np.array([sigma]))
    one = JointView(surface, mu, sigma)
    patches = tuple(patch_of(traces(batch), traces(one)) for traces in DRAW)
    return Track(patches, (say.joint_sentence(one),))


def _alt(view: JointView) -> str:
    surface = view.surface
    data = surface.observations
    return _(
        "Contours of the NLL of {n} {nouns} under a {noise}, over location and width, lowest"
        " {lowest} and at width {sigma}; a dot at {at_mu} and {at_sigma}. Beside them, over the"
        " same widths, how far the NLL is above its lowest: at the best location of each width, and"
        " at that of the dot."
    ).format(
        n=len(data), nouns=data.nouns, noise=surface.noise.word, lowest=say.lowest_at(surface),
        sigma=with_unit(surface.width, data.unit), at_mu=plain(view.mu), at_sigma=plain(view.sigma),
    )  # fmt: skip


def _table(view: JointView) -> Table:
    surface, unit = view.surface, view.surface.observations.unit
    columns = (
        "", theme.named(_("location"), unit), theme.named(_("width"), unit), _("NLL (nats)"),
        _("above the lowest"),
    )  # fmt: skip
    best = surface.fit
    rows = (
        (_("the dot"), plain(view.mu), plain(view.sigma), number(view.nll, 4),
         number(view.excess)),
        (_("lowest"), number(surface.location, 4), number(surface.width, 4),
         number(best.nll_sum, 4), "0"),
    )  # fmt: skip
    return Table(columns, rows)
