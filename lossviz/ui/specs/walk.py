"""The walk: the pages in their order, each with its script in `pages/`."""

from lossviz.ui.controls import PageSpec
from lossviz.ui.specs import maximum_likelihood, outliers, squared_error, start

WALK: tuple[tuple[PageSpec, str], ...] = (
    (start.PAGE, "start.py"),
    (squared_error.PAGE, "squared_error.py"),
    (outliers.PAGE, "outliers.py"),
    (maximum_likelihood.PAGE, "maximum_likelihood.py"),
)
