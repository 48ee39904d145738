"""The fitted sigmoid beyond its data in words."""

import math

from scipy import special

from lossviz.binary.cold import LAUNCH, Beyond
from lossviz.i18n import _
from lossviz.words import number, plain


def sure(p: float) -> str:
    """A probability in per cent, with as many decimals as show that it is not 0 or 100.

    >>> sure(0.99961), sure(0.5), sure(0.0004)
    ('99.96 %', '50 %', '0.04 %')
    """
    rest = 100 * min(p, 1.0 - p)
    if rest >= 1.0:
        return f"{100 * p:.0f} %"
    if rest < 1e-9:
        return _("almost 100 %") if p > 0.5 else _("almost 0 %")
    decimals = -math.floor(math.log10(rest))
    return f"{100 * p:.{decimals}f} %"


def cold_sentence(view: Beyond) -> str:
    """What the curve says there, how far that is from any row, and how much it hangs on one."""
    problem, place, seen = view.problem, float(view.place), view.seen
    unit = problem.x_unit
    inside = seen.includes(place)
    template = _("At {place}, {away} {way} than any {noun}, the curve says {p} for a {label}.")
    if inside:
        template = _(
            "At {place}, within the range of the {nouns}, the curve says {p} for a {label}."
        )
    away = max(seen.low - place, place - seen.high)
    said = template.format(
        place=f"{plain(place)} {unit}", away=f"{plain(away)} {unit}", noun=problem.noun,
        way=_("colder") if place < seen.low else _("warmer"), p=sure(special.expit(view.logit)),
        nouns=problem.nouns, label=problem.happened[1],
    )  # fmt: skip
    low, high = (sure(float(special.expit(z))) for z in (view.refits.min(), view.refits.max()))
    hang = _("Without one {noun} or another: {low} to {high}.").format(
        noun=problem.noun, low=low, high=high
    )
    other = _("A curve with heavier tails: {p}.").format(p=sure(float(view.heavy)))
    return f"{said} {hang} {other}"


def assumption(view: Beyond) -> str:
    """What makes the curve so sure where nothing was seen."""
    logistic, heavy = view.means
    better = _("costs less") if heavy < logistic else _("costs more")
    return _(
        "{launch} was the forecast for the morning of the next launch. From {low} to {high} the"
        " {nouns} speak. Beyond, where the thick line is dashed, only the assumption does that the"
        " log-odds, log(p / (1 − p)), go on as a straight line: no {noun} was there to object."
        " Leaving out one shows how much hangs on single {nouns}, not whether the line goes on."
        " The curve with heavier tails (a"
        " line too, on the scale of the Cauchy distribution) {better} on these {nouns}, {heavy}"
        " against {logistic} on average, and is less sure in the cold."
    ).format(
        low=plain(view.seen.low), high=f"{plain(view.seen.high)} {view.problem.x_unit}",
        nouns=view.problem.nouns, noun=view.problem.noun, better=better, heavy=number(heavy),
        logistic=number(logistic), launch=f"{plain(LAUNCH)} {view.problem.x_unit}",
    )  # fmt: skip


def cold_alt(view: Beyond) -> str:
    """What there is to see."""
    problem = view.problem
    return _(
        "The fitted sigmoid over {x}, solid where there are {nouns} and dashed beyond; around it"
        " thin curves, one without each {noun}, and a dotted one with heavier tails. Beside it the"
        " same in log-odds, where the sigmoid is a straight line and the thin ones a fan."
    ).format(x=problem.x_name, nouns=problem.nouns, noun=problem.noun)
