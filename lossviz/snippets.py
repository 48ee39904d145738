"""Code a reader can copy: complete programs with the data on screen, run by the tests."""

from lossviz.lines import LineView

_NUMPY = """\
import numpy as np

x = np.array({x})
y = np.array({y})
{weight}y_hat = {intercept} + {slope} * x          # the line on screen

r = y - y_hat                               # residual: truth minus prediction
mse = np.average(r**2{w})
gradient = -2 * np.array([np.average(r{w}), np.average(r * x{w})])

slope, intercept = np.polyfit(x, y, 1{root_w})   # the least-squares line
best_mse = np.average((y - intercept - slope * x) ** 2{w})
print("MSE", mse, "RMSE", mse**0.5, "gradient", gradient)
print("best line", intercept, slope, "best MSE", best_mse)
"""

_SKLEARN = """\
import numpy as np
from sklearn.linear_model import LinearRegression
from sklearn.metrics import mean_squared_error

x = np.array({x})
y = np.array({y})
{weight}y_hat = {intercept} + {slope} * x          # the line on screen

mse = mean_squared_error(y, y_hat{sample_weight})
best = LinearRegression().fit(x[:, None], y{sample_weight})
best_mse = mean_squared_error(y, best.predict(x[:, None]){sample_weight})
print("MSE", mse, "RMSE", mse**0.5)
print("best line", best.intercept_, best.coef_[0], "best MSE", best_mse)
"""


def _fill(template: str, view: LineView) -> str:
    weighted = view.problem.weight is not None
    return template.format(
        x=view.problem.x.tolist(),
        y=view.problem.y.tolist(),
        weight=f"w = np.array({view.weight.tolist()})  # how often each\n" if weighted else "",
        intercept=repr(float(view.intercept)),
        slope=repr(float(view.slope)),
        w=", weights=w" if weighted else "",
        root_w=", w=np.sqrt(w)" if weighted else "",
        sample_weight=", sample_weight=w" if weighted else "",
    )


def numpy_code(view: LineView) -> str:
    """MSE, gradient and least-squares line with numpy; leaves them in variables of these names."""
    return _fill(_NUMPY, view)


def sklearn_code(view: LineView) -> str:
    """MSE and least-squares line with scikit-learn."""
    return _fill(_SKLEARN, view)
