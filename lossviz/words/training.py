"""A forecast that learns in words: floor, excess, and what training can do about each."""

from lossviz import words
from lossviz.i18n import _
from lossviz.information.training import Training
from lossviz.words.sums import floor_and_excess

PLACES = 4


def nats(value: float) -> str:
    """A cost to four decimals."""
    return f"{value:.{PLACES}f}"


def parted(floor: float, excess: float) -> tuple[str, str, str]:
    """Floor, excess and cost as they are written: they add up; a word for a tiny excess.

    Descent never arrives: an excess of 0 is one that floats cannot tell from it.

    >>> parted(1.04916, 0.66942), parted(1.0, 0.0)
    (('1.0492', '0.6694', '1.7186'), ('1.0000', 'below 0.0001', '1.0000'))
    """
    if excess < 10.0**-PLACES:
        return nats(floor), _("below {least}").format(least=nats(10.0**-PLACES)), nats(floor)
    return floor_and_excess(floor, excess, PLACES)


def training_sentence(view: Training) -> str:
    """Cost = floor + excess after this many steps."""
    excess = float(view.excess)
    floor, more, cost = parted(view.floor, excess)
    step = int(view.step)
    when = (
        _("Before the first step") if step == 0
        else _("After 1 step") if step == 1
        else _("After {n} steps").format(n=step)
    )  # fmt: skip
    if excess < 10.0**-PLACES:
        return _(
            "{when} the excess is {excess} nats: what is left, {floor}, is the floor. More training"
            " removes nothing of it."
        ).format(when=when, excess=more, floor=floor)
    return _(
        "{when}: {cost} nats = floor {floor} + excess {excess}. Training removes the excess only."
    ).format(when=when, cost=cost, floor=floor, excess=more)


def one_slope(view: Training) -> str:
    """The measured slopes of cost and excess: one and the same, for the floor has none."""
    cost, excess = view.slopes()
    return _(
        "Cross-entropy and KL differ by the floor, and the floor does not move with the logits: so"
        " both have one slope. Measured here by moving each logit a little, for {names}: {cost} of"
        " the cross-entropy, {excess} of KL."
    ).format(names=", ".join(view.classes), cost=_row(cost.tolist()), excess=_row(excess.tolist()))


def _row(slopes: list[float]) -> str:
    return "({slopes})".format(
        slopes=", ".join(
            words.plain(round(slope, 3)) if abs(slope) >= 0.0005 else _("almost 0")
            for slope in slopes
        )
    )


def with_features() -> str:
    """What is not known once a forecast may look at something."""
    return _(
        "One forecast for all has a floor we can compute. A model that looks at features has the"
        " floor H(y | x), which nobody knows: its loss alone does not say how much is left to"
        " remove."
    )
