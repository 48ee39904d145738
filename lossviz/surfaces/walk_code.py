"""The walk over the lines as a program that a reader can copy."""

from lossviz.core import Form
from lossviz.surfaces.line_hill import LineHill
from lossviz.surfaces.line_walk import LineWalk

_NUMPY = """\
import numpy as np

x = np.array({x})
y = np.array({y})
theta = np.array([{a}, {b}])       # intercept and slope at the start
rate, steps = {rate}, {steps}

for _ in range(steps):
    miss = y - (theta[0] + theta[1] * x)
    pull = {pull}                      # minus the slope of the loss of each point
    theta = theta + rate * np.array([pull.mean(), (pull * x).mean()])

miss = y - (theta[0] + theta[1] * x)
loss = np.mean({loss})
print("intercept, slope", theta, "mean loss", loss)
"""


def numpy_walk(hill: LineHill, walk: LineWalk) -> str:
    """Gradient descent with numpy up to the step shown; leaves `theta` and `loss`."""
    squares = hill.loss_at.facts.form is Form.QUADRATIC
    return _NUMPY.format(
        x=hill.problem.x.tolist(),
        y=hill.problem.y.tolist(),
        a=repr(float(walk.a)),
        b=repr(float(walk.b)),
        rate=repr(float(walk.rate)),
        steps=int(walk.step),
        pull="2 * miss" if squares else "np.sign(miss)",
        loss="miss**2" if squares else "np.abs(miss)",
    )
