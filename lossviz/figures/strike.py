"""Terms struck out of an NLL: what is left over the location, and over the width.

Widths are drawn as their logarithm, on an axis that says the widths themselves.
"""

from functools import partial

import numpy as np
from numpy.typing import ArrayLike

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.likelihood.strike import Best, Kind, Left, StrikeView, width_sweep
from lossviz.numerics import Array
from lossviz.sweeps import Sweep, join
from lossviz.words import Text as Texts
from lossviz.words import number, plain
from lossviz.words import strike as say

Traces = list[theme.Trace]

BOX = Box(height=380, phone_height=300)
HELD = Box(height=200, phone_height=170)
SIDE = 15.0  # ns to either side of the best location
TALL = {"location": 20.0, "width": 120.0, "rate": 240.0}  # nats
BELOW = 0.17  # of the height of a pane: room for the minima and their names
# close where a narrow noise bends, to both ends of the pane
FROM_BEST = SIDE * np.sinh(np.linspace(-3.5, 3.5, 81)) / np.sinh(3.5)
OVER_WIDTH = 97  # points of a curve over the width
ASIDE = "\N{EM SPACE}\N{THIN SPACE}"  # room for the ring of the hand
TICKS = {"width": (1, 2, 5, 10, 20, 50, 100), "rate": (0.1, 0.2, 0.5, 1, 2, 5)}


def crossings(x: Array, y: Array, top: float) -> Array:
    """Where curves (..., m) over x (m,) leave by the top: leftmost and rightmost, else NaN."""
    inside = np.asarray(y <= top)
    ends = []
    for step in (1, -1):
        xs, ys, ins = x[::step], y[..., ::step], inside[..., ::step]
        first = ins.argmax(axis=-1)
        before = np.maximum(first - 1, 0)
        high = np.take_along_axis(ys, before[..., None], axis=-1)[..., 0]
        low = np.take_along_axis(ys, first[..., None], axis=-1)[..., 0]
        leaves = (first > 0) & ins.any(axis=-1)
        share = np.where(leaves, (high - top) / np.where(leaves, high - low, 1.0), 0.0)
        ends.append(np.where(leaves, xs[before] + share * (xs[first] - xs[before]), np.nan))
    return np.stack(ends, axis=-1)


def _curve(name: str, x: Array, y: Array, top: float, *, whole: bool) -> Traces:
    """A curve and, where it leaves the pane by the top, an arrow."""
    role = theme.POINT if whole else theme.SQUARE
    return [
        theme.scatter(
            name=name, x=x, y=np.minimum(y, 3 * top), mode="lines", hoverinfo="skip",
            showlegend=True, legendrank=1 if whole else 2,
            line={
                "color": role.light, "width": 2 if whole else 3, "simplify": False,
                "dash": "dash" if whole else "solid",
            },
        ),
        theme.scatter(
            name=_("whole, goes on") if whole else _("goes on"),
            x=crossings(x, y, top), y=[top, top], mode="markers", hoverinfo="skip",
            showlegend=not whole, legendrank=3, cliponaxis=False,
            marker={
                "symbol": "triangle-up-open" if whole else "triangle-up", "size": 11,
                "color": role.light, "opacity": 1, "line": {"width": 2 if whole else 0},
            },
        ),
    ]  # fmt: skip


def _minimum(name: str, x: float, text: str, place: str, *, whole: bool) -> theme.Trace:
    """A minimum and its name below it."""
    role = theme.POINT if whole else theme.BEST
    return theme.scatter(
        name=name, x=join(x), y=[0.0], mode="markers+text", text=[text], cliponaxis=False,
        textposition=place, hoverinfo="skip", showlegend=False,
        textfont={"color": role.light, "size": 14},
        marker={
            "symbol": "circle-open" if whole else "diamond", "color": role.light, "opacity": 1,
            "size": 17 if whole else 10, "line": {"width": 2.5 if whole else 0},
        },
    )  # fmt: skip


def location_traces(view: StrikeView) -> Traces:
    """The whole NLL and what is left over the location, at the width the hand holds."""
    x, top = view.centre + FROM_BEST, TALL["location"]
    where = number(view.centre)
    traces = _curve(_("what is left"), x, view.over_centre(x, view.struck), top, whole=False)
    traces += _curve(_("whole NLL"), x, view.over_centre(x), top, whole=True)
    return traces + _minima(view, view.centre, view.centre, where, where)


def _minima(
    view: StrikeView, before: float, after: float, text_before: str, text_after: str
) -> Traces:
    """The minimum before and after the strike, named; the same one is named once."""
    if before == after:
        first = _("{where} before and after") if view.struck else "{where}"
        last, aside = "", "bottom center"
    else:
        first, last = _("{where} before"), _("{where} after")
        # away from where the other one went
        aside = "bottom right" if view.after.kind is Kind.DOWN else "bottom left"
    return [
        _minimum(_("minimum before"), before, first.format(where=text_before), aside, whole=True),
        _minimum(_("minimum after"), after, last.format(where=text_after), "bottom right",
                 whole=False),
    ]  # fmt: skip


