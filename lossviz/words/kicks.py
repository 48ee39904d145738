"""A count fitted by its average surprise, in words."""

from lossviz.i18n import _
from lossviz.information.kicks import CountFit
from lossviz.numerics import Array
from lossviz.words import percent, plain
from lossviz.words.strip import PLACES, fixed
from lossviz.words.sums import floor_and_excess

LIKELY = 0.05
"""What true Poissons leave at least so often is not said to be more than chance."""


def kicks_sentence(view: CountFit) -> str:
    """Average surprise, floor and excess; at the best rate what it is and what is left."""
    return _best(view) if view.is_best else _elsewhere(view)


def _together(view: CountFit) -> str:
    floor, excess, cost = floor_and_excess(view.floor, float(view.excess), PLACES)
    return _("{cost} nats per {noun} = floor {floor} + excess {excess}").format(
        cost=cost, noun=view.observed.noun, floor=floor, excess=excess
    )


def _elsewhere(view: CountFit) -> str:
    return _(
        "λ = {rate}: {together}. Times {n}, that is a negative log-likelihood of about {nll}."
        " λ moves the excess only: the floor does not know it."
    ).format(
        rate=plain(float(view.rate)), together=_together(view), n=len(view.observed),
        nll=f"{view.nll:,.0f}",
    )  # fmt: skip


def _best(view: CountFit) -> str:
    return _(
        "λ = {rate}, the mean of the counts: {together}, the least a Poisson can leave. Least"
        " excess = least average surprise = maximum likelihood. Poisson is not perfect: {left} is"
        " left."
    ).format(
        rate=f"{view.best:.2f}", together=_together(view), left=fixed(float(view.excess))
    )  # fmt: skip


def by_chance(view: CountFit, simulated: Array) -> str:
    """How much of what is left may be chance; `simulated` is what true Poissons leave."""
    more = float((simulated >= float(view.excess)).mean())
    verdict = (
        _("So what is left may well be chance.")
        if more > LIKELY
        else _("So what is left is more than chance.")
    )
    return _(
        "Is that much? {draws} samples of {n}, drawn from a true Poisson with λ = {rate}, each"
        " fitted by its own mean, leave {mean} on average, and {more} of them at least {left}."
    ).format(
        draws=f"{len(simulated):,}", n=len(view.observed), rate=f"{view.best:.2f}",
        mean=fixed(float(simulated.mean())), more=percent(more), left=fixed(float(view.excess)),
    ) + f" {verdict}"  # fmt: skip


def kicks_alt(view: CountFit) -> str:
    """What there is to see."""
    return _(
        "Two panes. Bars: the shares of the {n} {nouns} with 0, 1, 2 and more deaths, and on stems"
        " the probabilities of a Poisson with rate λ. Beside them the average surprise over every"
        " λ: a grey floor of {floor} nats, and a coloured excess above it; the dot is λ."
    ).format(n=len(view.observed), nouns=view.observed.nouns, floor=fixed(view.floor))
