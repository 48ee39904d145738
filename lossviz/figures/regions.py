"""Regions of the most probable species, one bird's three bars, and the costs of all in order.

Regions, borders and birds stand; what moves is the ring around a bird and what belongs to it.
"""

from collections.abc import Callable
from functools import partial
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.class_bars import COLOURS, LOOKS, bar_traces, text_trace
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.multiclass.regions import Regions, cost_sweep
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import regions as say

BOXES = (
    Box(height=440, phone_height=340, min_width=420, grow=1.6),
    Box(height=440, phone_height=280, min_width=240, grow=0.8),
    Box(height=440, phone_height=260, min_width=240, grow=0.8),
)
BIRDS = _("birds")
"""Name of the markers, for `LiveFigure.picks`: point number i is row i + 1 of the file."""
COSTLIEST = 5
HALF = 0.36


def _scale(n: int) -> list[list[object]]:
    """Colours of n species: from white at no lead to the colour itself at a probability of 1."""
    scale: list[list[object]] = []
    for k in range(n):
        scale += [[k / n, theme.BACKGROUND.light], [(k + 0.999) / n, COLOURS[k]]]
    return [*scale, [1.0, COLOURS[n - 1]]]


def region_map(view: Regions) -> theme.Trace:
    """Who is the most probable where, the paler the less sure."""
    grid = view.grid
    k = grid.shape[-1]
    winner, most = grid.argmax(axis=-1), grid.max(axis=-1)
    sure = (most - 1 / k) / (1 - 1 / k)
    return {
        "type": "heatmap", "name": _("most probable species"), "x": view.room[0],
        "y": view.room[1], "z": np.round(winner + 0.995 * sure, 3).astype(np.float32), "zmin": 0,
        "zmax": k, "colorscale": _scale(k), "showscale": False, "hoverinfo": "skip",
        "opacity": 0.42, "zsmooth": False,
    }  # fmt: skip


def _borders(view: Regions) -> list[theme.Trace]:
    names = view.fit.measured.classes
    traces = []
    for i, j in combinations(range(len(names)), 2):
        ends = view.border(i, j)
        traces.append(
            theme.scatter(
                name=_("border of {a} and {b}").format(a=names[i], b=names[j]), x=ends[:, 0],
                y=ends[:, 1], mode="lines", hoverinfo="skip",
                line={"color": theme.TEXT.light, "width": 2},
            )
        )  # fmt: skip
    return traces


def _birds(view: Regions, *, told: bool) -> theme.Trace:
    """All rows of the file, and once `told` their costs; those not measured are gaps."""
    fit = view.fit
    where = np.full(fit.columns.shape, np.nan)
    where[fit.rows] = fit.columns[fit.rows]
    said = [theme.UNSEEN] * len(where)
    for row, cost in zip(fit.rows, fit.costs, strict=True):
        template = _("bird {n}, {name}: {cost} nats") if told else _("bird {n}, {name}")
        said[row] = template.format(
            n=row + 1, name=fit.measured.classes[fit.measured.y[row]], cost=words.number(cost, 2)
        )
    return theme.scatter(
        name=BIRDS, x=where[:, 0], y=where[:, 1], mode="markers", text=said,
        hovertemplate="%{text}<extra></extra>",
        marker={
            "color": [COLOURS[k] for k in fit.measured.y], "opacity": 1,
            "symbol": [LOOKS[k].marker for k in fit.measured.y], "size": 8,
            "line": {"width": 1, "color": theme.BACKGROUND.light},
        },
    )  # fmt: skip


def _ring(name: str, x: Array, y: Array, size: int, role: theme.Role, width: float) -> theme.Trace:
    return theme.scatter(
        name=name, x=x, y=y, mode="markers", hoverinfo="skip",
        marker={"symbol": "circle-open", "size": size, "color": role.light, "opacity": 1,
                "line": {"width": width}},
    )  # fmt: skip


def _picked(view: Regions, *, told: bool) -> NDArray[np.bool_]:
    """Whether (..., 1) the bird is shown: `told`, or it is no longer the costliest."""
    return np.asarray(told | (np.asarray(view.rank) > 1))[..., None]


