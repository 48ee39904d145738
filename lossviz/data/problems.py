"""Problems for a line: x and y taken from a data set, ready for a page, or drawn from a seed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from lossviz.data import load
from lossviz.i18n import _
from lossviz.numerics import NON_NEGATIVE, REAL, Array, Interval, require_in

MAX_SAMPLE = 10_000


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LineProblem:
    """Points (x, y), each (n,) and read-only, with axis names, units and a label per point.

    `weight` (n,) counts how often each point was observed, None where each was once; `dataset`
    is the name `lossviz.data.load` knows, None for a drawn sample. `point_name` and `nouns` are
    what one point and many of them are called. `constant`: x only numbers the points, so a level
    is fitted, not a line. `contaminated` (n,) says which points of a drawn sample were spoilt, None
    where that is not known.
    """

    key: str
    title: str
    x: Array
    y: Array
    x_name: str
    x_unit: str
    y_name: str
    y_unit: str
    labels: tuple[str, ...]
    point_name: str = _("point")
    nouns: str = _("points")
    weight: Array | None = None
    dataset: str | None = None
    note: str = ""
    constant: bool = False
    contaminated: NDArray[np.bool_] | None = None

    @property
    def n(self) -> int:
        """Number of observations: repeated points count as often as they were seen."""
        return len(self.x) if self.weight is None else round(float(self.weight.sum()))

    @property
    def slope_unit(self) -> str:
        """Unit of y per unit of x; empty where both are pure numbers."""
        if not (self.x_unit or self.y_unit):
            return ""
        return _("{y} per {x}").format(y=self.y_unit or self.y_name, x=self.x_unit or self.x_name)

    def __len__(self) -> int:
        """Number of points, repeated ones counted once where there is a weight."""
        return len(self.x)


def _numbered(n: int) -> tuple[str, ...]:
    return tuple(str(i + 1) for i in range(n))


def _read_only(values: NDArray[np.float64]) -> Array:
    values.flags.writeable = False
    return values


def _hubble() -> LineProblem:
    data = load("hubble_1929")
    return LineProblem(
        key="hubble",
        title=_("Hubble 1929: distances and velocities of nebulae"),
        x=data["distance_mpc"],
        y=data["velocity_km_s"],
        x_name=_("distance"),
        x_unit=_("Mpc"),
        y_name=_("velocity"),
        y_unit=_("km/s"),
        labels=tuple(data["object"].tolist()),
        point_name=_("nebula"),
        nouns=_("nebulae"),
        dataset=data.name,
        note=_("24 nebulae: the farther away, the faster they leave."),
    )


def _anscombe(number: int) -> LineProblem:
    data = load("anscombe")
    name = ("I", "II", "III", "IV")[number - 1]
    chosen = data["dataset"] == name
    return LineProblem(
        key=f"anscombe_{number}",
        title=_("Anscombe {name}").format(name=name),
        x=_read_only(data["x"][chosen]),
        y=_read_only(data["y"][chosen]),
        x_name="x",
        x_unit="",
        y_name="y",
        y_unit="",
        labels=_numbered(int(chosen.sum())),
        dataset=data.name,
        note=(
            _("An ordinary cloud: the line is a fair summary."),
            _("A curve: the same line, and no line is right."),
            _("Ten points on one line, and one far above it."),
            _("One point alone decides the slope."),
        )[number - 1],
    )


def _forbes() -> LineProblem:
    data = load("forbes_boiling")
    return LineProblem(
        key="forbes",
        title=_("Forbes 1857: boiling point and air pressure in the Alps"),
        x=data["boiling_point_f"],
        y=data["lpres_100log10"],
        x_name=_("boiling point"),
        x_unit=_("°F"),
        y_name=_("100 log10 of the pressure in inHg"),
        y_unit="",
        labels=_numbered(len(data)),
        dataset=data.name,
        note=_("Almost a perfect line; measurement 12 is off."),
    )


def _galton() -> LineProblem:
    data = load("galton_heights")
    return LineProblem(
        key="galton",
        title=_("Galton 1886: heights of parents and children"),
        x=data["midparent_in"],
        y=data["child_in"],
        x_name=_("mean height of the parents"),
        x_unit=_("inches"),
        y_name=_("height of the child"),
        y_unit=_("inches"),
        labels=_numbered(len(data)),
        point_name=_("pair"),
        nouns=_("pairs"),
        dataset=data.name,
        note=_("Tall parents have tall children, but less tall than themselves."),
    )


def collapse(problem: LineProblem, key: str, title: str) -> LineProblem:
    """The distinct points of `problem` in order of x, then y, with how often each was observed."""
    given = np.ones(len(problem)) if problem.weight is None else problem.weight
    pairs, which = np.unique(np.column_stack([problem.x, problem.y]), axis=0, return_inverse=True)
    return replace(
        problem,
        key=key,
        title=title,
        x=_read_only(pairs[:, 0].copy()),
        y=_read_only(pairs[:, 1].copy()),
        labels=_numbered(len(pairs)),
        weight=_read_only(np.bincount(which.ravel(), weights=given).astype(np.float64)),
    )


def _duncan() -> LineProblem:
    data = load("duncan_prestige")
    return LineProblem(
        key="duncan",
        title=_("Duncan 1961: income and prestige of occupations"),
        x=data["income"],
        y=data["prestige"],
        x_name=_("income: earners of at least 3500 USD"),
        x_unit=_("%"),
        y_name=_("prestige: ratings good or better"),
        y_unit=_("%"),
        labels=tuple(data["occupation"].tolist()),
        point_name=_("occupation"),
        nouns=_("occupations"),
        dataset=data.name,
        note=_("Ministers earn little and are respected: one such point can turn a line."),
    )


def _phones() -> LineProblem:
    data = load("belgian_phones")
    return LineProblem(
        key="phones",
        title=_("Belgian phone calls abroad, 1950 to 1973"),
        x=data["year"],
        y=data["calls_millions"],
        x_name=_("year"),
        x_unit="",
        y_name=_("calls"),
        y_unit=_("millions"),
        labels=tuple(f"{year:.0f}" for year in data["year"]),
        point_name=_("year"),
        nouns=_("years"),
        dataset=data.name,
        note=_("From 1964 to 1969 somebody wrote down minutes instead of calls."),
    )


def _stars() -> LineProblem:
    data = load("stars_cyg_ob1")
    return LineProblem(
        key="stars",
        title=_("Star cluster CYG OB1: temperature and light"),
        x=data["log_te"],
        y=data["log_light"],
        x_name=_("log10 of the surface temperature in K"),
        x_unit="",
        y_name=_("log10 of the light L/L0"),
        y_unit="",
        labels=tuple(f"{star:.0f}" for star in data["star"]),
        point_name=_("star"),
        nouns=_("stars"),
        dataset=data.name,
        note=_("Four giants, 11, 20, 30 and 34, are cool and bright: far out in x."),
    )


def _faithful() -> LineProblem:
    data = load("old_faithful")
    return LineProblem(
        key="faithful",
        title=_("Old Faithful: length of an eruption and the wait for the next"),
        x=data["eruption_min"],
        y=data["waiting_min"],
        x_name=_("eruption"),
        x_unit=_("minutes"),
        y_name=_("wait for the next"),
        y_unit=_("minutes"),
        labels=_numbered(len(data)),
        point_name=_("eruption"),
        nouns=_("eruptions"),
        dataset=data.name,
        note=_("Two groups of eruptions, one line."),
    )


def _animals() -> LineProblem:
    data = load("animals_brain_body")
    return LineProblem(
        key="animals",
        title=_("Body and brain weights of 28 animals"),
        x=_read_only(np.log10(data["body_kg"])),
        y=_read_only(np.log10(data["brain_g"])),
        x_name=_("log10 of the body weight in kg"),
        x_unit="",
        y_name=_("log10 of the brain weight in g"),
        y_unit="",
        labels=tuple(data["species"].tolist()),
        point_name=_("animal"),
        nouns=_("animals"),
        dataset=data.name,
        note=_("Three dinosaurs, heavy in body and small in brain, pull the line down."),
    )


def _copper() -> LineProblem:
    data = load("chem_copper")
    return LineProblem(
        key="copper",
        title=_("Copper in wholemeal flour: 24 readings"),
        x=_read_only(np.arange(1.0, len(data) + 1.0)),
        y=data["copper_ppm"],
        x_name=_("number of the reading, in order of size"),
        x_unit="",
        y_name=_("copper"),
        y_unit=_("ppm"),
        labels=_numbered(len(data)),
        point_name=_("reading"),
        nouns=_("readings"),
        dataset=data.name,
        note=_("One reading of 28.95 among values near 3."),
        constant=True,
    )


def _registry(problems: Iterable[LineProblem]) -> Mapping[str, LineProblem]:
    return MappingProxyType({problem.key: problem for problem in problems})


LINE_PROBLEMS: Mapping[str, LineProblem] = _registry(
    (
        _hubble(),
        *(_anscombe(number) for number in (1, 2, 3, 4)),
        _forbes(),
        _galton(),
        collapse(_galton(), "galton_pairs", _("Galton 1886: heights, equal pairs counted once")),
        _duncan(),
        _phones(),
        _stars(),
        _faithful(),
        _animals(),
        _copper(),
    )
)

# draws of width 1 about 0, by the key of the noise in lossviz.noise; three degrees of freedom
_DRAW: Mapping[str, Callable[[np.random.Generator, int], Array]] = MappingProxyType(
    {
        "gaussian": lambda rng, n: rng.standard_normal(n),
        "laplace": lambda rng, n: rng.laplace(size=n),
        "student_t": lambda rng, n: rng.standard_t(3.0, size=n),
    }
)

SAMPLE_NOISES: tuple[str, ...] = tuple(_DRAW)


def seeded_sample(
    seed: int, n: int, intercept: float, slope: float, width: float, noise: str
) -> LineProblem:
    """Draw `n` points about a line: x evenly spaced on [0, 10], y off by `width` times the noise.

    `noise` is "gaussian" (bell), "laplace" (tent) or "student_t" (heavy tail, 3 degrees of
    freedom). The same arguments give the same points; ValueError for anything out of range.
    """
    if noise not in _DRAW:
        raise ValueError(f"noise must be one of {', '.join(_DRAW)}, got {noise!r}")
    require_in(n, Interval(2, MAX_SAMPLE), "n", nan_ok=False)
    require_in(seed, NON_NEGATIVE, "seed", nan_ok=False)
    require_in(intercept, REAL, "intercept", nan_ok=False)
    require_in(slope, REAL, "slope", nan_ok=False)
    require_in(width, NON_NEGATIVE, "width", nan_ok=False)
    x = np.linspace(0.0, 10.0, n)
    y = intercept + slope * x + width * _DRAW[noise](np.random.default_rng(seed), n)
    return LineProblem(
        key="sample",
        title=_("A sample drawn by the computer"),
        x=_read_only(x),
        y=_read_only(y),
        x_name="x",
        x_unit="",
        y_name="y",
        y_unit="",
        labels=_numbered(n),
        note=_("Here the true line is known: {intercept:g} + {slope:g} x.").format(
            intercept=intercept, slope=slope
        ),
    )


TRUE_LINE = (2.0, 0.5)
"""Intercept and slope behind a contaminated sample."""

SHIFT = 10.0
"""How far a shifted point is off, and how wide wild draws are: ten widths of the noise."""

FAR_OUT = (20.0, 2.0)
"""Where adversarial points are moved to: far out in x, and low."""

CONTAMINATIONS: tuple[str, ...] = ("shifted", "wild", "leverage")


def contaminated_sample(seed: int, n: int, share: float, kind: str) -> LineProblem:
    """Draw `n` points about 2 + 0.5 x with noise of width 1, round(share * n) of them spoilt.

    x is evenly spaced on [0, 10], the noise a bell; which rows are spoilt is drawn, too. `kind`:

    - "shifted": 10 is added to y;
    - "wild": y is replaced by a draw of 10 times a Cauchy, whatever the line says;
    - "leverage": the point is moved to x = 20 and y = 2, where the line is at 12; it keeps its
      noise in y, so that no two points coincide.

    The same arguments give the same points, and a larger share spoils more rows of the same sample:
    noise, wild draws and the order of the rows depend on seed and n alone. `share` lies in
    [0, 0.5]; ValueError for anything out of range.
    """
    if kind not in CONTAMINATIONS:
        raise ValueError(f"kind must be one of {', '.join(CONTAMINATIONS)}, got {kind!r}")
    require_in(n, Interval(3, MAX_SAMPLE), "n", nan_ok=False)
    require_in(seed, NON_NEGATIVE, "seed", nan_ok=False)
    require_in(share, Interval(0.0, 0.5), "share", nan_ok=False)
    rng = np.random.default_rng(seed)
    x, noise = np.linspace(0.0, 10.0, n), rng.standard_normal(n)
    wild, order = SHIFT * rng.standard_cauchy(n), rng.permutation(n)
    spoilt = np.zeros(n, dtype=np.bool_)
    spoilt[order[: round(share * n)]] = True
    spoilt.flags.writeable = False
    y = TRUE_LINE[0] + TRUE_LINE[1] * x + noise
    if kind == "shifted":
        y = np.where(spoilt, y + SHIFT, y)
    elif kind == "wild":
        y = np.where(spoilt, wild, y)
    else:
        x, y = np.where(spoilt, FAR_OUT[0], x), np.where(spoilt, FAR_OUT[1] + noise, y)
    return LineProblem(
        key="contaminated",
        title=_("A sample drawn by the computer, part of it spoilt"),
        x=_read_only(x),
        y=_read_only(y),
        x_name="x",
        x_unit="",
        y_name="y",
        y_unit="",
        labels=tuple(
            _("{number} (contaminated)").format(number=number) if bad else number
            for number, bad in zip(_numbered(n), spoilt, strict=True)
        ),
        note=_(
            "Here the true line is known: {intercept:g} + {slope:g} x; {k} of {n} are spoilt."
        ).format(intercept=TRUE_LINE[0], slope=TRUE_LINE[1], k=int(spoilt.sum()), n=n),
        contaminated=spoilt,
    )
