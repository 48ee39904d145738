"""One label, two pulls and a race, in words."""

from lossviz.binary.one_label import RATE, START, STEPS, OneLabel
from lossviz.i18n import _
from lossviz.words import number, plain

AHA = _("Cross-entropy never stops pulling; squared error gives up on the worst.")
NAMES = (_("cross-entropy"), _("squared error"))
SURE = 0.995  # is 1.00 to three digits
SMALL, ALL = 0.1, 0.9995  # between them three decimals say enough


def pull(size: float) -> str:
    """A pull to three decimals: two digits where it is small, four decimals where it is nearly 1.

    >>> pull(0.993307), pull(0.0132), pull(0.0066), pull(0.000335), pull(0.999665)
    ('0.993', '0.013', '0.0066', '0.00034', '0.9997')
    """
    if size < SMALL:
        return number(size, 2)
    return f"{size:.4f}" if ALL <= size < 1 else f"{size:.3f}"


def chance(p: float) -> str:
    """A probability to three digits, and to four decimals where three would make it certain.

    >>> chance(0.00669285), chance(0.999665)
    ('0.00669', '0.9997')
    """
    return f"{p:.4f}" if p >= SURE else number(p)


def one_label_sentence(view: OneLabel, *, told: bool = True) -> str:
    """How hard both losses pull where the logit is, and how far the race has come.

    Not `told` yet and no hand moved: what both charge, from which their pulls can be guessed.
    """
    if not told and bool(view.at_rest):
        charged = _(
            "Label 1, logit {z}: p = {p}. Cross-entropy charges {fast}, squared error {slow}; a"
            " step goes down the slope of its own curve."
        ).format(
            z=plain(float(view.z)), p=chance(float(view.chance)), fast=number(float(view.costs[0])),
            slow=number(float(view.costs[1])),
        )  # fmt: skip
        return f"{charged} {race(view)}"
    fast, slow = (float(one) for one in view.pulls)
    here = _(
        "Label 1, logit {z}: p = {p}. Cross-entropy pulls {fast} per unit of logit, squared error"
        " {slow}: the first pulls {times} times as hard."
    ).format(
        z=plain(float(view.z)), p=chance(float(view.chance)), fast=pull(fast), slow=pull(slow),
        times=number(fast / slow),
    )  # fmt: skip
    return f"{here} {race(view)}"


def race(view: OneLabel) -> str:
    """How far both have come."""
    step = int(view.step)
    fast, slow = view.arrivals
    if step == 0:
        return _("Now race both from {start}: which loss reaches one half first?").format(
            start=plain(START)
        )
    p, q = (chance(float(one)) for one in view.run)
    after = _("1 step") if step == 1 else _("{n} steps").format(n=step)
    told = _(
        "After {after} from {start}: p = {p} for cross-entropy, {q} for squared error."
    ).format(after=after, start=plain(START), p=p, q=q)
    if step < fast:
        return told
    if step < slow:
        arrived = _("Cross-entropy needed {fast} steps to one half; squared error is not there.")
    else:
        arrived = _("To one half cross-entropy needed {fast} steps, squared error {slow}.")
    return f"{told} {arrived.format(fast=fast, slow=slow)} {AHA}"


def alt(*, told: bool = True) -> str:
    """What there is to see."""
    pulls = _("how hard each pulls over the logit, with dots")
    if not told:
        pulls = _("one still empty, for how hard each pulls once a hand has moved")
    return _(
        "Three plots. What a label 1 costs over the logit, for cross-entropy and squared error,"
        " with a dot on both curves; {pulls}; and the probability each reaches in {n} steps of"
        " gradient descent from {start}."
    ).format(pulls=pulls, n=STEPS, start=plain(START))


def which_slope(view: OneLabel, *, told: bool = True) -> str:
    """What is called a pull here; once `told`, what it is, and with a factor one half."""
    meant = _(
        "A pull is minus the slope of the loss per unit of logit, the loss as it is defined:"
        " −log p and (1 − p)² for a label 1, without a factor ½."
    )
    sizes = _(
        "So cross-entropy pulls 1 − p, squared error 2 p (1 − p)². With a ½ in front, squared error"
        " would pull {half} here."
    ).format(half=pull(float(view.pulls[1]) / 2))
    step = _("A step of the race adds the pull to the logit: gradient descent at rate {rate}.")
    parts = (meant, sizes, step) if told else (meant, step)
    return " ".join(parts).format(rate=plain(RATE))
