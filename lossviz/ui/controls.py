"""Controls as data: what each is called in the address, what it may be, what it is at first.

Pure: from the address to values and notices, and back. `lossviz.ui.state` holds the session.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lossviz.i18n import _
from lossviz.numerics import Interval

Values = Mapping[str, Any]
MOST_LISTED = 12  # options named in a notice
LONGEST = 200  # characters of one value; the longest meant is a list of folds


def shortest(value: float, digits: int = 6) -> str:
    """A number as short as it can be written with `digits` significant digits."""
    return f"{value:.{digits}g}"


def _listed(options: Sequence[str]) -> str:
    """The first of the options: a notice is no catalogue."""
    return ", ".join(options[:MOST_LISTED]) + (", ..." if len(options) > MOST_LISTED else "")


@dataclass(frozen=True, slots=True)
class Number:
    """A number from a range; default and range may depend on the controls declared before it.

    Kept to six significant digits, so that the address and the picture agree exactly.
    """

    key: str
    default: float | Callable[[Values], float]
    bounds: Interval | Callable[[Values], Interval]
    whole: bool = False

    def first(self, before: Values) -> float:
        """The default."""
        value = self.default(before) if callable(self.default) else self.default
        return self.clean(value, before)

    def range(self, before: Values) -> Interval:
        """The allowed values."""
        return self.bounds(before) if callable(self.bounds) else self.bounds

    def clean(self, value: float, before: Values) -> float:
        """The nearest value that may stand here."""
        allowed = self.range(before)
        return self._short(min(max(value, allowed.low), allowed.high))

    def _short(self, value: float) -> float:
        return int(value) if self.whole else float(shortest(value))

    def parse(self, text: str, before: Values) -> float:
        """The value of `text`; ValueError says what is allowed."""
        allowed = self.range(before)
        try:
            value = float(text)
        except ValueError:
            value = math.nan
        fits = math.isfinite(value) and (not self.whole or value == math.floor(value))
        if not (fits and allowed.includes(value)):
            kind = _("a whole number") if self.whole else _("a number")
            raise ValueError(
                _("needs {kind} from {low} to {high}").format(
                    kind=kind, low=shortest(allowed.low), high=shortest(allowed.high)
                )
            )
        return self._short(value)

    def format(self, value: float) -> str:
        """Its form in the address."""
        return shortest(value)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several words; the options may depend on the controls declared before it."""

    key: str
    default: str
    options: Sequence[str] | Callable[[Values], Sequence[str]]

    def first(self, _before: Values) -> str:
        """The default."""
        return self.default

    def allowed(self, before: Values) -> Sequence[str]:
        """The words that may stand here."""
        return self.options(before) if callable(self.options) else self.options

    def clean(self, value: str, before: Values) -> str:
        """`value`, or the default where it is no option."""
        return value if value in self.allowed(before) else self.default

    def parse(self, text: str, before: Values) -> str:
        """The value of `text`; ValueError says what is allowed."""
        options = self.allowed(before)
        if text not in options:
            raise ValueError(_("needs one of: {options}").format(options=_listed(options)))
        return text

    def format(self, value: str) -> str:
        """Its form in the address."""
        return value


@dataclass(frozen=True, slots=True)
class Flag:
    """On or off: 1 or 0 in the address."""

    key: str
    default: bool = False

    def first(self, _before: Values) -> bool:
        """The default."""
        return self.default

    def clean(self, value: bool, _before: Values) -> bool:
        """A truth value."""
        return bool(value)

    def parse(self, text: str, _before: Values) -> bool:
        """The value of `text`; ValueError says what is allowed."""
        if text not in ("0", "1"):
            raise ValueError(_("needs 0 or 1"))
        return text == "1"

    def format(self, value: bool) -> str:
        """Its form in the address."""
        return "1" if value else "0"


