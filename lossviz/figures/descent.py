"""Two descents in the triangle of three species, and their cost step by step."""

import numpy as np
import plotly.graph_objects as go

from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.multiclass.descent import STEPS, Descent, rate_sweep, step_sweep
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import CORNERS, HEIGHT, SPECIES
from lossviz.sweeps import join
from lossviz.words import descent as say
from lossviz.words import number

BOXES = (
    Box(height=420, phone_height=340, aspect=1.05),
    Box(height=420, phone_height=320, min_width=320, grow=1.2),
)
LOOKS = (theme.HUES["magenta"], theme.HUES["blue"])
DASHES = ("solid", "dot")
NAMES = (_("cross-entropy"), _("squared error"))
PAD, TOP = 0.1, HEIGHT + 0.12  # room beside the triangle and above it, for the names
STEP_LINE = _("so many steps")


def _thirds() -> tuple[list[float], list[float]]:
    """Lines from the centre to the middles of the sides: who is ahead where."""
    centre = CORNERS.mean(axis=0)
    x: list[float] = []
    y: list[float] = []
    for k in range(3):
        middle = (CORNERS[(k + 1) % 3] + CORNERS[(k + 2) % 3]) / 2
        x += [float(centre[0]), float(middle[0]), np.nan]
        y += [float(centre[1]), float(middle[1]), np.nan]
    return x, y


def path_traces(view: Descent) -> list[theme.Trace]:
    """The named triangle, the target, and the dots of both descents up to the step."""
    outline, thirds = CORNERS[[0, 1, 2, 0]], _thirds()
    target = view.target @ CORNERS
    traces: list[theme.Trace] = [
        theme.scatter(
            name=_("who is ahead"), x=thirds[0], y=thirds[1], mode="lines", hoverinfo="skip",
            showlegend=False, line={"color": theme.GRID.light, "width": 1.5, "dash": "dot"},
        ),
        theme.scatter(
            name=_("sides"), x=outline[:, 0], y=outline[:, 1], mode="lines", hoverinfo="skip",
            showlegend=False, line={"color": theme.POINT.light, "width": 1.5},
        ),
        theme.scatter(
            name=_("corners"), x=CORNERS[:, 0] + [0.04, 0, -0.04],
            y=CORNERS[:, 1] + [-0.04, 0.05, -0.04],
            mode="text", hoverinfo="skip", showlegend=False, cliponaxis=False,
            text=[f"<b>{name}</b>" if k == TRUE else name for k, name in enumerate(SPECIES)],
            textposition=["bottom right", "top center", "bottom left"],
            textfont={"size": 15, "color": theme.TEXT.light},
        ),
        theme.scatter(
            name=_("target"), x=target[:1], y=target[1:], mode="markers", hoverinfo="skip",
            showlegend=False, cliponaxis=False,
            marker={"symbol": "diamond-open", "size": 17, "color": theme.BEST.light, "opacity": 1,
                    "line": {"width": 3}},
        ),
    ]  # fmt: skip
    for k, symbol, size in ((0, "square", 8), (1, "circle-open", 13)):
        traces.append(
            theme.scatter(
                name=NAMES[k], x=view.trail[..., k, :, 0], y=view.trail[..., k, :, 1],
                mode="lines+markers", hoverinfo="skip", cliponaxis=False,
                line={"color": LOOKS[k].role.light, "width": 2, "dash": DASHES[k],
                      "simplify": False},
                marker={"color": LOOKS[k].role.light, "symbol": symbol, "opacity": 1, "size": size,
                        "line": {"width": 1.5 * k}},
            )
        )  # fmt: skip
    return traces


def path_layout(view: Descent) -> dict[str, object]:
    """An equilateral triangle, whatever the room."""
    ticks = np.arange(0.0, 1.01, 0.2)
    return theme.layout(
        xaxis=theme.axis(
            _("from {one} to {other}").format(one=SPECIES[0], other=SPECIES[2]),
            range=[-PAD, 1.0 + PAD], showgrid=False, showticklabels=False, ticks="",
            fixedrange=True, constrain="domain",
        ),
        yaxis=theme.axis(
            _("probability of {name}").format(name=SPECIES[TRUE]), range=[-0.11, TOP],
            showgrid=False, tickvals=ticks * HEIGHT, ticktext=[f"{t:.1f}" for t in ticks],
            fixedrange=True, scaleanchor="x", scaleratio=1, constrain="domain",
        ),
        margin={"l": 56, "r": 8, "t": 12, "b": 44}, uirevision=f"descent {view.start}",
    )  # fmt: skip


