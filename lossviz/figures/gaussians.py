"""Two bells over each other, and the area between truth and forecast that is the excess.

No axis moves: what is higher than the axis is cut, and said to be.
"""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.information.gaussians import TwoBells, X, bell_sweep
from lossviz.sweeps import join
from lossviz.words import gaussians as say

BOX = Box(height=380, phone_height=300, min_width=320)
HIGH = 0.86  # above the narrowest bell
LOW, TOP = -0.35, 1.2  # of the costs; what is higher is cut
MARGIN = {"l": 62, "r": 12, "t": 30, "b": 52}
FIELDS = ("apart", "width", "other")


def _top_of_forecast(view: TwoBells) -> object:
    return 1.0 / (np.asarray(view.other) * np.sqrt(2 * np.pi))


def bell_traces(view: TwoBells) -> list[theme.Trace]:
    """Truth and forecast, each with its name at its top."""
    truth, forecast = theme.HUES["blue"], theme.HUES["magenta"]
    peak = np.asarray(_top_of_forecast(view))
    own = np.asarray(1.0 / (np.asarray(view.width) * np.sqrt(2 * np.pi)))
    return [
        theme.scatter(
            name=_("truth"), x=X, y=view.truth, mode="lines", hoverinfo="skip",
            fill="tozeroy", fillcolor=theme.SQUARE_FILL.light,
            line={"color": truth.role.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("forecast"), x=X, y=view.forecast, mode="lines", hoverinfo="skip",
            line={"color": forecast.role.light, "width": 3, "dash": "dash", "simplify": False},
        ),
        theme.scatter(
            name=_("name of the truth"), x=[-0.9], y=join(own), mode="text",
            text=[_("truth y")], textposition="top left", hoverinfo="skip",
            textfont={"color": truth.role.light, "size": 15}, cliponaxis=False,
        ),
        theme.scatter(
            name=_("name of the forecast"), x=join(np.asarray(view.apart) + 1.1), y=join(peak),
            mode="text", text=[_("forecast p")], textposition="top right", hoverinfo="skip",
            textfont={"color": forecast.role.light, "size": 15}, cliponaxis=False,
        ),
    ]  # fmt: skip


def bell_layout() -> dict[str, object]:
    """One axis for every width and distance."""
    return theme.layout(
        xaxis=theme.axis(_("value"), range=[float(X[0]), float(X[-1])]),
        yaxis=theme.axis(_("density"), range=[0, 1.06 * HIGH]),
        margin=MARGIN,
        uirevision="bells",
    )


def area_traces(view: TwoBells) -> list[theme.Trace]:
    """The area under y log(y / p), and p log(p / y) as a line."""
    cut = np.where(np.maximum(view.area.max(-1), view.back.max(-1)) > TOP, 1, 0)
    return [
        theme.scatter(
            name=_("y log(y / p)"), x=X, y=np.minimum(view.area, TOP), mode="lines",
            fill="tozeroy", fillcolor=theme.SQUARE_EDGE.light, hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 3, "simplify": False},
        ),
        theme.scatter(
            name=_("p log(p / y)"), x=X, y=np.minimum(view.back, TOP), mode="lines",
            hoverinfo="skip",
            line={"color": theme.HUES["magenta"].role.light, "width": 2, "dash": "dash",
                  "simplify": False},
        ),
        theme.scatter(
            name=_("what is cut"), x=[float(X[-1]) - 0.1], y=[TOP], mode="text",
            text=np.where(join(cut) > 0, _("higher parts are cut"), theme.UNSEEN),
            textposition="top left", textfont={"color": theme.POINT.light, "size": 13},
            hoverinfo="skip", cliponaxis=False,
        ),
    ]  # fmt: skip


def area_layout() -> dict[str, object]:
    """Above zero the forecast costs more than the truth would, below zero less."""
    return theme.layout(
        xaxis=theme.axis(_("value"), range=[float(X[0]), float(X[-1])]),
        yaxis=theme.axis(
            _("filled: y log(y / p) · dashed: p log(p / y)"), range=[LOW, 1.08 * TOP],
            zeroline=True, zerolinecolor=theme.POINT.light,
        ),
        margin=MARGIN,
        uirevision="areas",
    )  # fmt: skip


def bell_figure(view: TwoBells) -> go.Figure:
    """Both bells."""
    return theme.figure(bell_traces(view), bell_layout())


def area_figure(view: TwoBells) -> go.Figure:
    """What each value adds to the excess."""
    return theme.figure(area_traces(view), area_layout())


def bells(view: TwoBells, keys: tuple[str, str, str]) -> LiveFigure:
    """Both bells in figure, words and table; `keys` are the controls of distance and widths."""
    labels = (_("Means apart"), _("Width of the truth"), _("Width of the forecast"))
    motions = []
    for field, key, label in zip(FIELDS, keys, labels, strict=True):
        sweep = bell_sweep(view, field, key, label)

        def track(sweep=sweep) -> Track:  # type: ignore[no-untyped-def]
            return track_of(sweep, (bell_traces, area_traces), say.bells_sentence)

        handle = None
        if field == "apart":
            top = float(np.asarray(_top_of_forecast(view)))
            handle = Handle(label, sweep.axis.stops, top, "x")
        motions.append(Motion(sweep.axis, float(getattr(view, field)), track, handle))
    return LiveFigure(
        (bell_figure(view), area_figure(view)),
        _("Two bells, the truth at 0 and the forecast beside it. Below or beside them the curve"
          " whose area is the excess of the forecast, and the curve of the swapped pair."),
        say.bells_sentence(view), _table(view), (BOX, BOX), tuple(motions),
    )  # fmt: skip


def _table(view: TwoBells) -> Table:
    rows = (
        (_("truth"), "0", words.plain(float(view.width)), say.nats(float(view.excess))),
        (
            _("forecast"), words.plain(float(view.apart)), words.plain(float(view.other)),
            say.nats(float(view.swapped)),
        ),
    )  # fmt: skip
    return Table((_("bell"), _("mean"), _("width"), _("excess if it is the truth (nats)")), rows)