@dataclass(frozen=True, slots=True)
class Several:
    """Any of several words, with commas between them; at `least` so many."""

    key: str
    options: Sequence[str]
    default: tuple[str, ...] = ()
    least: int = 0

    def first(self, _before: Values) -> tuple[str, ...]:
        """The default."""
        return self.default

    def clean(self, value: Sequence[str], _before: Values) -> tuple[str, ...]:
        """The known words of `value`, in the order of the options."""
        return tuple(option for option in self.options if option in value)

    def parse(self, text: str, before: Values) -> tuple[str, ...]:
        """The value of `text`; ValueError says what is allowed."""
        words = [word for word in text.split(",") if word]
        if not words or any(word not in self.options for word in words):
            raise ValueError(
                _("needs one or more of: {options}").format(options=_listed(self.options))
            )
        return self.clean(words, before)

    def format(self, value: tuple[str, ...]) -> str:
        """Its form in the address."""
        return ",".join(value)


Control = Number | Choice | Flag | Several


@dataclass(frozen=True, slots=True)
class Scene:
    """One question: a state, the controls shown, and what to guess first."""

    key: str
    title: str
    question: str
    guess: str
    controls: tuple[str, ...]
    state: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page: its place in the walk, its controls in the order they depend on, its scenes.

    `resets`: controls that fall back to their default when another one changes.
    """

    key: str
    title: str
    controls: tuple[Control, ...]
    scenes: tuple[Scene, ...]
    folds: tuple[str, ...] = ()
    number: int | None = None
    resets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def all_controls(self) -> tuple[Control, ...]:
        """The page's own controls and those of every page: scene, open folds, hidden controls."""
        keys = tuple(control.key for control in self.controls)
        scenes = tuple(scene.key for scene in self.scenes)
        common: tuple[Control, ...] = (Choice("scene", scenes[0], scenes),)
        if self.folds:
            common += (Several("open", self.folds),)
        return (*common, *self.controls, Several("hide", keys)) if keys else common

    def scene(self, key: str) -> Scene:
        """The scene called `key`."""
        return next(scene for scene in self.scenes if scene.key == key)

    def first(self, control: Control, before: Values) -> Any:
        """What `control` is when nothing was said: the scene's word, or its own default."""
        scene = self.scene(before["scene"]) if "scene" in before else None
        if scene is not None and control.key in scene.state:
            return control.clean(scene.state[control.key], before)
        return control.first(before)


def parse(page: PageSpec, query: Mapping[str, Sequence[str]]) -> tuple[dict[str, Any], list[str]]:
    """Values of all controls from the address, with a notice for each one that had to fall back.

    A notice names the parameter and what is allowed; it never repeats what stood in the address.
    """
    values: dict[str, Any] = {}
    notices: list[str] = []
    for control in page.all_controls:
        given = query.get(control.key, ())
        values[control.key] = page.first(control, values)
        if not given:
            continue
        try:
            if len(given) > 1:
                raise ValueError(_("stands more than once in the link"))
            if len(given[0]) > LONGEST:
                raise ValueError(_("is too long"))
            values[control.key] = control.parse(given[0], values)
        except ValueError as error:
            notices.append(
                _("The link's “{key}” {reason}. Shown instead: {value}.").format(
                    key=control.key,
                    reason=error,
                    value=control.format(values[control.key]) or _("nothing"),
                )
            )
    return values, notices


def query_of(page: PageSpec, values: Values) -> dict[str, str]:
    """The address that says `values`: only what differs from the first state of its scene."""
    query: dict[str, str] = {}
    before: dict[str, Any] = {}
    for control in page.all_controls:
        value = values[control.key]
        if value != page.first(control, before):
            query[control.key] = control.format(value)
        before[control.key] = value
    return query


def settle(page: PageSpec, values: Values, *changed: str) -> dict[str, Any]:
    """`values` with everything in its range again after the controls `changed` were changed.

    What is stale with them goes back to its default, unless it was itself changed with them.
    """
    settled: dict[str, Any] = {}
    stale = {key for one in changed for key in page.resets.get(one, ())} - set(changed)
    for control in page.all_controls:
        settled[control.key] = (
            page.first(control, settled)
            if control.key in stale
            else control.clean(values[control.key], settled)
        )
    return settled
