"""How each optimiser steps, in words: what it follows, and what limits its rate."""

import math
from collections.abc import Callable

import numpy as np

from lossviz.core import Form
from lossviz.i18n import _
from lossviz.surfaces.grounds import Ground
from lossviz.surfaces.irls import LEAST, least_residual
from lossviz.surfaces.optimisers import BETAS
from lossviz.words import number, plain, with_unit


def rule_note(rule: str, ground: Ground, batch: int, beta: float) -> str:
    """How a rule steps, and what limits its rate."""
    notes: dict[str, Callable[[], str]] = {
        "gradient": lambda: _gradient_note(ground),
        "batch": lambda: batch_note(batch, len(ground.surface.y)),
        "momentum": lambda: _momentum_note(ground, beta),
        "adam": _adam_note,
        "newton": _newton_note,
        "irls": lambda: _irls_note(ground),
    }
    return notes[rule]()


def _gradient_note(ground: Ground) -> str:
    note = _("**Gradient descent** steps against the gradient of the mean loss, times the rate.")
    if ground.surface.loss_at.facts.form is Form.QUADRATIC:
        note += " " + _("The loss is as defined: squared error is the MSE, without a 1/2.")
    return f"{note} {limit_note(ground, 0.0)}"


def _momentum_note(ground: Ground, beta: float) -> str:
    note = (
        _("**Momentum** with β = 0 keeps nothing of the last step: this is plain gradient descent."
          " {limit}")
        if beta == 0
        else _("**Momentum** keeps {beta} of the last step and adds a new one against the gradient:"
               " a heavy ball. It speeds up along a valley and can overshoot in it. {limit}")
    )  # fmt: skip
    return note.format(beta=plain(beta), limit=limit_note(ground, beta))


def largest_rate(ground: Ground, beta: float) -> float | None:
    """The largest stable rate 2 (1 + beta) / lambda_max; None where the curvature changes."""
    if ground.surface.moments is None:
        return None
    largest = float(np.linalg.eigvalsh(ground.surface.hessian(0.0, 0.0))[-1])
    return 2 * (1 + beta) / largest


def limit_note(ground: Ground, beta: float) -> str:
    """The largest stable rate, where there is one for the whole surface."""
    limit = largest_rate(ground, beta)
    if limit is None and ground.surface.loss_at.facts.form is Form.PIECEWISE_LINEAR:
        return _(
            "This surface is made of flat facets: the gradient does not fade near the lowest place,"
            " so at a constant rate the walk ends up hopping to and fro about it."
        )
    if limit is None:
        return _("The curvature changes from place to place, and with it the rate that is safe.")
    tex = r"$2/\lambda_{\max}$" if beta == 0 else r"$2(1+\beta)/\lambda_{\max}$"
    return _(
        "Stable here below the rate {tex} = {limit}: {largest} is the curvature across the valley,"
        " the largest eigenvalue of the Hessian."
    ).format(tex=tex, limit=number(limit), largest=r"$\lambda_{\max}$")


def batch_note(batch: int, n: int) -> str:
    """What following some rows only does."""
    if batch == n:
        return _(
            "A **mini-batch** of all {n} rows is the whole data: this is plain gradient descent."
        ).format(n=n)
    rest = _("; the last batch of a pass has the {rest} left over").format(rest=n % batch)
    return _(
        "A **mini-batch** step follows the gradient of {batch} of the {n} rows, shuffled anew on"
        " each pass through them{rest}. Each batch has a lowest place of its own, so at a constant"
        " rate the walk does not settle: it wanders about the lowest place of all, or explodes if"
        " the rate is too large. A smaller rate makes it wander less, and slower."
    ).format(batch=batch, n=n, rest=rest if n % batch else "")


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
        " parameter on its own. Both start at 0 and are corrected for it. So the rate is a length:"
        " the first step moves each parameter by the rate, be its gradient large or small. Only"
        " one next to 0 moves it less."
    ).format(keep=plain(keep), square=plain(square))


def _newton_note() -> str:
    return _(
        "**Newton** steps to the bottom of the quadratic model, {tex}. The rate is the part of that"
        " way: below 1 it damps the step, above 1 it goes past the bottom. Where the Hessian has an"
        " eigenvalue of 0 or below, the model has no bottom: the step is the gradient divided by"
        " the largest eigenvalue in size, downhill, times the rate. Where the Hessian is 0 it"
        " stands still."
    ).format(tex=r"$-H^{-1}g$")


def _irls_note(ground: Ground) -> str:
    loss_at = ground.surface.loss_at
    note = (
        _("**Reweighting** (IRLS) fits least squares with weights {tex}, the pull of a row"
          " over its residual. For squared error all weights are the same: one full step is the"
          " fit. The rate is the part of the way to it.")
        if loss_at.facts.form is Form.QUADRATIC
        else _("**Reweighting** (IRLS) fits least squares with weights {tex}, the pull of a row"
               " over its residual, again and again: a row far off counts less. The rate is the"
               " part of the way to the new line.")
    ).format(tex=r"$\psi(r)/r$")  # fmt: skip
    if loss_at.weight(0.0) < math.inf:
        return note
    return f"{note} " + _(
        "A residual of 0 would weigh without end, so one below {least} ({share} of the spread of y)"
        " is weighed as if it were that large."
    ).format(
        least=with_unit(least_residual(ground.surface), ground.units[0]), share=number(LEAST, 1)
    )
