"""One line of a derivation in a figure: hill, amounts end to end, and the line over candidates.

What the line changes has the colour it has in the formula.
"""

from dataclasses import replace

import numpy as np

from lossviz import words
from lossviz.derivation import Follows
from lossviz.figures import stems, theme
from lossviz.figures.live import LiveFigure, Motion, Track, track_of
from lossviz.figures.stack import NAMES, Pane, frame_trace, length_trace, stack_axes, stack_traces
from lossviz.figures.stems import BOX, CURVE_BOX, CURVE_POINTS, METER, PANE, STACK, Frame
from lossviz.i18n import _
from lossviz.likelihood.steps import Phase, StepView
from lossviz.numerics import Array, Interval
from lossviz.sweeps import join
from lossviz.words import steps as say

EDGE = 0.01
"""How far from 0 and 1 the curve of a coin begins, as a share: there it has no end."""


JUMP = 1e-6  # ns beside a reading
PULLS = 3.0
"""How many times the pulls at the best place there is room for: longer ones are cut."""


def candidates(view: StepView, where: Interval) -> Array:
    """Where the line is evaluated: all the hand can reach, a coin's ends left out."""
    pad = EDGE * (where.high - where.low) if view.is_coin else 0.0
    even = np.linspace(where.low + pad, where.high - pad, CURVE_POINTS)
    if 0.0 not in view.loss_at.facts.kinks:
        return even
    # a slope that jumps on a reading is drawn upright there
    inside = view.observed.y[(view.observed.y > where.low) & (view.observed.y < where.high)]
    return np.sort(np.concatenate([even, inside - JUMP, inside + JUMP]))


def _amounts_pane(view: StepView, where: Interval) -> Pane:
    """Room for the amounts wherever the hand goes, or for a few times their least."""
    ends = view.through(here=candidates(view, where)).amounts
    right = np.where(ends > 0, ends, 0.0).sum(axis=-1)
    left = np.where(ends < 0, ends, 0.0).sum(axis=-1)
    if view.phase is Phase.SLOPE:
        resting = sum(say.sides(replace(view, here=view.answer).amounts)) / 2
        widest = max(float(right.max()), -float(left.min()))
        far = 1.06 * min(widest, PULLS * resting) if resting > 0 else 1.06 * widest
        return Pane(-far, far)
    sums = right + left
    return Pane(0.0, min(1.1 * float(sums.max()), PANE * (float(sums.min()) + abs(view.struck))))


def line_hill_traces(view: StepView, frame: Frame, pane: Pane) -> list[theme.Trace]:
    """The hill, its stems, and below what every observation adds to this line."""
    follows = view.step.follows
    new = theme.CHANGE
    hill = stems.hill_trace(view, new if follows is Follows.EQUAL else theme.HAND)
    meter = stems.meter_traces(view, frame, new if follows is Follows.START else theme.SQUARE)
    all_new = follows in (Follows.NEG_LOG, Follows.RESCALE, Follows.DERIVATIVE)
    amounts = view.amounts
    total = np.asarray(amounts.sum(axis=-1))
    right = np.maximum(amounts, 0).sum(axis=-1)
    return [
        hill,
        *stems.all_stems(view),
        *(meter if _has_meter(view) else []),
        *stack_traces(view, amounts, pane),
        *([frame_trace(amounts, pane, new)] if all_new else []),
        *_struck(view, total, pane),
        length_trace(
            total,
            pane,
            right,
            _("net ") if view.phase is Phase.SLOPE else "",
            above=bool(view.struck),
        ),
    ]


def _has_meter(view: StepView) -> bool:
    return view.phase in (Phase.PRODUCT, Phase.NLL)


def _struck(view: StepView, total: Array, pane: Pane) -> list[theme.Trace]:
    """The term that the line leaves out, as a struck bar behind the others."""
    if not view.struck:
        return []
    low, high = pane.cut(total), pane.cut(total + view.struck)
    low, high = np.minimum(low, high), np.maximum(low, high)
    colour = theme.CHANGE.light
    on = {"xaxis": "x3", "yaxis": "y3", "hoverinfo": "skip"}
    return [
        theme.scatter(
            name=_("struck"), x=join(low, low, high, high, low, high), y=[0, 1, 1, 0, 0, 1],
            mode="lines", line={"color": colour, "width": 2, "dash": "4px,2px", "simplify": False},
            **on,
        ),
        theme.scatter(
            name=_("what was struck"), x=join(low), y=[NAMES], mode="text",
            text=[_(" + struck {struck}").format(struck=words.number(view.struck))],
            textposition="middle right",
            textfont={"color": colour, "size": 14}, cliponaxis=False, **on,
        ),
    ]  # fmt: skip


def line_hill_layout(view: StepView, frame: Frame, pane: Pane) -> dict[str, object]:
    """The panes of the hill; the meter only while the line is a product or its log."""
    layout = stems.hill_layout(view, frame)
    layout |= stack_axes(say.amounts_title(view), pane, STACK)
    if not _has_meter(view):
        layout["xaxis2"] = theme.axis(_("product"), domain=list(METER), anchor="y2", visible=False)
        layout["yaxis2"] = theme.axis(_("product"), anchor="x2", visible=False)
    return layout


