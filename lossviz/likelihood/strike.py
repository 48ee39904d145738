"""A negative log-likelihood term by term: which of them may be struck without moving its minimum?

It is a sum of products of `Term`s, each of which says where the width stands in it. A count has no
width: there the same letter is its rate. Whatever is struck, at the best location what is left is

    constant + slope log(width) + size width^power,

and its minimum, or the end to which it falls for ever, follows from these four numbers.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from types import MappingProxyType
from typing import ClassVar

import numpy as np
from scipy import special

from lossviz import noise
from lossviz.data.observations import OBSERVATIONS, Observations
from lossviz.i18n import _
from lossviz.noise import Noise
from lossviz.numerics import POSITIVE, Array, Interval, require_in
from lossviz.sweeps import MOST_STOPS, Axis, PerStop, Sweep, Swept

WIDTHS = Interval(1.0, 100.0)
"""Where the hand may hold the width, in ns."""
RATES = Interval(0.1, 5.0)
"""The rates shown, deaths per corps and year."""


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One factor: size(y, centre) * width^power, times log width if `log`.

    `size` takes the observations (n,) and locations (...,) and gives (...,). `name` is what the
    reader strikes, `tex` its formula, `above` and `below` how it stands in a product in words.
    `centred`: the location is in it.
    """

    key: str
    name: str
    tex: str
    size: Callable[[Array, Array], Array]
    power: int = 0
    log: bool = False
    above: str = ""
    below: str = ""
    centred: bool = False
    strikeable: bool = True

    def value(self, y: Array, centre: Array, width: Array) -> Array:
        """The factor at locations and widths that broadcast."""
        value = self.size(y, centre) * np.asarray(width, dtype=np.float64) ** self.power
        return np.asarray(value * np.log(width) if self.log else value)

    @property
    def has_width(self) -> bool:
        """Whether the width (of a count: the rate) is in it."""
        return self.log or self.power != 0


def _fixed(size: float) -> Callable[[Array, Array], Array]:
    return lambda _y, _centre: np.asarray(size)


def _per_row(size: float) -> Callable[[Array, Array], Array]:
    return lambda y, _centre: np.asarray(size * len(y))


def _misses(y: Array, centre: Array) -> Array:
    return np.asarray(y - np.asarray(centre)[..., None])


class Kind(Enum):
    """Where the lowest value of what is left lies."""

    AT = "at one width"
    UP = "falls for ever as the width grows"
    DOWN = "falls for ever as the width shrinks"
    FLAT = "the same at every width"


@dataclass(frozen=True, slots=True)
class Best:
    """The lowest value of what is left: `infimum` at `width`, or where it tends to (0, infinity).

    A width of NaN: every width will do.
    """

    kind: Kind
    width: float
    infimum: float


@dataclass(frozen=True, slots=True)
class Left:
    """What is left as a function of the width: constant + slope log(width) + size width^power."""

    constant: float
    slope: float
    size: float
    power: int

    def varying(self, width: Array) -> Array:
        """The part of it that has the width in it."""
        return np.asarray(self.slope * np.log(width) + self.size * np.asarray(width) ** self.power)

    def value(self, width: Array) -> Array:
        """All of it."""
        return np.asarray(self.constant + self.varying(width))

    @property
    def best(self) -> Best:
        """Its minimum, in closed form."""
        slope, bend = self.slope, self.size * self.power
        if slope == 0 and bend == 0:
            return Best(Kind.FLAT, np.nan, self.constant)
        if slope * bend < 0:
            # slope + size power width^power = 0
            width = (-slope / bend) ** (1.0 / self.power)
            return Best(Kind.AT, width, float(self.value(np.asarray(width))))
        falls_up = slope < 0 or bend < 0
        infimum = -np.inf if slope != 0 else self.constant
        return Best(Kind.UP, np.inf, infimum) if falls_up else Best(Kind.DOWN, 0.0, infimum)


@dataclass(frozen=True, slots=True, eq=False)
class Family:
    """The NLL of one noise: a sum of `products` of terms.

    `centre` gives the best location of observations (n,), whatever the width; None for a count.
    `free` names what is fitted besides the location: the width, or of a count the rate.
    """

    key: str
    title: str
    noise: Noise
    products: tuple[tuple[Term, ...], ...]
    observations: Observations
    free: str
    centre: Callable[[Array], float] | None = None
    centre_name: str = ""

    @property
    def terms(self) -> tuple[Term, ...]:
        """All that can be struck."""
        return tuple(term for product in self.products for term in product if term.strikeable)

    def kept(self, struck: tuple[str, ...]) -> tuple[tuple[Term, ...], ...]:
        """The products without what is struck; one of which nothing is left is gone."""
        left = (tuple(t for t in product if t.key not in struck) for product in self.products)
        return tuple(product for product in left if product)

    def nll(self, y: Array, centre: Array, width: Array, struck: tuple[str, ...] = ()) -> Array:
        """What is left of the NLL at locations and widths that broadcast, in nats."""
        shape = np.broadcast_shapes(np.shape(centre), np.shape(width))
        total = np.zeros(shape)
        for product in self.kept(struck):
            value = np.ones(())
            for term in product:
                value = value * term.value(y, centre, width)
            total = total + value
        return total

    def left(self, y: Array, centre: float, struck: tuple[str, ...] = ()) -> Left:
        """What is left as a function of the width, at one location."""
        constant, slope, size, power = 0.0, 0.0, 0.0, 0
        for product in self.kept(struck):
            number = float(np.prod([t.size(y, np.asarray(centre)) for t in product]))
            own = sum(t.power for t in product)
            if any(t.log for t in product):
                slope += number
            elif own:
                size, power = size + number, own
            else:
                constant += number
        return Left(constant, slope, size, power)


