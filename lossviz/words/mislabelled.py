"""What one wrong label does to the line of every binary loss, in words."""

from lossviz.binary.mislabelled import Mislabelled, Moved
from lossviz.core import LossAt
from lossviz.i18n import _
from lossviz.words import number, percent, plain
from lossviz.words.shapes import name as shape


def label_name(view: Mislabelled, label: float) -> str:
    """What a label is called."""
    return view.flights.problem.classes[round(label)]


def flight(view: Mislabelled) -> str:
    """The flight with its temperature."""
    return _("{name} ({x} °F)").format(
        name=view.flights.names[view.row], x=plain(float(view.flights.problem.x[view.row]))
    )


def share(value: float) -> str:
    """A share in per cent, with a decimal where it is below one but not 0.

    >>> share(0.2917), share(0.0078)
    ('29 %', '0.8 %')
    """
    return percent(value) if value >= 0.01 or value == 0 else f"{100 * value:.1f} %"


def mislabelled_sentence(view: Mislabelled) -> str:
    """Who was relabelled, which line gave way most, and who pulls."""
    told = view.told if view.flights.y[view.row] == 0 else 1.0 - view.told
    began = _("{flight} is written down as “{label}”, to which the fit gave {told}.").format(
        flight=flight(view), label=label_name(view, float(view.wrong[view.row])), told=share(told)
    )
    most, least = min(view.moved, key=_kept), max(view.moved, key=_kept)
    if most.after.slope == 0:
        gave = _("{loss} goes flat: its best score is the same at every temperature.").format(
            loss=most.loss_at.loss.name
        )
    else:
        gave = _("{loss} loses the largest share of its steepness, {share}.").format(
            loss=most.loss_at.loss.name, share=share(1 - most.kept)
        )
    held = _("{loss} loses the smallest share, {share}.").format(
        loss=least.loss_at.loss.name, share=share(1 - least.kept)
    )
    strong, weak = max(view.moved, key=_pull), min(view.moved, key=_pull)
    pull = _(
        "At the old lines this one flight has {strong} of all the pull under {one}, {weak} under"
        " {other}."
    ).format(
        strong=share(strong.pull_share), one=strong.loss_at.loss.name_in_text,
        weak=share(weak.pull_share), other=weak.loss_at.loss.name_in_text,
    )  # fmt: skip
    return f"{began} {gave} {held} {pull}"


def _kept(moved: Moved) -> float:
    return moved.kept


def _pull(moved: Moved) -> float:
    return moved.pull_share


def mislabelled_alt(view: Mislabelled, chosen: LossAt) -> str:
    """What there is to see."""
    return _(
        "Left, the flights by temperature, {flight} ringed with its wrong label, and the sigmoid of"
        " the score of {loss} before, dashed, and after. Right, a row for each of {n} losses: how"
        " much of its steepness is left, and what share of the pull the flight had."
    ).format(
        flight=view.flights.names[view.row], loss=chosen.loss.name_in_text, n=len(view.moved)
    )  # fmt: skip


def what_is_minimised(view: Mislabelled) -> str:
    """How each line is found, what its score is, and at which parameters."""
    at = ", ".join(shape(one.loss_at) for one in view.moved if one.loss_at.loss.params)
    aims = _(
        "Each line minimises the mean of its loss over the flights: cross-entropy by Newton's"
        " method, hinge exactly by a linear program (the flattest, if several tie), the others"
        " downhill from the line of cross-entropy. The curve drawn is the sigmoid of the score."
        " Only for cross-entropy and Brier is that the probability they aim at: exponential aims"
        " at half the log-odds, focal nearer to one half, hinge only at the side."
    )
    return f"{aims} {_('Drawn here: {at}.').format(at=at)}" if at else aims


def not_convex(view: Mislabelled, squared: Moved) -> str:
    """Brier's valley beside a sheer step."""
    step = view.step_miss
    told = _(
        "The surface of the {loss} is not convex: from that start it finds a valley at {valley}."
    ).format(loss=squared.loss_at.loss.name, valley=number(squared.after.objective))
    wrong = round(step * view.flights.n)
    if step < squared.after.objective:
        sheer = _(
            "A sheer step with {wrong} of {n} on the wrong side would score {step}, lower still."
        )
    else:
        sheer = _("The best sheer step, with {wrong} of {n} on the wrong side, scores {step}.")
    return f"{told} " + sheer.format(wrong=wrong, n=view.flights.n, step=number(step))
