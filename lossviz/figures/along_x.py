"""Class probabilities along x, at x, and what they cost: the outputs say how probable each is.

No axis moves with the hand.
"""

from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import class_bars as species
from lossviz.figures import labels, theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.likelihood.along_x import ClassesAlongX, class_sweep
from lossviz.numerics import Array
from lossviz.sweeps import join, segments
from lossviz.words import along_x as say

CLASS_BOXES = (
    Box(height=380, phone_height=320, min_width=420, grow=1.5),
    Box(380, 280, 240, 0.7),
    Box(height=380, phone_height=260, min_width=320),
)
CURVE = 161


def looks(view: ClassesAlongX) -> tuple[theme.Hue, ...]:
    """Colour, dash and marker of each class: as labels or species look on the pages about them."""
    return labels.LOOKS if view.n_classes == len(labels.LOOKS) else species.LOOKS


def _rows(view: ClassesAlongX) -> Array:
    """Height (K,) of the row of marks of each class, under the curves."""
    return -0.11 - 0.11 * np.arange(float(view.n_classes))


def _sizes(times: Array) -> Array:
    return 6 + 4 * np.sqrt(times)


def chance_traces(view: ClassesAlongX) -> list[theme.Trace]:
    """A curve and a row of marks for each class, and what the curves say at x."""
    problem = view.problem
    x = np.linspace(float(problem.x.min()), float(problem.x.max()), CURVE)
    curves, (seen_x, times), rows = view.chances_at(x), view.seen, _rows(view)
    traces: list[theme.Trace] = [
        theme.scatter(
            name=_("x"), x=join(view.place, view.place), y=[float(rows[-1]) - 0.05, 1.0],
            mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 2, "dash": "dot"},
        )
    ]  # fmt: skip
    for k, label in enumerate(problem.classes):
        look, there = looks(view)[k], times[:, k] > 0
        colour = look.role.light
        traces += [
            theme.scatter(
                name=_("probability of {label}").format(label=label), x=x, y=curves[:, k],
                mode="lines", hoverinfo="skip",
                line={"color": colour, "width": 3, "dash": look.dash, "simplify": False},
            ),
            theme.scatter(
                name=_("seen: {label}").format(label=label), x=seen_x[there],
                y=np.full(int(there.sum()), rows[k]), mode="markers",
                marker={
                    "color": colour, "symbol": look.marker, "size": _sizes(times[there, k]),
                    "opacity": 0.75, "line": {"width": 0},
                },
                text=[_("{n} times").format(n=int(n)) for n in times[there, k]],
                hovertemplate="%{x} (%{text})<extra></extra>",
            ),
        ]  # fmt: skip
    traces.append(
        theme.scatter(
            name=_("here"), mode="markers", hoverinfo="skip",
            x=np.broadcast_to(join(view.place), view.chances.shape), y=view.chances,
            marker={
                "color": [look.role.light for look in looks(view)], "size": 13,
                "symbol": [look.marker for look in looks(view)], "opacity": 1,
                "line": {"width": 2, "color": theme.HAND.light},
            },
        )
    )  # fmt: skip
    ring = np.where(view.happened > 0, _rows(view), np.nan)
    traces.append(
        theme.scatter(
            name=_("nearest"), mode="markers", hoverinfo="skip",
            x=np.broadcast_to(join(view.near_x), ring.shape), y=ring,
            marker={
                "symbol": "circle-open", "size": 20, "color": theme.HAND.light, "opacity": 1,
                "line": {"width": 2.5},
            },
        )
    )  # fmt: skip
    return traces


def _x_axis(view: ClassesAlongX) -> dict[str, object]:
    problem = view.problem
    low, high = float(problem.x.min()), float(problem.x.max())
    pad = 0.05 * (high - low)
    return theme.axis(theme.named(problem.x_name, problem.x_unit), range=[low - pad, high + pad])


def chance_layout(view: ClassesAlongX) -> dict[str, object]:
    """Probability over x, and below it a row for each class, with its name."""
    rows = _rows(view)
    return theme.layout(
        xaxis=_x_axis(view),
        yaxis=theme.axis(
            _("probability"), range=[float(rows[-1]) - 0.09, 1.06], automargin=True,
            tickvals=[*rows.tolist(), 0, 0.5, 1], ticktext=[*view.problem.classes, "0", "0.5", "1"],
        ),
        uirevision=f"chances {view.problem.key}",
    )  # fmt: skip


def bar_traces(view: ClassesAlongX) -> list[theme.Trace]:
    """A bar for each class, as high as it is probable at x; a ring at what happened nearest."""
    places = np.arange(float(view.n_classes))
    traces: list[theme.Trace] = []
    for k, label in enumerate(view.problem.classes):
        chance = view.chances[..., k : k + 1]
        bar_x, bar_y = segments(places[k : k + 1], np.zeros(()), chance)
        traces.append(
            theme.scatter(
                name=_("bar of {label}").format(label=label), x=bar_x, y=bar_y, mode="lines",
                hoverinfo="skip",
                line={"color": looks(view)[k].role.light, "width": 34, "simplify": False},
            )
        )  # fmt: skip
    happened = view.happened > 0
    ring = np.where(happened, -0.1, np.nan)
    return [
        *traces,
        theme.scatter(
            name=_("how probable"), x=places, y=view.chances, mode="text",
            text=say.chances(view.chances), textposition="top center", hoverinfo="skip",
            textfont={"size": 15, "color": theme.TEXT.light}, cliponaxis=False,
        ),
        theme.scatter(
            name=_("happened"), x=places - 0.12, y=ring, mode="markers", hoverinfo="skip",
            marker={
                "symbol": "circle-open", "size": 14, "color": theme.HAND.light, "opacity": 1,
                "line": {"width": 2.5},
            },
        ),
        theme.scatter(
            name=_("how often"), x=places, y=ring, mode="text", hoverinfo="skip",
            text=words.texts(_("× {n}"), n=np.char.mod("%d", view.happened)),
            textposition="middle right", textfont={"size": 14, "color": theme.HAND.light},
        ),
    ]  # fmt: skip


