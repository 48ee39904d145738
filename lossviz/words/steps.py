"""The lines of a derivation in words: what each comes to where the noise stands."""

import math

import numpy as np

from lossviz.derivation import Follows, Step
from lossviz.i18n import _
from lossviz.likelihood.steps import Phase, StepView
from lossviz.numerics import Array
from lossviz.words import SUPERSCRIPT, gap, number, plain
from lossviz.words.likelihood import mean_name, product, standing

LEVEL = 1e-9
"""Slopes this small, relative to the pulls, are zero for a reader."""


def line_sentence(view: StepView) -> str:
    """What this line comes to here, and what that says."""
    here = standing(view, float(view.here))
    if view.step.follows is Follows.ROOT:
        return f"{_root(view)} {_slope(view, here)}"
    if view.phase is Phase.SLOPE:
        none = "" if _has_root(view) else " " + _no_root(view)
        return _slope(view, here) + none
    if view.phase is Phase.PRODUCT:
        same = " " + (
            _("The same number, with the probability written out.")
            if view.is_coin
            else _("The same number, with the density written out.")
        )
        said = _("At {here} the product is {product}.").format(
            here=here, product=product(-float(view.stack))
        )
        return said + (same if view.step.follows is Follows.EQUAL else "")
    if math.isinf(view.value):
        return _("At {here} it has no end: what happened would be impossible there.").format(
            here=here
        )
    if view.phase is Phase.NLL:
        return _("At {here} it is {value} nats: minus the log of {product}.").format(
            here=here, value=number(float(view.value)), product=product(-float(view.stack))
        )
    if view.step.follows is Follows.DROP_CONST:
        return _(
            "At {here} it is {value}: {struck} less, at every candidate alike. The curve sinks, its"
            " lowest place stays."
        ).format(here=here, value=number(float(view.value)), struck=number(view.struck))
    if view.step.follows is Follows.RESCALE:
        return _rescaled(view, here)
    return _("At {here} it is {value}: the same number, written with the logit.").format(
        here=here, value=number(float(view.value))
    )


def _rescaled(view: StepView, here: str) -> str:
    assert view.before is not None  # a RESCALE is compared with the line before
    before = float(view.values(view.before, np.array([float(view.here)]))[0])
    factor = view.bridge.factor
    return _(
        "At {here} it is {value}, the {mean}: {before} divided by {factor}. The curve is {how}, its"
        " lowest place stays."
    ).format(
        here=here, value=number(float(view.value)), mean=mean_name(view.loss_at),
        before=number(before, 5), factor=plain(factor),
        how=_("stretched") if factor < 1 else _("squeezed"),
    )  # fmt: skip


def _slope(view: StepView, here: str) -> str:
    at_kink = _kink(view, here)
    if at_kink:
        return at_kink
    right, left = sides(view.amounts)
    per = _(" per unit of logit") if view.is_coin else ""
    if abs(right - left) <= LEVEL * max(right, left):
        return _(
            "At {here} the slope is zero: the pulls, minus slopes over N, add up to {pull} on"
            " either side."
        ).format(here=here, pull=number(right))
    return _(
        "At {here} the pulls, minus slopes over N, add up to {right} to the right and {left} to the"
        " left: slope {slope}{per}, so the loss falls {way}."
    ).format(
        here=here, right=number(right), left=number(left), slope=number(float(view.value)),
        per=per, way=_way(right - left),
    )  # fmt: skip


def _way(pull: float) -> str:
    return _("to the right") if pull > 0 else _("to the left")


def one_sided_slopes(view: StepView) -> tuple[float, float]:
    """The slope of the mean loss just below and just above where the noise stands."""
    aside = 1e-6 * max(1.0, abs(float(view.here)))
    below, above = view.values(view.drawn, float(view.here) + np.array([-aside, aside]))
    return float(below), float(above)


