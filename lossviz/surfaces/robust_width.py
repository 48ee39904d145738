"""What misses are counted in where a loss has a tolerance."""

import numpy as np

from lossviz.core import LossAt
from lossviz.fits import fit_linear
from lossviz.fits.scale import mad
from lossviz.numerics import Array


def robust_width(absolute: LossAt, x: Array, y: Array) -> float:
    """A width of the ordinary misses, in units of y: their median size at the line of `absolute`.

    It is divided by 0.6745, so that under a bell it is its sigma, and rounded to the three digits
    that a reader is told. Where several lines cost the same it is the one in their middle.
    """
    intercept, slope = fit_linear(absolute, x, y).coefficients
    return float(f"{mad(y - intercept - slope * x, np.ones(len(y))):.3g}")
