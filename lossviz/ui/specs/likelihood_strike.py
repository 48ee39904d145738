"""Scene 3, terms struck out of the NLL, and the fold with the width unknown: their controls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lossviz.likelihood.joint import DATA, NOISES, SURFACES, Surface
from lossviz.likelihood.strike import FAMILIES, WIDTHS
from lossviz.numerics import Interval
from lossviz.ui.controls import Choice, Control, Flag, Number, Several, Values

TERMS = tuple(dict.fromkeys(term.key for one in FAMILIES.values() for term in one.terms))


@dataclass(frozen=True, slots=True)
class Struck(Several):
    """Terms of the family that is shown: another family keeps those that it has as well."""

    def _own(self, before: Values) -> Several:
        return Several(self.key, [term.key for term in FAMILIES[before["terms"]].terms])

    def clean(self, value: Sequence[str], before: Values) -> tuple[str, ...]:
        """The terms of `value` that the family has."""
        return self._own(before).clean(value, before)

    def parse(self, text: str, before: Values) -> tuple[str, ...]:
        """The terms of `text`; ValueError says which the family has."""
        return self._own(before).parse(text, before)


def surface_of(values: Values) -> Surface:
    """The surface of the fold: its data and its noise."""
    return SURFACES[values["joint_data"], values["joint_noise"]]


def _locations(values: Values) -> Interval:
    return surface_of(values).locations


def _widths(values: Values) -> Interval:
    return surface_of(values).widths


CONTROLS: tuple[Control, ...] = (
    Choice("terms", "bell", tuple(FAMILIES)),
    Struck("strike", TERMS),
    Flag("free", True),
    Number("width", 20.0, WIDTHS),
    Choice("joint_data", DATA[0], DATA),
    Choice("joint_noise", "bell", tuple(NOISES)),
    Number("mu", lambda values: surface_of(values).start[0], _locations),
    Number("sigma", lambda values: surface_of(values).start[1], _widths),
)
RESETS: Mapping[str, tuple[str, ...]] = {
    "joint_data": ("mu", "sigma"),
    "joint_noise": ("mu", "sigma"),
}
