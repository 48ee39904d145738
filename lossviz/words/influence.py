"""What single points and contaminated shares do to a fit, in words.

A limit or a return is only claimed where the numbers of the view show it.
"""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from lossviz.core import Influence
from lossviz.data.problems import LineProblem
from lossviz.i18n import _
from lossviz.one_by_one import LeaveOneOutView, WeightsView
from lossviz.race import BROKEN, RaceView
from lossviz.sensitivity import STILL, Reaction, SensitivityView
from lossviz.shape import AlphaView, Jump
from lossviz.words import number, percent, plain, with_unit

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "shifted": _("Random points shifted up by 10"),
        "wild": _("Random points replaced by wild draws"),
        "leverage": _("Points moved far out in x, and low"),
    }
)
"""What each contamination does, ready to begin a sentence."""


def noun(problem: LineProblem) -> str:
    """What is fitted and looked at: a slope, or a level."""
    return _("level") if problem.constant else _("slope")


def unit(problem: LineProblem) -> str:
    """Its unit; empty for pure numbers."""
    return problem.y_unit if problem.constant else problem.slope_unit


def point(problem: LineProblem, row: int) -> str:
    """One point by its name: "star 11", or "Mouse"."""
    label = problem.labels[row]
    return f"{problem.point_name} {label}" if label[:1].isdigit() else label


def axis_name(view: SensitivityView) -> tuple[str, str]:
    """Name and unit of the axis the point moves along."""
    problem = view.problem
    if view.axis == "x":
        return problem.x_name, problem.x_unit
    return problem.y_name, problem.y_unit


# --- one point moved --------------------------------------------------------------------------


def sensitivity_sentence(view: SensitivityView) -> str:
    """The fitted numbers where the point is, and how each answers over all positions."""
    name, axis_unit = axis_name(view)
    here = _("With {point} at {axis} = {value}, {noun}: {numbers}.").format(
        point=point(view.problem, view.row), axis=name,
        value=f"{plain(float(view.current))} {axis_unit}".rstrip(), noun=noun(view.problem),
        numbers="; ".join(
            _("{loss} {now} ({clean} without it)").format(
                loss=estimator.name_in_text,
                now=_known(float(now)),
                clean=_known(float(clean)),
            )
            for estimator, now, clean in zip(view.estimators, view.now, view.clean, strict=True)
        ),
    )  # fmt: skip
    moved = [e for e, r in enumerate(view.reactions) if r is not Reaction.STILL]
    still = [e.name for k, e in enumerate(view.estimators) if k not in moved]
    parts = [here, *(reaction_sentence(view, e) for e in moved)]
    if still:
        parts.append(_still(view, still))
    lost = int((~view.converged).sum())
    if lost:
        parts.append(_("{k} of these fits did not settle.").format(k=lost))
    return " ".join(parts)


def _known(value: float) -> str:
    return _("none") if np.isnan(value) else number(value)


def _still(view: SensitivityView, names: list[str]) -> str:
    return _(
        "{losses}: within half a per cent of the clean {noun} at every position shown."
    ).format(losses=_and(names), noun=noun(view.problem))


def reaction_sentence(view: SensitivityView, e: int) -> str:
    """How estimator number `e` answers to the moving point."""
    what, loss = noun(view.problem), view.estimators[e].name
    reaction, slopes = view.reactions[e], view.slopes[e]
    known = slopes[np.isfinite(slopes)]
    if reaction is Reaction.STILL:
        return _still(view, [loss])
    if reaction is Reaction.STRAIGHT:
        name, axis_unit = axis_name(view)
        step, text = _step(view), _("{loss}: every further {step} moves the {noun} by {change},")
        return (text + " " + _("without limit.")).format(
            loss=loss, noun=what, change=number(view.rate(e) * step),
            step=f"{plain(step)} {axis_unit or _('in {axis}').format(axis=name)}",
        )  # fmt: skip
    if reaction is Reaction.LEVEL:
        return _(
            "{loss}: the point moves the {noun} by at most {most} from the clean one and then no"
            " further."
        ).format(loss=loss, noun=what, most=number(float(np.abs(view.change[e]).max())))
    if reaction is Reaction.RETURN:
        low, high = view.returned(e)
        return _(
            "{loss}: back at the clean {noun}, to half a per cent, below {low} and above {high}."
        ).format(loss=loss, noun=what, low=plain(low), high=plain(high))
    if not len(known):
        return _("{loss}: no {noun} at any position shown.").format(loss=loss, noun=what)
    return _("{loss}: {noun} between {low} and {high} over the positions shown.").format(
        loss=loss, noun=what, low=number(float(known.min())), high=number(float(known.max()))
    )


