"""One label 1: two losses and two pulls over the logit, and their race, on axes that stay."""

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from lossviz import words
from lossviz.binary.one_label import (
    HALF,
    LOGITS,
    START,
    STEPS,
    OneLabel,
    logit_sweep,
    race_sweep,
)
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.sweeps import Sweep, join
from lossviz.words import one_label as say

Traces = list[theme.Trace]

BOXES = tuple(Box(height=350, phone_height=270, min_width=280) for _plot in range(3))
CURVE = np.linspace(LOGITS.low, LOGITS.high, 161)
RACE_NAMES = ((22.0, 0.84), (20.0, 0.11))
"""Step and probability at which the names of the runners stand."""
RANGE = [LOGITS.low - 0.4, LOGITS.high + 0.4]


def _look(view: OneLabel, k: int) -> theme.Hue:
    return theme.hue(view.losses[k].loss)


def _curves(view: OneLabel, y: Array, named: tuple[tuple[float, float, str], ...]) -> Traces:
    """A curve of each loss, y (m, 2) over the logit, with its name where `named` says.

    A name of two words stands on two lines: plots are narrow where there are three in a row.
    """
    traces: Traces = []
    for k, (name, (at, height, where)) in enumerate(zip(say.NAMES, named, strict=True)):
        look = _look(view, k)
        traces += [
            theme.scatter(
                name=name, x=CURVE, y=y[:, k], mode="lines", hoverinfo="skip",
                line={"color": look.role.light, "width": 3, "dash": look.dash, "simplify": False},
            ),
            theme.scatter(
                name=_("name of {curve}").format(curve=name), x=[at], y=[height], mode="text",
                text=[name.replace(" ", "<br>")], textposition=where, hoverinfo="skip",
                textfont={"color": look.role.light, "size": 15},
            ),
        ]  # fmt: skip
    return traces


def _dots(view: OneLabel, x: Array, y: Array) -> Traces:
    """A dot of each loss at x (..., 1), y (..., 2)."""
    return [
        theme.scatter(
            name=_("dot of {curve}").format(curve=name), x=x, y=y[..., k : k + 1], mode="markers",
            hoverinfo="skip", cliponaxis=False,
            marker={
                "color": _look(view, k).role.light, "symbol": _look(view, k).marker, "size": 13,
                "opacity": 1, "line": {"width": 2, "color": theme.HAND.light},
            },
        )
        for k, name in enumerate(say.NAMES)
    ]  # fmt: skip


def _upright(x: Array, high: Array | float) -> theme.Trace:
    """Where the hand is, up to `high`."""
    return theme.scatter(
        name=_("here"), x=x, y=join(0.0, high), mode="lines", hoverinfo="skip",
        line={"color": theme.HAND.light, "width": 2, "dash": "dot"},
    )  # fmt: skip


def cost_traces(view: OneLabel) -> Traces:
    """Both losses of a label 1 over the logit, and where they are."""
    named = ((-3.1, 3.4, "top right"), (1.0, 0.75, "top right"))
    return [
        _upright(join(view.z, view.z), view.costs.max(axis=-1)),
        *_curves(view, view.costs_at(CURVE), named),
        *_dots(view, join(view.z), view.costs),
    ]


def _told(view: OneLabel, *, told: bool) -> NDArray[np.bool_]:
    """Whether (..., 1) the pulls are shown: `told`, or a hand is no longer where it began."""
    return np.asarray(told | ~view.at_rest)[..., None]


def pull_traces(view: OneLabel, *, told: bool = True) -> Traces:
    """Both pulls over the logit, where they are, and how hard they pull there.

    Unless `told`, dots and numbers wait for the first move, the curves for its end: they are too
    many points to be sent for every stop.
    """
    shown = _told(view, told=told)
    gap = np.where(shown, 1.0, np.nan)
    curves = view.pulls_at(CURVE)
    named: tuple[tuple[float, float, str], ...]
    named = ((0.8, 0.4, "top right"), (-3.0, 0.27, "top center"))
    texts = np.array([
        f"{name} {say.pull(one)}"
        for row in np.atleast_2d(view.pulls).tolist()
        for name, one in zip(say.NAMES, row, strict=True)
    ])  # fmt: skip
    asked: Traces = []
    if not told:
        curves = np.full_like(curves, np.nan)
        named = tuple((np.nan, np.nan, where) for _x, _y, where in named)
        lines = (_("How hard does each pull?"), _("Move z, or take a step."))
        asked = [
            theme.scatter(
                name=_("asked"), x=[0.0, 0.0], y=[0.56, 0.46], mode="text", hoverinfo="skip",
                text=np.where(shown, theme.UNSEEN, lines),
                textfont={"size": 15, "color": theme.POINT.light},
            )
        ]  # fmt: skip
    return [
        *asked,
        _upright(join(view.z, view.z), gap[..., 0] * view.pulls.max(axis=-1)),
        *_curves(view, curves, named),
        *_dots(view, join(view.z), gap * view.pulls),
        theme.scatter(
            name=_("how hard"), x=[LOGITS.high] * 2, y=[0.96, 0.84], mode="text", hoverinfo="skip",
            text=np.where(shown, texts.reshape(view.pulls.shape), theme.UNSEEN),
            textposition="middle left",
            textfont={
                "size": 15, "color": [_look(view, k).role.light for k in range(len(say.NAMES))]
            },
        ),
    ]  # fmt: skip


