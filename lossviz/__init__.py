"""lossviz: loss functions as assumptions about noise, with exact numbers."""

from lossviz.core import Facts, Loss, LossAt, Param
from lossviz.registry import LOSSES

__version__ = "0.1.0"
__all__ = ["LOSSES", "Facts", "Loss", "LossAt", "Param", "__version__"]