def _step(view: SensitivityView) -> float:
    """A power of ten that fits at least twice into the positions."""
    return float(10 ** np.floor(np.log10(np.ptp(view.positions) / 2)))


# --- one point left out -----------------------------------------------------------------------


def leave_one_out_sentence(view: LeaveOneOutView) -> str:
    """Which point turns the line most by its absence."""
    problem, size = view.problem, np.abs(view.changes)
    most, what = view.most, noun(problem)
    if np.isnan(size[most]):
        return _(
            "Without {point} all others have the same {x}: there is no slope. This one point"
            " decides it, whatever the loss."
        ).format(point=point(problem, most), x=problem.x_name)
    if size[most] <= STILL * abs(view.slope):
        return _(
            "{loss}: leaving out any one of the {n} {nouns} moves the {noun} by half a per cent at"
            " most."
        ).format(loss=view.estimator.name, n=problem.n, nouns=problem.nouns, noun=what)
    other = float(np.delete(size, most).max())
    other = 0.0 if other <= 1e-9 * abs(view.slope) else other  # what rounding leaves
    return _(
        "{loss}: without {point} the {noun} goes from {before} to {after}. Leaving out any other of"
        " the {n} {nouns} moves it by {other} at most."
    ).format(
        loss=view.estimator.name, point=point(problem, most), noun=what,
        before=number(view.slope), after=with_unit(float(view.slopes[most]), unit(problem)),
        n=problem.n, nouns=problem.nouns, other=number(other),
    )  # fmt: skip


def influence_sentence(view: LeaveOneOutView) -> str:
    """Lever arm times miss: whose absence would move all predictions most."""
    problem, row = view.problem, view.most_cook
    if np.isnan(view.cook).all():
        return _("Every point is on the line: there is nothing to measure a change by.")
    if np.isnan(view.cook[row]):
        return _(
            "{point} has leverage 1: the least-squares line passes through it wherever it is, and"
            " without it there is no line, so no Cook's distance."
        ).format(point=_capital(point(problem, row)))
    text = _(
        "Largest Cook's distance: {point} with {cook}, from a leverage of {lever} (the mean is"
        " {mean}) and a residual of {r}."
    ).format(
        point=point(problem, row), cook=number(float(view.cook[row])),
        lever=number(float(view.leverage[row])), mean=number(float(view.leverage.mean())),
        r=with_unit(float(view.residual[row]), problem.y_unit),
    )  # fmt: skip
    longest = int(np.abs(view.residual).argmax())
    if longest == row:
        return text
    return text + " " + _(
        "The longest residual belongs to {point}: its leverage is {lever}, its distance {cook}."
    ).format(
        point=point(problem, longest), lever=number(float(view.leverage[longest])),
        cook=number(float(view.cook[longest])),
    )  # fmt: skip


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


# --- weights ----------------------------------------------------------------------------------


def weights_sentence(view: WeightsView) -> str:
    """How much of its pull each point keeps, and who keeps least."""
    problem, weight = view.problem, view.weight
    least, loss = int(weight.argmin()), view.estimator.name
    n, nouns = len(problem), problem.nouns
    if view.relative:
        text = _("{loss}: the weights are 1/|r|, shown as parts of the largest finite one.")
        if view.infinite.any():
            text += " " + _("On the line, without a finite weight: {k} of {n} {nouns}.")
        text += " " + _("Least: {point} with {weight}.")
        return text.format(
            loss=loss, k=int(view.infinite.sum()), n=n, nouns=nouns,
            point=point(problem, least), weight=number(float(weight[least])),
        )  # fmt: skip
    if np.allclose(weight, 1.0, rtol=0, atol=1e-9):
        return _("{loss}: every one of the {n} {nouns} keeps its whole pull.").format(
            loss=loss, n=n, nouns=nouns
        )
    half, gone = int((weight < 0.5).sum()), int((weight == 0).sum())
    text = _("{loss}: {half} of {n} {nouns} keep less than half of a squared-error pull;")
    text += " " + (
        _("no pull at all: {gone}.") if gone else _("{point} keeps the least, {weight} of it.")
    )
    return text.format(
        loss=loss, half=half, n=n, nouns=nouns, gone=gone,
        point=point(problem, least), weight=number(float(weight[least])),
    )  # fmt: skip


