"""Bad points in words: what moved, how far each line followed, and why; true at every stop.

"Clean" is a line without the point, or without the suspects, that the sentence is about.
"""

import math
from collections.abc import Sequence

import numpy as np

from lossviz import words
from lossviz.core import Form, Influence
from lossviz.estimators import Estimator
from lossviz.i18n import _
from lossviz.included import Included
from lossviz.moved_point import MovedPoint, point_name
from lossviz.numerics import Array
from lossviz.outliers import FEWEST, SETTLED, lets_go

LITTLE = 0.05  # of a squared-error pull: a point that keeps less is all but dropped


def fixed(value: float, decimals: int = 2) -> str:
    """A number with that many decimals, for numbers that stand side by side.

    >>> fixed(-0.4133), fixed(112.9, 0)
    ('−0.41', '113')
    """
    if not math.isfinite(value):
        return words.number(value)
    return f"{value + 0.0:.{decimals}f}".replace("-", words.MINUS)


def capital(text: str) -> str:
    """The text as it begins a sentence: names within keep their letters."""
    return text[:1].upper() + text[1:]


def settings_of(estimator: Estimator) -> str:
    """The parameters of the loss at their values, without the scale: "tolerance 1.345"."""
    loss_at = estimator.loss_at
    return ", ".join(
        f"{param.name} {words.plain(float(loss_at.params[param.key]))}"
        for param in loss_at.loss.params
    )


def tolerance(estimator: Estimator) -> str:
    """The same in its scale: "tolerance 1.345 MADs"; empty where the loss has none."""
    unit = _("MADs") if estimator.scale == "mad" else ""
    if isinstance(estimator.scale, float | int):
        unit = f"× {words.plain(estimator.scale)}"
    said = settings_of(estimator)
    return f"{said} {unit}".strip() if said else ""


def names(estimators: Sequence[Estimator]) -> tuple[str, ...]:
    """What each is called beside the others: loss and start, the tolerance where it must be told.

    Where one loss is there from two starts, the one that tries several says so.
    """
    return tuple(_name(e, estimators, e.loss_at.loss.name) for e in estimators)


def names_in_text(estimators: Sequence[Estimator]) -> tuple[str, ...]:
    """The same as they stand within a sentence."""
    return tuple(_name(e, estimators, e.loss_at.loss.name_in_text) for e in estimators)


def _name(estimator: Estimator, others: Sequence[Estimator], loss: str) -> str:
    same = [
        e for e in others if e.loss_at.loss.key == estimator.loss_at.loss.key and e != estimator
    ]
    details = []
    if any(tolerance(e) != tolerance(estimator) for e in same):
        details.append(tolerance(estimator))
    if any(tolerance(e) == tolerance(estimator) for e in same) or estimator.start is not None:
        details.append(start_name(estimator))
    return f"{loss} ({', '.join(details)})" if details else loss


def start_name(estimator: Estimator) -> str:
    """Where the search for the line starts."""
    if estimator.start is None:
        return _("from a good start")
    return _("from least squares") if estimator.start == "ols" else _("from a chosen start")


# --- one point moved ------------------------------------------------------------------------


def trouble(view: MovedPoint) -> str:
    """What makes the lines of a single view mean little, and what is allowed; "" if nothing."""
    problem = view.problem
    if len(problem) < FEWEST:
        return _(
            "There are only {n} {nouns}, and a line runs through any two: take three or more."
        ).format(n=len(problem), nouns=problem.nouns)
    if not problem.constant and view.points_x.min() == view.points_x.max():
        return _(
            "All {nouns} have the same x, so no slope can be told: take at least two values of x."
        ).format(nouns=problem.nouns)
    return _fit_trouble(view)


def _fit_trouble(view: MovedPoint | Included) -> str:
    called = names(view.estimators)
    for name, line in zip(called, view.lines, strict=True):
        if line.scale <= SETTLED * np.abs(view.problem.y).max():  # rounding left of none
            return _(
                "{loss}: more than half of the {nouns} lie on its line, so their MAD is 0 and no"
                " tolerance can be measured by it: take a fixed scale in units of y."
            ).format(loss=name, nouns=view.problem.nouns)
    for name, line in zip(called, view.lines, strict=True):
        if not line.converged:
            return _(
                "{loss}: the search did not settle, so its line is not a minimum: take another"
                " tolerance or start."
            ).format(loss=name)
    return ""


