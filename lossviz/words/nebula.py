"""One nebula in the hand, in words: what slid, what kept its shape, what moved its crease."""

import numpy as np

from lossviz.i18n import _
from lossviz.surfaces.nebula import Nebula
from lossviz.words import MINUS, number, plain


def change(value: float) -> str:
    """A change to three digits with its sign.

    >>> change(26.2), change(-0.5), change(0.0)
    ('+26.2', '−0.500', '0')
    """
    text = number(value)
    return text if value == 0 or text.startswith(MINUS) else f"+{text}"


def nebula_sentence(view: Nebula, *, told: bool = True) -> str:
    """What the nebula has done to both hills. `told`: the reader has tried."""
    if view.shift == 0:
        if not told:
            return _(
                "{nebula} is where it was measured, at {velocity} {unit}. The thick line in the map"
                " of absolute error is its crease: all lines through it. Drag {nebula} far up, then"
                " far down: what does either map do?"
            ).format(nebula=view.label, velocity=plain(view.at_first), unit=view.problem.y_unit)
        return _(
            "{nebula} is where it was measured, at {velocity} {unit}. In the map of absolute error"
            " each {point} makes a crease: all lines through it."
        ).format(
            nebula=view.label, velocity=plain(view.at_first), unit=view.problem.y_unit,
            point=view.problem.point_name,
        )  # fmt: skip
    (a, b), _of_absolute = view.slid.tolist()
    gone = _(" and left the map") if np.isnan(view.crease).any() else ""
    return _(
        "{nebula} moved by {shift} {unit}. The squared bowl kept its shape and slid in proportion:"
        " {a} {unit} in intercept, {b} {slope_unit} in slope. The thick crease moved with"
        " it{gone}; {absolute}"
    ).format(
        nebula=view.label, shift=_exactly(float(view.shift)), unit=view.problem.y_unit,
        slope_unit=view.problem.slope_unit, a=change(a), b=change(b), gone=gone,
        absolute=_absolute(view),
    )  # fmt: skip


def _exactly(value: float) -> str:
    text = plain(value)
    return text if text.startswith(MINUS) else f"+{text}"


def _absolute(view: Nebula) -> str:
    """What the lowest place of absolute error did, and whether it will go on."""
    a, b = view.slid[1].tolist()
    if view.several:
        return _("several lines are now equally good for absolute error: their middle is shown.")
    touches = float(view.residual[1]) == 0
    if a == 0 and b == 0:
        if touches:
            return _("the lowest place of absolute error has not moved, and its line touches {n}.")\
                .format(n=view.label)  # fmt: skip
        if float(view.residual[1]) * float(view.shift) < 0:
            return _(
                "the lowest place of absolute error has not moved: its line does not touch {n} yet."
            ).format(n=view.label)
        return _("the lowest place of absolute error has not moved, and farther out it stays too.")
    moved = _("the lowest place of absolute error moved by {a} and {b}").format(
        a=change(a), b=change(b)
    )
    if touches:
        return moved + _(", and its line touches {n}: only then can it follow.").format(
            n=view.label
        )
    return moved + _(" while its line touched {n}: farther out it stands still.").format(
        n=view.label
    )


def shape_sentence(view: Nebula) -> str:
    """Why the bowl keeps its shape: what its curvature is made of."""
    (aa, ab), (_ba, bb) = view.hessian.tolist()
    return _(
        "The curvature of the mean squared error is {aa} in the intercept, 2 × mean of x² = {bb} in"
        " the slope, and 2 × mean of x = {ab} between the two. There is no y in it: so dragging a"
        " {point} up or down cannot change the shape. Along each closed curve the mean loss"
        " is the same: on the outer one as far above the lowest as its title says, on each next one"
        " inside a quarter as far.\n\nIn the map of absolute error each straight line stands for"
        " all lines through one {point}: there the height has a crease. The lowest place is where"
        " two creases cross. With absolute error there may be many lowest places, as the median of"
        " an even number of readings may be a whole interval. Here there is one, whichever {point}"
        " you drag, and wherever to."
    ).format(
        aa=plain(aa), ab=number(ab), bb=number(bb), point=view.problem.point_name
    )  # fmt: skip


def nebula_alt(view: Nebula) -> str:
    """What there is to see."""
    return _(
        "Three plots. The {nouns} and the lines of squared and absolute error; {nebula} is in the"
        " hand. Two maps over intercept and slope, with curves of equal height around the lowest"
        " place: ellipses for squared error; for absolute error curves that bend at creases, the"
        " crease of {nebula} drawn thick. A trail leads from the lowest place as measured to that"
        " of now."
    ).format(nouns=view.problem.nouns, nebula=view.label)
