"""Probabilities, logits and pulls of classes in words."""

import math

import numpy as np
from numpy.typing import ArrayLike

from lossviz.i18n import _
from lossviz.words import MINUS, Text, number

SMALL = 5e-4  # a pull too small to be written in a figure
CERTAIN = 9  # digits after the point at most


def chance(p: float) -> str:
    """A probability to two digits at least, so that one below 1 never looks like 1.

    >>> chance(1 / 3), chance(0.99991), chance(0.0), chance(1.0)
    ('0.333', '0.99991', '0', '1')
    """
    if p in (0.0, 1.0):
        return f"{p:.0f}"
    if p <= 0.995:
        return number(p)
    decimals = math.ceil(-math.log10(1.0 - p))
    if decimals > CERTAIN:
        return _("all but 1")
    return f"{p:.{max(3, decimals)}f}"


def chances(p: ArrayLike) -> Text:
    """`chance` of each, of the same shape."""
    array = np.asarray(p, dtype=np.float64)
    return np.array([chance(one) for one in array.ravel().tolist()]).reshape(array.shape)


def signed(value: float) -> str:
    """A pull, from -1 to 1, with its sign; nothing has none, and only 1 looks like 1.

    >>> signed(0.335), signed(-0.245), signed(0.99998), signed(0.0)
    ('+0.335', '−0.245', '+0.99998', '0')
    """
    if value == 0:
        return "0"
    return ("+" if value > 0 else MINUS) + chance(abs(value))


def signs(values: ArrayLike) -> Text:
    """Pulls of the same shape for a figure: beside an arrow there is no room for small ones.

    >>> signs([-0.5, 6e-6, 0.0]).tolist()
    ['−0.500', '≈ 0', '0']
    """
    array = np.asarray(values, dtype=np.float64)
    said = ["≈ 0" if 0 < abs(one) < SMALL else signed(one) for one in array.ravel().tolist()]
    return np.array(said).reshape(array.shape)


def fixed(value: float, decimals: int = 1) -> str:
    """A value of a control, always as many decimals.

    >>> fixed(-0.04), fixed(-2.5)
    ('0.0', '−2.5')
    """
    return f"{round(value, decimals) + 0.0:.{decimals}f}".replace("-", MINUS)
