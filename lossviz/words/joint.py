"""Location and width together, in words: how far above the lowest, and where the width is from."""

import numpy as np

from lossviz.i18n import _
from lossviz.likelihood.joint import LEVELS, NOISES, JointView, Surface
from lossviz.words import number, percent, plain
from lossviz.words.strike import left_text


def joint_sentence(view: JointView) -> str:
    """The NLL at the dot and at its lowest, and the width found."""
    surface = view.surface
    at = _("At location {mu} and width {sigma} the NLL is {nll}").format(
        mu=plain(view.mu), sigma=plain(view.sigma), nll=number(view.nll, 4)
    )
    above = (
        _("that is the lowest there is.")
        if view.excess < 0.005
        else _("{excess} above the lowest.").format(excess=left_text(view.excess))
    )
    lowest = _("Lowest: {nll} at location {mu} and width {sigma}.").format(
        nll=number(surface.fit.nll_sum, 4), mu=number(surface.location),
        sigma=f"{number(surface.width, 4)} {surface.observations.unit}".rstrip(),
    )  # fmt: skip
    return f"{at}, {above} {lowest} {width_sentence(surface)}"


def lowest_at(surface: Surface) -> str:
    """Which locations are the most likely."""
    low, high = surface.plateau.low, surface.plateau.high
    if low < high:
        return _("from {low} to {high}").format(low=plain(low), high=plain(high))
    return _("at {location}").format(location=number(surface.location))


def width_sentence(surface: Surface) -> str:
    """Where the most likely width is from; for the bell, why it comes out too small."""
    width = number(surface.width, 4)
    if surface.noise.key == NOISES["bell"].key:
        n = len(surface.y)
        return _(
            "That width is √(SSE/n). With n − 1 it is {unbiased}: SSE is measured from the mean of"
            " the same {n} {nouns}, which lies closer to them than the truth does, so dividing by n"
            " comes out too small on average."
        ).format(
            unbiased=number(surface.width * np.sqrt(n / (n - 1)), 4), n=n,
            nouns=surface.observations.nouns,
        )  # fmt: skip
    if surface.noise.key == NOISES["tent"].key:
        mean = _("That width is the mean distance to the median.")
        if surface.plateau.low < surface.plateau.high:
            return f"{mean} " + _("Any location {from_to} is as good.").format(
                from_to=lowest_at(surface)
            )
        return mean
    return _("No formula gives {width}: it was found by search.").format(width=width)


def joint_notes(surface: Surface) -> str:
    """What the contours are, what they are not, and what happens towards width 0."""
    levels = ", ".join(plain(level) for level in LEVELS)
    return " ".join(
        (
            _("Contours: {levels} nats above the lowest; none are drawn beyond.").format(
                levels=levels
            ),
            _(
                "The surface is −log likelihood of θ, location and width together. The likelihood"
                " is no density over θ: it need not integrate to 1."
            ),
            towards_zero(surface),
        )
    )


def towards_zero(surface: Surface) -> str:
    """What the NLL does as the width shrinks to 0."""
    nouns, shape = surface.observations.nouns, surface.noise.shape
    if not shape:
        return _(
            "Towards width 0 the NLL goes to infinity, unless all {nouns} coincide: a miss counts"
            " in widths."
        ).format(nouns=nouns)
    share = shape["nu"] / (shape["nu"] + 1)
    return _(
        "Towards width 0 the NLL goes to infinity, unless {share} or more of the {nouns}"
        " coincide: a miss counts in widths."
    ).format(nouns=nouns, share=percent(share))
