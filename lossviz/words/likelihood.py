"""Maximum likelihood in words: product, stack and the bridge from likelihood to loss."""

import math

from lossviz.core import LossAt
from lossviz.i18n import _
from lossviz.likelihood.stems import Stems
from lossviz.noise import Support
from lossviz.words import SUPERSCRIPT, number, plain

MEANS = {"squared_error": _("MSE"), "absolute_error": _("MAE")}
"""Means of losses that have a name of their own."""


def product(log_value: float, digits: int = 2) -> str:
    """A product of many factors, from its logarithm, as a power of ten: it may be below 1e-308.

    >>> product(-17.8333), product(-1000.0), product(-math.inf)
    ('1.8 × 10⁻⁸', '5.1 × 10⁻⁴³⁵', '0')
    """
    if log_value == -math.inf:
        return "0"
    power = math.floor(log_value / math.log(10))
    mantissa = f"{10 ** (log_value / math.log(10) - power):.{digits - 1}f}"
    if float(mantissa) >= 10:  # rounded up to the next power
        mantissa, power = f"{1:.{digits - 1}f}", power + 1
    return _("{mantissa} × 10{power}").format(
        mantissa=mantissa, power=str(power).translate(SUPERSCRIPT)
    )


def mean_name(loss_at: LossAt) -> str:
    """What the mean of a loss is called."""
    loss = loss_at.loss
    if loss.key in MEANS:
        return MEANS[loss.key]
    told = loss.name_in_text.endswith((_("error"), _("entropy")))
    return (_("mean {loss}") if told else _("mean {loss} loss")).format(loss=loss.name_in_text)


def bridge(view: Stems) -> str:
    """The stack in terms of the mean loss: factor and offset in numbers.

    An offset of nothing is left out.
    """
    factor = view.bridge.factor
    times = plain(factor) if factor == round(factor) else number(factor)
    line = f"{times} × {mean_name(view.loss_at)}"
    offset = view.bridge.offset
    if abs(offset) < 1e-9:
        return line
    return f"{line} {'+' if offset > 0 else '−'} {number(abs(offset))}"


def standing(view: Stems, here: float) -> str:
    """Where the noise stands."""
    shown = plain(round(here, 4)) if here == round(here, 2) else number(here)
    return _("p = {p}").format(p=shown) if view.is_coin else shown


def what_stands(view: Stems) -> str:
    """The noise as a thing that can be moved."""
    return _("coin") if view.is_coin else _("hill")


def stems_sentence(view: Stems, *, tried: bool = True) -> str:
    """Product and stack where the noise stands; at the best place, why that is the loss."""
    thing = what_stands(view)
    if view.is_best:
        return _(
            "Short stem, long bar. Best {thing} = shortest stack: {where}, stack {stack}. And the"
            " stack is exactly {bridge}: that is why {mean}."
        ).format(
            thing=thing, where=_best(view), stack=number(view.shortest), bridge=bridge(view),
            mean=mean_name(view.loss_at),
        )  # fmt: skip
    where = standing(view, float(view.here))
    if math.isinf(view.stack):
        label = view.observed.classes[0 if view.here == 1 else 1]
        return _(
            "At {where} “{label}” is impossible, yet it happened: the product is 0 and the stack"
            " has no end."
        ).format(where=where, label=label)
    said = _("{thing} at {where}: product {product}, stack {stack}.").format(
        thing=thing.capitalize(), where=where, product=product(-float(view.stack)),
        stack=number(float(view.stack)),
    )  # fmt: skip
    if not tried:
        return f"{said} " + _("Move the {thing}: which place makes the stack shortest?").format(
            thing=thing
        )
    return f"{said} " + _("That is {more} nats more than the shortest.").format(
        more=number(float(view.stack) - view.shortest)
    )


def _best(view: Stems) -> str:
    low, high = view.answers
    if view.observed.support is Support.BINARY:
        ones = round(float(view.observed.y.sum()))
        return _("p = {p} ({ones} of {n})").format(p=number(view.answer), ones=ones, n=view.n)
    if high - low > 1e-9:
        return _("anything from {low} to {high}").format(low=plain(low), high=plain(high))
    return number(view.answer)
