"""One softmax against two: the cost and the pull over the lead of the true species."""

import numpy as np
import plotly.graph_objects as go

from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.multiclass.twice import FLOOR, LEADS, Twice, lead_sweep
from lossviz.numerics import Array
from lossviz.sweeps import join
from lossviz.words import number
from lossviz.words import twice as say
from lossviz.words.classes import chance, fixed

BOX = Box(height=360, phone_height=300)
ALL = np.linspace(LEADS.low, LEADS.high, 161)
LOOKS = (theme.HUES["magenta"], theme.HUES["teal"])
NAMES = (_("one softmax"), _("two softmaxes"))


def _curves(view: Twice, curves: Array, now: Array) -> list[theme.Trace]:
    traces: list[theme.Trace] = []
    for k, (name, look) in enumerate(zip(NAMES, LOOKS, strict=True)):
        colour = look.role.light
        traces += [
            theme.scatter(
                name=name, x=ALL, y=curves[:, k], mode="lines", hoverinfo="skip",
                line={"color": colour, "width": 3, "dash": ("solid", "dash")[k]},
            ),
            theme.scatter(
                name=_("{curve}, now").format(curve=name), x=join(view.lead),
                y=now[..., k : k + 1], mode="markers", hoverinfo="skip", cliponaxis=False,
                showlegend=False,
                marker={"color": colour, "symbol": look.marker, "size": 13, "opacity": 1,
                        "line": {"width": 0}},
            ),
        ]  # fmt: skip
    return traces


def cost_traces(view: Twice) -> list[theme.Trace]:
    """Both costs over the lead, and what two softmaxes never get below."""
    return [
        theme.scatter(
            name=_("floor {floor}").format(floor=f"{FLOOR:.3f}"), x=[LEADS.low, LEADS.high],
            y=[FLOOR, FLOOR], mode="lines", hoverinfo="skip",
            line={"color": theme.BEST.light, "width": 1.5, "dash": "dot"},
        ),
        *_curves(view, view.costs_at(ALL), view.costs),
    ]  # fmt: skip


def pull_traces(view: Twice) -> list[theme.Trace]:
    """Both pulls on the true logit."""
    return _curves(view, view.pulls_at(ALL), view.pulls)


def _layout(title: str, high: float, name: str) -> dict[str, object]:
    ticks = [-10, -5, 0, 5, 10]
    return theme.layout(
        xaxis=theme.axis(
            _("lead of the true logit"), range=[LEADS.low - 0.5, LEADS.high + 0.5],
            tickvals=ticks, ticktext=[fixed(t, 0) for t in ticks],
        ),
        yaxis=theme.axis(title, range=[-0.03 * high, high], nticks=6, zeroline=True,
                         zerolinecolor=theme.POINT.light),
        showlegend=True, legend=theme.LEGEND, margin={"l": 64, "r": 14, "t": 64, "b": 52},
        uirevision=name,
    )  # fmt: skip


def twice_figures(view: Twice) -> tuple[go.Figure, go.Figure]:
    """Cost and pull."""
    return (
        theme.figure(cost_traces(view), _layout(_("cost (nats)"), 11.0, "twice cost")),
        theme.figure(pull_traces(view), _layout(_("pull on the true logit"), 1.04, "twice pull")),
    )


def twice(view: Twice, key: str) -> LiveFigure:
    """One softmax against two in figure, words and table; the lead is in the hand, `key`."""
    sweep = lead_sweep(view, key, _("Lead of the true logit"))

    def track() -> Track:
        return track_of(sweep, (cost_traces, pull_traces), say.twice_sentence)

    handle = Handle(sweep.axis.label, sweep.axis.stops, sweep.batch.costs[:, 0], "x")
    return LiveFigure(
        twice_figures(view),
        _(
            "Left, the cost against the lead of the true logit: with one softmax it falls towards"
            " zero, with two it stays above {floor}. Right, the pull on that logit: nearly 1 on"
            " a forecast that is far off with one softmax, next to nothing with two."
        ).format(floor=f"{FLOOR:.3f}"),
        say.twice_sentence(view), _table(view), (BOX, BOX),
        (Motion(sweep.axis, float(view.lead), track, handle),),
    )  # fmt: skip


def _table(view: Twice) -> Table:
    leads = np.array([-10.0, -5.0, 0.0, 5.0, 10.0])
    costs, pulls = view.costs_at(leads), view.pulls_at(leads)
    rows = tuple(
        (
            fixed(lead), number(float(cost[0])), number(float(cost[1])), chance(float(pull[0])),
            number(float(pull[1])),
        )
        for lead, cost, pull in zip(leads.tolist(), costs, pulls, strict=True)
    )  # fmt: skip
    columns = (_("lead"), _("cost, one"), _("cost, two"), _("pull, one"), _("pull, two"))
    return Table(columns, rows)
