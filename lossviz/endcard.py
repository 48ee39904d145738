"""The sheet to take along: noise, surprise, best constant, pull, in one row per noise.

Every cell is read from the losses and their derivations, where a test checks it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lossviz.core import Influence, Loss, Task
from lossviz.derivation import Follows
from lossviz.i18n import _


@dataclass(frozen=True, slots=True)
class Row:
    """One noise: texts, and formulas in TeX."""

    noise: str
    surprise_tex: str
    best_constant: str
    pull_tex: str
    wild_point: str
    names: tuple[str, ...]


COLUMNS = (
    _("noise"), _("surprise"), _("best constant"), _("pull"), _("one wild point"),
    _("PyTorch · scikit-learn"),
)  # fmt: skip


def end_card(losses: Sequence[Loss]) -> tuple[Row, ...]:
    """One row per loss at its default parameters; all of them have a density."""
    return tuple(_row(loss) for loss in losses)


def _row(loss: Loss) -> Row:
    facts = loss.at().facts
    if facts.noise is None:
        raise ValueError(f"{loss.key} has no density, so no place on the card of noises")
    return Row(
        facts.noise.word,
        loss.tex.split(r",\quad")[0],
        _best(loss),
        pull_tex(loss),
        _wild(loss, facts.influence),
        tuple(loss.aliases[key] for key in ("PyTorch", "scikit-learn") if key in loss.aliases),
    )


def _best(loss: Loss) -> str:
    """What the derivation of one number for all ends in, if it ends in a formula."""
    at = loss.at()
    location = at.derivation("location")
    functional = at.facts.functional
    ends_in_a_formula = location is not None and location.steps[-1].follows is Follows.ROOT
    if not ends_in_a_formula or functional is None:
        return _("no formula")
    return _("frequency") if loss.task in (Task.BINARY, Task.MULTICLASS) else functional.name


def pull_tex(loss: Loss) -> str:
    """Minus the slope: a minus in front goes, a difference turns round, else one is put there."""
    slope = loss.grad_tex.split(r",\quad")[0]
    if slope.startswith("-"):
        return slope[1:].strip()
    if slope.count("-") == 1 and not set(slope) & set("\\^{("):
        first, second = slope.split("-")
        return f"{second.strip()} - {first.strip()}"
    return f"-({slope})"


def _wild(loss: Loss, influence: Influence) -> str:
    if loss.task in (Task.BINARY, Task.MULTICLASS):
        return _("a wrong label pulls by at most 1")
    return {
        Influence.UNBOUNDED: _("pulls harder the further it goes"),
        Influence.BOUNDED: _("pulls like any other"),
        Influence.REDESCENDING: _("far out, pulls less the further it goes"),
    }[influence]