def map_traces(view: Regions, *, told: bool = True) -> list[theme.Trace]:
    """Regions with their names and borders, birds, rings around the costliest and the picked.

    Unless `told` no ring shows where the costliest are.
    """
    fit, places = view.fit, view.label_places
    dear = fit.columns[fit.rows[view.order[:COSTLIEST]]]
    if not told:
        dear = np.full_like(dear, np.nan)
    place = np.where(_picked(view, told=told), view.place, np.nan)
    names = [
        theme.scatter(
            name=_("region of {name}").format(name=name), x=places[k : k + 1, 0],
            y=places[k : k + 1, 1], mode="text", text=[f"<b>{name}</b>"], hoverinfo="skip",
            textposition="middle center",
            textfont={"size": max(1, round(16 * view.label_sizes[k])), "color": COLOURS[k]},
        )
        for k, name in enumerate(fit.measured.classes)
    ]  # fmt: skip
    return [
        region_map(view), *_borders(view), *names, _birds(view, told=told),
        _ring(_("the costliest"), dear[:, 0], dear[:, 1], 17, theme.TEXT, 1.5),
        _ring(_("picked"), place[..., :1], place[..., 1:], 26, theme.HAND, 3.5),
    ]  # fmt: skip


def map_layout(view: Regions) -> dict[str, object]:
    """The two features."""
    fit = view.fit
    low, high = view.bounds
    across, upward = (fit.measured.feature(key) for key in (fit.across, fit.upward))
    return theme.layout(
        xaxis=theme.axis(
            theme.named(across.name, across.unit), range=[low[0], high[0]], showgrid=False
        ),
        yaxis=theme.axis(
            theme.named(upward.name, upward.unit), range=[low[1], high[1]], showgrid=False
        ),
        hovermode="closest",
        uirevision=f"regions {fit.across} {fit.upward}",
    )


def chance_traces(view: Regions, *, told: bool = True) -> list[theme.Trace]:
    """Three bars, and around the true one what it should be: what is missing is its surprise.

    Unless `told` they wait for a bird.
    """
    names = view.fit.measured.classes
    shown = _picked(view, told=told)
    chances = np.where(shown, view.chances, np.nan)
    truth = np.asarray(view.truth)
    is_true = truth[..., None] == np.arange(len(names))
    place = np.where(shown[..., 0], truth, np.nan)
    left, right = place - HALF - 0.06, place + HALF + 0.06
    texts = np.array(
        [
            say.on_bar(float(p), paid=bool(true))
            for p, true in zip(view.chances.ravel(), is_true.ravel(), strict=True)
        ]
    ).reshape(is_true.shape)
    paid = np.array(
        [_("pays {cost} nats").format(cost=say.short_cost(float(c))) for c in np.ravel(view.cost)]
    )
    asked = [] if told else [
        text_trace(
            _("asked"), np.array([1.0]), np.array([0.5]), np.where(shown, theme.UNSEEN, [_("?")])
        )
    ]  # fmt: skip
    return [
        *asked,
        *bar_traces(chances, names, COLOURS, HALF),
        theme.scatter(
            name=_("the true one"), x=join(left, left, right, right, left), y=[0, 1, 1, 0, 0],
            mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 3, "dash": "dash", "simplify": False},
        ),
        text_trace(
            _("how probable"), np.arange(float(len(names))), view.chances,
            np.where(shown, texts, theme.UNSEEN),
        ),
        text_trace(
            _("what it pays"), join(truth), np.array([1.12]),
            np.where(shown, paid[:, None] if truth.ndim else paid, theme.UNSEEN), role=theme.HAND,
        ),
    ]  # fmt: skip


def chance_layout(view: Regions) -> dict[str, object]:
    """A place for each species."""
    names = list(view.fit.measured.classes)
    return theme.layout(
        xaxis=theme.axis(
            _("species<br>dashed: the true one"), range=[-0.75, len(names) - 0.25],
            tickvals=list(range(len(names))), ticktext=names, showgrid=False,
            # level, also on a projector, where there is little room
            tickangle=0, tickfont={"size": 12},
        ),
        yaxis=theme.axis(
            _("probability"), range=[0, 1.3], tickvals=[0, 0.25, 0.5, 0.75, 1]
        ),
        margin={"l": 64, "r": 12, "t": 12, "b": 66},
        uirevision="chances of a bird",
    )  # fmt: skip


