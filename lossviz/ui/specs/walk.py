"""The walk: the pages in their order, each with its script in `pages/`."""

from lossviz.ui.controls import PageSpec
from lossviz.ui.specs import (
    binary,
    information,
    maximum_likelihood,
    multiclass,
    outliers,
    squared_error,
    start,
    surfaces,
)

WALK: tuple[tuple[PageSpec, str], ...] = (
    (start.PAGE, "start.py"),
    (squared_error.PAGE, "squared_error.py"),
    (outliers.PAGE, "outliers.py"),
    (maximum_likelihood.PAGE, "maximum_likelihood.py"),
    (binary.PAGE, "binary_cross_entropy.py"),
    (multiclass.PAGE, "multiclass.py"),
    (information.PAGE, "information.py"),
    (surfaces.PAGE, "loss_surfaces.py"),
)
