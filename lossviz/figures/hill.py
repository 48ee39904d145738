"""The hill of noise over a few readings, upright and upside down: Start.

One axis for everything: readings and candidate answers are both nanoseconds.
"""

from functools import partial

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.location import SIXTH, TARGET, HillView, sixth_sweep
from lossviz.numerics import Array
from lossviz.sweeps import Sweep, join, segments

BOX = Box(height=380, phone_height=300)
TALL = Box(height=620, phone_height=520)
TOP = 0.14  # per ns: above the highest of the three hills
RANGE = [-52.0, 52.0]
NUDGE = -8.0  # ns: how far the dot stirs
# distances from the top: close where a hill bends, to beyond both ends of the axis
ONE_SIDE = np.concatenate([np.linspace(0.6, 18.0, 30), np.geomspace(21.0, 110.0, 15)])
FROM_TOP = np.concatenate([-ONE_SIDE[::-1], [0.0], ONE_SIDE])
ANSWERS = np.linspace(-52.0, 52.0, 71)


def _stem(x: Array, y: Array) -> tuple[Array, Array]:
    """Upright lines from the axis to (x, y)."""
    return segments(x, np.zeros_like(y), y)


def upright_traces(view: HillView, *, invited: bool = False) -> list[theme.Trace]:
    """Readings on the axis, the hill standing over them, a stem from each reading to the hill.

    `invited`: the wild reading asks to be dragged.
    """
    readings, answer = view.readings, view.answer
    stem_x, stem_y = _stem(readings, view.height(readings))
    five, sixth = readings[..., :-1], readings[..., -1:]
    # beside the hill the invitation is legible
    name, aside, place = (
        (_("6th reading: drag me →"), -9.0, "middle left")
        if invited
        else (_("6th"), 0.0, "top center")
    )
    return [
        theme.scatter(
            name=_("hill"), x=join(answer) + FROM_TOP, y=view.outline(FROM_TOP), mode="lines",
            fill="tozeroy", fillcolor=theme.SQUARE_FILL.light, hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("stems"), x=stem_x, y=stem_y, mode="lines", hoverinfo="skip",
            line={"color": theme.POINT.light, "width": 2, "simplify": False},
        ),
        theme.scatter(
            name=_("track"), x=[TARGET, SIXTH.high], y=[0, 0], mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 1.5, "dash": "dot"},
        ),
        theme.scatter(
            name=_("most likely"), x=join(answer, answer), y=[0, TOP * 0.93], mode="lines",
            line={"color": theme.BEST.light, "width": 2, "dash": "dash"}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("plateau"), x=view.answers, y=[0, 0], mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 7, "simplify": False},
        ),
        theme.scatter(
            name=_("most likely value"), x=join(answer), y=[TOP * 0.97], mode="text",
            text=words.numbers(join(answer)), textposition="middle left", hoverinfo="skip",
            textfont={"color": theme.BEST.light, "size": 18}, cliponaxis=False,
        ),
        theme.scatter(
            name=_("as written down"), x=[TARGET], y=[0], mode="markers", hoverinfo="skip",
            marker={
                "symbol": "circle-open", "size": 26, "color": theme.HAND.light, "opacity": 1,
                "line": {"width": 2},
            }, cliponaxis=False,
        ),
        theme.scatter(
            name=_("five readings"), x=five, y=np.zeros_like(five), mode="markers",
            marker={"size": 10, "color": theme.POINT.light, "opacity": 1, "line": {"width": 0}},
            cliponaxis=False, hovertemplate="%{x} ns<extra></extra>",
        ),
        theme.scatter(
            name=_("sixth reading"), x=sixth, y=[0], mode="markers", cliponaxis=False,
            marker={"size": 16, "color": theme.HAND.light, "opacity": 1, "line": {"width": 0}},
            hovertemplate="%{x} ns<extra></extra>",
        ),
        theme.scatter(
            name=_("its name"), x=sixth + aside, y=[0.022 if invited else 0.011], mode="text",
            text=[name], textposition=place, cliponaxis=False, hoverinfo="skip",
            textfont={"color": theme.HAND.light, "size": 15},
        ),
    ]  # fmt: skip


