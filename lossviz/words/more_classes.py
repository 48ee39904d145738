"""Three to ten classes in words: who is charged, and what knowing nothing costs."""

import numpy as np

from lossviz.i18n import _
from lossviz.multiclass.more_classes import SMOOTHING, MoreClasses, nothing, smoothed_floor
from lossviz.words import gap, number
from lossviz.words.classes import chance

TIE = 1e-9  # of a probability


def classes_sentence(view: MoreClasses) -> str:
    """The cost, that only the true class is charged, and what equal shares would cost."""
    k, p = int(view.classes), float(view.p)
    return _(
        "{k} classes, the true one has {p}: cost {cost} nats, however the other {rest} is split."
        " {split} Knowing nothing costs log {k} = {nothing}."
    ).format(
        k=k, p=chance(p), cost=number(float(view.cost)), rest=chance(1.0 - p), split=_split(view),
        nothing=f"{float(nothing(k)):.3f}",
    )  # fmt: skip


def _split(view: MoreClasses) -> str:
    p, other = float(view.p), view.largest_other
    if abs(other - p) < TIE:
        return _("Now another class has just as much: a tie, at the same cost.")
    if other > p:
        return _(
            "Now another class has more, {other}: the answer is wrong, at the same cost."
        ).format(other=chance(other))
    return _("No other class has as much: the answer is right.")


def difference(view: MoreClasses) -> str:
    """By how much the split has changed the cost, measured; and the first cost of a network."""
    k = int(view.classes)
    off = float(np.abs(view.cost - view.even_cost))
    measured = (
        _("nothing at all") if off == 0 else _("{off} nats, which is rounding").format(off=gap(off))
    )
    return _(
        "This split against an even one changes the cost by {measured}. A network that has not"
        " learned yet should cost about log {k} = {nothing}, not 0: a first cost far above it means"
        " a start that is sure of something. With labels smoothed by {smoothing} the floor rises"
        " with the classes: {floor} for {k}."
    ).format(
        measured=measured, k=k, nothing=f"{float(nothing(k)):.3f}", smoothing=f"{SMOOTHING:g}",
        floor=f"{float(smoothed_floor(k)):.3f}",
    )  # fmt: skip
