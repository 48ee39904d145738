"""The best constant."""

from numpy.typing import ArrayLike

from lossviz.core import LossAt
from lossviz.fits.design import check_data
from lossviz.fits.linear import Scale, Start, fit
from lossviz.fits.result import Fit


def fit_location(
    loss_at: LossAt,
    y: ArrayLike,
    scale: Scale = None,
    sample_weight: ArrayLike | None = None,
    start: Start = None,
) -> Fit:
    """Minimise the (weighted) mean of the loss of (y - constant) / scale; coefficients (1,).

    As `fit_linear` without an x: y (n,), or (S, n) for a batch. A median's interval is
    `coef_range` and the coefficient its middle. The scale "mad" is that of the residuals about
    the constant being fitted.
    """
    return fit(loss_at, check_data(loss_at, None, y, sample_weight), scale, start, True)
