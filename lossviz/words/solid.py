"""The hill in space, in words: what its height is, and what its ground is like."""

import numpy as np

from lossviz.core import Form
from lossviz.i18n import _
from lossviz.surfaces.solid import Solid
from lossviz.surfaces.walk import Walk
from lossviz.words import number
from lossviz.words.line_walk import line_words

DIGITS = 4
"""A place counts as the lowest where so many digits of its height do: as many as the table has."""
LEAST = 1.01  # times: the smallest ratio that is told as one


def height_unit(solid: Solid) -> str:
    """The unit of the height: that of y, squared where the loss squares it."""
    unit = solid.hill.problem.y_unit
    return f"({unit})²" if solid.hill.loss_at.facts.form is Form.QUADRATIC else unit


def solid_sentence(solid: Solid, walk: Walk) -> str:
    """How high the dot stands, how much higher that is than the lowest place, and on what."""
    return f"{_stands(solid, walk)} {_ground(solid)}"


def _stands(solid: Solid, walk: Walk) -> str:
    if not np.isfinite(solid.height_of(walk)):
        return _("The walk has left the drawing.")
    lowest, unit = solid.hill.seen.lowest, height_unit(solid)
    a, b = walk.place.tolist()
    height = float(walk.loss)
    where = _("The line {line} stands {height} {unit} high").format(
        line=line_words(a, b), height=number(height), unit=unit
    )
    if number(height, DIGITS) == number(lowest, DIGITS):
        end = _("the lowest place there is.")
    else:
        end = (
            _("less than {times} times as high as the lowest place, {lowest}.")
            if height < LEAST * lowest
            else _("{times} times as high as the lowest place, {lowest}.")
        ).format(times=number(max(height / lowest, LEAST)), lowest=number(lowest))
    if height > solid.top:
        end += " " + _("That is above the drawing, which is cut off at {top}.").format(
            top=number(solid.top)
        )
    return f"{where}: {end}"


def _ground(solid: Solid) -> str:
    form = solid.hill.loss_at.facts.form
    if form is Form.QUADRATIC:
        return _("The ground is one smooth bowl: every upright cut through it is a parabola.")
    if form is Form.PIECEWISE_LINEAR:
        return _(
            "The ground is made of flat pieces that meet in creases: along each of these {n}, the"
            " line goes through one of the {nouns}."
        ).format(n=solid.n_creases, nouns=solid.hill.problem.nouns)
    return _("The ground is curved.")


def solid_alt(solid: Solid) -> str:
    """What there is to see."""
    shape = (
        _("a smooth bowl")
        if solid.hill.loss_at.facts.form is Form.QUADRATIC
        else _("a valley with creases")
    )
    return _(
        "A surface in three dimensions over intercept and slope of a line: its height is the mean"
        " loss, cut off at {top} {unit}. It is {shape} with its lowest place marked, a dot and the"
        " path of the walk on it. Beside it the same from above, as a contour map with the dot: its"
        " contours also lie on the floor below the surface."
    ).format(top=number(solid.top), unit=height_unit(solid), shape=shape)
