"""Whether what was told 70 % happens 70 % of the time, in words."""

import numpy as np

from lossviz.binary.reliability import BINS, Reliability, wilson
from lossviz.i18n import _
from lossviz.words import number, percent, plain

FEW = 23  # flights


def reliability_sentence(view: Reliability) -> str:
    """How many bins are off, and whether the forecasts are too sure or not sure enough."""
    filled = int((view.counts > 0).sum())
    off = int(view.off.sum())
    factor = float(view.factor)
    told = _(
        "{n} forecasts, logits × {factor}: in {off} of {filled} bins the forecast lies outside the"
        " 95 % bar of what happened. Loss {loss}."
    ).format(
        n=f"{view.size:,}", factor=plain(factor), off=off, filled=filled,
        loss=number(float(view.loss)),
    )  # fmt: skip
    empty = BINS - filled
    if empty:
        gone = _("1 bin is empty.") if empty == 1 else _("{n} bins are empty.").format(n=empty)
        told = f"{told} {gone}"
    if factor > 1:
        return f"{told} " + _(
            "Too sure: every forecast is further from one half than the true probability."
        )
    if factor < 1:
        return f"{told} " + _(
            "Not sure enough: every forecast is nearer to one half than the true probability."
        )
    return f"{told} " + _("These are the true probabilities: what strays is chance.")


def reliability_alt(view: Reliability) -> str:
    """What there is to see."""
    return _(
        "Left, of {n} forecasts in {bins} bins, how often it happened against the mean forecast,"
        " with 95 % bars and the diagonal of a reliable forecast. Right, how many forecasts each"
        " bin has."
    ).format(n=f"{view.size:,}", bins=BINS)


def why_not_flights() -> str:
    """Why this needs many forecasts."""
    low, high = (float(end) for end in wilson(np.array(1.0), np.array(2.0)))
    return _(
        "Why not the {few} flights? In {bins} bins they are {each} to a bin. Had one flight of two"
        " seen distress, the 95 % bar would reach from {low} to {high}: it says next to nothing. So"
        " this sample is made, from probabilities that are known. The bars are Wilson's intervals;"
        " even for true probabilities about one in twenty misses."
    ).format(
        few=FEW, bins=BINS, each=number(FEW / BINS, 2), low=percent(low), high=percent(high)
    )  # fmt: skip