_MARGIN = {"l": 64, "r": 14, "t": 40, "b": 52}


def _nats(top: float, level: str) -> dict[str, object]:
    return theme.axis(level, range=[-BELOW * top, top], nticks=6)


def _above(left: Left) -> str:
    """What the curve of what is left is drawn above."""
    return _("nats above {level}").format(level=say.above(left))


def location_layout(view: StrikeView) -> dict[str, object]:
    """As far to either side as a wide noise needs."""
    unit = view.family.observations.unit
    return theme.layout(
        xaxis=theme.axis(
            theme.named(_("location"), unit), range=[view.centre - SIDE, view.centre + SIDE]
        ),
        yaxis=_nats(TALL["location"], _("nats above its lowest")),
        showlegend=True, legend=theme.LEGEND, margin=_MARGIN,
        uirevision=f"location {view.family.key}",
    )  # fmt: skip


def _ends(view: StrikeView) -> tuple[float, float]:
    return float(np.log10(view.shown.low)), float(np.log10(view.shown.high))


def _kind(view: StrikeView) -> str:
    return "rate" if view.is_count else "width"


def _spot(view: StrikeView, best: Best) -> tuple[float, str]:
    """Where a minimum is drawn, as a log, and what is written at it."""
    low, high = _ends(view)
    if best.kind is Kind.AT:
        return float(np.log10(best.width)), say.free_text(view, best.width)
    if best.kind is Kind.FLAT:
        return np.nan, ""
    return (high, "") if best.kind is Kind.UP else (low, "")


def free_traces(view: StrikeView) -> Traces:
    """The whole NLL and what is left over the width (rate), at the best location."""
    (low, high), top = _ends(view), TALL[_kind(view)]
    log = np.linspace(low, high, OVER_WIDTH)
    traces = _curve(_("what is left"), log, view.over_width(view.left, 10**log), top, whole=False)
    traces += _curve(_("whole NLL"), log, view.over_width(view.whole, 10**log), top, whole=True)
    before, text_before = _spot(view, view.before)
    after, text_after = _spot(view, view.after)
    settled = after if view.after.kind is Kind.AT else np.nan
    traces += _minima(view, before, before if view.unmoved else settled, text_before, text_after)
    traces.append(_runaway(view, after))
    if not view.is_count:
        traces += _hand_traces(view, top)
    return traces


def _runaway(view: StrikeView, edge: float) -> theme.Trace:
    """Which way the minimum ran, or that there is none."""
    kind, (low, high) = view.after.kind, _ends(view)
    x, text, place = {
        Kind.UP: (edge, _("on and on →"), "middle left"),
        Kind.DOWN: (edge, _("← on and on"), "middle right"),
        Kind.FLAT: (0.5 * (low + high), _("every {what} is as good").format(what=view.family.free),
                    "middle center"),
        Kind.AT: (np.nan, "", "middle left"),
    }[kind]  # fmt: skip
    # in the middle the place of the old minimum is named below
    height = 0.5 if kind is Kind.FLAT else -0.6 * BELOW
    return theme.scatter(
        name=_("no minimum"), x=[x], y=[height * TALL[_kind(view)]],
        mode="text", text=[text], textposition=place,
        textfont={"color": theme.BEST.light, "size": 15}, hoverinfo="skip", cliponaxis=False,
        showlegend=False,
    )  # fmt: skip


def _hand_traces(view: StrikeView, top: float) -> Traces:
    """Where the hand holds the width, and how high what is left is there."""
    log, height = join(np.log10(view.width)), join(view.height)
    shown = np.minimum(height, top)
    return [
        theme.scatter(
            name=_("from the hand down"), x=np.concatenate([log, log], axis=-1),
            y=np.concatenate([shown, 0 * shown], axis=-1), mode="lines", hoverinfo="skip",
            showlegend=False,
            line={"color": theme.HAND.light, "width": 1.5, "dash": "dot"},
        ),
        theme.scatter(
            name=_("the hand"), x=log, y=shown, mode="markers", hoverinfo="skip", showlegend=False,
            marker={"color": theme.HAND.light, "size": 16, "opacity": 1}, cliponaxis=False,
        ),
        *_beside(log, np.minimum(shown + 0.06 * top, top), _readout(view)),
    ]  # fmt: skip


def _beside(log: Array, y: ArrayLike, text: Texts) -> Traces:
    """What the hand says, on the side where there is room."""
    right = log < 1.4
    return [
        theme.scatter(
            name=name, x=np.where(there, log, np.nan), y=y, mode="text", hoverinfo="skip",
            showlegend=False, text=words.texts(template, said=text), textposition=place,
            textfont={"color": theme.HAND.light, "size": 15}, cliponaxis=False,
        )
        for name, there, template, place in (
            (_("its height, to the right"), right, ASIDE + "{said}", "middle right"),
            (_("its height, to the left"), ~right, "{said}" + ASIDE, "middle left"),
        )
    ]  # fmt: skip


def _readout(view: StrikeView) -> Texts:
    heights = [say.left_text(one) for one in np.ravel(view.height).tolist()]
    return np.array(heights).reshape(np.shape(join(view.width)))


