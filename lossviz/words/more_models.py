"""Other models of two parameters, in words: what the dot says, and how the surface bends there."""

import numpy as np

from lossviz.i18n import _
from lossviz.surfaces.more_models import Case, OnModel
from lossviz.words import far, number, percent, plain, with_unit
from lossviz.words.side_by_side import shape_sentence

BENDS = {
    (1, 1): _("it bends upwards in every direction, like a bowl"),
    (0, 1): _("it bends upwards in one direction and not at all in another, like a valley"),
    (-1, 1): _("it bends upwards in one direction and downwards in another, like a saddle"),
    (-1, -1): _("it bends downwards in every direction"),
    (-1, 0): _("it bends downwards in one direction and not at all in another"),
    (0, 0): _("it bends in no direction: a flat face, or a plain"),
}
"""By the signs of the two eigenvalues, the smaller one first."""


def _signed(value: float) -> str:
    """A number that stands after a plus or a times."""
    return number(value) if value >= 0 else f"({number(value)})"


def height_name(case: Case) -> str:
    """What is drawn as a height."""
    return _("NLL per reading (nats)") if case.kind == "noise" else _("mean loss")


def lowest_text(case: Case) -> str:
    """How low it gets, to be written over the map."""
    said = _("lowest {height}")
    if case.hill is not None and not case.hill.loss_at.facts.convex:
        if not case.found.basins:
            return _("no bottom here")
        said = _("bottom {height}")
    return said.format(height=number(case.found.height))


def prediction(view: OnModel) -> str:
    """What the parameters of the dot stand for."""
    a, b = float(view.a), float(view.b)
    if view.case.kind == "noise":
        return _("Location {a}, width {b}").format(a=number(a), b=number(b))
    if view.case.kind == "hidden":
        return _("The unit {v} tanh({w} x)").format(v=_signed(b), w=_signed(a))
    line = _("{a} + {b} x").format(a=number(a), b=_signed(b))
    if view.case.kind == "sigmoid":
        return _("The curve sigmoid({line})").format(line=line)
    return _("The line {line}").format(line=line)


def dot_sentence(view: OnModel) -> str:
    """What the dot costs, the gradient there, and how the surface bends."""
    signs = tuple(int(one) for one in view.signs)
    bends = BENDS[signs[0], signs[1]]
    da, db = (far(float(one)) for one in view.slopes)
    low, high = (far(float(one)) for one in view.eigenvalues)
    cost = (
        _("{nll} nats per reading") if view.case.kind == "noise" else _("mean loss {nll}")
    ).format(nll=far(float(view.height)))
    if view.creases:
        return _("{prediction}: {cost}. {reason}, so the dot is on a crease: the slope jumps there,"
                 " and there is no gradient and no Hessian.").format(
            prediction=prediction(view), cost=cost, reason=_on_crease(view)
        )  # fmt: skip
    level = not np.any(view.slopes)
    if level and signs == (-1, 1):
        return _(
            "{prediction}: {cost}. Gradient (0, 0), yet no bottom: the Hessian has eigenvalues"
            " {low} and {high}. A saddle: up in one direction, down in another."
        ).format(prediction=prediction(view), cost=cost, low=low, high=high)
    return _(
        "{prediction}: {cost}. Gradient ({da}, {db}). Eigenvalues of the Hessian {low} and {high}:"
        " {bends}."
    ).format(
        prediction=prediction(view), cost=cost, da=da, db=db, low=low, high=high, bends=bends
    )  # fmt: skip


def _on_crease(view: OnModel) -> str:
    """Why the slope jumps at the dot."""
    count = int(view.creases)
    if view.case.kind == "noise":
        return _("The location is exactly at a reading")
    if view.case.kind == "sigmoid":
        if count == 1:
            return _("The logit is on the right side of a label by exactly 1")
        return _("The logit is on the right side of {n} labels by exactly 1").format(n=count)
    if count == 1:
        return _("The line goes exactly through a point")
    return _("The line goes exactly through {n} points").format(n=count)


def model_alt(case: Case) -> str:
    """What there is to see."""
    return _(
        "A contour map of the {height} over {across} and {up}, with its lowest places marked and a"
        " dot with an arrow downhill; beside it the data and what the dot says of them."
    ).format(height=height_name(case), across=case.names[0], up=case.names[1])


def case_note(case: Case) -> str:
    """What this model's surface teaches."""
    if case.kind == "noise":
        return _noise(case)
    if case.kind == "hidden":
        return _hidden(case)
    assert case.hill is not None  # lines and sigmoids are under a loss
    if case.found.many and np.ptp(case.pane.points[0]) == 0:
        return _valley(case)
    return shape_sentence(case.hill)