def _bell() -> Family:
    return Family(
        key="bell",
        title=_("Bell"),
        noise=noise.gaussian(),
        products=(
            (Term("constants", _("½ n log 2π"), r"\tfrac n2\log 2\pi",
                  _per_row(0.5 * float(np.log(2 * np.pi)))),),
            (Term("log", _("n log width"), r"n\log\sigma", _per_row(1.0), log=True,
                  above=_("n log width")),),
            (
                Term("half", _("the factor ½"), r"\tfrac12", _fixed(0.5), below="2"),
                Term("square", _("the factor 1/width²"), r"\tfrac1{\sigma^2}", _fixed(1.0),
                     power=-2, below=_("width²")),
                Term("misfit", _("SSE"), r"\textstyle\sum_i(y_i-\mu)^2",
                     lambda y, centre: (_misses(y, centre) ** 2).sum(axis=-1),
                     above=_("SSE"), centred=True, strikeable=False),
            ),
        ),
        observations=OBSERVATIONS["newcomb_66"],
        free=_("width"),
        centre=lambda y: float(np.mean(y)),
        centre_name=_("mean"),
    )  # fmt: skip


def _tent() -> Family:
    return Family(
        key="tent",
        title=_("Tent"),
        noise=noise.laplace(),
        products=(
            (Term("constants", _("n log 2"), r"n\log 2", _per_row(float(np.log(2)))),),
            (Term("log", _("n log width"), r"n\log b", _per_row(1.0), log=True,
                  above=_("n log width")),),
            (
                Term("square", _("the factor 1/width"), r"\tfrac1b", _fixed(1.0), power=-1,
                     below=_("width")),
                Term("misfit", _("sum of distances"), r"\textstyle\sum_i|y_i-\mu|",
                     lambda y, centre: np.abs(_misses(y, centre)).sum(axis=-1),
                     above=_("(sum of distances)"), centred=True, strikeable=False),
            ),
        ),
        observations=OBSERVATIONS["newcomb_66"],
        free=_("width"),
        centre=lambda y: float(np.median(y)),
        centre_name=_("median"),
    )  # fmt: skip


def _count() -> Family:
    return Family(
        key="count",
        title=_("Count"),
        noise=noise.poisson(),
        products=(
            (Term("rate", _("n × rate"), r"n\lambda", _per_row(1.0), power=1,
                  above=_("n × rate")),),
            (Term("logs", _("−Σ y × log rate"), r"-\textstyle\sum_i y_i\log\lambda",
                  lambda y, _centre: -np.asarray(y.sum()), log=True,
                  above=_("−Σ y × log rate")),),
            (Term("factorial", _("Σ log y!"), r"\textstyle\sum_i\log y_i!",
                  lambda y, _centre: np.asarray(special.gammaln(y + 1.0).sum())),),
        ),
        observations=OBSERVATIONS["kicks"],
        free=_("rate"),
    )  # fmt: skip


FAMILIES: Mapping[str, Family] = MappingProxyType(
    {family.key: family for family in (_bell(), _tent(), _count())}
)
"""The three noises whose terms can be struck, by key."""


