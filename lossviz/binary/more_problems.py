"""Other labels 0 and 1 along a number: people, penguins, a geyser, and a sample of known truth."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np
from scipy import special

from lossviz.binary.problems import BinaryProblem
from lossviz.data import load
from lossviz.i18n import _
from lossviz.numerics import Array, Interval

SAMPLE = "sample"
TRUE_INTERCEPT, TRUE_SLOPE = -0.5, 1.5
"""Of the sample: its logit at 0, and how much it rises per unit of x."""
SIZES = Interval(10, 400)
SEEDS = Interval(0, 9999)
LONG = 3.0  # minutes: the eruptions of the geyser come in two kinds


def titanic() -> BinaryProblem:
    """Everyone on the Titanic, children too, males at 0 and females at 1, counted."""
    data = load("titanic_table")
    cells = [
        (female, label, float(data["count"][_cell(data["sex"], sex, data["survived"], word)].sum()))
        for female, sex in ((0.0, "Male"), (1.0, "Female"))
        for label, word in ((0.0, "No"), (1.0, "Yes"))
    ]
    x, y, count = (np.array(column) for column in zip(*cells, strict=True))
    return BinaryProblem(
        key="titanic", title=_("Titanic: survived or not, by sex"), x=x, y=y, weight=count,
        x_name=_("0 = male, 1 = female"), x_unit="", noun=_("person"), nouns=_("persons"),
        happened=(_("death"), _("survival")), dataset=data.name, anchor=0.0, turn=1.0, unit=3.0,
        room=Interval(-0.5, 1.5),
        note=_("Boxes: the share that survived.")
        + " "
        + _("Four counts stand for {n} persons: a count is a weight.").format(
            n=f"{count.sum():,.0f}"
        ),
    )  # fmt: skip


def _cell(first: Array, one: str, second: Array, other: str) -> Array:
    return np.asarray((first == one) & (second == other))


def penguins() -> BinaryProblem:
    """Two species of penguin along the length of a flipper."""
    data = load("penguins")
    mine = np.isin(data["species"], ("Adelie", "Chinstrap"))
    known = np.isfinite(data["flipper_length_mm"])
    rows = mine & known
    missing = int((mine & ~known).sum())
    note = _("{n} penguins whose flipper was not measured are left out.").format(n=missing)
    if missing == 1:
        note = _("1 penguin whose flipper was not measured is left out.")
    return BinaryProblem(
        key="penguins", title=_("Penguins: Adelie or Chinstrap by the flipper"),
        x=data["flipper_length_mm"][rows],
        y=(data["species"][rows] == "Chinstrap").astype(np.float64), weight=np.ones(rows.sum()),
        x_name=_("flipper length"), x_unit=_("mm"), noun=_("penguin"), nouns=_("penguins"),
        happened=(_("Adelie"), _("Chinstrap")), dataset=data.name, anchor=195.0, turn=205.0,
        unit=0.4, room=Interval(170.0, 214.0), note=note,
    )  # fmt: skip


def geyser() -> BinaryProblem:
    """Whether an eruption of Old Faithful was long, along the waiting time after it."""
    data = load("old_faithful")
    y = (data["eruption_min"] > LONG).astype(np.float64)
    return BinaryProblem(
        key="geyser", title=_("Old Faithful: short or long eruption by the wait after it"),
        x=data["waiting_min"], y=y, weight=np.ones(len(y)), x_name=_("waiting time"),
        x_unit=_("min"), noun=_("eruption"), nouns=_("eruptions"),
        happened=(_("short"), _("long")), dataset=data.name, anchor=66.0, turn=69.0, unit=1.0,
        room=Interval(41.0, 98.0),
        note=_("Long: more than {minutes:g} minutes.").format(minutes=LONG),
    )  # fmt: skip


def sample(seed: int, size: int) -> BinaryProblem:
    """`size` labels drawn from a sigmoid that is known, x spread evenly over -3 to 3."""
    rng = np.random.default_rng(seed)
    x = np.round(rng.uniform(-3.0, 3.0, size), 2)
    chance = special.expit(TRUE_INTERCEPT + TRUE_SLOPE * x)
    return BinaryProblem(
        key=SAMPLE, title=_("A seeded sample, truth known"), x=x,
        y=(rng.random(size) < chance).astype(np.float64), weight=np.ones(size), x_name=_("x"),
        x_unit="", noun=_("draw"), nouns=_("draws"), happened=(_("no"), _("yes")), dataset="",
        anchor=0.0, turn=1.0, unit=4.0, room=Interval(-3.3, 3.3),
        note=_("Each label was drawn from a sigmoid of height {p} at 0 and steepness {steep:g}.")
        .format(p=f"{special.expit(TRUE_INTERCEPT):.3f}", steep=TRUE_SLOPE),
    )  # fmt: skip


TRUTH = (float(special.expit(TRUE_INTERCEPT)), TRUE_SLOPE)
"""Height at 0 and steepness of the sigmoid the sample is drawn from."""

_REAL: Mapping[str, Callable[[], BinaryProblem]] = MappingProxyType(
    {"titanic": titanic, "penguins": penguins, "geyser": geyser}
)
SETS: tuple[str, ...] = (*_REAL, SAMPLE)


def problem_of(key: str, seed: int, size: int) -> BinaryProblem:
    """The data called `key`; seed and size are those of the sample."""
    return sample(seed, size) if key == SAMPLE else _REAL[key]()