def _answer(view: MovedPoint, value: float) -> str:
    unit = view.problem.y_unit if view.problem.constant else view.problem.slope_unit
    return words.with_unit(value, unit)


def _what(view: MovedPoint) -> str:
    return _("level") if view.problem.constant else _("slope")


def _place(view: MovedPoint) -> str:
    """Where the point is now: its y, and its x where that has changed."""
    problem = view.problem
    y = f"{words.plain(float(view.y))} {problem.y_unit}".rstrip()
    if float(view.x) == float(problem.x[view.row]):
        return y
    x = f"{words.plain(float(view.x))} {problem.x_unit}".rstrip()
    return _("x = {x}, y = {y}").format(x=x, y=y)


def moved_sentence(view: MovedPoint) -> str:
    """What the point does to each line, for a single view."""
    said = trouble(view)
    if len(view.problem) < FEWEST:
        return said
    x, was = float(view.problem.x[view.row]), float(view.problem.y[view.row])
    home, here = view.side(was), view.side(float(view.y))
    upright = float(view.x) == x and home != 0
    farther = upright and here == home and (float(view.y) - was) * home > 0
    across = upright and here == -home
    body = _clauses(view, across=across) if farther or across else _slopes(view)
    return " ".join(filter(None, (body, *_jumps(view), said)))


def _slopes(view: MovedPoint) -> str:
    """Where the point is, and the slopes side by side."""
    called = names_in_text(view.estimators)
    clean = [_answer(view, view.clean_answer(k)) for k in range(len(called))]
    shared = len(set(clean)) == 1
    parts = [
        _("{slope} by {loss}").format(slope=_answer(view, float(view.answer(k))), loss=called[k])
        + ("" if shared else f" {_clean(clean[k])}")
        for k in range(len(called))
    ]
    point = point_name(view.problem, view.row)
    text = _("{point} at {place}: {what} {slopes}").format(
        point=capital(point), place=_place(view), what=_what(view),
        slopes=", ".join(parts),
    )  # fmt: skip
    if not shared:
        return f"{text}."
    return _("{text} (clean, without {point}: {clean}).").format(
        text=text, point=point, clean=clean[0]
    )


def _clean(text: str) -> str:
    return _("(clean: {clean})").format(clean=text)


def _clauses(view: MovedPoint, *, across: bool) -> str:
    """One sentence per loss, by what its pull does far out."""
    called = names_in_text(view.estimators)
    clauses = (
        _clause(view, number, _("{loss}'s").format(loss=name) if number else _pull_of(name), across)
        for number, name in enumerate(called)
    )
    return " ".join(map(capital, clauses))


def _pull_of(name: str) -> str:
    return _("{loss}'s pull").format(loss=name)


def _clause(view: MovedPoint, number: int, whose: str, across: bool) -> str:
    """What one loss does; `whose` is its name as the owner of the pull."""
    estimator = view.estimators[number]
    facts = estimator.loss_at.facts
    slope = _answer(view, float(view.answer(number)))
    clean = _answer(view, view.clean_answer(number))
    here = (
        _("{slope}, unmoved").format(slope=slope) if slope == clean else f"{slope} {_clean(clean)}"
    )
    if facts.influence is Influence.UNBOUNDED:
        return _unlimited(across).format(
            pull=_pull_of(names_in_text(view.estimators)[number]), y=_place(view), what=_what(view),
            slope=slope, clean=_clean(clean),
        )  # fmt: skip
    if facts.influence is Influence.REDESCENDING:
        return _letting_go(view, number, here)
    if facts.form is Form.PIECEWISE_LINEAR:
        text = _("{whose} is at its limit on this side too: {here}.")
        text = text if across else _("{whose} was at its limit already: {here}.")
    elif view.is_capped(number):
        text = _("{whose} is capped at its {tolerance}: {what} {here}, and there it stays.")
    else:
        text = _("{whose} has not reached its limit yet: {what} {here}.")
    cap = tolerance(estimator) or _("limit")
    return text.format(whose=whose, here=here, what=_what(view), tolerance=cap)


