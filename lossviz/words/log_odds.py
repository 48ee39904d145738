"""A logit in words: its probability, its odds, and what one unit more does."""

import math

from lossviz.binary.log_odds import LogOdds
from lossviz.i18n import _
from lossviz.words import number, plain
from lossviz.words.one_label import chance


def odds(value: float) -> str:
    """Odds with the larger side first or last, never below 1.

    >>> odds(3.0), odds(0.25), odds(1.0)
    ('3.00 to 1 for it', '4.00 to 1 against it', '1 to 1')
    """
    if value == 1:
        return _("1 to 1")
    if value > 1:
        return _("{odds} to 1 for it").format(odds=number(value))
    return _("{odds} to 1 against it").format(odds=number(1 / value))


def odds_sentence(view: LogOdds) -> str:
    """The three faces of one number, and a unit more."""
    return _(
        "Logit {z} means odds of {odds}, which is p = {p}. One unit of logit more multiplies the"
        " odds by e = {e} and takes p to {next}. At z the sigmoid climbs p (1 − p) = {slope} per"
        " unit of logit; it is never steeper than ¼."
    ).format(
        z=plain(float(view.z)), odds=odds(float(view.odds)), p=chance(float(view.p)),
        e=number(math.e), next=chance(float(view.next_p)), slope=number(float(view.slope)),
    )  # fmt: skip


def in_words() -> str:
    """What a logit is."""
    return _(
        "The logit is the log of the odds: log p − log(1 − p). A line reaches every number, a"
        " probability only those from 0 to 1; the sigmoid turns the first into the second, and the"
        " logit turns it back. Half is logit 0; a probability of 0 or 1 has no finite logit."
    )


def odds_alt() -> str:
    """What there is to see."""
    return _(
        "The sigmoid over the logit with its tangent; its slope p times 1 minus p over the logit;"
        " the log-odds over the probability: the sigmoid turned on its side. A dot on each."
    )
