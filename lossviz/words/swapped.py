"""Forward and reverse in words."""

import numpy as np

from lossviz.i18n import _
from lossviz.information.swapped import Bar
from lossviz.words.strip import percents, small

FORWARD, REVERSE = "KL(y || p)", "KL(p || y)"


def amount(excess: float) -> str:
    """An excess with its unit, or that it has no end."""
    if np.isinf(excess):
        return _("without end")
    return _("{excess} nats").format(excess=small(excess))


def meter(name: str, excess: float, top: float) -> str:
    """A name with an amount, short enough for a pane; an arrow where it is above the top."""
    text = _("{name}: {amount}") if excess <= top else _("{name}: {amount} ↑")
    return text.format(name=name, amount=_("no end") if np.isinf(excess) else small(excess))


def both(forward: float, reverse: float) -> str:
    """The two amounts."""
    return _("Forward {f}: {forward}. Reverse {r}: {reverse}.").format(
        f=FORWARD, r=REVERSE, forward=amount(forward), reverse=amount(reverse)
    )


def morals() -> str:
    """What each of the two asks of a forecast."""
    return _(
        "Forward says: never say never, cover everything that happens. Reverse says: put little"
        " where the truth has little."
    )


def bar_sentence(view: Bar) -> str:
    """Both amounts at this forecast, and why one has no end where it has none."""
    if view.is_equal:
        return _("The forecast is the truth: forward and reverse are 0, here and nowhere else.")
    start = _("{name} {percent}. {both}").format(
        name=view.names[view.which], percent=percents(float(view.forecast[view.which])),
        both=both(float(view.forward), float(view.reverse)),
    )  # fmt: skip
    why = [*_ruled_out(view), *_invented(view)]
    return " ".join([start, *(why or [morals()])])


def _listed(view: Bar, which: tuple[int, ...]) -> str:
    return _(" and ").join(view.names[k] for k in which)


def _ruled_out(view: Bar) -> list[str]:
    if not view.ruled_out:
        return []
    return [
        _(
            "Forward has no end: the forecast says never to {names}, yet {n} of {all} penguins are"
            " {one}."
        ).format(
            one=_("one") if len(view.ruled_out) == 1 else _("one of those"),
            names=_listed(view, view.ruled_out), n=int(view.counts[list(view.ruled_out)].sum()),
            all=int(view.counts.sum()),
        )
    ]  # fmt: skip


def _invented(view: Bar) -> list[str]:
    if not view.invented:
        return []
    return [
        _(
            "Reverse has no end: the forecast has {percent} for {names}, and there is none on"
            " {where}."
        ).format(
            percent=percents(float(view.forecast[list(view.invented)].sum())),
            names=_listed(view, view.invented), where=view.where,
        )
    ]  # fmt: skip


def bar_alt(view: Bar) -> str:
    """What there is to see."""
    return _(
        "Two panes. Grey bars: the share of each species; stems: the forecast, the one of {name}"
        " can be dragged. Beside them two curves over that probability: forward {f} and reverse"
        " {r}, two dots where it stands."
    ).format(name=view.names[view.which], f=FORWARD, r=REVERSE)