def _unlimited(across: bool) -> str:
    if across:
        return _(
            "{pull} has no limit on the other side either: at {y} its {what} is {slope} {clean}."
        )
    return _("{pull} has no limit: at {y} its {what} is {slope} {clean}.")


def _letting_go(view: MovedPoint, number: int, here: str) -> str:
    """A loss that lets go: whether it has, is about to, or still holds on."""
    estimator, line = view.estimators[number], view.lines[number]
    name, weight = names_in_text(view.estimators)[number], float(view.weight(number))
    nearer = estimator.pull(0.999 * view.residual(number), line.scale)
    if weight == 0:
        text = _("{loss} lets go of the point: {what} {here}.")
    elif abs(nearer) > abs(float(view.pull(number))):
        text = _("{loss} is letting go, {share} % of a squared pull left: {what} {here}.")
    else:
        text = _("{loss} still holds on, {share} % of a squared pull left: {what} {here}.")
    share = words.number(100 * weight, 2)
    return text.format(loss=name, what=_what(view), here=here, share=share)


def _jumps(view: MovedPoint) -> list[str]:
    """For each loss whose best line is not where a search from the first line would end."""
    found = []
    for number, name in enumerate(names_in_text(view.estimators)):
        there = view.reached[number]
        if there is None or not view.jumped(number):
            continue
        value = float(there.intercept if view.problem.constant else there.slope)
        text = _answer(view, value)
        if text == _answer(view, float(view.answer(number))):
            continue
        said = _(
                "{loss} has more than one valley: from its line at {y} a search ends at {what}"
                " {value}, which costs more."
            ).format(
                loss=name, what=_what(view), value=text,
                y=words.plain(float(view.problem.y[view.row])),
            )  # fmt: skip
        found.append(capital(said))
    return found


# --- suspects let in one by one ---------------------------------------------------------------


def giants_sentence(view: Included, suspects: str) -> str:
    """Who follows the suspects, for a single view; `suspects` names many of them: "giants"."""
    called, count = names_in_text(view.estimators), int(view.count)
    slopes = ", ".join(
        _("{slope} by {loss}").format(slope=fixed(float(line.slope)), loss=name)
        for name, line in zip(called, view.lines, strict=True)
    )
    counted = _("{count} of {all} {suspects} in the fit: slope {slopes}.").format(
        count=count or _("None"), all=len(view.suspects), suspects=suspects, slopes=slopes
    )
    closing = _giants_closing(view, suspects) if count else [_arm(view, suspects)]
    return " ".join(filter(None, (counted, *closing, _fit_trouble(view))))


def _arm(view: Included, suspects: str) -> str:
    everybody = Included(view.problem, view.suspects, len(view.suspects), view.estimators)
    arms = everybody.arm
    theirs = min(abs(float(arms[row])) for row in view.suspects)
    others = [abs(float(a)) for row, a in enumerate(arms) if row not in view.suspects]
    if theirs <= max(others):
        return ""
    return _("All {suspects} have a longer lever arm than any other of the {nouns}.").format(
        suspects=suspects, nouns=view.problem.nouns
    )


def _giants_closing(view: Included, suspects: str) -> list[str]:
    """What a cap does not do, and who drops the suspects from which start."""
    facts = [e.loss_at.facts for e in view.estimators]
    capped = any(f.influence is Influence.BOUNDED for f in facts)
    said = [_("Capping the pull does not cap the lever arm.")] if capped else []
    groups: dict[tuple[str, str], list[int]] = {}
    for number, estimator in enumerate(view.estimators):
        if lets_go(estimator):
            key = (estimator.loss_at.loss.name_in_text, tolerance(estimator))
            groups.setdefault(key, []).append(number)
    return said + [
        _dropping(view, loss, setting, numbers, suspects)
        for (loss, setting), numbers in groups.items()
    ]


