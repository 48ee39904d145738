"""Shapes of binary losses in words: who pulls how hard, and what is true of each."""

from lossviz.binary.shapes import Shapes
from lossviz.core import LossAt, Origin
from lossviz.i18n import _
from lossviz.words import number, plain
from lossviz.words.one_label import pull


def size(value: float) -> str:
    """A pull: three decimals while it is small, three digits where it is large."""
    return "0" if value == 0 else pull(value) if value < 1 else number(value)


def name(loss_at: LossAt) -> str:
    """A loss with the parameters it has a slider for."""
    given = ", ".join(
        f"{one.name} {plain(float(loss_at.params[one.key]))}" for one in loss_at.loss.params
    )
    return f"{loss_at.loss.name_in_text} ({given})" if given else loss_at.loss.name_in_text


def side(m: float) -> str:
    """Which side the forecast is on."""
    if m == 0:
        return _("undecided")
    return _("on the wrong side") if m < 0 else _("on the right side")


def shapes_sentence(view: Shapes) -> str:
    """How hard each loss pulls at the margin."""
    pulls = ", ".join(
        f"{name(loss)} {size(float(value))}"
        for loss, value in zip(view.losses, view.pulls, strict=True)
    )
    return _(
        "Margin {m}, {side}. Pull per unit of margin: {pulls}. The 0–1 loss, which counts mistakes,"
        " pulls nowhere: it is flat on both sides."
    ).format(m=plain(float(view.m)), side=side(float(view.m)), pulls=pulls)


def facts(loss_at: LossAt) -> str:
    """What is true of a loss: convex or not, whose noise, what its best constant is."""
    told = loss_at.facts
    convex = _("Convex.") if told.convex else _("Not convex.")
    noise = (
        _("A likelihood: the noise is a {noise}.").format(noise=told.noise.word)
        if told.noise is not None
        else _("No noise: {why}").format(why=told.no_noise_because)
    )
    best = (
        _("Best constant: {functional}.").format(functional=told.functional.name)
        if told.functional is not None
        else _("Its best constant has no formula.")
    )
    title = name(loss_at)
    return f"**{title[0].upper()}{title[1:]}.** {convex} {noise} {best}"


def what_a_margin_is() -> str:
    """The margin, and what it is of either label."""
    return _(
        "The margin is the logit on the side of the label: z for a label 1, −z for a label 0. Below"
        " 0 the forecast is on the wrong side of one half."
    )


def what_brier_is(view: Shapes) -> str:
    """The other name of squared error, where it is among the losses; else nothing."""
    if all(one.loss.origin is not Origin.DECISION for one in view.losses):
        return ""
    return _(
        "The Brier score is the squared error of “One label, one pull” under its other name:"
        " (1 − p)² for a label 1."
    )


def shapes_alt() -> str:
    """What there is to see."""
    return _(
        "Losses of a binary label over the margin, with the 0–1 loss as a step; beside them how"
        " hard each pulls, with a dot of each at the margin in the hand."
    )