@dataclass(frozen=True)
class StrikeView(Swept):
    """Terms `struck` (their keys) out of the NLL of observations `y` (n,), in the order declared.

    `width` is where the hand holds the width; (S,) widths make a sweep. `free`: the width is
    fitted as well. A count has no width, and its rate is always free. ValueError for no
    observations, for a width that is not positive, and for a term the family has not.
    """

    family: Family
    y: Array
    struck: tuple[str, ...]
    width: PerStop = 20.0
    free: bool = True

    per_stop: ClassVar[tuple[str, ...]] = ("width",)
    shared: ClassVar[tuple[str, ...]] = ("centre", "whole", "left", "before", "after")

    def __post_init__(self) -> None:
        if np.ndim(self.y) != 1 or not len(self.y):
            raise ValueError(_("no observations: there is nothing to fit"))
        require_in(self.width, POSITIVE, "width", nan_ok=False)
        known = [term.key for term in self.family.terms]
        for key in self.struck:
            if key not in known:
                raise ValueError(f"struck must be among {', '.join(known)}, got {key!r}")

    @property
    def is_count(self) -> bool:
        """Whether there is no width: what is free is the rate."""
        return self.family.centre is None

    @property
    def terms(self) -> tuple[Term, ...]:
        """What is struck."""
        return tuple(term for term in self.family.terms if term.key in self.struck)

    @cached_property
    def centre(self) -> float:
        """The best location, whatever the width and whatever is struck; 0 for a count."""
        return 0.0 if self.family.centre is None else self.family.centre(self.y)

    @cached_property
    def whole(self) -> Left:
        """All of the NLL over the width, at the best location."""
        return self.family.left(self.y, self.centre)

    @cached_property
    def left(self) -> Left:
        """What is left of it."""
        return self.family.left(self.y, self.centre, self.struck)

    @cached_property
    def before(self) -> Best:
        """The best width (of a count: rate) with nothing struck."""
        return self.whole.best

    @cached_property
    def after(self) -> Best:
        """The best width (of a count: rate) of what is left."""
        return self.left.best

    @property
    def unmoved(self) -> bool:
        """Whether the best width is where it was."""
        one, other = self.before, self.after
        return one.kind is other.kind and bool(
            np.isclose(one.width, other.width, rtol=1e-9, equal_nan=True)
        )

    def over_centre(self, at: Array, struck: tuple[str, ...] = ()) -> Array:
        """What is left above its lowest, (..., m), at locations `at` (m,) and the hand's width."""
        width = np.asarray(self.width, dtype=np.float64)[..., None]
        value = self.family.nll(self.y, at, width, struck)
        return np.asarray(value - self.family.nll(self.y, np.array([self.centre]), width, struck))

    @property
    def shown(self) -> Interval:
        """The widths (rates) shown."""
        return RATES if self.is_count else WIDTHS

    def level(self, left: Left) -> float:
        """What a curve over the width is drawn above: what it falls to, or its lowest in view."""
        if np.isfinite(left.best.infimum):
            return left.best.infimum
        ends = np.array([self.shown.low, self.shown.high])
        return float(left.value(ends).min())

    def over_width(self, left: Left, at: Array) -> Array:
        """A curve over widths `at` (m,), above its `level`."""
        return np.asarray(left.value(at) - self.level(left))

    @property
    def height(self) -> PerStop:
        """How high the hand is on the curve of what is left, above its level."""
        return self.over_width(self.left, np.asarray(self.width))[()]


def product_in_words(product: tuple[Term, ...]) -> str:
    """A product of terms as a reader would write it, such as SSE/(2 width²)."""
    above = " ".join(term.above for term in product if term.above) or "1"
    below = [term.below for term in product if term.below]
    if not below:
        return above
    return f"{above}/{below[0]}" if len(below) == 1 else f"{above}/({' '.join(below)})"


def varying_in_words(view: StrikeView) -> str:
    """What is left that has the width (rate) in it; empty where there is none."""
    kept = [
        product_in_words(product)
        for product in view.family.kept(view.struck)
        if any(term.has_width for term in product)
    ]
    return " + ".join(kept).replace("+ −", "− ")


def formula_tex(family: Family, struck: tuple[str, ...]) -> str:
    """The NLL with what is struck cancelled; its last product has a line of its own."""
    tex = r"\begin{aligned}\text{NLL}={}&\;"
    for number, product in enumerate(family.products):
        factors = [term.tex for term in product]
        minus = factors[0].startswith("-")
        factors[0] = factors[0].removeprefix("-")
        tex += r"\\&\;" if number == len(family.products) - 1 else ""
        tex += "-" if minus else "+" if number else ""
        tex += r"\;".join(
            rf"\cancel{{{one}}}" if term.key in struck else one
            for term, one in zip(product, factors, strict=True)
        )
    return tex + r"\end{aligned}"


def width_sweep(view: StrikeView, key: str, label: str) -> Sweep[StrikeView]:
    """The hand's width through its range, as far from stop to stop in per cent, never rounded."""
    stops = np.geomspace(WIDTHS.low, WIDTHS.high, 61)
    stops = np.array([float(f"{stop:.3g}") for stop in stops])
    extra = [float(f"{best.width:.6g}") for best in (view.before, view.after)
             if best.kind is Kind.AT and WIDTHS.includes(best.width)]  # fmt: skip
    stops = np.unique([*stops, *extra, 20.0, float(view.width)])
    if len(stops) > MOST_STOPS:
        raise ValueError(f"{len(stops)} stops are more than {MOST_STOPS}")
    axis = Axis(key, label, stops, view.family.observations.unit, decimals=2)
    return Sweep(axis, view.through(width=stops))
