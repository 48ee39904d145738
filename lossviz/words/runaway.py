"""A hill without a lowest place, in words."""

from lossviz.i18n import _
from lossviz.surfaces.runaway import LONGEST, RATE, SPECIES, Runaway
from lossviz.words import number, plain


def runaway_sentence(view: Runaway) -> str:
    """Where descent is, and whether there is anything to arrive at."""
    after, n = int(view.after), view.data.n
    steps = _("1 step") if after == 1 else _("{n} steps").format(n=f"{after:,}")
    right = int(view.right[after])
    sides = (
        _(
            "all {n} irises are on the right side of the border, and have been since step {since}"
        ).format(n=n, since=view.right_since)
        if after >= view.right_since
        else _("{right} of {n} irises are on the right side of the border").format(right=right, n=n)
    )
    here = _(
        "After {steps} {sides}. The {loss} is {cost} nats, the size of intercept and slope {size}."
    ).format(
        steps=steps, sides=sides, cost=number(float(view.cost)), size=number(float(view.size)),
        loss=_("mean loss") if view.penalty == 0 else _("mean loss with penalty"),
    )  # fmt: skip
    return f"{here} {_end(view)}"


def _end(view: Runaway) -> str:
    if not view.finite:
        return _(
            "There is no lowest place: for every curve some steeper one is better."
            " From {early} to {late} steps the size grows by {more}."
        ).format(
            early=f"{LONGEST // 10:,}", late=f"{LONGEST:,}", more=number(view.last_tenfold)
        )  # fmt: skip
    a, b = view.fit.coefficients.tolist()
    return _(
        "The penalty charges for steepness, so there is a lowest place: intercept {a}, slope {b},"
        " height {cost} nats."
    ).format(a=number(a), b=number(b), cost=number(float(view.fit.objective)))


def why(view: Runaway) -> str:
    """What is walked on, and how fast it runs away."""
    low, high = view.data.gap
    border = (low + high) / 2
    what = _(
        "{n} irises: label 1 is {one}, 0 is {other}; x is the length of a petal. No petal of"
        " {other} is longer than {low} cm, none of {one} shorter than {high} cm: one border, where"
        " the curve is at 1/2, parts them. Gradient descent from (0, 0) at learning rate {rate} on"
        " the mean cross-entropy. The penalty is half of the number above, times the slope squared;"
        " the intercept is free. The size is √(intercept² + slope²)."
    ).format(
        n=view.data.n, one=SPECIES[1], other=SPECIES[0], low=plain(low), high=plain(high),
        rate=plain(RATE),
    )  # fmt: skip
    theory = _(
        "Without penalty the size grows like the logarithm of the steps, in the long run by"
        " log 10 / {margin} = {each} with every tenfold, and the border creeps to {border} cm,"
        " halfway between the two nearest petals (Soudry et al. 2018, JMLR 19:70). {margin} is the"
        " margin: how far the nearest petals are from that border, in the plane of (1, x). After"
        " {longest} steps the border is at {now} cm: the long run is long."
    ).format(
        margin=number(view.data.margin), each=number(view.long_run), border=plain(border),
        longest=f"{LONGEST:,}", now=number(view.last_border),
    )  # fmt: skip
    return f"{what}\n\n{theory}"


def runaway_alt(view: Runaway) -> str:
    """What there is to see."""
    lowest = _(" and the lowest place") if view.finite else ""
    return _(
        "Three plots. A map of the mean loss over intercept and slope with the path of gradient"
        " descent{lowest}; the size of intercept and slope, and the loss, against the steps, both"
        " on logarithmic axes of steps."
    ).format(lowest=lowest)