def unit_note(case: Case) -> str:
    """What misses are counted in."""
    if case.kind == "line" and case.hill is not None:
        ground = case.hill.ground
        if ground.width == 1:
            return _("Misses are counted in km/s. Gradient and Hessian are those of the mean loss;"
                     " of squared error that is the MSE, without a half.")  # fmt: skip
        return _("Misses are counted in widths of {width}, so that a tolerance is a number of"
                 " widths.").format(width=with_unit(ground.width, ground.y_unit))  # fmt: skip
    if case.kind == "noise":
        return _("Newcomb's first six readings. The NLL is minus the log likelihood of location"
                 " and width, here per reading: where it is lower, the readings are more"
                 " likely.")  # fmt: skip
    if case.kind == "typed":
        return _("Misses are counted in units of y.")
    if case.kind == "hidden":
        return _("x and y are counted in standard deviations from their means.")
    return _("x is the temperature in standard deviations from its mean.")


def marks_note(case: Case) -> str:
    """What the marks of map and data are."""
    arrow = _(
        "Arrow: minus the gradient, the way a gradient step goes. The two axes are not drawn to one"
        " scale, so it need not stand at right angles to the contours."
    )
    if case.found.many:
        return _("Filled: all that are as low as it gets.") + f" {arrow}"
    if not case.found.basins:
        return arrow
    marks = _("◆: {lowest}; dashes: what it says of the data.").format(lowest=lowest_name(case))
    if case.kind == "hidden":  # its bottoms are mirror images
        marks = _("◆: the lowest places; dashes: what they say of the data, the same.")
    elif len(case.bottoms) > 1:
        marks = _("◆: the deepest bottoms; dashes: what one of them says of the data.")
    if len(case.found.others) >= max(len(case.bottoms), 1):
        marks += " " + _("◇: other bottoms.")
    return f"{marks} {arrow}"


def lowest_name(case: Case) -> str:
    """What the place marked as the lowest is: beyond the bottoms an edge may lie lower."""
    if case.hill is None or case.hill.loss_at.facts.convex:
        return _("the lowest place")
    return _("the deepest bottom")


def _valley(case: Case) -> str:
    assert case.hill is not None
    if case.kind == "typed":
        return _typed_valley(case)
    ground, height = case.hill.ground, number(case.found.height)
    x = float(ground.x[0])
    heights = sorted({round(float(a + b * x), 6) for a, b in case.found.lowest})
    where = _("{y} km/s").format(y=plain(round(heights[0], 1)))
    if len(heights) > 1:
        where = _("any height from {low} to {high} km/s").format(
            low=plain(heights[0]), high=plain(heights[-1])
        )
    if len(ground.x) == 1:
        return _(
            "One nebula, {where} at {x} Mpc, cannot tell a slope: every line through it costs the"
            " same, {height}. The lowest place is a valley without end."
        ).format(x=plain(x), where=where, height=height)
    return _(
        "As if all {n} nebulae were at {x} Mpc: only the height there counts. Every line through"
        " {where} there costs the same, {height}. The lowest place is a valley without end."
    ).format(n=len(ground.x), x=plain(x), where=where, height=height)


def _typed_valley(case: Case) -> str:
    x, height = float(case.pane.points[0][0]), number(case.found.height)
    first = (
        _("One point, at x = {x}, cannot tell a slope.")
        if len(case.pane.points[0]) == 1
        else _("All points are at x = {x}, so they cannot tell a slope.")
    ).format(x=plain(x))
    return f"{first} " + _(
        "Every line with the best height there costs the same, {height}: the lowest place is a"
        " valley without end."
    ).format(height=height)


def _noise(case: Case) -> str:
    (a, b), (last, _b) = case.found.lowest[0], case.found.lowest[-1]
    where = _("location {a}").format(a=number(float(a)))
    if case.found.many:
        where = _("any location from {a} to {b}").format(a=number(float(a)), b=number(float(last)))
    return _(
        "Lowest at {where}, width {width}. Yet the surface is no bowl: at {share} of the places of"
        " this map it bends downwards in some direction."
    ).format(where=where, width=number(float(b)), share=percent(case.bent_share))


def _hidden(case: Case) -> str:
    (w, v), *rest = case.bottoms[np.argsort(-case.bottoms[:, 0])].tolist()
    assert rest  # its mirror image
    return _(
        "Two bottoms, exactly as low: (w, v) = ({w}, {v}) and ({mw}, {mv}). To change the sign of"
        " both weights changes no prediction. Between them, at (0, 0), lies a saddle (✕): level, so"
        " a walk that starts there stays there."
    ).format(w=number(w), v=number(v), mw=number(rest[0][0]), mv=number(rest[0][1]))
