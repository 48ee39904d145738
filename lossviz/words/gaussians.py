"""Two bells in words: the excess both ways, and when it is the same."""

from lossviz import words
from lossviz.i18n import _
from lossviz.information.gaussians import TwoBells
from lossviz.words.logs import natural

PLACES = 3


def nats(value: float) -> str:
    """An excess in nats to three decimals, in more where those would all be 0.

    >>> nats(0.5), nats(0.00012), nats(0.0)
    ('0.500', '0.000120', '0')
    """
    return words.number(value) if value < 0.1 else f"{value:.{PLACES}f}"


def bells_sentence(view: TwoBells) -> str:
    """The excess, the excess swapped, and why they are or are not one number."""
    if view.is_one:
        return _("Truth and forecast are one bell: excess 0 nats, both ways.")
    both = _("KL(y || p) = {excess} nats; swapped, KL(p || y) = {swapped}.").format(
        excess=nats(float(view.excess)), swapped=nats(float(view.swapped))
    )
    if view.width == view.other:
        return f"{both} " + _("Equal widths: swapping changes nothing.")
    if view.width > view.other:
        return f"{both} " + _(
            "As it stands the forecast is too narrow, swapped it is too wide: too narrow"
            " costs more."
        )
    return f"{both} " + _(
        "As it stands the forecast is too wide, swapped it is too narrow: too narrow costs more."
    )


def formula() -> str:
    """The closed form in TeX."""
    return r"\mathrm{KL}(y\,\|\,p)=\log\frac{w_p}{w_y}+\frac{w_y^2+d^2}{2\,w_p^2}-\frac12"


def substituted(view: TwoBells) -> str:
    """The closed form in TeX with the numbers of the view."""
    s, t, d = (words.plain(float(v)) for v in (view.width, view.other, view.apart))
    return (
        rf"\log\frac{{{t}}}{{{s}}}+\frac{{{s}^2+{d}^2}}{{2\cdot {t}^2}}-\frac12"
        rf"={nats(float(view.excess))}\ \text{{nats}}"
    )


def letters() -> str:
    """What the letters of the formula are in the figure."""
    said = _(
        "w: the widths of truth and forecast; d: how far the means are apart. The filled area, less"
        " what is filled below the axis, is KL(y || p)."
    )
    return f"{said} {natural()}"


def symmetric() -> str:
    """What is and is not said by 'the divergence is not symmetric'."""
    return _(
        "Not symmetric in general, and still the same both ways for bells of equal width: then all"
        " that is left is d² / (2 w²), the squared error in disguise."
    )
