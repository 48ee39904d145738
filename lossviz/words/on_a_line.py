"""A hill on a line and classes along x in words: where it stands, what was seen, what it costs."""

from collections.abc import Sequence

import numpy as np

from lossviz.data.problems import LineProblem
from lossviz.i18n import _
from lossviz.likelihood.on_a_line import ClassesAlongX, ClassProblem, HillOnALine
from lossviz.numerics import Array
from lossviz.words import Text, number, plain, with_unit
from lossviz.words.noises import per

TINY = 0.001
"""A probability, or a cost in nats, below which it is said to be below this."""
LEVEL = 1e-9
"""Nats, relative to the NLL, within which a line is as good as the best."""


def listed(parts: Sequence[str]) -> str:
    """Parts with commas and an "and".

    >>> listed(["a"]), listed(["a", "b"]), listed(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    if len(parts) == 1:
        return parts[0]
    return _("{parts} and {last}").format(parts=", ".join(parts[:-1]), last=parts[-1])


def chance(p: float) -> str:
    """A probability to three decimals, with a word where it is nearly 0 or 1.

    >>> chance(0.2299), chance(9e-9), chance(1 - 9e-9), chance(1.0)
    ('0.230', 'below 0.001', 'above 0.999', '1')
    """
    if p in (0.0, 1.0):
        return f"{p:.0f}"
    if p < TINY:
        return _("below {least}").format(least=number(TINY, 1))
    if p > 1 - TINY:
        return _("above {most}").format(most=number(1 - TINY))
    return f"{p:.3f}"


def chances(p: Array) -> Text:
    """`chance` of each, short enough to stand over a bar."""
    short = {_("below {least}").format(least=number(TINY, 1)): f"<{number(TINY, 1)}",
             _("above {most}").format(most=number(1 - TINY)): f">{number(1 - TINY)}"}  # fmt: skip
    every = [chance(float(one)) for one in p.ravel()]
    return np.array([short.get(one, one) for one in every]).reshape(p.shape)


def cost(surprise: float) -> str:
    """A cost in nats, with a word where it is nearly nothing."""
    if 0 < surprise < TINY:
        return _("below {least}").format(least=number(TINY, 1))
    return number(surprise)


def _at(value: float, unit: str) -> str:
    return f"{plain(round(value, 6))} {unit}".rstrip()


# ---- a hill on a line ----------------------------------------------------------------------------


def where(problem: LineProblem | ClassProblem, x: float) -> str:
    """An x in the words of its axis.

    >>> from lossviz.data.problems import LINE_PROBLEMS
    >>> where(LINE_PROBLEMS["phones"], 1964.0)
    'at year 1964'
    """
    if problem.x_unit:
        return _("at {x}").format(x=_at(x, problem.x_unit))
    return _("at {name} {x}").format(name=problem.x_name, x=_at(x, ""))


def line_sentence(view: HillOnALine) -> str:
    """Where the hill stands, what was seen there, and the NLL of the line."""
    unit = view.problem.y_unit
    stands = _("{where} the line says {location}: there the {noise} stands.").format(
        where=_capital(where(view.problem, float(view.place))),
        location=with_unit(float(view.location), unit), noise=view.noise.word,
    )  # fmt: skip
    return f"{stands} {_seen(view)} {_total(view)}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _seen(view: HillOnALine) -> str:
    """The observations at the x of the hill, or the nearest ones."""
    rows = view.near_rows[view.near_rows >= 0]
    problem, unit = view.problem, view.problem.y_unit
    values = [_at(float(problem.y[row]), unit) for row in rows]
    surprises = [number(float(view.surprises[row])) for row in rows]
    if len(rows) == 1:
        each = _("{label}, {y}: density {density} per {unit}, surprise {surprise} nats").format(
            label=problem.labels[rows[0]], y=values[0], unit=per(unit),
            density=number(float(view.densities[rows[0]])), surprise=surprises[0],
        )  # fmt: skip
    else:
        told = zip(rows, values, surprises, strict=True)
        each = listed(
            [
                _("{label} {y} (surprise {surprise} nats)").format(
                    label=problem.labels[row], y=value, surprise=surprise
                )
                for row, value, surprise in told
            ]
        )
    if view.stands_at_one:
        return _("Seen here: {each}.").format(each=each)
    return _("Nothing was seen here; nearest, {where}: {each}.").format(
        where=where(problem, float(problem.x[rows[0]])), each=each
    )


def is_best(view: HillOnALine) -> bool:
    """Whether the line is as good as the best one."""
    return bool(float(view.nll) - view.least <= LEVEL * (1 + abs(view.least)))


def _total(view: HillOnALine) -> str:
    nll = number(float(view.nll))
    if is_best(view):
        return _(
            "All {n} surprises add up to {nll} nats, the NLL of this line: no line has less."
        ).format(n=view.n, nll=nll)
    side = _("above") if view.lift > 0 else _("below")
    return _(
        "The line lies {lift} {side} the best: all {n} surprises add up to {nll} nats, {more} more"
        " than need be."
    ).format(
        lift=with_unit(abs(float(view.lift)), view.problem.y_unit), side=side, n=view.n, nll=nll,
        more=number(float(view.nll) - view.least),
    )  # fmt: skip


def line_alt(view: HillOnALine) -> str:
    """What there is to see."""
    return _(
        "Left, {n} {nouns} and a line with slope {slope}; on the line, {where}, a {noise} lying on"
        " its side, its top on the line, {seen}. Right, the surprise of every one of them, {nll}"
        " nats in all."
    ).format(
        n=view.n, nouns=view.problem.nouns,
        slope=with_unit(view.slope, view.problem.slope_unit),
        where=where(view.problem, float(view.place)), noise=view.noise.word,
        nll=number(float(view.nll)),
        seen=_("with a stem for what was seen there")
        if view.stands_at_one
        else _("with no stem, for nothing was seen there; a ring is round what was seen nearest"),
    )  # fmt: skip


def how_drawn(view: HillOnALine) -> str:
    """How the hill is drawn, and how wide it is."""
    unit = view.problem.y_unit
    said = _(
        "The {noise} lies on its side: density to the right, drawn to a fixed length, {top} per"
        " {unit} at its top. It has the same width everywhere, {width}, fitted together with the"
        " line."
    ).format(
        noise=view.noise.word, top=number(view.top), unit=per(unit),
        width=with_unit(view.width, unit),
    )  # fmt: skip
    low, high = (float(slope) for slope in view.fit.coef_range[1])
    if low < high:
        said += " " + _(
            "Other lines are as good, with slopes from {low} to {high}; one in between is drawn."
        ).format(low=number(low), high=with_unit(high, view.problem.slope_unit))
    return said


def least_squares_too(view: HillOnALine, slope: float) -> str:
    """For the bell: the slope is that of least squares, `slope`."""
    return _(
        "With a bell the most likely line is the least-squares line: both have slope {slope}."
    ).format(slope=with_unit(slope, view.problem.slope_unit))


# ---- classes along x -----------------------------------------------------------------------------


def classes_sentence(view: ClassesAlongX) -> str:
    """The probabilities at x, what was seen nearest, what it costs, and all costs together."""
    return f"{_chances(view)} {_happened(view)} {_all_costs(view)}"


def _chances(view: ClassesAlongX) -> str:
    problem, p_of = view.problem, view.chances
    there = _capital(where(problem, float(view.place)))
    if view.n_classes == 2:
        return _("{there} the line gives {z}: probability {p} for “{label}”.").format(
            there=there, z=number(float(view.outputs[1])), p=chance(float(p_of[1])),
            label=problem.classes[1],
        )  # fmt: skip
    each = [
        _("{label} {p}").format(label=label, p=chance(float(p)))
        for label, p in zip(problem.classes, p_of, strict=True)
    ]
    return _("{there} the lines give {each}.").format(there=there, each=listed(each))


def _happened(view: ClassesAlongX) -> str:
    problem = view.problem
    seen = [
        (problem.classes[k], int(times), float(view.costs_near[k]))
        for k, times in enumerate(view.happened)
        if times > 0
    ]
    total = sum(times for _label, times, _each in seen)
    each = listed(
        [
            (
                _("{n} × “{label}”, cost {cost} nats each")
                if times > 1
                else _("“{label}”, cost {cost} nats")
            ).format(n=times, label=label, cost=cost(each_cost))
            for label, times, each_cost in seen
        ]
    )  # fmt: skip
    who = problem.noun if total == 1 else problem.nouns
    if float(view.near_x) == float(view.place):
        return _("Here {n} {who}: {each}.").format(n=total, who=who, each=each)
    return _("No {noun} was seen here; nearest, {where}, {n} {who}: {each}.").format(
        noun=problem.noun, where=where(problem, float(view.near_x)), n=total, who=who, each=each
    )


def _all_costs(view: ClassesAlongX) -> str:
    n = len(view.problem.x)
    return _("All {n} costs add up to {nll} nats: {n} times the mean cross-entropy {mean}.").format(
        n=n, nll=number(view.nll), mean=number(view.nll / n)
    )


def classes_alt(view: ClassesAlongX) -> str:
    """What there is to see."""
    return _(
        "Three plots: the probability of {classes} over {x}, with the {n} {nouns} as marks in a row"
        " for each class; bars of the probabilities {where}, with a ring for what happened nearest;"
        " and the cost of every one of them, {nll} nats in all."
    ).format(
        classes=listed([f"“{label}”" for label in view.problem.classes]), x=view.problem.x_name,
        n=len(view.problem.x), nouns=view.problem.nouns,
        where=where(view.problem, float(view.place)), nll=number(view.nll),
    )  # fmt: skip


def outputs_caption(view: ClassesAlongX) -> str:
    """What the network puts out, and what turns it into probabilities."""
    problem = view.problem
    if view.n_classes == 2:
        low, slope = (float(c) for c in view.coefficients[1])
        said = _(
            "The network puts out one line, z = {low} {sign} {slope} × {x}; sigmoid(z) is the"
            " probability of “{label}”. Cost = −log of the probability of what happened."
        ).format(
            low=number(low, 4), sign="+" if slope > 0 else "−", slope=number(abs(slope), 4),
            x=problem.x_name, label=problem.classes[1],
        )  # fmt: skip
    else:
        said = _(
            "The network puts out a line for each of {k} classes; softmax makes {k} probabilities"
            " of them. Cost = −log of the probability of what happened."
        ).format(k=view.n_classes)
    if problem.left_out:
        said += " " + _("Left out: {n} {nouns} without a {x}.").format(
            n=problem.left_out, nouns=problem.nouns, x=problem.x_name
        )
    return said
