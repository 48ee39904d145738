"""A bin under a hill in words."""

from lossviz.i18n import _
from lossviz.likelihood.bins import BinView
from lossviz.words import number, plain


def width_text(view: BinView) -> str:
    """How wide the bin is in ns, as it is moved, and in the unit of the axis."""
    wide = _("{width} ns").format(width=plain(float(view.bin_width)))
    if view.per == 1.0:
        return wide
    return _("{wide} ({width} {unit})").format(
        wide=wide, width=plain(float(view.bin_width) / view.per), unit=view.unit
    )


def bin_alt(view: BinView) -> str:
    """What there is to see, in the unit of the axis."""
    half = 0.5 * float(view.bin_width)
    return _(
        "A bell about {centre} {unit}. The part of it over a bin from {low} to {high} is filled; a"
        " dashed column of the same area stands over the bin."
    ).format(
        centre=plain(view.centre / view.per), unit=view.unit,
        low=plain((view.centre - half) / view.per), high=plain((view.centre + half) / view.per),
    )  # fmt: skip


def bin_sentence(view: BinView) -> str:
    """What the bin holds, what that is per unit, and what the density at the top is."""
    said = _(
        "A bin {width} wide holds {share} % of the hill. Divided by its width that is {per} per"
        " {unit}; the density at the top is {top} per {unit}."
    ).format(
        width=width_text(view), share=number(100 * float(view.probability)),
        per=number(float(view.per_unit)), unit=view.unit, top=number(view.height),
    )  # fmt: skip
    if view.height > 1:
        said += " " + _(
            "A height above 1 is nothing strange: the area is 1, the height is per unit."
        )
    return f"{said} " + _("A density becomes a probability only over a width.")
