"""A label between 0 and 1: the cost of every forecast, and the two parts of that in the hand."""

from functools import partial

import numpy as np

from lossviz import words
from lossviz.binary.soft import SoftLabel, guess_sweep, label_sweep
from lossviz.figures import theme
from lossviz.figures.labels import LOOKS
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.sweeps import Sweep, join
from lossviz.words import soft as say

BOXES = (Box(380, 320, 340, 1.5), Box(380, 220, 280, 1.0))
TOP = 3.0  # nats
GRID = np.linspace(0.005, 0.995, 199)
TALL = 0.3  # half of the height of a bar


def _cut(cost: Array) -> Array:
    return np.where(cost > TOP, np.nan, cost)


def valley_traces(view: SoftLabel) -> list[theme.Trace]:
    """The cost of every forecast, its lowest point, and the forecast in the hand."""
    whole = [
        theme.scatter(
            name=_("label {k}").format(k=label), x=GRID,
            y=_cut(view.loss_at.value(float(label), np.log(GRID / (1 - GRID)))), mode="lines",
            hoverinfo="skip",
            line={"color": look.role.light, "width": 1.5, "dash": "dash", "simplify": False},
        )
        for label, look in enumerate(LOOKS)
    ]  # fmt: skip
    names = [
        theme.scatter(
            name=_("name of label {k}").format(k=label), x=[x], y=[2.8], mode="text",
            text=[_("label {k}").format(k=label)], textposition=place, hoverinfo="skip",
            textfont={"color": LOOKS[label].role.light, "size": 14},
        )
        for label, x, place in ((0, 0.92, "middle left"), (1, 0.08, "middle right"))
    ]  # fmt: skip
    return [
        *whole,
        *names,
        theme.scatter(
            name=_("cost"), x=GRID, y=_cut(view.cost_at(GRID)), mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 3.5, "simplify": False},
        ),
        theme.scatter(
            name=_("cheapest"), x=join(view.label), y=join(view.floor), mode="markers",
            hoverinfo="skip", cliponaxis=False,
            marker={"color": theme.BEST.light, "size": 14, "symbol": "diamond", "opacity": 1},
        ),
        theme.scatter(
            name=_("forecast"), x=join(view.guess), y=join(np.minimum(view.cost, TOP)),
            mode="markers", hoverinfo="skip", cliponaxis=False,
            marker={"color": theme.HAND.light, "size": 12, "opacity": 1},
        ),
    ]  # fmt: skip


def valley_layout() -> dict[str, object]:
    """Forecasts across, nats up."""
    return theme.layout(
        xaxis=theme.axis(_("forecast p"), range=[-0.03, 1.03]),
        yaxis=theme.axis(_("cost (nats)"), range=[-0.1, TOP]),
        uirevision="soft",
    )


def part_traces(view: SoftLabel) -> list[theme.Trace]:
    """The part of label 1, then that of label 0; the lowest cost as a line."""
    zero, one = (np.asarray(view.parts)[..., k] for k in (0, 1))
    floor = np.asarray(view.floor)
    bars = []
    for label, start, end in ((1, np.zeros(one.shape), one), (0, one, one + zero)):
        low, high = np.minimum(start, TOP), np.minimum(end, TOP)
        look = LOOKS[label]
        bars.append(
            theme.scatter(
                name=_("part of label {k}").format(k=label), x=join(low, high, high, low, low),
                y=TALL * np.array([1, 1, -1, -1, 1]), mode="lines", fill="toself",
                fillcolor=look.role.light, hoverinfo="skip",
                line={"color": look.role.light, "width": 1, "simplify": False},
            )
        )  # fmt: skip
    total = np.asarray(view.cost)
    text = np.char.add(" ", words.numbers(join(total)))
    return [
        *bars,
        theme.scatter(
            name=_("sum"), x=join(np.minimum(total, TOP)), y=[0.0], mode="text",
            text=np.where(join(total) > TOP, np.char.add(" ▶", text), text),
            textposition="middle right", hoverinfo="skip", cliponaxis=False,
            textfont={"color": theme.HAND.light, "size": 16},
        ),
        theme.scatter(
            name=_("lowest"), x=join(floor, floor), y=[-0.55, 0.55], mode="lines",
            hoverinfo="skip", line={"color": theme.BEST.light, "width": 2.5, "dash": "dash"},
        ),
        theme.scatter(
            name=_("lowest in words"), x=join(floor), y=[0.7], mode="text",
            text=words.texts(_("lowest {floor}"), floor=words.numbers(join(floor))),
            textposition="middle right", hoverinfo="skip", cliponaxis=False,
            textfont={"color": theme.BEST.light, "size": 15},
        ),
    ]  # fmt: skip


def part_layout() -> dict[str, object]:
    """Nats across."""
    return theme.layout(
        xaxis=theme.axis(_("cost of the forecast (nats)"), range=[0, 1.25 * TOP]),
        yaxis=theme.axis(
            _("label 1, then label 0"), range=[-1, 1], showticklabels=False, showgrid=False,
            ticks="",
        ),
        margin={"l": 36, "r": 8, "t": 12, "b": 52},
        uirevision="soft",
    )  # fmt: skip


DRAW = (valley_traces, part_traces)


def soft(view: SoftLabel, label: str, guess: str) -> LiveFigure:
    """Valley and parts, words and table; `label` and `guess` are its controls."""
    labels = label_sweep(view, label, _("Label y"))
    guesses = guess_sweep(view, guess, _("Forecast p"))

    def track(sweep: Sweep[SoftLabel]) -> Track:
        return track_of(sweep, DRAW, say.soft_sentence)

    on_curve = np.minimum(np.asarray(guesses.batch.cost), TOP)
    return LiveFigure(
        (
            theme.figure(valley_traces(view), valley_layout()),
            theme.figure(part_traces(view), part_layout()),
        ),
        say.soft_alt(),
        say.soft_sentence(view),
        _table(view),
        BOXES,
        (
            Motion(labels.axis, float(view.label), partial(track, labels)),
            Motion(
                guesses.axis, float(view.guess), partial(track, guesses),
                Handle(guesses.axis.label, guesses.axis.stops, on_curve, along="x"),
            ),
        ),
    )  # fmt: skip


def _table(view: SoftLabel) -> Table:
    columns = (_("label"), _("its share"), _("would pay (nats)"), _("its part (nats)"))
    y, p = float(view.label), float(view.guess)
    shares = (1.0 - y, y)
    alone = (-np.log1p(-p), -np.log(p))
    rows = tuple(
        (
            str(k), words.number(shares[k]), words.number(float(alone[k])),
            words.number(float(view.parts[k])),
        )
        for k in (1, 0)
    )  # fmt: skip
    return Table(columns, rows)