def race_traces(view: OneLabel) -> Traces:
    """The probability each loss has reached, step by step."""
    steps = np.arange(STEPS + 1.0)
    traces: Traces = [
        _upright(join(view.step, view.step), 1.0),
        theme.scatter(
            name=_("one half"), x=[0, STEPS], y=[HALF, HALF], mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 1.5, "dash": "dash"},
        ),
    ]  # fmt: skip
    for k, name in enumerate(say.NAMES):
        look = _look(view, k)
        traces.append(
            theme.scatter(
                name=name, x=steps, y=view.so_far(k), mode="lines", hoverinfo="skip",
                line={"color": look.role.light, "width": 3, "dash": look.dash, "simplify": False},
            )
        )  # fmt: skip
    begun = np.asarray(view.step)[..., None] > 0  # before, a name would tell who is ahead
    names = [
        theme.scatter(
            name=_("name of {curve}").format(curve=name), x=[at], y=[height], mode="text",
            text=np.where(begun, name, theme.UNSEEN), textposition="middle right",
            hoverinfo="skip", textfont={"color": _look(view, k).role.light, "size": 15},
        )
        for k, (name, (at, height)) in enumerate(zip(say.NAMES, RACE_NAMES, strict=True))
    ]  # fmt: skip
    return [*traces, *names, *_dots(view, join(view.step), view.run)]


def _layout(x: dict[str, object], y: dict[str, object], name: str) -> dict[str, object]:
    return theme.layout(xaxis=x, yaxis=y, uirevision=f"one label {name}")


def cost_layout() -> dict[str, object]:
    """Loss over the logit."""
    return _layout(
        theme.axis(_("logit z"), range=RANGE),
        theme.axis(_("loss of a label 1"), range=[-0.3, 8.6]),
        "cost",
    )


def pull_layout() -> dict[str, object]:
    """Pull over the logit."""
    return _layout(
        theme.axis(_("logit z"), range=RANGE),
        theme.axis(_("pull: −slope, per unit of logit"), range=[-0.04, 1.08]),
        "pull",
    )


def race_layout() -> dict[str, object]:
    """Probability over the steps."""
    return _layout(
        theme.axis(
            _("steps of gradient descent from z = {start}").format(start=words.plain(START)),
            range=[-3, STEPS + 3],
        ),
        theme.axis(_("probability p of the label"), range=[-0.04, 1.08], tickvals=[0, 0.5, 1]),
        "race",
    )


def one_label(view: OneLabel, logit_key: str, step_key: str, *, told: bool = True) -> LiveFigure:
    """Both losses in figure, words and table; the controls of the two hands are named.

    Unless `told`, what the reader is to guess is not said before a hand has moved.
    """
    logit = logit_sweep(view, logit_key, _("Logit z"))
    step = race_sweep(view, step_key, _("Step of the race"))
    draw: tuple[Callable[[OneLabel], Traces], ...] = (
        cost_traces, partial(pull_traces, told=told), race_traces
    )  # fmt: skip
    speak = partial(say.one_label_sentence, told=told)

    def track(sweep: Sweep[OneLabel]) -> Callable[[], Track]:
        return lambda: track_of(sweep, draw, speak)

    layouts = (cost_layout(), pull_layout(), race_layout())
    return LiveFigure(
        tuple(theme.figure(d(view), layout) for d, layout in zip(draw, layouts, strict=True)),
        say.alt(told=told),
        speak(view),
        _table(view, told=told),
        BOXES,
        (
            Motion(
                logit.axis, float(view.z), track(logit),
                Handle(logit.axis.label, logit.axis.stops, logit.batch.costs[:, 0], "x"),
            ),
            Motion(
                step.axis, float(view.step), track(step),
                Handle(step.axis.label, step.axis.stops, step.batch.run[:, 0], "x", plot=2),
            ),
        ),
    )  # fmt: skip


def _table(view: OneLabel, *, told: bool) -> Table:
    """What each loss charges and where its runner is; once `told`, how it pulls and arrives."""
    said = {
        _("loss"): say.NAMES,
        _("cost at z"): [words.number(cost) for cost in view.costs.tolist()],
        _("pull at z"): [say.pull(pull) for pull in view.pulls.tolist()],
        _("p in the race now"): [words.number(p) for p in view.run.tolist()],
        _("steps to one half"): [f"{n}" for n in view.arrivals],
    }
    if not told:
        del said[_("pull at z")], said[_("steps to one half")]
    return Table(tuple(said), tuple(zip(*said.values(), strict=True)))
