"""A hill on a fitted line in words: where it stands, what was seen, what the line costs."""

from lossviz.i18n import _
from lossviz.likelihood.on_a_line import HillOnALine
from lossviz.words import number, with_unit
from lossviz.words.noises import per
from lossviz.words.observed_x import capital, listed, observed, where

LEVEL = 1e-9
"""Nats, relative to the NLL, within which a line is as good as the best."""


def line_sentence(view: HillOnALine) -> str:
    """Where the hill stands, what was seen there, and the NLL of the line."""
    unit = view.problem.y_unit
    stands = _("{where} the line says {location}: there the {noise} stands.").format(
        where=capital(where(view.problem, float(view.place))),
        location=with_unit(float(view.location), unit), noise=view.noise.word,
    )  # fmt: skip
    return f"{stands} {_seen(view)} {_total(view)}"


def _seen(view: HillOnALine) -> str:
    """The observations at the x of the hill, or the nearest ones."""
    rows = view.near_rows[view.near_rows >= 0]
    problem, unit = view.problem, view.problem.y_unit
    values = [observed(float(problem.y[row]), unit) for row in rows]
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
