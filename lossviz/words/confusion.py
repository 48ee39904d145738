"""Right and wrong birds in words, and what each kind can cost."""

from lossviz import words
from lossviz.i18n import _
from lossviz.multiclass.confusion import LEAST_WRONG, Confusion
from lossviz.words.regions import share


def confusion_sentence(view: Confusion) -> str:
    """Accuracy from the table, and how much of the cost the wrong ones pay."""
    fit = view.fit
    right, n, nouns = fit.n_right, len(fit.y), fit.measured.nouns
    diagonal = " + ".join(str(int(c)) for c in view.counts.diagonal())
    accuracy = _("On the diagonal {sum} = {right} of {n} {nouns}: {share} right.").format(
        sum=diagonal, right=right, n=n, nouns=nouns, share=share(fit.accuracy)
    )
    if not view.n_wrong:
        return accuracy
    if view.n_wrong == 1:
        return f"{accuracy} " + _("The wrong one pays {part} of the whole cost.").format(
            part=share(view.wrong_share)
        )
    return f"{accuracy} " + _("The {k} wrong ones pay {part} of the whole cost.").format(
        k=view.n_wrong, part=share(view.wrong_share)
    )


def limits(view: Confusion) -> str:
    """What a wrong one costs at least, a right one at most, and what was the case here."""
    bounds = _(
        "A wrong bird costs at least log 2 = {least}: another species has at least as much, so its"
        " own has at most half. A right bird costs at most log {k} = {most}: its own has at least"
        " 1/{k}."
    ).format(least=f"{LEAST_WRONG:.3f}", k=view.n_classes, most=f"{view.most_right:.3f}")
    cheapest, dearest = view.cheapest_wrong, view.dearest_right
    if cheapest is None:
        return bounds
    here = _("Here the cheapest wrong bird pays {cheap}, the dearest right bird {dear}").format(
        cheap=words.number(cheapest), dear=words.number(dearest)
    )
    if dearest > cheapest:
        return f"{bounds} {here}: " + _("right can cost more than wrong.")
    return f"{bounds} {here}."


def not_the_same() -> str:
    """Why the table is not the loss."""
    return _(
        "The table counts a bird that is barely wrong and one that is sure and wrong alike. The"
        " cost tells them apart."
    )


def confusion_alt(view: Confusion) -> str:
    """What there is to see."""
    return _(
        "A table of {k} true species against {k} called species, with counts and shares of each"
        " row. Beside it the cost of every {noun}, right ones below and wrong ones above, with"
        " lines at log 2 and log {k}."
    ).format(k=view.n_classes, noun=view.fit.measured.noun)
