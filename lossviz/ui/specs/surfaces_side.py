"""Loss surfaces, the fold of losses side by side: their controls."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lossviz import LOSSES
from lossviz.core import Influence, Loss, LossAt
from lossviz.i18n import _
from lossviz.numerics import Interval
from lossviz.surfaces.side_by_side import Hill, SideBySide, grounds
from lossviz.ui.controls import Choice, Control, Number, Scene, Several, Values
from lossviz.ui.picked import ABSOLUTE, BINARY, COIN_LOSS, REGRESSION, SQUARED, SQUARED_CHANCE

MOST = 4
GROUNDS = grounds(ABSOLUTE.at())
TOLERANCES = Interval(0.5, 2.0)


@dataclass(frozen=True, slots=True)
class AtMost(Several):
    """One to so many of several words."""

    most: int = MOST

    def clean(self, value: Sequence[str], before: Values) -> tuple[str, ...]:
        """The first of the known words of `value`."""
        return Several.clean(self, value, before)[: self.most]

    def parse(self, text: str, before: Values) -> tuple[str, ...]:
        """The words of `text`; ValueError says what is allowed."""
        if len({word for word in text.split(",") if word}) > self.most:
            raise ValueError(_("needs {most} words at most").format(most=self.most))
        return Several.parse(self, text, before)


def tolerance_key(loss: Loss) -> str:
    """Its parameter that is a tolerance: the one that counts in widths; none has two."""
    at_unit = [p.key for p in loss.params if p.tex in (r"\delta", "c")]
    return at_unit[0] if at_unit else ""


def with_tolerance(loss: Loss, factor: float) -> LossAt:
    """A loss whose tolerance is so many times its own default; without one it is as it is."""
    key = tolerance_key(loss)
    defaults = {param.key: param.default for param in loss.params}
    return loss.at(**({key: factor * defaults[key]} if key else {}))


def _default() -> tuple[str, ...]:
    """The bowl, the creases, the blend, and one that lets go: the first of each kind."""
    blend = next(loss for loss in REGRESSION if len(loss.at().facts.kinks) == 2)
    gone = next(
        loss for loss in REGRESSION
        if loss.at().facts.influence is Influence.REDESCENDING and not loss.at().psi(1e6).any()
    )  # fmt: skip
    chosen = {SQUARED.key, ABSOLUTE.key, blend.key, gone.key}
    return tuple(key for key in ORDER if key in chosen)


ORDER = tuple(
    loss.key
    for loss in sorted(
        REGRESSION, key=lambda loss: (loss is not SQUARED, loss is not ABSOLUTE, loss.key)
    )
)
LABELS = tuple(
    loss.key
    for loss in sorted(
        BINARY, key=lambda loss: (loss is not COIN_LOSS, loss is not SQUARED_CHANCE, loss.key)
    )
)


@lru_cache(maxsize=32)  # the minima of a surface take 10 to 60 ms
def hill_of(ground: str, loss: str, factor: float) -> Hill:
    """What a loss builds over data."""
    return Hill(with_tolerance(LOSSES[loss], factor), GROUNDS[ground])


def chosen(values: Values) -> tuple[str, ...]:
    """The keys of the losses shown."""
    words: tuple[str, ...] = values[
        "sidelabels" if GROUNDS[values["sidedata"]].labels else "sidelosses"
    ]
    return words


def side_view(values: Values) -> SideBySide:
    """The maps and their cursor."""
    hills = tuple(
        hill_of(values["sidedata"], key, values["sidetolerance"]) for key in chosen(values)
    )
    return SideBySide(hills, values["sideacross"], values["sideup"])


CONTROLS: tuple[Control, ...] = (
    Choice("sidedata", "hubble", tuple(GROUNDS)),
    AtMost("sidelosses", ORDER, _default(), least=1),
    AtMost("sidelabels", LABELS, (COIN_LOSS.key, SQUARED_CHANCE.key), least=1),
    Number("sidetolerance", 1.0, TOLERANCES),
    Number(
        "sideacross", lambda values: GROUNDS[values["sidedata"]].start[0],
        lambda values: GROUNDS[values["sidedata"]].room.a,
    ),
    Number(
        "sideup", lambda values: GROUNDS[values["sidedata"]].start[1],
        lambda values: GROUNDS[values["sidedata"]].room.b,
    ),
)  # fmt: skip
RESETS: Mapping[str, tuple[str, ...]] = {"sidedata": ("sideacross", "sideup")}
FOLDS: tuple[str, ...] = ("side",)
SCENES: tuple[Scene, ...] = ()
