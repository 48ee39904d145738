"""Zeros in words: which cost nothing, which have no end, and what is no probability at all."""

import numpy as np

from lossviz import words
from lossviz.i18n import _
from lossviz.information.zeros import NoProbabilities, Vanishing

SHORT = 1e-4  # a probability above this is written without a power of ten


def written(power: float) -> str:
    """The probability 10^-power.

    >>> written(0.0), written(2.0), written(12.0), written(0.0001)
    ('1', '0.01', '1.00 × 10⁻¹²', 'just below 1')
    """
    q = 10.0**-power
    if 0.9995 <= q < 1:
        return _("just below {one}").format(one=1)
    return words.number(q) if q < SHORT else words.plain(float(f"{q:.3g}"))


def vanishing_sentence(view: Vanishing) -> str:
    """What the probability costs as a share and as a forecast."""
    q = written(float(view.power))
    if view.power == 0:
        return _("At 1 both cost nothing: what is certain is no surprise.")
    return _(
        "As a share, {q} adds −q log q = {mine} nats. As the forecast of something with share"
        " {share} it adds {theirs} nats."
    ).format(
        q=q, mine=words.number(float(view.as_share)), share=words.number(view.share),
        theirs=words.number(float(view.as_forecast)),
    )  # fmt: skip


def limits(view: Vanishing) -> str:
    """What happens at 0 itself."""
    per_power = view.share * np.log(10.0)
    return _(
        "At 0 the two part. 0 log 0 counts as 0: what never happens adds nothing, whatever its"
        " forecast. A forecast of 0 for what does happen costs without end: each zero behind the"
        " point adds {more} nats, for ever."
    ).format(more=words.number(per_power))


def refused(example: NoProbabilities) -> str:
    """A divergence that comes out negative, and what the library says."""
    row = ", ".join(words.plain(v) for v in example.y)
    logits = ", ".join(words.plain(v) for v in example.logits)
    return _(
        "A KL or an entropy below 0? Then the inputs are no probabilities. y = ({y}) against the"
        " logits ({logits}), taken as they are, would give {wrong}; after the softmax it is"
        " {right} nats. This library refuses the logits:"
    ).format(
        y=row, logits=logits, wrong=words.number(example.wrong), right=words.number(example.right)
    )