def free_layout(view: StrikeView) -> dict[str, object]:
    """The widths (rates) shown, one step as far in per cent everywhere."""
    kind, (low, high) = _kind(view), _ends(view)
    ticks = TICKS[kind]
    name = view.family.free
    return theme.layout(
        xaxis=theme.axis(
            theme.named(name, view.family.observations.unit), range=[low - 0.03, high + 0.03],
            tickvals=[float(np.log10(t)) for t in ticks], ticktext=[plain(t) for t in ticks],
        ),
        yaxis=_nats(TALL[kind], _above(view.left)),
        showlegend=True, legend=theme.LEGEND, margin=_MARGIN,
        uirevision=f"{kind} {view.family.key}",
    )  # fmt: skip


def held_traces(view: StrikeView) -> Traces:
    """Where the width is held: no curve, for nothing is looked for here."""
    log = join(np.log10(view.width))
    widths = [say.free_text(view, one) for one in np.ravel(view.width).tolist()]
    held = words.texts(_("held at {width}"), width=np.array(widths)).reshape(log.shape)
    return [
        theme.scatter(
            name=_("held"), x=np.concatenate([log, log], axis=-1), y=[0.0, 1.0], mode="lines",
            hoverinfo="skip", line={"color": theme.HAND.light, "width": 2, "dash": "dot"},
        ),
        theme.scatter(
            name=_("the hand"), x=log, y=[0.5], mode="markers", hoverinfo="skip",
            marker={"color": theme.HAND.light, "size": 16, "opacity": 1}, cliponaxis=False,
        ),
        *_beside(log, [0.5], held),
    ]  # fmt: skip


def held_layout(view: StrikeView) -> dict[str, object]:
    """The axis of the width alone."""
    free = free_layout(view)
    axis = theme.axis(_("held"), range=[0, 1], showgrid=False,
                      showticklabels=False, ticks="")  # fmt: skip
    return {**free, "yaxis": axis, "showlegend": False, "uirevision": "held"}


def strike(view: StrikeView, key: str = "width") -> LiveFigure:
    """Both plots, words, table and the hand on the width, whose control is `key`."""
    plots = [(free_traces, free_layout, BOX)]
    if not view.is_count:
        second = plots[0] if view.free else (held_traces, held_layout, HELD)
        plots = [(location_traces, location_layout, BOX), second]
    figures = tuple(theme.figure(traces(view), layout(view)) for traces, layout, _box in plots)
    return LiveFigure(
        figures,
        _alt(view),
        say.strike_sentence(view),
        _table(view),
        tuple(box for _traces, _layout, box in plots),
        () if view.is_count else (_motion(view, key),),
    )


def _motion(view: StrikeView, key: str) -> Motion:
    sweep = width_sweep(view, key, _("Width"))
    draw = (location_traces, free_traces if view.free else held_traces)

    def track(sweep: Sweep[StrikeView]) -> Track:
        return track_of(sweep, draw, say.strike_sentence)

    batch = sweep.batch
    y = np.minimum(np.asarray(batch.height), TALL["width"]) if view.free else 0.5
    handle = Handle(_("Width"), np.log10(sweep.axis.stops), y, along="x", plot=1)
    return Motion(sweep.axis, float(view.width), partial(track, sweep), handle)


def _alt(view: StrikeView) -> str:
    data = view.family.observations
    both = _("the whole NLL, dashed, and what is left of it, solid")
    levels = _("the whole above {whole}, what is left above {left}").format(
        whole=say.above(view.whole), left=say.above(view.left)
    )
    if view.is_count:
        return _("Over the rate of {n} {nouns}: {both}; {levels}.").format(
            n=len(view.y), nouns=data.nouns, both=both, levels=levels
        )
    location = _(
        "Over the location of {n} {nouns}, at a width of {width}: {both}, each above its lowest."
    ).format(n=len(view.y), nouns=data.nouns, width=say.free_text(view, view.width), both=both)
    if not view.free:
        return location + " " + _("Beside it the width that is held.")
    return f"{location} " + _(
        "Beside it the same two over the width, at the best location: {levels}."
    ).format(levels=levels)


def _table(view: StrikeView) -> Table:
    width = view.before.width if view.is_count else view.width
    at = say.free_text(view, width)
    centre = np.asarray(view.centre)
    columns = (
        _("term"), _("value at {at}").format(at=at),
        _("has the {what} in it").format(what=view.family.free), _("struck"),
    )  # fmt: skip
    yes = {True: _("yes"), False: _("no")}
    rows = [
        (
            term.name, number(float(term.value(view.y, centre, np.asarray(width)))),
            yes[term.has_width], yes[term.key in view.struck],
        )
        for product in view.family.products for term in product
    ]  # fmt: skip
    for name, struck in ((_("whole NLL"), ()), (_("what is left"), view.struck)):
        value = float(view.family.nll(view.y, centre, np.asarray(width), struck))
        rows.append((name, number(value, 4), "", ""))
    return Table(columns, tuple(rows))
