"""A bin under a hill: its area is a probability, the hill's height is not."""

import numpy as np

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.live import Box, Handle, LiveFigure, Motion, Table, Track, track_of
from lossviz.i18n import _
from lossviz.likelihood.bins import WIDEST, BinView, bin_sweep
from lossviz.sweeps import join
from lossviz.words import bins as say

BOX = Box(height=300, phone_height=280)
POINTS = 61
SPREADS = 4.0  # how far the axis goes


def bin_traces(view: BinView) -> list[theme.Trace]:
    """The hill, the part of it over the bin, and a column of the same area."""
    far = np.linspace(-SPREADS, SPREADS, 121) * view.spread + view.centre
    half = 0.5 * np.asarray(view.bin_width)[..., None]
    inside = view.centre + half * np.linspace(-1.0, 1.0, POINTS)
    left, right = (view.centre + side * half[..., 0] for side in (-1, 1))
    left, right = left / view.per, right / view.per
    foot = np.zeros_like(left)
    return [
        theme.scatter(
            name=_("hill"), x=far / view.per, y=view.density(far), mode="lines", hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 3},
        ),
        theme.scatter(
            name=_("share of the hill"),
            x=np.concatenate([inside, inside[..., -1:], inside[..., :1]], axis=-1) / view.per,
            y=np.concatenate(
                [view.density(inside), np.zeros_like(half), np.zeros_like(half)], axis=-1
            ),
            mode="lines", fill="toself", fillcolor=theme.SQUARE_EDGE.light, hoverinfo="skip",
            line={"color": theme.SQUARE.light, "width": 1, "simplify": False},
        ),
        theme.scatter(
            name=_("column of the same area"), x=join(left, left, right, right),
            y=join(foot, view.per_unit, view.per_unit, foot), mode="lines", hoverinfo="skip",
            line={"color": theme.HAND.light, "width": 2.5, "dash": "dash", "simplify": False},
        ),
        theme.scatter(
            name=_("edge in the hand"), x=join(right), y=[0.0], mode="markers", hoverinfo="skip",
            marker={"color": theme.HAND.light, "size": 14, "opacity": 1}, cliponaxis=False,
        ),
    ]  # fmt: skip


def bin_layout(view: BinView) -> dict[str, object]:
    """Readings in the unit, densities per unit: the area is 1."""
    ends = [(view.centre + side * SPREADS * view.spread) / view.per for side in (-1, 1)]
    return theme.layout(
        xaxis=theme.axis(_("reading ({unit})").format(unit=view.unit), range=ends),
        yaxis=theme.axis(
            _("density (per {unit})").format(unit=view.unit), range=[0, 1.15 * view.height]
        ),
        uirevision=view.unit,
    )


def bins(view: BinView, key: str) -> LiveFigure:
    """The bin in figure, words and table; its right edge is the handle, `key` its control."""
    sweep = bin_sweep(view, key, _("Width of the bin"))
    edges = (view.centre + sweep.axis.stops / 2) / view.per
    handle = Handle(_("edge of the bin"), edges, 0.0, along="x")

    def track() -> Track:
        return track_of(sweep, (bin_traces,), say.bin_sentence)

    widths = (0.1, 1.0, 4.0, WIDEST)
    others = [BinView(view.centre, view.spread, width, view.unit) for width in widths]
    rows = tuple(
        (
            f"{words.number(width)} ns", words.number(float(other.probability)),
            words.number(float(other.per_unit)),
        )
        for width, other in zip(widths, others, strict=True)
    )  # fmt: skip
    columns = (
        _("bin"), _("probability"),
        _("probability / width, per {unit}").format(unit=view.unit),
    )  # fmt: skip
    return LiveFigure(
        (theme.figure(bin_traces(view), bin_layout(view)),),
        say.bin_alt(view),
        say.bin_sentence(view),
        Table(columns, rows),
        (BOX,),
        (Motion(sweep.axis, float(view.bin_width), track, handle),),
    )  # fmt: skip
