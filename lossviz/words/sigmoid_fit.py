"""A sigmoid on other data in words: its mean cost beside the base rate's and the best one's."""

from lossviz.binary.sigmoid import Sigmoid
from lossviz.i18n import _
from lossviz.words import number, plain

NOTHING = 1e-6  # nats


def fit_sentence(view: Sigmoid) -> str:
    """Mean cost of the curve in the hand, of the flat one at the base rate, of the best."""
    yours = _("Your curve costs {mean} on average").format(mean=number(float(view.mean), 4))
    if view.is_best:
        return _("{yours}: no other costs less. The base rate, told to all, costs {base}.").format(
            yours=yours, base=number(view.base_mean, 4)
        )
    base = _("the base rate, told to all, costs {base}").format(base=number(view.base_mean, 4))
    if not view.has_best:
        return f"{yours}; {base}. {_trouble(view)}"
    return _("{yours}; {base}; the best curve {best}.").format(
        yours=yours, base=base, best=number(view.lowest, 4)
    )


def _trouble(view: Sigmoid) -> str:
    problem = view.problem
    if problem.ones in (0.0, problem.n):
        return _(
            "Every label is {label}: the surer, the cheaper, and no curve is the best."
        ).format(label=problem.happened[int(problem.ones > 0)])
    if view.lowest < NOTHING:
        return _(
            "One x parts the two labels: the steeper a curve that parts them, the cheaper, down"
            " towards 0, and no curve is the best."
        )
    return _(
        "One x parts the two labels, except for {nouns} exactly at it: the steeper a curve that"
        " parts them there, the cheaper, down towards {low}, and no curve is the best."
    ).format(nouns=problem.nouns, low=number(view.lowest, 4))


def best_curve(view: Sigmoid) -> str:
    """Where the best curve is."""
    if view.best is None:
        return ""
    height, steep = view.best
    where = f"{plain(view.problem.anchor)} {view.problem.x_unit}".rstrip()
    per = f"/{view.problem.x_unit}" if view.problem.x_unit else ""
    return _("Best: height {height} at {where}, steepness {steep}.").format(
        height=number(height), where=where, steep=f"{number(steep)}{per}"
    )


def against_the_truth(view: Sigmoid, truth: Sigmoid) -> str:
    """What the curve a sample was drawn from costs on it, and what the best one does."""
    said = _("On these draws the true curve costs {truth} on average").format(
        truth=number(float(truth.mean), 4)
    )
    if not view.has_best:
        return f"{said}."
    return _("{said}; the best one, which was chosen after seeing them, {best}.").format(
        said=said, best=number(view.lowest, 4)
    )


def fit_alt(view: Sigmoid) -> str:
    """What there is to see."""
    problem = view.problem
    best = _(" and, dashed, the best one") if view.has_best else ""
    means = _("of both") if view.has_best else _("of it")
    return _(
        "{title}: {n} {nouns}, their labels {zero} at 0 and {one} at 1 over {x}, the larger a mark"
        " the more of them; the sigmoid in the hand{best}. Beside it the mean cost {means} and of"
        " the base rate."
    ).format(
        title=problem.title, n=round(problem.n), nouns=problem.nouns, zero=problem.happened[0],
        one=problem.happened[1], x=problem.x_name, best=best, means=means,
    )  # fmt: skip
