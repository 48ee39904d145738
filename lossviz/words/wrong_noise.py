"""The truth and the wrong noise in words: what a fit found, how far it misses, and whether that
is the fault of the assumption.
"""

import numpy as np

from lossviz import words
from lossviz.i18n import _
from lossviz.likelihood.wrong_noise import (
    KINDS,
    SAMPLES,
    SIZES,
    TAU,
    WrongNoise,
    aim,
    misses,
    times,
)

NEAR = 0.01  # widths: an aim nearer to the true location is that location
LITTLE = 1.2  # times as many readings: a loss of precision that is hardly one


def _fixed(value: float) -> str:
    if not abs(value) < 1000:
        return words.number(float(value))
    return f"{round(float(value), 2) + 0.0:.2f}".replace("-", words.MINUS)


def _found(word: str, fit: np.ndarray) -> str:
    return _("The {noise} puts the location at {at}, the width at {width}").format(
        noise=word, at=_fixed(fit[0]), width=_fixed(fit[1])
    )


def wrong_noise_sentence(view: WrongNoise) -> str:
    """What both fits found, how far such fits miss, and whether the assumption matters."""
    truth, fitted = KINDS[view.truth], KINDS[view.fitted]
    size = SIZES[int(view.nearest)]
    start = _("{n} readings of a {truth} about 0, width 1.").format(
        n=words.plain(float(view.size)), truth=truth.word
    )
    found = _found(fitted.word, view.wrong)
    wrong, right = (words.number(float(miss)) for miss in view.typical)
    if view.same:
        return f"{start} {found}. " + _(
            "Of {samples} samples of {size}, half miss the location by more than {miss}. The"
            " assumption is the truth."
        ).format(samples=SAMPLES, size=size, miss=wrong)
    both = _("{found}; the {truth} itself puts them at {at} and {width}.").format(
        found=found, truth=truth.word, at=_fixed(view.right[0]), width=_fixed(view.right[1])
    )
    missed = _(
        "Of {samples} samples of {size}, half miss by more than {wrong} with the {fitted} and"
        " {right} with the {truth}."
    ).format(
        samples=SAMPLES, size=size, wrong=wrong, right=right, fitted=fitted.word, truth=truth.word
    )
    return f"{start} {both} {missed} {verdict(view)}"


def verdict(view: WrongNoise) -> str:
    """Whether the wrong noise matters, and how."""
    there = aim(view.truth, view.fitted)
    fitted = KINDS[view.fitted].word
    if np.isnan(there):
        typical = misses(view.truth, view.fitted).typical
        return _(
            "It matters: the {fitted} looks for the mean, and a {truth} has none. With {few}"
            " readings half miss by more than {first}, with {many} by more than {last}."
        ).format(
            fitted=fitted, truth=KINDS[view.truth].word, few=SIZES[0], many=SIZES[-1],
            first=words.number(float(typical[0])), last=words.number(float(typical[-1])),
        )  # fmt: skip
    if abs(there) > NEAR:
        return _(
            "It matters: the {fitted} looks for {what}, and that is at {there}, however many"
            " readings there are."
        ).format(fitted=fitted, what=_looks_for(view.fitted), there=_fixed(there))
    more = words.number(times(view.truth, view.fitted), 2)  # as it is read, so it is judged
    wrong, right = (float(f"{miss:.3g}") for miss in view.typical)
    if float(more) <= LITTLE:
        start = _("It hardly matters which of the two is assumed:")
    elif wrong < right:
        start = _("Both close in on 0:")
    else:
        start = _("Both close in on 0, the wrong noise more slowly:")
    said = _("{start} in the long run {more} times as many readings make up for it.").format(
        start=start, more=more
    )
    if wrong < right:
        said += " " + _(
            "Here the wrong noise misses less: a difference this small is chance with {samples}"
            " samples."
        ).format(samples=SAMPLES)
    return said


def _looks_for(fitted: str) -> str:
    """What the location of a noise is, in a sample of any noise."""
    if fitted == "bell":
        return _("the mean")
    if fitted == "tent":
        return _("the median")
    if fitted == "leaning":
        return _("the place with {share} of the readings below it").format(share=words.percent(TAU))
    return _("the place where its own pulls balance")


def gauss_markov(view: WrongNoise) -> str:
    """What least squares needs, and what it loses."""
    index = int(view.nearest)
    size = SIZES[index]
    there = aim(view.truth, "bell")
    if np.isnan(there):
        return _(
            "Least squares needs no bell, but it needs a mean and a finite variance: a {truth}"
            " has neither."
        ).format(truth=KINDS[view.truth].word)
    least = misses(view.truth, "bell")
    return _(
        "Least squares needs no bell to be right on average: its location is the mean, which is"
        " {mean} for a {truth}, and the average of {samples} means of {size} readings is"
        " {average}, with a standard error of {error}. What it loses under other noise is"
        " precision."
    ).format(
        mean=words.plain(round(there, 2)), truth=KINDS[view.truth].word, samples=SAMPLES, size=size,
        average=f"{round(float(least.average[index]), 3) + 0.0:.3f}".replace("-", words.MINUS),
        error=f"{least.error[index]:.3f}",
    )  # fmt: skip