def _range(*curves: Array) -> list[float]:
    """From below the lowest to above the highest number."""
    low = min(float(np.min(curve)) for curve in curves)
    high = max(float(np.max(curve)) for curve in curves)
    pad = 0.08 * (high - low)
    return [low - pad, high + pad]


def _curves(view: StepView, where: Interval) -> list[Array]:
    x = candidates(view, where)
    return [view.values(step, x) for step in (view.drawn, view.before) if step is not None]


def _unit(view: StepView, curves: list[Array]) -> int:
    """The power of ten in which the axis counts: products are too small for their ticks."""
    if view.phase is not Phase.PRODUCT:
        return 0
    return int(np.floor(np.log10(curves[0].max())))


def line_traces(view: StepView, where: Interval, curves: list[Array]) -> list[theme.Trace]:
    """The line over every candidate, the one before it where they compare, and where we stand."""
    x = candidates(view, where)
    unit = 10.0 ** _unit(view, curves)
    curves = [curve / unit for curve in curves]
    low, high = _range(*curves)
    follows = view.step.follows
    new = theme.SQUARE if follows in (Follows.EQUAL, Follows.ROOT) else theme.CHANGE
    traces: list[theme.Trace] = []
    if view.before is not None:
        traces.append(
            theme.scatter(
                name=_("line before"), x=x, y=curves[1], mode="lines", hoverinfo="skip",
                line={"color": theme.POINT.light, "width": 2, "dash": "dot"},
            )
        )  # fmt: skip
    traces.append(
        theme.scatter(
            name=_("this line"),
            x=x,
            y=curves[0],
            mode="lines",
            hoverinfo="skip",
            line={"color": new.light, "width": 3},
        )
    )
    if view.phase is Phase.SLOPE:
        traces.append(
            theme.scatter(
                name=_("zero"), x=[where.low, where.high], y=[0, 0], mode="lines",
                hoverinfo="skip", line={"color": theme.POINT.light, "width": 1.5},
            )
        )  # fmt: skip
    here = np.clip(np.asarray(view.value) / unit, low, high)
    return [
        *traces,
        theme.scatter(
            name=_("here"), x=join(view.here), y=join(here), mode="markers", hoverinfo="skip",
            marker={"color": theme.HAND.light, "size": 14, "opacity": 1, "line": {"width": 0}},
            cliponaxis=False,
        ),
        *(_root_traces(view) if follows is Follows.ROOT else []),
    ]  # fmt: skip


def _root_traces(view: StepView) -> list[theme.Trace]:
    colour = theme.CHANGE.light
    return [
        theme.scatter(
            name=_("root"), x=view.answers, y=[0, 0], mode="lines+markers", hoverinfo="skip",
            line={"color": colour, "width": 6},
            marker={"symbol": "diamond", "size": 12, "color": colour, "opacity": 1},
        ),
        theme.scatter(
            name=_("name of the root"), x=[view.answers[1]], y=[0], mode="text",
            text=[say.root_name(view)], textposition="bottom right", hoverinfo="skip",
            textfont={"color": colour, "size": 16}, cliponaxis=False,
        ),
    ]  # fmt: skip


def line_layout(view: StepView, where: Interval, curves: list[Array]) -> dict[str, object]:
    """The axis of the candidates, and that of the line."""
    layout = stems.curve_layout(view, Frame.of(view, where))
    power = _unit(view, curves)
    scaled = [curve / 10.0**power for curve in curves]
    axis = theme.axis(say.axis_title(view, power), range=_range(*scaled), nticks=7)
    return layout | {"yaxis": axis, "uirevision": f"{layout['uirevision']} {view.line}"}


def line(view: StepView, where: Interval, key: str) -> LiveFigure:
    """One line in figure, words and table; the hill is the handle, `key` its control."""
    frame, pane, curves = Frame.of(view, where), _amounts_pane(view, where), _curves(view, where)
    sweep = stems.sweep_of(view, where, key)

    def track() -> Track:
        return track_of(
            sweep,
            (
                lambda v: line_hill_traces(v, frame, pane),
                lambda v: line_traces(v, where, curves),
            ),
            say.line_sentence,
        )

    return LiveFigure(
        (
            theme.figure(line_hill_traces(view, frame, pane), line_hill_layout(view, frame, pane)),
            theme.figure(line_traces(view, where, curves), line_layout(view, where, curves)),
        ),
        _("{line}. A {noise} over {n} {nouns} with their stems; below, what each adds to this line;"
          " beside it this line for every candidate answer.").format(
            line=say.place_in_derivation(view), noise=view.noise.word, n=view.n,
            nouns=view.observed.nouns,
        ),
        say.line_sentence(view),
        stems.table_of(view),
        (replace(BOX, height=350), replace(CURVE_BOX, height=350)),
        (Motion(sweep.axis, float(view.here), track, stems.handle_of(view, sweep)),),
    )  # fmt: skip
