"""Letters of a text in words: their entropy, what a forecast of them costs, their code."""

from lossviz.i18n import _
from lossviz.information.letters import LONGEST, Letters, Texts
from lossviz.words.codes import bits, listed, parted


def counted(letters: Letters) -> str:
    """What was counted, and what was not."""
    said = _("{letters} of {kinds}").format(
        letters=_("1 letter") if letters.total == 1 else _("{n} letters").format(
            n=f"{letters.total:,}"
        ),
        kinds=_("1 kind") if len(letters.counts) == 1 else _("{n} kinds").format(
            n=len(letters.counts)
        ),
    )  # fmt: skip
    if letters.others == 1:
        said += _("; 1 other character is not counted")
    elif letters.others:
        said += _("; {n} other characters are not counted").format(n=f"{letters.others:,}")
    if letters.is_cut:
        said += _("; only the first {n} characters are read").format(n=f"{LONGEST:,}")
    return f"{said}."


def letters_sentence(texts: Texts) -> str:
    """Bits per letter: entropy, cross-entropy, and the code for the forecast."""
    code = texts.code
    if len(texts.first.counts) == 1 and code.cross_entropy == 0:
        return _("{counted} There is nothing to guess: 0 bits per letter.").format(
            counted=counted(texts.first)
        )
    entropy = bits(code.entropy)
    excess = cross = ""
    if not code.wordless:
        entropy, excess, cross = parted(code)
    said = _("{counted} Entropy: {entropy} bits per letter.").format(
        counted=counted(texts.first), entropy=entropy
    )
    if code.wordless:
        return f"{said} " + _(
            "The forecast gives 0 to {names}: the second text has none, the first has. The"
            " cross-entropy has no end."
        ).format(names=listed(code.wordless))
    return f"{said} " + _(
        "{forecast}: {cross} bits per letter, {excess} in excess; its own words of zeros and ones"
        " have {average} bits on average."
    ).format(
        forecast=_("Forecast from the second text") if texts.second
        else _("Forecast all {n} alike").format(n=len(texts.names)),
        cross=cross, excess=excess, average=bits(code.average),
    )  # fmt: skip
