"""Loss surfaces, the folds of optimisers: their controls."""

from collections.abc import Mapping
from functools import lru_cache

from lossviz.core import Form, Influence
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.i18n import _
from lossviz.likelihood.along_x import CLASS_PROBLEMS
from lossviz.numerics import Interval
from lossviz.surfaces.contest import STEPS
from lossviz.surfaces.grounds import (
    Ground,
    hidden_ground,
    line_ground,
    line_room,
    sigmoid_ground,
)
from lossviz.surfaces.newton import DAMPINGS
from lossviz.surfaces.robust_width import robust_width
from lossviz.ui.controls import Choice, Control, Number, Scene, Values
from lossviz.ui.picked import ABSOLUTE, COIN_LOSS, REGRESSION, SQUARED

HUBBLE = LINE_PROBLEMS["hubble"]
(HUBER,) = (
    loss for loss in REGRESSION
    if (facts := loss.at().facts).form is Form.CURVED and facts.influence is Influence.BOUNDED
    and facts.convex and facts.kinks
)  # fmt: skip
(TUKEY,) = (
    loss for loss in REGRESSION
    if loss.params and float(loss.at().psi(1.001 * loss.params[0].default)) == 0
)  # fmt: skip
LINES = {loss.key: loss for loss in (SQUARED, ABSOLUTE, HUBER, TUKEY)}
SIGMOID, HIDDEN = "sigmoid", "hidden"
GROUNDS = (*LINES, SIGMOID, HIDDEN)
ROBUST = (HUBER.key, TUKEY.key)

PLAIN = ("gradient", "batch", "momentum")
RULES = (*PLAIN, "adam", "newton", "irls")
NONE = "none"
MOST_ROWS = 60
"""The largest batch that may be asked for: more than there are rows."""


@lru_cache(maxsize=len(GROUNDS))  # fits and maps; the same for every reader
def ground_of(key: str) -> Ground:
    """A ground by its key."""
    if key == SIGMOID:
        flights = CLASS_PROBLEMS["orings"]
        return sigmoid_ground(
            COIN_LOSS.at(), flights.x, flights.y.astype(float), x_name=flights.x_name,
            y_title=_("probability of distress"), nouns=flights.nouns,
        )  # fmt: skip
    if key == HIDDEN:
        return hidden_ground(SQUARED.at(), HUBBLE)
    scale = robust_width(ABSOLUTE.at(), HUBBLE.x, HUBBLE.y) if key in ROBUST else 1.0
    return line_ground(LINES[key].at(), HUBBLE, line_room(SQUARED.at(), HUBBLE), scale)


def rules_on(before: Values) -> tuple[str, ...]:
    """The rules that can walk on the ground."""
    return RULES[:-1] if before["ground"] in (SIGMOID, HIDDEN) else RULES


def rivals_on(before: Values) -> tuple[str, ...]:
    """The same, and none."""
    return (NONE, *rules_on(before))


# lowest, default and largest rate: of gradients by the ground, whose units they undo
_GRADIENT = {
    SQUARED.key: (0.001, 0.1, 1.0), ABSOLUTE.key: (1.0, 50.0, 1000.0),
    HUBER.key: (1e3, 2e4, 2e5), TUKEY.key: (1e3, 2e4, 2e5),
    SIGMOID: (0.01, 1.0, 100.0), HIDDEN: (0.01, 0.2, 10.0),
}  # fmt: skip
_ADAM = {SIGMOID: (0.01, 0.3, 10.0), HIDDEN: (0.01, 0.1, 10.0)}


def rates_of(ground: str, rule: str) -> tuple[float, float, float]:
    """Lowest, default and largest rate of a rule."""
    if rule in (*PLAIN, NONE):
        return _GRADIENT[ground]
    return _ADAM.get(ground, (1.0, 50.0, 1000.0)) if rule == "adam" else (0.05, 1.0, 3.0)


def rate(key: str, rule_key: str) -> Number:
    """The control of a rate: default and range are those of the rule it is for."""

    def rates(before: Values) -> tuple[float, float, float]:
        return rates_of(before["ground"], before[rule_key])

    return Number(
        key, lambda before: rates(before)[1],
        lambda before: Interval(rates(before)[0], rates(before)[2]),
    )  # fmt: skip


NEWTON_GROUNDS = (SQUARED.key, SIGMOID, TUKEY.key, HIDDEN)
# where a full step overshoots, or heads for a saddle
_NEWTON_STARTS = {SIGMOID: (-3.0, -4.0), TUKEY.key: (560.0, -110.0), HIDDEN: (0.3, 0.1)}


def newton_start(ground: str) -> tuple[float, float]:
    """Where the dot of Newton's fold begins."""
    return _NEWTON_STARTS.get(ground) or ground_of(ground).starts["flat"]


CONTROLS: tuple[Control, ...] = (
    Choice("ground", SQUARED.key, GROUNDS),
    Choice("rule", PLAIN[0], rules_on),
    Choice("rival", NONE, rivals_on),
    rate("rulerate", "rule"),
    rate("rivalrate", "rival"),
    Number("rulea", lambda v: ground_of(v["ground"]).starts["flat"][0],
           lambda v: ground_of(v["ground"]).room.a),
    Number("ruleb", lambda v: ground_of(v["ground"]).starts["flat"][1],
           lambda v: ground_of(v["ground"]).room.b),
    Number("rulesteps", 20, Interval(0, STEPS), whole=True),
    Number("batch", 4, Interval(1, MOST_ROWS), whole=True),
    Number("ruleseed", 0, Interval(0, 9999), whole=True),
    Number("beta", 0.9, Interval(0.0, 0.99)),
    Choice("newtonon", SQUARED.key, NEWTON_GROUNDS),
    Number("newtona", lambda v: newton_start(v["newtonon"])[0],
           lambda v: ground_of(v["newtonon"]).room.a),
    Number("newtonb", lambda v: newton_start(v["newtonon"])[1],
           lambda v: ground_of(v["newtonon"]).room.b),
    Number("damping", 1.0, DAMPINGS),
)  # fmt: skip
RESETS: Mapping[str, tuple[str, ...]] = {
    "ground": ("rule", "rival", "rulerate", "rivalrate", "rulea", "ruleb", "rulesteps"),
    "rule": ("rulerate", "rulesteps"),
    "rival": ("rivalrate",),
    "newtonon": ("newtona", "newtonb", "damping"),
}
FOLDS: tuple[str, ...] = ("optimisers", "update", "newton")
SCENES: tuple[Scene, ...] = ()
