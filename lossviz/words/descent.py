"""Descent on three logits in words: how far each loss has come."""

from lossviz.i18n import _
from lossviz.multiclass.descent import Descent
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.triangle import SPECIES
from lossviz.words import number
from lossviz.words.classes import chance, fixed


def descent_sentence(view: Descent) -> str:
    """Where both are after so many steps."""
    step = int(view.step)
    (cross, squares), (cost, other) = view.p.tolist(), view.cost.tolist()
    if step == 0:
        return _(
            "Both start with {p} on {true}, a cross-entropy of {cost} nats. Take steps: which one"
            " comes down faster?"
        ).format(p=chance(cross), true=SPECIES[TRUE], cost=number(cost))
    steps = _("1 step") if step == 1 else _("{n} steps").format(n=step)
    return _(
        "After {steps} at rate {rate}: down the cross-entropy, {true} has {cross} (cost {cost});"
        " down the squared error, {squares} (cost {other}). {floor}"
    ).format(
        steps=steps, rate=fixed(float(view.rate), 2), true=SPECIES[TRUE], cross=chance(cross),
        cost=number(cost), squares=chance(squares), other=number(other), floor=_floor(view),
    )  # fmt: skip


def _floor(view: Descent) -> str:
    if view.smoothing == 0:
        return _("The floor, 0, is out of reach for any finite logits.")
    return _("The floor, {floor}, is at {p} for {true}.").format(
        floor=f"{view.floor:.3f}", p=chance(float(view.target[TRUE])), true=SPECIES[TRUE]
    )


def why(view: Descent) -> str:
    """The pulls at the start, and where they come from."""
    cross, squares = view.first_pulls.tolist()
    return _(
        "At the start cross-entropy pulls the true logit with {cross}, squared error with"
        " {squares}. Cross-entropy pulls with y − p, which is largest where the forecast is most"
        " wrong. Squared error multiplies by the slope of softmax, which is flat near every"
        " corner: also near a wrong one. Both paths are measured by cross-entropy."
    ).format(cross=number(cross), squares=number(squares))