def cost_traces(view: Regions) -> list[theme.Trace]:
    """The costs of all, the costliest first."""
    costs = view.fit.costs[view.order]
    return [
        theme.scatter(
            name=_("costs"), x=np.log10(np.arange(1.0, len(costs) + 1)), y=costs,
            mode="lines", hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("its cost"), x=join(np.log10(view.rank)), y=join(view.cost), mode="markers",
            hoverinfo="skip", cliponaxis=False,
            marker={"color": theme.HAND.light, "size": 13, "opacity": 1, "line": {"width": 0}},
        ),
    ]  # fmt: skip


def cost_layout(view: Regions) -> dict[str, object]:
    """Nats over the rank, drawn by its logarithm to keep the first ones apart."""
    n = len(view.order)
    ticks = [k for k in (1, 3, 10, 30, 100, 300) if k <= n]
    return theme.layout(
        xaxis=theme.axis(
            _("{nouns}, the costliest first").format(nouns=view.fit.measured.nouns),
            range=[-0.12, float(np.log10(n)) + 0.05], tickvals=np.log10(ticks).tolist(),
            ticktext=[str(k) for k in ticks],
        ),
        yaxis=theme.axis(
            _("cost (nats)"), range=[0, 1.1 * float(view.fit.costs.max())], nticks=6
        ),
        uirevision="costs of birds",
    )  # fmt: skip


def regions_live(view: Regions, key: str = "bird", *, told: bool = True) -> LiveFigure:
    """Regions, bars and costs; a click on a bird sets `key`, and so does the slider of ranks.

    Unless `told`, where the costliest are is not shown before the first move.
    """
    sweep = cost_sweep(view, "rank")
    draw: tuple[Callable[[Regions], list[theme.Trace]], ...] = (
        partial(map_traces, told=told), partial(chance_traces, told=told), cost_traces
    )  # fmt: skip
    speak = partial(say.regions_sentence, told=told)

    def track() -> Track:
        return track_of(sweep, draw, speak)

    motion = Motion(
        sweep.axis, float(view.rank), track,
        Handle(_("rank"), np.log10(sweep.axis.stops), sweep.batch.cost, along="x", plot=2),
        says={key: np.asarray(sweep.batch.bird, dtype=np.float64)},
    )  # fmt: skip
    layouts = (map_layout, chance_layout, cost_layout)
    return LiveFigure(
        tuple(
            theme.figure(traces(view), layout(view))
            for traces, layout in zip(draw, layouts, strict=True)
        ),
        say.regions_alt(view, told=told),
        speak(view),
        _table(view) if told else _counts(view),
        BOXES,
        (motion,),
        picks={BIRDS: key},
    )


def _counts(view: Regions) -> Table:
    """How many birds of each species are on the map."""
    names = view.fit.measured.classes
    counts = np.bincount(view.fit.y, minlength=len(names))
    return Table(
        (_("species"), view.fit.measured.nouns),
        tuple((name, str(n)) for name, n in zip(names, counts.tolist(), strict=True)),
    )


def _table(view: Regions) -> Table:
    """The costliest 20 and the picked bird."""
    fit = view.fit
    features = [fit.measured.feature(key) for key in (fit.across, fit.upward)]
    first = view.order[:20].tolist()
    shown = first if view.index in first else [*first, int(view.index)]
    rows = tuple(
        (
            str(int(view.cost_order[i])), str(int(fit.rows[i]) + 1),
            fit.measured.classes[fit.y[i]],
            *(words.plain(float(v)) for v in fit.columns[fit.rows[i]]),
            *(say.chance(float(p)) for p in fit.chances[i]), words.number(float(fit.costs[i])),
        )
        for i in shown
    )  # fmt: skip
    columns = (
        _("rank"), _("bird"), _("species"), *(theme.named(f.name, f.unit) for f in features),
        *(_("probability of {name}").format(name=name) for name in fit.measured.classes),
        _("cost (nats)"),
    )  # fmt: skip
    return Table(columns, rows)
