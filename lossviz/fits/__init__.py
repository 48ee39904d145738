"""Fits: from a loss and data to the coefficients that minimise the mean loss."""

from lossviz.fits.influence import cooks_distance as cooks_distance
from lossviz.fits.influence import leave_one_out as leave_one_out
from lossviz.fits.influence import leverage as leverage
from lossviz.fits.likelihood import MleFit as MleFit
from lossviz.fits.linear import fit_linear as fit_linear
from lossviz.fits.location import fit_location as fit_location
from lossviz.fits.logistic import LogisticFit as LogisticFit
from lossviz.fits.logistic import fit_logistic as fit_logistic
from lossviz.fits.mle import fit_mle as fit_mle
from lossviz.fits.result import Fit as Fit
from lossviz.fits.result import Minimiser as Minimiser
from lossviz.fits.softmax import SoftmaxFit as SoftmaxFit
from lossviz.fits.softmax import fit_softmax as fit_softmax
