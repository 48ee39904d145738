"""Terms struck out of an NLL, in words: what moved, what ran away, and why."""

import numpy as np

from lossviz.i18n import _
from lossviz.likelihood.strike import Kind, Left, StrikeView, varying_in_words
from lossviz.words import number, plain


def width_text(value: float) -> str:
    """A width to four digits, none added.

    >>> width_text(10.66361), width_text(20.0)
    ('10.66', '20')
    """
    return plain(float(f"{value:.4g}"))


def left_text(value: float) -> str:
    """What is left, in nats: three digits from 10 on, two below.

    >>> left_text(33.0013), left_text(9.38), left_text(0.3753)
    ('33.0', '9.4', '0.38')
    """
    return number(value, 3 if abs(value) >= 9.95 else 2)


def free_text(view: StrikeView, value: float) -> str:
    """A width with its unit; a rate to two digits."""
    if view.is_count:
        return number(value, 2)
    return f"{width_text(value)} {view.family.observations.unit}".rstrip()


def strike_sentence(view: StrikeView) -> str:
    """What is struck, where location and width went, and why."""
    said = [_struck(view)]
    if view.is_count:
        said += [_free(view), _("There is no width here: the rate is all there is to fit.")]
    elif view.free:
        said += [_location(view), _free(view)]
    else:
        said += _held(view)
    return " ".join(one for one in said if one)


def _struck(view: StrikeView) -> str:
    names = [term.name for term in view.terms]
    if not names:
        return _("Nothing is struck.")
    return _("Struck: {names}.").format(names=", ".join(names))


def _location(view: StrikeView) -> str:
    where = number(view.centre)
    if not view.struck:
        return _("Best location {where} {unit}, the {name}.").format(
            where=where, unit=view.family.observations.unit, name=view.family.centre_name
        )
    return _("Best location {where} before, {where} after.").format(where=where)


def _held(view: StrikeView) -> list[str]:
    held = _("The width is held at {width}.").format(width=free_text(view, view.width))
    if not view.struck:
        return [held, _location(view)]
    where = number(view.centre)
    return [
        held,
        _("Nothing moved: best location {where} before, {where} after.").format(where=where),
        _(
            "With the width held, what you struck was a plain number: added, or a factor in front"
            " of all the misses."
        ),
    ]


def _free(view: StrikeView) -> str:
    what, best = view.family.free, view.after
    if not view.struck:
        return _("Best {what} {best}. Strike a term: does it move?").format(
            what=what, best=free_text(view, best.width)
        )
    if view.unmoved:
        return _(
            "Best {what} {best} before, {best} after: nothing moved. A term is a constant if"
            " nothing you fit is in it."
        ).format(what=what, best=free_text(view, best.width))
    if best.kind is Kind.AT:
        return _(
            "Best {what} {before} before, {after} after: it moved. A factor in front of one term"
            " is no constant: it weighs that term against the others."
        ).format(
            what=what,
            before=_before(view),
            after=free_text(view, best.width),
        )
    if best.kind is Kind.FLAT:
        return _(
            "Nothing with the {what} in it is left, so nothing says which {what}: every {what} is"
            " as good. It was {before} before. A term is a constant only if nothing you fit is in"
            " it."
        ).format(what=what, before=_before(view))
    return _edge(view)


def above(left: Left) -> str:
    """What a curve over the width is drawn above."""
    if not np.isfinite(left.best.infimum):
        return _("its lowest in view")
    if left.best.kind in (Kind.UP, Kind.DOWN):
        return _("what it falls to")
    return _("its lowest")


def _before(view: StrikeView) -> str:
    """The best width of the whole NLL, or that it has none."""
    if view.before.kind is not Kind.AT:
        return _("nowhere")
    return free_text(view, view.before.width)


def _edge(view: StrikeView) -> str:
    what, best = view.family.free, view.after
    if not np.isfinite(best.infimum):
        towards = _("falls without end")
    else:
        towards = _("falls for ever towards {end},").format(end=left_text(_end(view.left)))
    way = (
        _("as the {what} grows") if best.kind is Kind.UP else _("as the {what} shrinks towards 0")
    ).format(what=what)
    return _(
        "The best {what} was {before}; now it runs to the edge. What is left with the {what} in it,"
        " {left}, is {values}, and {towards} {way}. A term is a constant only if nothing you fit is"
        " in it."
    ).format(
        what=what, before=_before(view), left=varying_in_words(view), values=_values(view),
        towards=towards, way=way,
    )  # fmt: skip


def _end(left: Left) -> float:
    """Where the part with the width in it falls to."""
    return left.best.infimum - left.constant


def _values(view: StrikeView) -> str:
    """What is left at the width that was best, and where the hand is."""
    at = [view.before.width] if view.before.kind is Kind.AT else []
    if not view.is_count and all(abs(view.width / one - 1) > 1e-3 for one in at):
        at.append(float(view.width))
    if view.is_count:
        at.append(view.shown.high if view.after.kind is Kind.UP else view.shown.low)
    texts = [
        _("{value} at {width}").format(
            value=left_text(float(view.left.varying(np.asarray(one)))),
            width=number(one, 2) if view.is_count else width_text(one),
        )
        for one in at
    ]
    return _(" and ").join(texts) if len(texts) < 3 else ", ".join(texts)