def bar_layout(view: ClassesAlongX) -> dict[str, object]:
    """A place for each class."""
    k = view.n_classes
    return theme.layout(
        xaxis=theme.axis(
            _("class · ○ happened"), range=[-0.6, k - 0.4], showgrid=False,
            tickvals=list(range(k)), ticktext=list(view.problem.classes),
        ),
        yaxis=theme.axis(_("probability at x"), range=[-0.18, 1.14], tickvals=[0, 0.5, 1]),
        uirevision=f"bars {view.problem.key}",
    )  # fmt: skip


def class_cost_traces(view: ClassesAlongX) -> list[theme.Trace]:
    """The cost of every observation, -log of the probability of what happened; their sum."""
    problem, (seen_x, times) = view.problem, view.seen
    costs = -np.log(view.chances_at(seen_x))
    traces: list[theme.Trace] = []
    for k, label in enumerate(problem.classes):
        look, there = looks(view)[k], times[:, k] > 0
        traces.append(
            theme.scatter(
                name=_("cost of {label}").format(label=label), x=seen_x[there], y=costs[there, k],
                mode="markers", text=[_("{n} times").format(n=int(n)) for n in times[there, k]],
                marker={
                    "color": look.role.light, "symbol": look.marker, "opacity": 0.75,
                    "size": _sizes(times[there, k]), "line": {"width": 0},
                },
                hovertemplate=f"{label} %{{x}}: %{{y:.3g}} (%{{text}})<extra></extra>",
                cliponaxis=False,
            )
        )  # fmt: skip
    ring = np.where(view.happened > 0, view.costs_near, np.nan)
    return [
        *traces,
        theme.scatter(
            name=_("nearest cost"), x=np.broadcast_to(join(view.near_x), ring.shape), y=ring,
            mode="markers", hoverinfo="skip", cliponaxis=False,
            marker={
                "symbol": "circle-open", "size": 20, "color": theme.HAND.light, "opacity": 1,
                "line": {"width": 2.5},
            },
        ),
        theme.scatter(
            name=_("sum"), x=[float(problem.x.min())], y=[1.17 * float(view.surprises.max())],
            mode="text", text=[_("sum {sum} nats").format(sum=words.number(view.nll))],
            textposition="bottom right", hoverinfo="skip",
            textfont={"color": theme.BEST.light, "size": 16},
        ),
    ]  # fmt: skip


def class_cost_layout(view: ClassesAlongX) -> dict[str, object]:
    """Nats over x."""
    high = float(view.surprises.max())
    return theme.layout(
        xaxis=_x_axis(view),
        yaxis=theme.axis(_("cost: −log probability (nats)"), range=[-0.04 * high, 1.18 * high],
                         nticks=6),
        uirevision=f"costs {view.problem.key}",
    )  # fmt: skip


def class_figures(view: ClassesAlongX) -> tuple[go.Figure, go.Figure, go.Figure]:
    """Curves, bars and costs."""
    return (
        theme.figure(chance_traces(view), chance_layout(view)),
        theme.figure(bar_traces(view), bar_layout(view)),
        theme.figure(class_cost_traces(view), class_cost_layout(view)),
    )


def classes_along_x(view: ClassesAlongX, key: str) -> LiveFigure:
    """The probabilities of the classes at x, the control `key`."""
    sweep = class_sweep(view, key)
    draw: tuple[Callable[[ClassesAlongX], list[theme.Trace]], ...] = (
        chance_traces, bar_traces, class_cost_traces,
    )  # fmt: skip

    def track() -> Track:
        return track_of(sweep, draw, say.classes_sentence)

    last = view.n_classes - 1
    return LiveFigure(
        class_figures(view),
        say.classes_alt(view),
        say.classes_sentence(view),
        _class_table(view),
        CLASS_BOXES,
        (
            Motion(
                sweep.axis, float(view.place), track,
                Handle(_("x"), sweep.axis.stops, sweep.batch.chances[:, last], "x"),
            ),
        ),
    )  # fmt: skip


def _class_table(view: ClassesAlongX) -> Table:
    """A row for each x that was observed."""
    problem, (seen_x, times) = view.problem, view.seen
    chances = view.chances_at(seen_x)
    rows = tuple(
        (words.plain(x), *(f"{int(n)}" for n in count), *(words.number(p) for p in chance))
        for x, count, chance in zip(seen_x, times, chances, strict=True)
    )
    columns = (
        theme.named(problem.x_name, problem.x_unit),
        *(_("seen: {label}").format(label=label) for label in problem.classes),
        *(_("probability of {label}").format(label=label) for label in problem.classes),
    )
    return Table(columns, rows)
