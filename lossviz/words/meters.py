"""Three meters of one forecast, and the threshold that moves only one of them; in words."""

from lossviz.binary.meters import HALF, Calls, Meters
from lossviz.i18n import _
from lossviz.words import number, percent, plain

NAMES = (_("loss"), _("accuracy"), _("Brier score"))
SIGNS = {1: "▲", 0: "=", -1: "▼"}
SLIGHT = 0.05  # of the value itself: a smaller change is called slight
DIFFERENT = _(
    "Threshold and loss are different things: accuracy moves only when a flight crosses the"
    " threshold."
)


def reading(meter: int, value: float) -> str:
    """What a meter shows: three digits, the Brier score four decimals.

    >>> reading(0, 0.68868), reading(1, 20 / 23), reading(2, 0.136699)
    ('0.689', '0.870', '0.1367')
    """
    return f"{value:.4f}" if meter == 2 else number(value)


def way(meter: int, before: float, after: float) -> int:
    """1 for up, -1 for down, 0 where the meter shows the same digits."""
    if reading(meter, before) == reading(meter, after):
        return 0
    return 1 if after > before else -1


def change(meter: int, before: float, after: float) -> str:
    """Where one meter went."""
    old, new = reading(meter, before), reading(meter, after)
    goes = way(meter, before, after)
    if goes == 0:
        return _("{name} same {new}").format(name=NAMES[meter], new=new)
    slight = abs(after - before) < SLIGHT * before
    words = {
        (1, False): _("up"), (1, True): _("slightly up"),
        (-1, False): _("down"), (-1, True): _("slightly down"),
    }  # fmt: skip
    return _("{name} {goes} {old} → {new}").format(
        name=NAMES[meter], goes=words[goes, slight], old=old, new=new
    )


def meters_sentence(view: Meters) -> str:
    """Which way each meter went, and who pays."""
    best = view.best
    before, after = best.readings.tolist(), view.readings.tolist()
    factor = float(view.factor)
    if factor == 1.0:
        shown = [f"{name} {reading(k, before[k])}" for k, name in enumerate(NAMES)]
        return _(
            "The best fit: {loss}, {accuracy}, {squared}. Make it three times as steep: which way"
            " does each meter go?"
        ).format(loss=shown[0], accuracy=shown[1], squared=shown[2])
    changes = ", ".join(change(k, a, b) for k, (a, b) in enumerate(zip(before, after, strict=True)))
    told = _("× {factor}: {changes}.").format(factor=plain(factor), changes=changes)
    sides = _("Nobody changed sides; {flight}'s bill went from {old} to {new}, now {share} of the"
              " total.").format(
        flight=view.flights.names[view.costliest], old=number(float(best.costs[view.costliest])),
        new=number(float(view.costs[view.costliest])), share=percent(float(view.share)),
    )  # fmt: skip
    return f"{told} {sides} {DIFFERENT}"


def bill(view: Meters, cost: float) -> str:
    """Who pays most at the best fit, and how much."""
    return _("{flight} pays {cost}").format(
        flight=view.flights.names[view.costliest], cost=number(cost)
    )


def meters_alt(view: Meters) -> str:
    """What there is to see."""
    return _(
        "Left, {n} flights by temperature, with distress at 1 and without at 0, the best fit"
        " dashed and a steeper or flatter curve through the same 50 % point at {middle} °F; a line"
        " from {flight}, which pays most at the best fit, to what the curve told it. Right,"
        " three meters, each on a scale of its own: loss, accuracy and Brier score, with a mark at"
        " the best fit and a dot for the curve in the hand."
    ).format(
        n=view.flights.n, middle=number(view.middle), flight=view.flights.names[view.costliest]
    )


# ---- the threshold --------------------------------------------------------------------------


def _flights(count: int) -> str:
    return _("1 flight") if count == 1 else _("{n} flights").format(n=count)


def calls_sentence(view: Calls) -> str:
    """What the threshold counts, and what does not move with it."""
    hits, alarms, misses, _quiet = (int(count) for count in view.counts)
    loss, accuracy, squared = view.readings.tolist()
    told = _(
        "Distress is called from probability {cut} on: {called} called, {hits} rightly;"
        " {misses} with distress missed. Accuracy {accuracy}."
    ).format(
        cut=plain(float(view.cut)), called=_flights(hits + alarms), hits=hits, misses=misses,
        accuracy=reading(1, accuracy),
    )  # fmt: skip
    rest = _(
        "Loss {loss} and Brier score {squared} do not know the threshold: it decides what you do,"
        " not what you believe."
    ).format(loss=reading(0, loss), squared=reading(2, squared))
    return f"{told} {rest}"


def calls_alt(view: Calls) -> str:
    """What there is to see."""
    return _(
        "Left, the curve over {n} flights and a level threshold; flights called wrongly are"
        " crossed. Right, the accuracy at every threshold from 0 to 1, a staircase, with a dot at"
        " the threshold in the hand."
    ).format(n=view.flights.n)


def calls_caption(view: Calls) -> str:
    """One half is a choice; and which curve is drawn."""
    told = _(
        "A threshold of {half} treats a missed distress and a false alarm as equally bad. Whoever"
        " fears a missed distress more sets it lower; whoever fears a false alarm more, higher. The"
        " forecast stays as it is."
    ).format(half=plain(HALF))
    if float(view.factor) == 1.0:
        return f"{told} " + _("The curve is the best fit.")
    return f"{told} " + _("The curve is the best fit × {factor}, as in “Three meters”.").format(
        factor=plain(float(view.factor))
    )