def surprise_traces(view: HillView) -> list[theme.Trace]:
    """The hill upside down, a bead per reading, and their sum over every candidate answer."""
    readings, answer = view.readings, view.answer
    surprise = -np.log(view.outline(FROM_TOP))
    beads = -view.log_height(readings)
    bead_x, bead_y = _stem(readings, beads)
    below: dict[str, object] = {"xaxis": "x2", "yaxis": "y2", "hoverinfo": "skip"}
    return [
        theme.scatter(
            name=_("upside-down hill"), x=join(answer) + FROM_TOP, y=surprise, mode="lines",
            line={"color": theme.SQUARE.light, "width": 3, "simplify": False}, **below,
        ),
        theme.scatter(
            name=_("surprises"), x=bead_x, y=bead_y, mode="lines",
            line={"color": theme.POINT.light, "width": 2, "simplify": False}, **below,
        ),
        theme.scatter(
            name=_("valley"), x=ANSWERS, y=view.valley(ANSWERS), mode="lines",
            line={"color": theme.BEST.light, "width": 2.5, "dash": "dash", "simplify": False},
            **below,
        ),
        theme.scatter(
            name=_("beads"), x=readings, y=beads, mode="markers",
            marker={
                "size": [9.0] * 5 + [13.0], "opacity": 1, "line": {"width": 0},
                "color": [theme.POINT.light] * 5 + [theme.HAND.light],
            }, **below,
        ),
        theme.scatter(
            name=_("floor"), x=join(answer), y=join(view.total_surprise), mode="markers+text",
            marker={"symbol": "diamond", "size": 11, "color": theme.BEST.light, "opacity": 1},
            text=words.texts(_("sum {sum}"), sum=words.numbers(join(view.total_surprise))),
            textposition="top center", textfont={"color": theme.BEST.light, "size": 15}, **below,
        ),
    ]  # fmt: skip


def _highest(view: HillView) -> float:
    """Room for the floor of the valley wherever the sixth reading goes."""
    ends = np.tile(view.readings, (2, 1))
    ends[:, -1] = (SIXTH.low, SIXTH.high)
    return 1.25 * float(HillView(view.loss_at, ends).total_surprise.max())


def hill_layout(view: HillView, *, upside_down: bool = False) -> dict[str, object]:
    """The pane of the hill and, below it on the same axis, that of the surprise."""
    upper = theme.axis(_("density (per ns)"), range=[-0.006, TOP], nticks=6)
    x = theme.axis(_("reading (ns above 24 800)"), range=RANGE)
    if not upside_down:
        return theme.layout(xaxis=x, yaxis=upper, uirevision="hill")
    below = theme.axis(
        _("reading · if the answer were here (ns)"),
        range=RANGE, anchor="y2", matches="x",
    )  # fmt: skip
    lower = theme.axis(
        _("surprise (nats)"), range=[0, _highest(view)], domain=[0, 0.42], anchor="x2", nticks=5
    )
    return theme.layout(
        xaxis=x | {"anchor": "y"}, yaxis=upper | {"domain": [0.58, 1]},
        xaxis2=below, yaxis2=lower, uirevision="hill upside down",
    )  # fmt: skip


def hill_traces(
    view: HillView, *, upside_down: bool = False, invited: bool = False
) -> list[theme.Trace]:
    """The hill, and upside down what it says of surprise."""
    below = surprise_traces(view) if upside_down else []
    return upright_traces(view, invited=invited) + below


def hill_figure(view: HillView, *, upside_down: bool = False, invited: bool = False) -> go.Figure:
    """The hill over the readings; `upside_down` adds the pane of surprise."""
    return theme.figure(
        hill_traces(view, upside_down=upside_down, invited=invited),
        hill_layout(view, upside_down=upside_down),
    )


def hill(view: HillView, *, upside_down: bool = False, invited: bool = False) -> LiveFigure:
    """The hill in figure, words and table; the sixth reading is the handle."""
    sweep = sixth_sweep(view, _("Sixth reading"))
    draw = partial(hill_traces, upside_down=upside_down, invited=invited)
    say = partial(words.hill_sentence, upside_down=upside_down)

    def track(sweep: Sweep[HillView]) -> Track:
        return track_of(sweep, (draw,), say)

    last = float(view.readings[-1])
    motion = Motion(
        sweep.axis,
        last,
        partial(track, sweep),
        Handle(_("Sixth reading"), sweep.axis.stops, 0.0, along="x"),
        nudge=last + NUDGE if invited else None,
    )
    return LiveFigure(
        (hill_figure(view, upside_down=upside_down, invited=invited),),
        _alt(view, upside_down=upside_down),
        say(view),
        _table(view),
        (TALL if upside_down else BOX,),
        (motion,),
    )


