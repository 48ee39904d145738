"""Floor and excess of one forecast for all, in words."""

import numpy as np

from lossviz.i18n import _
from lossviz.information import Unit
from lossviz.information.strip import Strip
from lossviz.numerics import Array
from lossviz.words import Text, number
from lossviz.words.sums import floor_and_excess

PLACES = 4  # decimals of a cost
NATS_IN_BITS = float(1.0 / np.log(2.0))


def unit_name(unit: Unit) -> str:
    """The word for a unit."""
    return _("nats") if unit == "nats" else _("bits")


def same_areas() -> str:
    """What another unit changes: numbers only."""
    return _("The same areas, other numbers: 1 nat = {bits} bits.").format(bits=fixed(NATS_IN_BITS))


def fixed(value: float, places: int = PLACES) -> str:
    """A cost to a fixed number of decimals, so that a sum adds up on paper.

    >>> fixed(0.66943), fixed(0.0)
    ('0.6694', '0.0000')
    """
    return f"{value:.{places}f}"


def small(excess: float) -> str:
    """An excess; a word where it is not 0 and all digits would be.

    >>> small(0.0), small(1e-7), small(0.66943)
    ('0', 'below 0.0001', '0.6694')
    """
    if excess == 0:
        return "0"
    if excess < 10.0**-PLACES:
        return _("below {least}").format(least=fixed(10.0**-PLACES))
    return fixed(excess)


def parted(floor: float, excess: float) -> tuple[str, str, str]:
    """Floor, excess and their sum as they are written: they add up, next to nothing left out."""
    if excess < 10.0**-PLACES:
        return fixed(floor), small(excess), fixed(floor)
    return floor_and_excess(floor, excess, PLACES)


def percents(probability: float) -> str:
    """A probability in per cent, with no more digits than it needs; near 0 in a word.

    >>> percents(0.9), percents(0.4418605), percents(0.0), percents(2e-6)
    ('90 %', '44.2 %', '0 %', 'below 0.1 %')
    """
    if 0 < probability < 0.001:
        return _("below {least} %").format(least="0.1")
    if 0.999 < probability < 1:
        return _("above {most} %").format(most="99.9")
    return _("{percent} %").format(percent=f"{100 * probability:.1f}".removesuffix(".0"))


def bar_texts(forecast: Array) -> Text:
    """What stands over each forecast bar (..., K)."""
    every = [percents(float(p)) for p in forecast.ravel()]
    return np.array([one.replace(_("below "), "<").replace(_("above "), ">") for one in every]
                    ).reshape(forecast.shape)  # fmt: skip


def height_text(height: float, top: float) -> str:
    """What stands over a part of the strip; an arrow where it is cut."""
    if np.isinf(height):
        return _("no end ↑")
    return number(height) if height <= top else _("{height} ↑").format(height=number(height))


def strip_sentence(view: Strip) -> str:
    """What the forecast costs, and what part of that training can remove."""
    if view.is_match:
        return _match(view)
    if view.impossible:
        return _impossible(view)
    unit, excess = unit_name(view.unit), float(view.excess)
    if excess < 10.0**-PLACES:
        parts = _("{cost} {unit} a penguin: the floor, and an excess {excess}.")
    else:
        parts = _("{cost} {unit} a penguin = floor {floor} + excess {excess}.")
    floor, more, cost = parted(view.floor, excess)
    costs = parts.format(cost=cost, unit=unit, floor=floor, excess=more)
    return f"{_says(view)}: {costs} {_moral(view)}"


def _says(view: Strip) -> str:
    each = [
        _("{name} {percent}").format(name=name, percent=percents(float(p)))
        for name, p in zip(view.classes, view.forecast, strict=True)
    ]
    return ", ".join(each)


def _moral(view: Strip) -> str:
    return _(
        "Training removes the coloured part only. The floor, {floor}, is the penguins' own variety."
    ).format(floor=fixed(view.floor, 3))


def _match(view: Strip) -> str:
    return _(
        "The forecast is the shares: {floor} {unit} a penguin, exactly the floor, excess 0. No one"
        " forecast for all costs less. Only one that looks at each penguin could."
    ).format(floor=fixed(view.floor), unit=unit_name(view.unit))


def _impossible(view: Strip) -> str:
    counts = view.observed.y.sum(axis=0)
    seen = _(" and ").join(
        _("{n} {name}").format(n=int(counts[k]), name=view.classes[k]) for k in view.impossible
    )
    return _(
        "{says}: yet there are {seen} penguins, and to call impossible what happens costs without"
        " end. The floor is still {floor} {unit}; the excess has no end."
    ).format(says=_says(view), seen=seen, floor=fixed(view.floor), unit=unit_name(view.unit))


def strip_alt(view: Strip) -> str:
    """What there is to see."""
    return _(
        "Three panes. Bars of the forecast, one for each species, that can be dragged and always"
        " add up to 1. A strip: as wide as the share of each species, as high as minus the log of"
        " its forecast; its area is the average cost. The same area as one block, parted into a"
        " grey floor of {floor} {unit} and a coloured excess above it."
    ).format(floor=fixed(view.floor), unit=unit_name(view.unit))
