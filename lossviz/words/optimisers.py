"""Walks of one or two optimisers in words: how far they came, and how each of them steps."""

import math
from collections.abc import Callable

import numpy as np

from lossviz.i18n import _
from lossviz.surfaces.contest import Contest
from lossviz.surfaces.grounds import Ground
from lossviz.surfaces.irls import LEAST, least_residual
from lossviz.surfaces.optimisers import BETAS
from lossviz.words import number, plain, with_unit

NAMES = {
    "gradient": _("gradient descent"),
    "batch": _("mini-batch"),
    "momentum": _("momentum"),
    "adam": _("Adam"),
    "newton": _("Newton"),
    "irls": _("reweighting"),
}
"""Rule -> its name within a sentence."""
ARRIVED = 1e-6
"""A share of the minimum so small is not told from it."""


def name_of(rule: str) -> str:
    """The name at the start of a sentence."""
    return NAMES[rule][:1].upper() + NAMES[rule][1:]


def rate_text(rate: float) -> str:
    """A rate as it was set.

    >>> rate_text(20000.0), rate_text(0.05)
    ('20,000', '0.05')
    """
    return f"{rate:,.0f}" if rate >= 1000 and rate == math.floor(rate) else plain(rate)


def loss_text(loss: float) -> str:
    """A mean loss to four digits, or that there is none."""
    return number(loss, 4) if math.isfinite(loss) else _("explodes")


def contest_sentence(view: Contest) -> str:
    """Where each walk is after the steps shown."""
    if view.step == 0:
        loss = float(view.loss[0])
        return _(
            "The start: mean loss {loss}; the lowest is {lowest}. Which way will the path go, and"
            " how many steps does it take?"
        ).format(loss=loss_text(loss), lowest=number(view.ground.lowest, 4))
    return " ".join(_walk(view, k) for k in range(len(view.rules)))


def _walk(view: Contest, k: int) -> str:
    step, rate = int(view.step), float((view.rate, view.other_rate)[k])
    head = _("{name}, rate {rate}, {steps}:").format(
        name=name_of(view.rules[k].key), rate=rate_text(rate), steps=steps_text(step)
    )
    return f"{head} {_came_to(view, k)}{_bent(view, k)}"


def steps_text(step: int) -> str:
    """A number of steps."""
    return _("1 step") if step == 1 else _("{n} steps").format(n=step)


def _came_to(view: Contest, k: int) -> str:
    loss, first, lowest = float(view.loss[k]), float(view.losses[k, 0]), view.ground.lowest
    if view.exploded(k):
        beyond = view.first_beyond(k)
        if beyond is not None:
            return _("it explodes; from step {n} on the loss is too large for a number.").format(
                n=beyond
            )
        return _("it explodes; the loss is {loss}, {times} times that of the start.").format(
            loss=number(loss), times=number(loss / first, 2)
        )
    share = (loss - lowest) / lowest
    if share < ARRIVED:
        return _("it has arrived: the mean loss is the minimum, {lowest}.").format(
            lowest=number(lowest, 4)
        )
    said = _("mean loss {loss}, {share} % above the minimum.").format(
        loss=number(loss, 4), share=number(100 * share, 2)
    )
    return said + _chatter(view, k) + _place(view, k)


def _chatter(view: Contest, k: int) -> str:
    up, steps = view.uphill(k)
    if up == 0:
        return ""
    if steps == 1:
        return " " + _("This step went uphill.")
    return " " + _("Of its last {steps} steps {up} went uphill.").format(steps=steps, up=up)


def _place(view: Contest, k: int) -> str:
    place, before = view.path[k, int(view.step)], view.path[k, int(view.step) - 1]
    if not view.ground.room.holds(*place.tolist()):
        return " " + _("It has left the map.")
    if np.array_equal(place, before):
        return " " + _("It stands still.")
    return ""


def _bent(view: Contest, k: int) -> str:
    """Where Newton's model had no bottom."""
    if view.rules[k].key != "newton":
        return ""
    found = view.first_no_bowl(k)
    if found is None:
        return ""
    step, low = found
    if low == 0:
        return " " + _(
            "At step {n} the Hessian has an eigenvalue of 0, or one not told from 0: no bottom"
            " to step to, so it takes a step down the slope, or none where there is no curvature at"
            " all."
        ).format(n=step)
    return " " + _(
        "At step {n} the Hessian has the eigenvalue {low}: no bottom to step to, so it takes a step"
        " down the slope instead."
    ).format(n=step, low=number(low, 2))


