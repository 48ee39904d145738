"""The NLL over theta and, drawn over it, factor * mean loss + offset: two names for one curve.

No axis moves with theta.
"""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.all_noises import label_height, theta_axis, theta_motion, thetas
from lossviz.figures.live import Box, LiveFigure, Table
from lossviz.i18n import _
from lossviz.likelihood.all_noises import StandingNoise
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import noises as say
from lossviz.words.likelihood import mean_name

BOXES = (Box(height=400, phone_height=320, min_width=420, grow=1.4), Box(400, 280, 320))
MARKERS = 24  # on the dashed curve, so that it is seen on the other one
ROWS = 9


def _range(values: Array, below: float = 0.24) -> list[float]:
    low, high = float(values.min()), float(values.max())
    span = high - low or 1.0
    return [low - below * span, high + 0.06 * span]


def both_traces(view: StandingNoise) -> list[theme.Trace]:
    """The NLL, the loss drawn over it, the best theta, and where theta is."""
    at = thetas(view)
    over = view.over_at(at)
    some = np.linspace(view.room.low, view.room.high, MARKERS)
    return [
        theme.scatter(
            name=_("NLL"), x=at, y=view.nll_at(at), mode="lines", hoverinfo="skip",
            line={"color": theme.SQUARE_EDGE.light, "width": 11, "simplify": False},
        ),
        theme.scatter(
            name=_("over it"), x=at, y=over, mode="lines", hoverinfo="skip",
            line={
                "color": theme.BEST.light, "width": 2.5, "dash": "dash", "simplify": False,
            },
        ),
        theme.scatter(
            name=_("marks"), x=some, y=view.over_at(some), mode="markers", hoverinfo="skip",
            marker={
                "color": theme.BEST.light, "size": 8, "symbol": "diamond-open", "opacity": 1,
                "line": {"width": 1.5},
            },
        ),
        theme.scatter(
            name=_("best θ"), x=[_shown(view)], y=[label_height(view)], mode="text",
            text=[words.number(view.answer)], textposition="bottom center", hoverinfo="skip",
            textfont={"color": theme.BEST.light, "size": 15},
        ),
        _here(view, view.nll),
    ]  # fmt: skip


def _shown(view: StandingNoise) -> float:
    return float(np.clip(view.answer, view.room.low, view.room.high))


def _here(view: StandingNoise, y: object) -> theme.Trace:
    return theme.scatter(
        name=_("here"), x=join(view.theta), y=join(y), mode="markers",  # type: ignore[arg-type]
        marker={"size": 15, "color": theme.HAND.light, "opacity": 1, "line": {"width": 0}},
        hoverinfo="skip", cliponaxis=False,
    )  # fmt: skip


def both_layout(view: StandingNoise) -> dict[str, object]:
    """Nats over theta."""
    return theme.layout(
        xaxis=theta_axis(view),
        yaxis=theme.axis(
            _("NLL, and loss drawn over it (nats)"), range=_range(view.nll_at(thetas(view))),
            nticks=7,
        ),
        uirevision=f"bridge {view.loss_at.loss.key} {view.observed.key}",
    )  # fmt: skip


def mean_traces(view: StandingNoise) -> list[theme.Trace]:
    """The mean loss as a machine minimises it."""
    at = thetas(view)
    return [
        theme.scatter(
            name=_("mean loss"), x=at, y=view.mean_loss_at(at), mode="lines", hoverinfo="skip",
            line={
                "color": theme.BEST.light, "width": 2.5, "dash": "dash", "simplify": False,
            },
        ),
        _here(view, view.mean_loss_at(view.theta)),
    ]  # fmt: skip


def mean_layout(view: StandingNoise) -> dict[str, object]:
    """The mean loss on an axis of its own."""
    return theme.layout(
        xaxis=theta_axis(view),
        yaxis=theme.axis(
            mean_name(view.loss_at), range=_range(view.mean_loss_at(thetas(view))), nticks=7
        ),
        uirevision=f"mean {view.loss_at.loss.key} {view.observed.key}",
    )


def bridge_figures(view: StandingNoise) -> tuple[go.Figure, go.Figure]:
    """Both curves in nats, and the mean loss alone."""
    return (
        theme.figure(both_traces(view), both_layout(view)),
        theme.figure(mean_traces(view), mean_layout(view)),
    )


def bridge(view: StandingNoise, key: str) -> LiveFigure:
    """The loss drawn over the NLL; theta is the control `key`."""
    at = thetas(view)
    apart = say.bridge_gap(view.nll_at(at), view.over_at(at))

    def tell(one: StandingNoise) -> str:
        return say.bridge_sentence(one, apart, len(at))

    alt = _(
        "A thick curve, the NLL over {theta}, and on top of it a dashed curve with marks,"
        " {equation}: they are the same. Beside it {mean} alone, of the same shape, lowest at the"
        " same place, {answers}."
    ).format(
        theta=say.theta_name(view), equation=say.equation(view).partition("= ")[2],
        mean=mean_name(view.loss_at), answers=say.at_answers(view),
    )  # fmt: skip
    return LiveFigure(
        bridge_figures(view), alt, tell(view), _table(view), BOXES,
        (theta_motion(view, key, (both_traces, mean_traces), tell, 0),),
    )  # fmt: skip


def _table(view: StandingNoise) -> Table:
    at = np.linspace(view.room.low, view.room.high, ROWS)
    nll, over, mean = view.nll_at(at), view.over_at(at), view.mean_loss_at(at)
    rows = tuple(
        (say.neat(theta), words.number(one, 6), words.number(loss, 6), words.number(other, 6))
        for theta, one, loss, other in zip(at, nll, mean, over, strict=True)
    )
    columns = (
        say.theta_name(view), _("NLL (nats)"), mean_name(view.loss_at),
        _("{equation} (nats)").format(equation=say.equation(view).partition("= ")[2]),
    )  # fmt: skip
    return Table(columns, rows)
