"""Birds without measurements in words: which rows, of which species, and what was done."""

import numpy as np

from lossviz.i18n import _
from lossviz.multiclass.measured import Measured
from lossviz.words.regions import joined, with_article


def title(measured: Measured) -> str:
    """The question, with how many there are and how many stay."""
    n = len(measured.y)
    return _("{n} {nouns}, {left} in the fit: who is missing?").format(
        n=n, nouns=measured.nouns, left=n - len(measured.missing)
    )


def missing_sentence(measured: Measured) -> str:
    """Which rows are left out, and of which species they are; empty if none is."""
    rows = measured.missing
    if not len(rows):
        return ""
    birds = joined(
        [f"{row + 1} ({with_article(measured.classes[measured.y[row]])})" for row in rows]
    )
    return _(
        "{k} of {n} {nouns} have no measurements: {birds}. Nothing is known of their size, so no"
        " forecast can be made from them. They are left out: {left} stay."
    ).format(
        k=len(rows), n=len(measured.y), nouns=measured.nouns, birds=birds,
        left=len(measured.y) - len(rows),
    )  # fmt: skip


def missing_table(measured: Measured) -> str:
    """Of each species: in the file, without measurements, in the fit; as Markdown."""
    k = len(measured.classes)
    all_rows = np.bincount(measured.y, minlength=k)
    gone = np.bincount(measured.y[measured.missing], minlength=k)
    rows = [*zip(measured.classes, all_rows, gone, all_rows - gone, strict=True)]
    rows.append((_("all"), all_rows.sum(), gone.sum(), (all_rows - gone).sum()))
    head = (_("species"), _("in the file"), _("without measurements"), _("in the fit"))
    lines = [head, ("---", "---:", "---:", "---:"), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def what_else() -> str:
    """Why they are not filled in."""
    return _(
        "A missing number is not 0, and not the mean either: with a 0 it would be a bird without a"
        " bill, with the mean a bird that nobody has measured. The bird numbers are the rows of the"
        " file, so these rows keep theirs."
    )
