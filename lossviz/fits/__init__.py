"""Fits: from a loss and data to the coefficients that minimise the mean loss."""

from lossviz.fits.linear import fit_linear as fit_linear
from lossviz.fits.location import fit_location as fit_location
from lossviz.fits.result import Fit as Fit
from lossviz.fits.result import Minimiser as Minimiser
