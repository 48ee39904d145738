"""A bin under a hill in words."""

from lossviz.i18n import _
from lossviz.likelihood.bins import BinView
from lossviz.words import number, plain


def bin_sentence(view: BinView) -> str:
    """What the bin holds, what that is per unit, and what the density at the top is."""
    said = _(
        "A bin {width} ns wide holds {share} % of the hill. Divided by its width that is {per} per"
        " {unit}; the density at the top is {top} per {unit}."
    ).format(
        width=plain(float(view.bin_width)), share=number(100 * float(view.probability)),
        per=number(float(view.per_unit)), unit=view.unit, top=number(view.height),
    )  # fmt: skip
    if view.height > 1:
        said += " " + _(
            "A height above 1 is nothing strange: the area is 1, the height is per unit."
        )
    return f"{said} " + _("A density becomes a probability only over a width.")
