"""The cost of a probability on a log axis, exact and clipped; what each library charges for 0."""

from collections.abc import Callable
from functools import partial

import numpy as np

from lossviz import words
from lossviz.binary.clipping import CLIPS, POWERS, Clipped, power_sweep
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.sweeps import join, segments
from lossviz.words import clipping as say

Traces = list[theme.Trace]

BOXES = (
    Box(height=380, phone_height=320, min_width=420, grow=1.4),
    Box(height=380, phone_height=300, min_width=340),
)
LEFT = POWERS.low - 2.0
HIGH = 122.0  # nats
FULL = 150.0
"""Nats shown of what has no end."""


def curve_traces(view: Clipped, clip: str) -> Traces:
    """The exact cost, the clipped one, where it is clipped, and both at the probability."""
    powers = np.append(np.linspace(LEFT, 0.0, 101), np.log10(view.eps))
    powers.sort()
    p = np.power(10.0, powers)
    eps = float(np.log10(view.eps))
    exact, clipped = join(view.exact), join(view.clipped)
    return [
        theme.scatter(
            name=_("clip"), x=[eps, eps], y=[0, view.most], mode="lines", hoverinfo="skip",
            showlegend=False, line={"color": theme.POINT.light, "width": 1.5, "dash": "dot"},
        ),
        theme.scatter(
            name=_("exact: −log p"), x=powers, y=view.exact_of(p), mode="lines", hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 3},
        ),
        theme.scatter(
            name=say.NAMES[clip], x=powers, y=view.clipped_of(p), mode="lines", hoverinfo="skip",
            line={"color": theme.CHANGE.light, "width": 3, "dash": "dash"},
        ),
        theme.scatter(
            name=_("goes on"), x=[LEFT], y=[float(view.exact_of(10.0**LEFT))],
            mode="markers+text", text=["\N{EM SPACE}\N{EM SPACE}" + _("goes on without end")],
            textposition="middle right",
            hoverinfo="skip", showlegend=False, cliponaxis=False,
            marker={"symbol": "triangle-up", "size": 13, "color": theme.SQUARE.light, "opacity": 1},
            textfont={"color": theme.SQUARE.light, "size": 15},
        ),
        theme.scatter(
            name=_("what clipping leaves out"), x=join(view.power, view.power),
            y=np.concatenate([clipped, exact], axis=-1), mode="lines", hoverinfo="skip",
            showlegend=False, line={"color": theme.HAND.light, "width": 3},
        ),
        theme.scatter(
            name=_("charged"), x=join(view.power), y=clipped, mode="markers", hoverinfo="skip",
            showlegend=False, cliponaxis=False,
            marker={"symbol": "square", "size": 11, "color": theme.CHANGE.light, "opacity": 1},
        ),
        theme.scatter(
            name=_("here"), x=join(view.power), y=exact, mode="markers", hoverinfo="skip",
            showlegend=False, cliponaxis=False,
            marker={"size": 13, "color": theme.HAND.light, "opacity": 1},
        ),
    ]  # fmt: skip


def curve_layout(view: Clipped, clip: str) -> dict[str, object]:
    """Cost over the power of ten of the probability."""
    return theme.layout(
        xaxis=theme.axis(
            _("probability p of what happened"), range=[LEFT - 1, 1], tickprefix="10<sup>",
            ticksuffix="</sup>", dtick=10, tick0=0,
        ),
        yaxis=theme.axis(
            _("cost ({unit})").format(unit=say.unit(view)), range=[-4, HIGH * view.per_nat]
        ),
        showlegend=True,
        legend=theme.LEGEND,
        margin={"l": 64, "r": 14, "t": 34, "b": 52},
        uirevision=f"clip {clip} {view.per_nat}",
    )  # fmt: skip


def bar_traces(view: Clipped, clip: str) -> Traces:
    """A bar for the exact cost of 0, which has no end, and one for each clip."""
    exact = FULL * view.per_nat
    ends = np.append(view.mosts, exact)
    rows = np.arange(float(len(ends)))
    y, low, high = rows, np.zeros(len(ends)), ends
    bar_y, bar_x = segments(y, low, high)
    texts = [*(words.number(one, 4) for one in view.mosts.tolist()), _("without end")]
    chosen = list(CLIPS).index(clip)
    return [
        theme.scatter(
            name=_("most charged"), x=bar_x, y=bar_y, mode="lines", hoverinfo="skip",
            line={"color": theme.SQUARE_EDGE.light, "width": 18},
        ),
        theme.scatter(
            name=_("chosen"), x=[0, ends[chosen]], y=[rows[chosen]] * 2, mode="lines",
            hoverinfo="skip", line={"color": theme.CHANGE.light, "width": 18},
        ),
        theme.scatter(
            name=_("how much"), x=[*view.mosts, 0.0], y=rows, mode="text", hoverinfo="skip",
            text=["\N{EN SPACE}" + one for one in texts], textposition="middle right",
            textfont={"size": 15, "color": theme.TEXT.light}, cliponaxis=False,
        ),
        theme.scatter(
            name=_("goes on"), x=[exact], y=[rows[-1]], mode="markers", hoverinfo="skip",
            cliponaxis=False,
            marker={
                "symbol": "triangle-right", "size": 18, "color": theme.SQUARE.light, "opacity": 1,
            },
        ),
    ]  # fmt: skip


def bar_layout(view: Clipped, clip: str) -> dict[str, object]:
    """A row per library."""
    names = [*say.NAMES.values(), _("exact")]
    return theme.layout(
        xaxis=theme.axis(
            _("charged for p = 0 ({unit})").format(unit=say.unit(view)),
            range=[0, 1.06 * FULL * view.per_nat],
        ),
        yaxis=theme.axis(
            _("who"), tickvals=list(range(len(names))), ticktext=names, automargin=True,
            range=[-0.6, len(names) - 0.4], showgrid=False,
        ),
        margin={"l": 64, "r": 18, "t": 34, "b": 52},
        uirevision=f"bars {clip} {view.per_nat}",
    )  # fmt: skip


def clipping(view: Clipped, clip: str, key: str) -> LiveFigure:
    """Costs, bars, words and table; `clip` names the library, `key` the hand's control."""
    sweep = power_sweep(view, key, _("Power of ten of p"))
    draw: tuple[Callable[[Clipped], Traces], ...] = (
        partial(curve_traces, clip=clip), partial(bar_traces, clip=clip),
    )  # fmt: skip
    speak = partial(say.clipping_sentence, clip=clip)

    def track() -> Track:
        return track_of(sweep, draw, speak)

    return LiveFigure(
        (
            theme.figure(draw[0](view), curve_layout(view, clip)),
            theme.figure(draw[1](view), bar_layout(view, clip)),
        ),
        say.clipping_alt(clip),
        speak(view),
        _table(view),
        BOXES,
        (
            Motion(
                sweep.axis, float(view.power), track,
                Handle(sweep.axis.label, sweep.axis.stops, sweep.batch.exact, "x"),
            ),
        ),
    )  # fmt: skip


def _table(view: Clipped) -> Table:
    """A row per library."""
    columns = (
        _("who"), _("clipped at"), _("charged for p = 0 ({unit})").format(unit=say.unit(view))
    )  # fmt: skip
    rows = tuple(
        (say.NAMES[name], words.number(eps), words.number(most, 4))
        for (name, eps), most in zip(CLIPS.items(), view.mosts.tolist(), strict=True)
    )
    return Table(columns, (*rows, (_("exact"), _("not"), _("without end"))))
