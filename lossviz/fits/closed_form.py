"""Least squares in an orthonormal basis, S data sets at once."""

import numpy as np

from lossviz.fits.design import Design
from lossviz.numerics import Array


def least_squares(design: Design, target: Array | None = None) -> Array:
    """Coordinates (S, p) that minimise the weighted sum of squares of target - basis @ theta.

    Refined once from the residuals, so that the digits do not depend on the size of the weights.
    """
    y = design.y if target is None else target
    weight = design.weight
    if np.all(weight == weight[:, :1]):
        theta = design.project(y)
        return theta + design.project(y - design.fitted(theta))
    gram = design.gram(weight)
    theta = np.asarray(np.linalg.solve(gram, design.project(weight * y)[..., None])[..., 0])
    missed = design.project(weight * (y - design.fitted(theta)))
    return np.asarray(theta + np.linalg.solve(gram, missed[..., None])[..., 0])