# --- the shape moved --------------------------------------------------------------------------


def alpha_sentence(view: AlphaView) -> str:
    """One shape: how far misses pull, the line, whether there is a noise, and the jump."""
    facts = view.loss_at.facts
    if view.alpha == 2.0:
        pull = _("squared error, whose pull grows with the miss, without limit")
    elif facts.influence is Influence.UNBOUNDED:
        pull = _("the pull still grows without limit, but slower than the miss")
    elif facts.influence is Influence.BOUNDED:
        pull = _("the pull is capped at the tolerance")
    else:
        pull = _("the pull of a far miss dies away")
    text = _("Shape {alpha}, tolerance {c}: {pull}. {noun} {slope}, squared error {squared}.")
    where = text.format(
        alpha=_shape(float(view.alpha)), c=with_unit(view.tolerance.size, view.problem.y_unit),
        pull=pull, noun=_capital(noun(view.problem)), slope=number(float(view.slope)),
        squared=number(view.squared),
    )  # fmt: skip
    parts = [where]
    if facts.noise is None:
        parts.append(_("Below shape 0 there is no noise behind it."))
    if view.jump is not None and view.alpha <= view.jump.above:
        parts.append(_jump(view.jump, noun(view.problem)))
    if not bool(view.lines.converged):
        parts.append(_("This fit did not settle."))
    return " ".join(parts)


def tolerance_sentence(view: AlphaView) -> str:
    """Where the fixed tolerance of the sweep comes from."""
    size = with_unit(view.tolerance.size, view.problem.y_unit)
    if view.tolerance.from_mean:
        return _(
            "Tolerance {c}: the mean |r| of the absolute-error fit, because more than half of its"
            " residuals are 0 and so is their MAD."
        ).format(c=size)
    return _("Tolerance {c}: the MAD of the residuals of the absolute-error fit.").format(c=size)


def _shape(alpha: float) -> str:
    return plain(round(alpha, 2))


def _jump(jump: Jump, what: str) -> str:
    return _(
        "Between the shapes {above} and {below} the deepest valley changes: the best {noun} jumps"
        " from {before} to {after}."
    ).format(
        above=_shape(jump.above), below=_shape(jump.below), noun=what,
        before=number(jump.slope_above), after=number(jump.slope_below),
    )  # fmt: skip


# --- the race ---------------------------------------------------------------------------------


def race_sentence(view: RaceView, *, hidden: bool = False, guess: float | None = None) -> str:
    """Who breaks at which share of contamination; or, hidden, the question and the guess."""
    if hidden:
        question = _("{kind}: at which share does the first fit break? Guess first.").format(
            kind=KINDS[view.kind]
        )
        if guess is None:
            return question
        return question + " " + _("Your guess: {share}.").format(share=percent(guess))
    samples = _(
        "Broken: the median slope error over {samples} samples of {n} points, seeds {first} to"
        " {last}, is above {broken}, half of the true slope."
    ).format(
        samples=view.samples, n=view.n, first=view.seed, last=view.seed + view.samples - 1,
        broken=number(BROKEN, 2),
    )  # fmt: skip
    parts = [f"{KINDS[view.kind]}: {_order(view)}"]
    if guess is not None:
        parts.append(_("Your guess: {share}.").format(share=percent(guess)))
    if not view.complete:
        parts.append(_("{k} of {n} shares so far.").format(k=view.done, n=len(view.shares)))
    return " ".join([*parts, samples])


def _order(view: RaceView) -> str:
    names, breaks = [e.name_in_text for e in view.estimators], view.breaks
    groups = [
        (float(share), [name for name, own in zip(names, breaks, strict=True) if own == share])
        for share in np.unique(breaks[np.isfinite(breaks)])
    ]
    safe = [name for name, own in zip(names, breaks, strict=True) if np.isnan(own)]
    highest = percent(float(view.shares[max(view.done - 1, 0)]))
    if not groups:
        return _("none breaks up to {share}.").format(share=highest)
    (share, first), *later = groups
    text = _("first to break, at {share}: {names}").format(share=percent(share), names=_and(first))
    for share, group in later:
        text += "; " + _("at {share}: {names}").format(share=percent(share), names=_and(group))
    if safe:
        text += "; " + _("not up to {share}: {names}").format(share=highest, names=_and(safe))
    return text + "."


def _and(names: list[str]) -> str:
    if len(names) == 1:
        return names[0]
    return _("{some} and {last}").format(some=", ".join(names[:-1]), last=names[-1])
