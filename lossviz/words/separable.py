"""Why descent on separable classes never ends, and what a penalty changes; in words."""

from lossviz.binary.separable import DECADE, RATE, Separable
from lossviz.i18n import _
from lossviz.words import number, plain


def _steps(count: int) -> str:
    return _("1 step") if count == 1 else _("{n} steps").format(n=f"{count:,}")


def separable_sentence(view: Separable) -> str:
    """Where descent is, and whether there is anything to arrive at."""
    here = _("After {steps}: weights of size {size}, {cost}.").format(
        steps=_steps(int(view.after)), size=number(float(view.size)),
        cost=_loss(view, float(view.cost)),
    )  # fmt: skip
    if view.finite:
        return f"{here} {_end(view)}"
    low, high = DECADE
    return f"{here} " + _(
        "Ten times as many steps, {low} to {high}, add {more}, and the next tenfold adds some"
        " again. {message}"
    ).format(
        low=f"{low:,}", high=f"{high:,}", more=number(view.last_decade), message=view.fit.message
    )


def _loss(view: Separable, cost: float) -> str:
    """What descent minimises."""
    named = _("loss {cost}") if view.penalty == 0 else _("loss with penalty {cost}")
    return named.format(cost=number(cost))


def _end(view: Separable) -> str:
    size, cost = number(view.best_size), _loss(view, view.fit.objective)
    if view.penalty == 0:
        return _(
            "The classes overlap, so there is a minimiser of finite size: {size}, {cost}."
        ).format(size=size, cost=cost)
    return _(
        "The penalty charges for steepness: it has a minimiser of finite size, {size}, {cost}."
    ).format(size=size, cost=cost)


def separable_alt(view: Separable) -> str:
    """What there is to see."""
    return _(
        "Three plots. {n} points of two classes along x, and the sigmoid of gradient descent; the"
        " size of its weights against the steps on a logarithmic axis; the loss against the same"
        " steps. Dashed: the minimiser, where there is one."
    ).format(n=len(view.x))


def how(view: Separable) -> str:
    """What is minimised, and how."""
    if view.penalty == 0:
        what = _("the mean cross-entropy")
    else:
        what = _("the mean cross-entropy plus {half} × slope²").format(half=plain(view.penalty / 2))
    return _(
        "Gradient descent from 0 at rate {rate} on {what}; size = √(intercept² + slope²). The"
        " penalty leaves the intercept free. Stopping early is a penalty of its own: the steps"
        " you take decide how sure the curve is."
    ).format(rate=plain(RATE), what=what)