def _alt(view: HillView, *, upside_down: bool) -> str:
    alt = _(
        "{n} readings on one axis, the last at {last} ns, and a {noise} over them with its top at"
        " {answer} ns."
    ).format(
        n=len(view.readings), last=words.number(float(view.readings[-1])), noise=view.noise.word,
        answer=words.number(view.answer),
    )  # fmt: skip
    if upside_down:
        alt += " " + _(
            "Below, on the same axis, minus the log of the hill with a bead per reading, and the"
            " valley of their sum, lowest at {answer} ns with {sum} nats."
        ).format(answer=words.number(view.answer), sum=words.number(view.total_surprise))
    return alt


def _table(view: HillView) -> Table:
    rows = tuple(
        (str(i + 1), words.plain(reading), words.number(np.exp(log)), words.number(-log),
         words.number(pull))
        for i, (reading, log, pull) in enumerate(
            zip(view.readings, view.log_height(view.readings), view.pulls, strict=True)
        )
    )  # fmt: skip
    columns = (
        _("reading"), _("ns"), _("density per ns"), _("surprise: minus log density"), _("pull"),
    )  # fmt: skip
    return Table(columns, rows)


def balance_traces(view: HillView) -> list[theme.Trace]:
    """A bar per reading from the answer, as long as it pulls and the way it pulls."""
    pulls, n = view.pulls, view.readings.shape[-1]
    height = np.arange(n)[::-1]
    traces: list[theme.Trace] = []
    for role, name, sign in ((theme.UP, _("to the right"), 1), (theme.DOWN, _("to the left"), -1)):
        size = np.where(sign * pulls > 0, pulls, np.nan)
        gap = np.full(np.shape(size), np.nan)
        x = np.stack([np.where(np.isnan(size), np.nan, 0.0), size, gap], axis=-1)
        y = np.stack([height, height, np.full(n, np.nan)], axis=-1).ravel()
        traces.append(
            theme.scatter(
                name=name, x=x.reshape(*x.shape[:-2], -1), y=y, mode="lines", hoverinfo="skip",
                line={"color": role.light, "width": 12, "simplify": False},
            )
        )  # fmt: skip
    return [
        *traces,
        theme.scatter(
            name=_("how hard"), x=pulls, y=height, mode="text", text=words.numbers(pulls),
            textposition="top center", hoverinfo="skip", cliponaxis=False,
        ),
    ]  # fmt: skip


def balance_layout(view: HillView) -> dict[str, object]:
    """One row per reading; room for the hardest pull anywhere on the track."""
    ends = np.tile(view.readings, (2, 1))
    ends[:, -1] = (SIXTH.low, SIXTH.high)
    limit = 1.2 * float(np.abs(HillView(view.loss_at, ends).pulls).max())
    n = view.readings.shape[-1]
    return theme.layout(
        xaxis=theme.axis(
            _("pull"), range=[-limit, limit], zeroline=True, zerolinecolor=theme.POINT.light
        ),
        yaxis=theme.axis(
            _("reading"), range=[-0.6, n - 0.2], tickvals=list(range(n)),
            ticktext=[str(n - i) for i in range(n)], showgrid=False,
        ),
        uirevision="balance",
    )  # fmt: skip


def balance(view: HillView) -> LiveFigure:
    """The pulls of the readings and their balance, moved by the same sixth reading."""
    sweep = sixth_sweep(view, _("Sixth reading"))

    def track() -> Track:
        return track_of(sweep, (balance_traces,), words.balance_sentence)

    return LiveFigure(
        (theme.figure(balance_traces(view), balance_layout(view)),),
        _("One bar per reading: how hard it pulls the answer, and which way."),
        words.balance_sentence(view),
        _table(view),
        (Box(height=300, phone_height=260),),
        (Motion(sweep.axis, float(view.readings[-1]), track),),
    )
