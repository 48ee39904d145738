"""One hump for two, forward and reverse, in words."""

from lossviz.i18n import _
from lossviz.information.geyser import Hump, counts, eruptions_at
from lossviz.words import plain
from lossviz.words.swapped import FORWARD, REVERSE, both

SAME = 0.005  # min


def hump_sentence(view: Hump) -> str:
    """Both amounts here, and where each of them is least; before the first move a question."""
    return _("Bell at {centre} min, {spread} min wide. {both} {best}").format(
        centre=plain(float(view.centre)), spread=plain(float(view.spread)),
        both=both(float(view.forward), float(view.reverse)),
        best=_guess() if view.is_start else _least(view),
    )  # fmt: skip


def _guess() -> str:
    return _(
        "Drag the bell: which of the two wants it between the humps, and which on one of them?"
    )


def _least(view: Hump) -> str:
    forward, reverse = view.best
    all_of_them = int(counts().sum())
    return _(
        "Of all bells this wide, forward is least at {forward}, between the humps, to cover both:"
        " the bar there has {few} of {all} eruptions. Reverse is least at {reverse}, on one hump:"
        " {many} of {all}."
    ).format(
        forward=_place(view, forward), few=eruptions_at(forward), all=all_of_them,
        reverse=_place(view, reverse), many=eruptions_at(reverse),
    )  # fmt: skip


def _place(view: Hump, best: float) -> str:
    here = abs(float(view.centre) - best) < SAME
    text = _("{best} min (here)") if here else _("{best} min")
    return text.format(best=f"{best:.2f}")


def hump_alt(_view: Hump) -> str:
    """What there is to see."""
    return _(
        "Two panes. Grey bars with two humps: how long {n} eruptions of Old Faithful lasted. Over"
        " them a bell, which can be dragged. Beside them two curves over its centre: forward"
        " {f}, least between the humps, and reverse {r}, least on one of them."
    ).format(n=int(counts().sum()), f=FORWARD, r=REVERSE)
