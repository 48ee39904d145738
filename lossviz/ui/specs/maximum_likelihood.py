"""Maximum likelihood: the hill in the hand, the derivation line by line, terms struck out."""

from collections.abc import Mapping
from typing import Any

from lossviz.i18n import _
from lossviz.likelihood.bins import NANOSECONDS, NARROWEST, WIDEST
from lossviz.numerics import UNIT, Interval
from lossviz.ui.controls import Choice, Flag, Number, PageSpec, Scene
from lossviz.ui.specs import likelihood_many, likelihood_noises, likelihood_strike

NOISES = ("bell", "tent", "heavy tail", "coin")
MOST_STEPS = 8
START = 24.0  # ns: where the hill arrives, off its best place
FIVE, SIX = Interval(14.0, 44.0), Interval(0.0, 40.0)
"""Where the hill may stand, in ns, over five readings and over six."""


def _standing(values: Mapping[str, Any]) -> Interval:
    return SIX if values["sixth"] else FIVE


PAGE = PageSpec(
    key="maximum-likelihood",
    title=_("Maximum likelihood"),
    number=4,
    controls=(
        Choice("noise", NOISES[0], NOISES),
        Flag("sixth"),
        Number("at", START, _standing),
        Number("p", 0.5, UNIT),
        Number("step", 1, Interval(1, MOST_STEPS), whole=True),
        Number("bin", 4.0, Interval(NARROWEST, WIDEST)),
        Choice("unit", "ns", tuple(NANOSECONDS)),
        *likelihood_strike.CONTROLS,
        *likelihood_many.CONTROLS,
        *likelihood_noises.CONTROLS,
    ),
    resets={
        **likelihood_strike.RESETS,
        **likelihood_many.RESETS,
        **likelihood_noises.RESETS,
    },
    scenes=(
        Scene(
            "1",
            _("Stems and surprise"),
            _("Which hill makes these readings least surprising?"),
            _("It stands in the wrong place. Which way must it go, and how far?"),
            ("noise", "sixth", "at", "p"),
        ),
        Scene(
            "2",
            _("Line by line"),
            _("How does a hill become a loss?"),
            _("Which lines keep the number, and which only the place of the best answer?"),
            ("noise", "sixth", "at", "p", "step"),
        ),
        Scene(
            "3",
            _("Strike a term"),
            _("May I strike this term?"),
            _("Set the width free and strike n log width: where does the best width go?"),
            ("terms", "strike", "free", "width"),
        ),
    ),
    folds=("noises", "bridge", "log", "width", "line", "nomax", "wrong", "words"),
)