def _kink(view: StepView, here: str) -> str:
    """What to say on a reading where the loss has a kink; nothing elsewhere."""
    if 0.0 not in view.loss_at.facts.kinks or float(view.here) not in view.observed.y:
        return ""
    below, above = one_sided_slopes(view)
    jump = _("{here} is a {reading}: the slope jumps there from {below} to {above}").format(
        here=here, reading=view.observed.noun, below=number(below), above=number(above)
    )
    if below < -LEVEL and above > LEVEL:
        return f"{jump}. " + _("No step to a side pays.")
    if below * above <= LEVEL:
        low, high = view.answers
        return f"{jump}. " + _("The loss is flat from {low} to {high}.").format(
            low=plain(low), high=plain(high)
        )
    return _("{jump}, so the loss falls {way}.").format(jump=jump, way=_way(-below))


def sides(amounts: Array) -> tuple[float, float]:
    """The pulls (n,) to the right added up, and those to the left, both positive."""
    return (
        float(amounts[amounts > 0].sum()),
        float(-amounts[amounts < 0].sum()),
    )


def _has_root(view: StepView) -> bool:
    return view.derivation.steps[-1].follows is Follows.ROOT


def _root(view: StepView) -> str:
    low, high = view.answers
    if high - low > LEVEL:
        return _("It is zero between {low} and {high}.").format(low=plain(low), high=plain(high))
    if 0.0 in view.loss_at.facts.kinks:  # the middle reading: the slope jumps past zero
        return _("It changes its sign at {best}.").format(best=standing(view, view.answer))
    return _("It is zero at {best}.").format(best=standing(view, view.answer))


def root_name(view: StepView) -> str:
    """Where the slope vanishes, in short."""
    low, high = view.answers
    if high - low > LEVEL:
        return _("{low} to {high}").format(low=plain(low), high=plain(high))
    return number(view.answer)


def _no_root(view: StepView) -> str:
    return _("No formula says where it is zero; a search finds {best}.").format(
        best=number(view.answer)
    )


def why(step: Step, measured: float, observed: str) -> str:
    """Why a line holds, what it keeps of the one before, and how well it holds on `observed`."""
    if step.follows is Follows.START:
        return step.why
    keeps = step.follows.keeps
    kept = keeps[:1].upper() + keeps[1:]
    held = _("Holds to {gap} on {observed}.").format(gap=gap(measured), observed=observed)
    return f"{step.why} *{kept}.* {held}"


def reason(view: StepView) -> str:
    """`why` of the line shown, here."""
    observed = _("your {n} {nouns}").format(n=view.n, nouns=view.observed.nouns)
    return why(view.step, view.gap, observed)


def place_in_derivation(view: StepView) -> str:
    """Which line of how many."""
    return _("Line {line} of {lines}").format(line=view.line + 1, lines=len(view.derivation.steps))


def axis_title(view: StepView, power: int = 0) -> str:
    """What the line is on an axis that counts in this power of ten."""
    return {
        Phase.PRODUCT: _("likelihood of the candidate, × 10{power}").format(
            power=str(power).translate(SUPERSCRIPT)
        ),
        Phase.NLL: _("minus log likelihood (nats)"),
        Phase.TERM: _("what is left (nats)"),
        Phase.MEAN: mean_name(view.loss_at),
        Phase.SLOPE: (
            _("slope of the mean loss in the logit") if view.is_coin else _("slope of the {mean}")
        ).format(mean=mean_name(view.loss_at)),
    }[view.phase]


def amounts_title(view: StepView) -> str:
    """What the bars of the line are."""
    return {
        Phase.PRODUCT: _("minus log of each stem (nats)"),
        Phase.NLL: _("surprises, end to end (nats)"),
        Phase.TERM: _("what is left of each surprise (nats)"),
        Phase.MEAN: _("losses / N, end to end"),
        Phase.SLOPE: _("pulls, minus slopes over N: left, right"),
    }[view.phase]
