"""Clipping in words: what is charged, what would be exact, and what that does to a score."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from lossviz.binary.clipping import BITS_PER_NAT, CLIPS, OUT_OF, Clipped
from lossviz.i18n import _
from lossviz.words import number

NAMES: Mapping[str, str] = MappingProxyType(
    dict(
        zip(
            CLIPS,
            (
                _("scikit-learn, float64"),
                _("scikit-learn, float32"),
                _("Keras"),
                _("PyTorch"),
                _("a millionth"),
            ),
            strict=True,
        )
    )
)
"""Who clips."""


def unit(view: Clipped) -> str:
    """What the costs are counted in."""
    return _("nats") if view.per_nat == 1.0 else _("bits")


def clipping_sentence(view: Clipped, clip: str) -> str:
    """The exact cost and the one charged, here and at 0."""
    exact, clipped = float(view.exact), float(view.clipped)
    here = _("p = {p} for what happened costs {exact} {unit}.").format(
        p=number(float(view.p)), exact=number(exact), unit=unit(view)
    )
    if clipped < exact:
        charged = _("{name}, clipped at {eps}, charges {clipped}: {less} less.").format(
            name=_first(NAMES[clip]), eps=number(view.eps), clipped=number(clipped, 4),
            less=number(exact - clipped),
        )  # fmt: skip
    elif clipped > exact:
        charged = _("{name} charges {clipped} even for being sure and right.").format(
            name=_first(NAMES[clip]), clipped=number(clipped)
        )
    else:
        charged = _("{name} charges the same: it clips at {eps}.").format(
            name=_first(NAMES[clip]), eps=number(view.eps)
        )
    zero = _("At p = 0 the cost has no end; {name} says {most}.").format(
        name=NAMES[clip], most=number(view.most, 4)
    )
    return f"{here} {charged} {zero}"


def _first(name: str) -> str:
    """A name at the start of a sentence: only a common word gets a capital."""
    return name[0].upper() + name[1:] if name == NAMES["millionth"] else name


def no_knob(view: Clipped) -> str:
    """What one impossible forecast does to a mean under the mildest and the hardest clip."""
    low, high = view.mosts.min(), view.mosts.max()
    return _(
        "Clipping changes the score; eps is no tuning knob. One forecast of 0 for what happened,"
        " among {n}, adds {low} to {high} {unit} to the mean, depending on who clips: the forecasts"
        " are the same. To compare two scores, compare the clips first. Better: keep the logits and"
        " compute the cost from them; or forecast no 0."
    ).format(
        n=OUT_OF, low=number(low / OUT_OF), high=number(high / OUT_OF), unit=unit(view)
    )  # fmt: skip


def units() -> str:
    """Nats and bits."""
    return _("Nats use the natural logarithm, bits that to base 2: 1 nat = {bits} bits.").format(
        bits=number(BITS_PER_NAT, 5)
    )


def how() -> str:
    """What it is that each library stops."""
    return _(
        "scikit-learn and Keras move p to eps; scikit-learn's eps is the precision of the numbers"
        " it is given. PyTorch's BCELoss stops the log itself at −{log}, as if p were {eps}."
    ).format(log=number(-math.log(CLIPS["torch"])), eps=number(CLIPS["torch"]))


def clipping_alt(clip: str) -> str:
    """What there is to see."""
    return _(
        "The cost of the probability of what happened over that probability, on a log axis: the"
        " exact one climbs without end as the probability falls, the one of {name} stops. Beside"
        " it, the most each library charges."
    ).format(name=NAMES[clip])