def contest_alt(view: Contest) -> str:
    """What there is to see."""
    names = " {and_} ".format(and_=_("and")).join(NAMES[rule.key] for rule in view.rules)
    a, b = view.ground.surface.model.names
    return _(
        "A contour map over {a} and {b} with the path of {names} from a dot that can be dragged;"
        " beside it the {nouns} with what the walk predicts now, and the mean loss above its"
        " minimum against the step, in powers of ten."
    ).format(a=a, b=b, names=names, nouns=view.ground.nouns)


# ---- how each rule steps --------------------------------------------------------------------


def rule_note(rule: str, ground: Ground, batch: int, beta: float) -> str:
    """How a rule steps, and what limits its rate."""
    notes: dict[str, Callable[[], str]] = {
        "gradient": lambda: _(
            "**Gradient descent** steps against the gradient of the mean loss, times the rate. The"
            " loss is as defined: squared error is the MSE, without a 1/2. {limit}"
        ).format(limit=limit_note(ground, 0.0)),
        "batch": lambda: batch_note(batch, len(ground.surface.y)),
        "momentum": lambda: _(
            "**Momentum** keeps {beta} of the last step and adds the new gradient: a heavy ball. It"
            " speeds up along a valley and overshoots in it. {limit}"
        ).format(beta=plain(beta), limit=limit_note(ground, beta)),
        "adam": _adam_note,
        "newton": _newton_note,
        "irls": lambda: _irls_note(ground),
    }
    return notes[rule]()


def largest_rate(ground: Ground, beta: float) -> float | None:
    """The largest stable rate 2 (1 + beta) / lambda_max; None where the curvature changes."""
    if ground.surface.moments is None:
        return None
    largest = float(np.linalg.eigvalsh(ground.surface.hessian(0.0, 0.0))[-1])
    return 2 * (1 + beta) / largest


def limit_note(ground: Ground, beta: float) -> str:
    """The largest stable rate, where there is one for the whole surface."""
    limit = largest_rate(ground, beta)
    if limit is None:
        return _("The curvature changes from place to place, and with it the rate that is safe.")
    tex = r"$2/\lambda_{\max}$" if beta == 0 else r"$2(1+\beta)/\lambda_{\max}$"
    return _("Stable here below the rate {tex} = {limit}.").format(tex=tex, limit=number(limit))


def batch_note(batch: int, n: int) -> str:
    """What following some rows only does."""
    if batch == n:
        return _(
            "A **mini-batch** of all {n} rows is the whole data: this is plain gradient descent."
        ).format(n=n)
    return _(
        "A **mini-batch** step follows the gradient of {batch} of the {n} rows, shuffled anew on"
        " each pass. Each step has its own minimum, so at a constant rate the walk never settles:"
        " it wanders about the lowest place. A smaller rate makes it wander less, and slower."
    ).format(batch=batch, n=n)


def too_large(batch: int, n: int) -> str:
    """That a batch is larger than the data."""
    return _(
        "A batch of {batch} is larger than the data: there are {n} rows. Shown: a batch of all {n}."
    ).format(batch=batch, n=n)


def _adam_note() -> str:
    keep, square = BETAS
    return _(
        "**Adam** (Kingma and Ba 2015, algorithm 1) divides a running mean of the gradient ({keep}"
        " kept at each step) by the root of a running mean of its square ({square} kept), each"
        " parameter on its own. So the rate is a length: the first step moves each parameter by"
        " the rate, whatever the size of its gradient, if it has one."
    ).format(keep=plain(keep), square=plain(square))


def _newton_note() -> str:
    return _(
        "**Newton** steps to the bottom of the quadratic model, {tex}, or part of the way: the rate"
        " damps it. Where the Hessian has an eigenvalue of 0 or below, the model has no bottom: the"
        " step is the gradient divided by the largest eigenvalue in size, downhill, times the rate."
        " Where the Hessian is 0 it stands still."
    ).format(tex=r"$-H^{-1}g$")


def _irls_note(ground: Ground) -> str:
    note = _(
        "**Reweighting** (IRLS) fits least squares with weights {tex}, again and again: a row far"
        " off counts less. The rate is the part of the way to the new line."
    ).format(tex=r"$\psi(r)/r$")
    if ground.surface.loss_at.weight(0.0) < math.inf:
        return note
    return f"{note} " + _(
        "A residual of 0 would weigh without end, so one below {least} ({share} of the spread of y)"
        " is weighed as if it were that large."
    ).format(
        least=with_unit(least_residual(ground.surface), ground.units[0]), share=number(LEAST, 1)
    )
