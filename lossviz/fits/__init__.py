"""Fits: from a loss and data to the coefficients that minimise the mean loss."""

from lossviz.fits.result import Fit as Fit
from lossviz.fits.result import Minimiser as Minimiser
