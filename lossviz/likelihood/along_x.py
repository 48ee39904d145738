"""Class probabilities along x: a line in x for each class, through a sigmoid or a softmax."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from numpy.typing import NDArray
from scipy import special

from lossviz.core import Link
from lossviz.data import load
from lossviz.fits import fit_logistic, fit_softmax
from lossviz.i18n import _
from lossviz.likelihood.observed_x import decimals_in, nearest, x_stops
from lossviz.numerics import Array
from lossviz.sweeps import Axis, PerStop, Sweep, Swept


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ClassProblem:
    """Observations of a class, index `y` (n,), at numbers `x` (n,), and what they are called.

    `left_out` is how many rows of the data set have no x.
    """

    key: str
    title: str
    x: Array
    y: NDArray[np.intp]
    classes: tuple[str, ...]
    x_name: str
    x_unit: str
    noun: str
    nouns: str
    dataset: str
    left_out: int = 0


def _orings() -> ClassProblem:
    data = load("challenger_orings")
    return ClassProblem(
        key="orings",
        title=_("O-rings: temperature and distress"),
        x=data["temp_f"],
        y=data["any_distress"].astype(np.intp),
        classes=(_("none"), _("distress")),
        x_name=_("temperature"),
        x_unit=_("°F"),
        noun=_("flight"),
        nouns=_("flights"),
        dataset=data.name,
    )


def _penguins() -> ClassProblem:
    data = load("penguins")
    classes, index = np.unique(data["species"], return_inverse=True)
    known = np.isfinite(data["flipper_length_mm"])
    return ClassProblem(
        key="penguins",
        title=_("Penguins: flipper length and species"),
        x=data["flipper_length_mm"][known],
        y=index[known].astype(np.intp),
        classes=tuple(classes.tolist()),
        x_name=_("flipper length"),
        x_unit=_("mm"),
        noun=_("penguin"),
        nouns=_("penguins"),
        dataset=data.name,
        left_out=int((~known).sum()),
    )


CLASS_PROBLEMS: Mapping[str, ClassProblem] = MappingProxyType(
    {problem.key: problem for problem in (_orings(), _penguins())}
)
"""Classes along a number, by key."""


@dataclass(frozen=True)
class ClassesAlongX(Swept):
    """Lines in x through a sigmoid or a softmax: the probability of every class at `place`.

    `place` may be an array (S,).
    """

    problem: ClassProblem
    place: PerStop

    per_stop: ClassVar[tuple[str, ...]] = ("place",)
    derived: ClassVar[tuple[str, ...]] = (
        "outputs", "chances", "near_x", "happened", "costs_near",
    )  # fmt: skip
    shared: ClassVar[tuple[str, ...]] = ("coefficients", "surprises", "seen")

    @property
    def n_classes(self) -> int:
        """How many classes there are."""
        return len(self.problem.classes)

    @cached_property
    def coefficients(self) -> Array:
        """Intercept and slope (K, 2) of the line of every class; of two classes the first is 0.

        ValueError where a boundary separates the classes, so that no line is the best.
        """
        if self.n_classes == 2:
            binary = fit_logistic(self.problem.x, self.problem.y.astype(np.float64))
            if not binary.converged:
                raise ValueError(binary.message)
            return np.stack([np.zeros(2), binary.coefficients])
        fit = fit_softmax(self.problem.x, self.problem.y, n_classes=self.n_classes)
        if not fit.converged:
            raise ValueError(fit.message)
        return fit.coefficients

    @property
    def link(self) -> Link:
        """What turns the outputs of the lines into probabilities."""
        return Link.SIGMOID if self.n_classes == 2 else Link.SOFTMAX

    def outputs_at(self, x: Array) -> Array:
        """Outputs (..., K) of the lines at x (...,): logits."""
        there = np.asarray(x, dtype=np.float64)[..., None]
        return np.asarray(self.coefficients[:, 0] + self.coefficients[:, 1] * there)

    def chances_at(self, x: Array) -> Array:
        """Probability (..., K) of every class at x (...,)."""
        return np.asarray(special.softmax(self.outputs_at(x), axis=-1))

    @cached_property
    def outputs(self) -> Array:
        """Outputs (..., K) of the lines at `place`."""
        return self.outputs_at(self.place)

    @cached_property
    def chances(self) -> Array:
        """Probability (..., K) of every class at `place`."""
        return self.chances_at(self.place)

    @cached_property
    def surprises(self) -> Array:
        """-log (n,) of the probability of what happened, for every observation."""
        logs = special.log_softmax(self.outputs_at(self.problem.x), axis=-1)
        return np.asarray(0.0 - np.take_along_axis(logs, self.problem.y[:, None], axis=-1)[:, 0])

    @property
    def nll(self) -> float:
        """Sum of all of them, in nats."""
        return float(self.surprises.sum())

    @cached_property
    def seen(self) -> tuple[Array, Array]:
        """The different x (u,) and how often each class was seen there (u, K)."""
        x, row = np.unique(self.problem.x, return_inverse=True)
        times = np.zeros((len(x), self.n_classes))
        np.add.at(times, (row, self.problem.y), 1.0)
        return x, times

    @cached_property
    def near_x(self) -> PerStop:
        """The observed x nearest to `place`."""
        return self.seen[0][nearest(self.seen[0], self.place)][()]

    @cached_property
    def happened(self) -> Array:
        """How often (..., K) each class was seen there."""
        return np.asarray(self.seen[1][nearest(self.seen[0], self.place)])

    @cached_property
    def costs_near(self) -> Array:
        """-log (..., K) of the probability of every class there."""
        return np.asarray(0.0 - special.log_softmax(self.outputs_at(self.near_x), axis=-1))


def class_sweep(view: ClassesAlongX, key: str) -> Sweep[ClassesAlongX]:
    """X through its range."""
    problem = view.problem
    stops = x_stops(problem.x, float(view.place))
    axis = Axis(key, problem.x_name, stops, problem.x_unit, decimals_in(stops))
    return Sweep(axis, view.through(place=stops))
