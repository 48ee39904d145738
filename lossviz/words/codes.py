"""A code in words: how long a word is on average, against entropy and cross-entropy."""

from lossviz import words
from lossviz.i18n import _
from lossviz.information.codes import SAME, Code
from lossviz.words.sums import floor_and_excess

PLACES = 3  # decimals of a number of bits
MORE_PLACES = 4  # of a cost that scene 1 shows as well


def bits(value: float, places: int = PLACES) -> str:
    """A number of bits to three decimals, whole ones without.

    >>> bits(1.75), bits(2.0), bits(1.51371)
    ('1.75', '2', '1.514')
    """
    return f"{value:.{places}f}".rstrip("0").rstrip(".")


def parted(code: Code, places: int = PLACES) -> tuple[str, str, str]:
    """Entropy, excess and cross-entropy in bits as they are written: they add up."""
    least, low = 10.0**-places, bits(code.entropy, places)
    if code.excess < SAME:
        return low, "0", low
    if code.excess < least:
        more = _("below {least}").format(least=bits(least, places))
        return low, more, bits(code.cross_entropy, places)
    written = floor_and_excess(code.entropy, code.excess, places)
    floor, excess, cross = (text.rstrip("0").rstrip(".") for text in written)
    return floor, excess, cross


def code_sentence(code: Code) -> str:
    """The average length of a word, and what that is close to."""
    if code.wordless:
        return _(
            "The forecast has no word for {names}: it calls that impossible, yet it happens. The"
            " cost has no end."
        ).format(names=listed(code.wordless))
    if code.is_own:
        return _own(code)
    more = code.average - code.own
    used = _("Built for the forecast, used on the truth: {average} bits on average").format(
        average=bits(code.average)
    )
    if more < SAME:
        used += _(", no longer than the truth's own code.")
    else:
        used += _(", {more} more than the truth's own code ({own}).").format(
            more=bits(more), own=bits(code.own)
        )
    floor, excess, cross = parted(code, MORE_PLACES)
    return f"{used} " + _(
        "Words exactly as long as a surprise would have H(y, p) = {cross}: the floor H(y) ="
        " {entropy} and {excess} in excess."
    ).format(cross=cross, entropy=floor, excess=excess)


def _own(code: Code) -> str:
    said = _("Built for what happens: {average} bits on average.").format(
        average=bits(code.average)
    )
    if code.average == 0:
        return f"{said} " + _("Only one thing can happen, so there is nothing to say.")
    if code.is_exact:
        return f"{said} " + _(
            "That is the entropy, H(y) = {entropy}, exactly: every probability is a power of one"
            " half."
        ).format(entropy=bits(code.entropy))
    return f"{said} " + _(
        "Entropy H(y) = {entropy} bits. No code has less; this one never has a whole bit more."
    ).format(entropy=bits(code.entropy))


def listed(names: tuple[str, ...], most: int = 5) -> str:
    """Names with commas, the first of them if there are many."""
    shown = ", ".join(f"“{name}”" for name in names[:most])
    if len(names) > most:
        return _("{names} and {n} more").format(names=shown, n=len(names) - most)
    return shown


def length(value: float) -> str:
    """The length of a word in bits, or that there is none."""
    return _("no word") if value == float("inf") else words.plain(value)


def surprise(value: float) -> str:
    """A surprise in bits, or that there is no end to it."""
    return _("without end") if value == float("inf") else bits(value)


def why_whole() -> str:
    """What a code has that a surprise has not."""
    return _(
        "A word has a whole number of bits, a surprise need not: for three outcomes of one third"
        " each the surprise is 1.585 bits and the words have 1, 2 and 2. Coding many outcomes at"
        " once brings the average as close to the entropy as you like."
    )
