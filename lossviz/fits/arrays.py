"""Array types that only solvers need."""

import numpy as np
from numpy.typing import NDArray

Index = NDArray[np.intp]
Mask = NDArray[np.bool_]