def cost_traces(view: Descent) -> list[theme.Trace]:
    """Cross-entropy of both up to the step, and the floor."""
    steps = np.arange(STEPS + 1.0)
    traces: list[theme.Trace] = [
        theme.scatter(
            name=_("floor"), x=[0, STEPS], y=[view.floor, view.floor], mode="lines",
            hoverinfo="skip", line={"color": theme.BEST.light, "width": 2, "dash": "dash"},
        ),
        theme.scatter(
            name=STEP_LINE, x=join(view.step, view.step), y=[0.0, view.first_cost], mode="lines",
            hoverinfo="skip", showlegend=False,
            line={"color": theme.HAND.light, "width": 3, "simplify": False},
        ),
    ]  # fmt: skip
    for k in (1, 0):
        colour = LOOKS[k].role.light
        traces += [
            theme.scatter(
                name=NAMES[k], x=steps, y=view.costs[..., k, :], mode="lines", hoverinfo="skip",
                line={"color": colour, "width": 3, "dash": DASHES[k], "simplify": False},
            ),
            theme.scatter(
                name=_("{loss}, now").format(loss=NAMES[k]), x=join(view.step),
                y=view.cost[..., k : k + 1], mode="markers", hoverinfo="skip", showlegend=False,
                cliponaxis=False,
                marker={"color": colour, "symbol": LOOKS[k].marker, "size": 13, "opacity": 1,
                        "line": {"width": 0}},
            ),
        ]  # fmt: skip
    return traces


def cost_layout(view: Descent) -> dict[str, object]:
    """Steps against nats; no descent costs more than its start."""
    high = 1.06 * view.first_cost
    return theme.layout(
        xaxis=theme.axis(_("step"), range=[-1.5, STEPS + 1.5], nticks=7),
        yaxis=theme.axis(
            _("cross-entropy (nats)"), range=[-0.04 * high, high], nticks=6, zeroline=True,
            zerolinecolor=theme.POINT.light,
        ),
        showlegend=True, legend=theme.LEGEND, margin={"l": 64, "r": 12, "t": 64, "b": 52},
        uirevision=f"descent {view.start}",
    )  # fmt: skip


def descent_figures(view: Descent) -> tuple[go.Figure, go.Figure]:
    """Paths and costs."""
    return (
        theme.figure(path_traces(view), path_layout(view)),
        theme.figure(cost_traces(view), cost_layout(view)),
    )


def descent(view: Descent, step_key: str, rate_key: str) -> LiveFigure:
    """Both descents in figure, words and table; step and rate are in the hand."""
    steps = step_sweep(view, step_key, _("Step"))
    rates = rate_sweep(view, rate_key, _("Rate"))
    draw = (path_traces, cost_traces)

    def track_steps() -> Track:
        return track_of(steps, draw, say.descent_sentence)

    def track_rates() -> Track:
        return track_of(rates, draw, say.descent_sentence)

    middle = 0.5 * view.first_cost
    handle = Handle(_("Step"), steps.axis.stops, middle, "x", plot=1, trace=STEP_LINE)
    return LiveFigure(
        descent_figures(view),
        _(
            "Left, a triangle whose corners are certainty of {one}, {true} and {other}: the path of"
            " two descents from the same forecast, of squares down the cross-entropy, of circles"
            " down the squared error. Right, the cross-entropy of both step by step."
        ).format(one=SPECIES[0], true=SPECIES[1], other=SPECIES[2]),
        say.descent_sentence(view), _table(view), BOXES,
        (
            Motion(steps.axis, float(view.step), track_steps, handle),
            Motion(rates.axis, float(view.rate), track_rates),
        ),
    )  # fmt: skip


def _table(view: Descent) -> Table:
    rows = tuple(
        (str(step), *(number(float(cost)) for cost in view.all_costs[:, step]))
        for step in (0, 1, 2, 5, 10, 20, 40, STEPS)
    )
    return Table((_("step"), _("cost, cross-entropy"), _("cost, squared error")), rows)
