"""Newton's step in words: what the model promises, and what the surface gives."""

import math

import numpy as np

from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.newton import NewtonView
from lossviz.words import number, plain

MOST_DIGITS = 12
"""Two losses that are the same to so many digits are called the same."""
PART = 1e-8
"""A step that changes the loss by a smaller part of it is called none."""


def newton_sentence(view: NewtonView) -> str:
    """What the step from the dot does."""
    low, high = view.eigenvalues.tolist()
    if math.isnan(view.step[0]):
        return _(
            "The Hessian is singular here, eigenvalues {low} and {high}: the model is level nowhere"
            " or in more places than one, so there is no one step to take."
        ).format(low=number(low, 2), high=number(high, 2))
    if math.isnan(view.promise):
        return _level(view)
    if view.bowl and _hardly(view.promise, view) and _hardly(view.landed - view.loss, view):
        return _(
            "The dot is all but at the bottom of a bowl, {loss}: Newton's step from here changes"
            " the loss by less than one part in a hundred million."
        ).format(loss=_unit(view, number(float(view.loss), 4)))
    if view.exact:
        return _exact(view)
    return _bowl(view) if view.bowl else _no_bowl(view, low, high)


def _hardly(change: Array, view: NewtonView) -> bool:
    """Whether a change of the loss is a part of it that nobody asks for."""
    return bool(np.abs(change) < PART * view.loss)


def _level(view: NewtonView) -> str:
    if view.bowl:
        return _(
            "The gradient is 0 here, to rounding, and the Hessian bends upwards: this is the bottom"
            " of a bowl, and Newton stays."
        )
    return _(
        "The gradient is 0 here, to rounding, but the Hessian bends down in one direction or more:"
        " Newton stays, though this is no lowest place."
    )


def _exact(view: NewtonView) -> str:
    """Squared error of a line: what is left of the height above the lowest is (1 - t)^2."""
    t = float(view.damping)
    (loss, landed), off = _told_apart(view.loss, view.landed, 4), _off(view)
    if t == 1:
        return _(
            "Squared error is its own quadratic model: the ellipse is a contour, and one full step"
            " lands on the minimum, from {loss} to {landed}. So it does from anywhere."
        ).format(loss=loss, landed=_unit(view, landed))
    if t == 2:
        return _(
            "Twice the full step leads to the other side, as high as before: {loss}.{off} Beyond"
            " twice, Newton's steps explode."
        ).format(loss=_unit(view, number(float(view.loss), 4)), off=off)
    left = (1 - t) ** 2
    return _(
        "Damping {t}: from {loss} to {landed}.{off} Of the height above the minimum {left} % is"
        " left, (1 − {t})², from any start."
    ).format(
        t=plain(t), loss=loss, landed=_unit(view, landed), off=off,
        left=plain(float(f"{100 * left:.4g}")),
    )  # fmt: skip


def _unit(view: NewtonView, loss: str) -> str:
    return f"{loss} {view.ground.loss_unit}".rstrip()


def _off(view: NewtonView) -> str:
    """Where the step ends, if the map does not show it."""
    if view.ground.room.holds(*view.landing.tolist()):
        return ""
    return " " + _("It ends outside of this map.")


def _told_apart(loss: float | Array, landed: float | Array, fewest: int = 3) -> tuple[str, str]:
    """Two losses with as many digits as it takes to see which is lower."""
    one, other = float(loss), float(landed)
    digits = range(fewest, MOST_DIGITS + 1)
    enough = next((d for d in digits if number(one, d) != number(other, d)), fewest)
    return number(one, enough), number(other, enough)


def _taken(view: NewtonView) -> str:
    """The damped step: from which height to which."""
    t, loss, landed = float(view.damping), float(view.loss), float(view.landed)
    if not math.isfinite(landed):
        return _("{step} leads from {loss} to where the loss is too large for a number.").format(
            step=_part(t), loss=_unit(view, number(loss))
        )
    before, after = _told_apart(loss, landed)
    if before == after:
        told, before = _("{step} leads to the same height, {loss}."), _unit(view, before)
    elif landed < loss:
        told = _("{step} leads downhill, from {loss} to {landed}.")
    else:
        told = _("{step} leads uphill, from {loss} to {landed}.")
    return told.format(step=_part(t), loss=before, landed=_unit(view, after)) + _off(view)


def _part(t: float) -> str:
    if t == 1:
        return _("The full step")
    return _("With damping {t} the step").format(t=plain(t))


def _bowl(view: NewtonView) -> str:
    promised = float(view.loss - view.promise)
    what = (
        _(
            "The model is a bowl whose bottom promises a loss of {promised}, which no loss can be."
            " {taken}"
        )
        if promised < 0
        else _("The model is a bowl whose bottom promises a loss of {promised}. {taken}")
    )
    text = what.format(promised=_unit(view, number(promised)), taken=_taken(view))
    return f"{text}{_repair(view)}" if view.landed >= view.loss else text


def _repair(view: NewtonView) -> str:
    """The part that does lead downhill."""
    found = view.repair
    if found is None:
        return ""
    part, height = found
    before, after = _told_apart(view.loss, height)
    if part >= view.damping or before == after:
        return ""
    said = plain(part) if part > 0.1 else _("1/{n}").format(n=f"{1 / part:,.0f}")
    return " " + _("Damp it: {part} of the full step leads down to {height}.").format(
        part=said, height=_unit(view, after)
    )


def _no_bowl(view: NewtonView, low: float, high: float) -> str:
    shape = _("a saddle") if high > 0 else _("a dome")
    text = _(
        "The model is {shape}, eigenvalues {low} and {high}: it has no bottom, and Newton heads for"
        " where it is level. {taken}"
    ).format(shape=shape, low=number(low, 2), high=number(high, 2), taken=_taken(view))
    if view.promise < 0 and view.landed < view.loss:
        return f"{text} " + _(
            "Yet at the dot the step points uphill, so a small enough part of it leads up: it goes"
            " over a rise first."
        )
    if view.promise < 0:
        return f"{text} " + _(
            "At the dot the step points uphill, so a small enough part of it always leads up:"
            " damping is no cure here. Step down the slope instead."
        )
    return f"{text}{_repair(view)}" if view.landed >= view.loss else text


def newton_alt(view: NewtonView) -> str:
    """What there is to see."""
    a, b = view.ground.surface.model.names
    return _(
        "A contour map over {a} and {b} with a dot that can be dragged and Newton's step; where the"
        " quadratic model is a bowl, also the ellipse on which it is as high as at the dot. Beside"
        " it the surface and its model along that step: how far the loss changes, in units of how"
        " far the model does on the full step."
    ).format(a=a, b=b)