def _dropping(
    view: Included, loss: str, setting: str, numbers: Sequence[int], suspects: str
) -> str:
    """Whether one loss drops the suspects, from each start that is shown."""
    kept = {start_name(view.estimators[k]): float(view.kept(k)) for k in numbers}
    dropping = [start for start, weight in kept.items() if weight < LITTLE]
    good = start_name(Estimator(view.estimators[numbers[0]].loss_at))
    if dropping and len(dropping) < len(kept):
        whole = max(kept[start] for start in dropping) == 0
        if dropping != [good]:
            text = _("{loss} drops the {suspects} that are in {starts} only.")
        elif whole:
            text = _(
                "Only a loss that lets go ({loss}) can drop the {suspects}, and only from a good"
                " start."
            )
        else:
            text = _(
                "Only a loss that lets go ({loss}, {setting}) can all but drop the {suspects}, and"
                " only from a good start."
            )
    elif dropping:
        text = _("{loss} drops the {suspects} that are in, {starts}.")
        if any(kept.values()):
            text = _("{loss} all but drops the {suspects} that are in, {starts}.")
    else:
        text = _("At {setting} {loss} does not drop the {suspects}, {starts}.")
    starts = (dropping or list(kept))[0]
    if len(kept) > 1 and len(dropping) in {0, len(kept)}:
        starts = _("from either start")
    return capital(text.format(loss=loss, setting=setting, suspects=suspects, starts=starts))


def forecast(view: Included, number: int, x: float) -> str:
    """Forecast of one line at x, a range where several lines are equally good: "30 to 39"."""
    if not is_band(view, number, x):
        return fixed(float(view.height(number, x)), 0)
    low, high = view.heights(number, x)
    texts = fixed(float(low), 0), fixed(float(high), 0)
    return _("{low} to {high}").format(low=texts[0], high=texts[1])


def is_band(view: Included, number: int, x: float) -> bool:
    """Whether equally good lines differ at x in the digits shown."""
    low, high = view.heights(number, x)
    return fixed(float(low), 0) != fixed(float(high), 0)


def forecast_sentence(view: Included, x: float, suspects: str) -> str:
    """Forecasts at x side by side, against that of the line without suspects; for a single view.

    `suspects` names many of them: "wrong years".
    """
    called, count = names_in_text(view.estimators), int(view.count)
    parts = [
        _("{forecast} by {loss}").format(forecast=forecast(view, k, x), loss=name)
        for k, name in enumerate(called)
    ]
    unit = view.problem.y_unit
    text = _("Forecast for {x}: {parts} ({unit}).") if unit else _("Forecast for {x}: {parts}.")
    said = [text.format(x=words.plain(x), parts=", ".join(parts), unit=unit)]
    said += [
        _("Every line of the band costs {loss} the same.").format(loss=name)
        for k, name in enumerate(called)
        if is_band(view, k, x)
    ]
    loss = (view.reference or view.estimators[0]).loss_at.loss.name_in_text
    if count:
        said.append(
            _("Clean, without the {n} {suspects}: {clean} by {loss}.").format(
                n=len(view.suspects), suspects=suspects, loss=loss,
                clean=fixed(float(view.clean.height(_at(x))[0]), 0),
            )
        )  # fmt: skip
        said += [_capped(view, k, name, suspects) for k, name in enumerate(called)]
    else:
        said.append(_("This is with none of the {suspects} in the fit.").format(suspects=suspects))
    return " ".join(filter(None, (*said, _fit_trouble(view))))


def _at(x: float) -> Array:
    return np.array([x])


def _capped(view: Included, number: int, name: str, suspects: str) -> str:
    """Capped is not ignored: the slope of a capped loss against the clean one."""
    facts = view.estimators[number].loss_at.facts
    here, clean = fixed(float(view.lines[number].slope)), fixed(float(view.clean.slope))
    curved = facts.influence is Influence.BOUNDED and facts.form is not Form.PIECEWISE_LINEAR
    if not curved or here == clean:
        return ""
    said = _(
        "{loss}'s slope is {here} against {clean} for the clean {nouns}: capped is not ignored."
    ).format(loss=name, here=here, clean=clean, nouns=view.problem.nouns, suspects=suspects)
    return capital(said)
