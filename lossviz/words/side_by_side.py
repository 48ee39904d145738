"""Losses side by side, in words: one line and what it costs, the shape of each surface."""

from lossviz.core import Form, Task
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.surfaces.side_by_side import CAP, Ground, Hill, SideBySide
from lossviz.words import far, number, percent, with_unit

DIGITS = 3


def name_of(hill: Hill) -> str:
    """What readers call its loss."""
    return hill.loss_at.loss.name


def lowest_text(hill: Hill) -> str:
    """How low it gets, to be written over the map."""
    said = _("lowest {height}") if hill.loss_at.facts.convex else _("bottom {height}")
    if not hill.minima.basins:
        return _("no bottom here")
    return said.format(height=number(hill.minima.height))


def places(where: Array) -> str:
    """Places (V, 2) as pairs."""
    if not len(where):
        return _("not on this map")
    return "; ".join(f"({number(float(a))}, {number(float(b))})" for a, b in where)


def line_text(ground: Ground, a: float, b: float) -> str:
    """The line of a place of the maps."""
    x = "x" if not ground.centre else f"(x − {ground.centre:g})"
    line = _("{a} + {b} {x}").format(a=number(a), b=number(b) if b >= 0 else f"({number(b)})", x=x)
    return _("sigmoid({line})").format(line=line) if ground.labels else line


def cursor_sentence(view: SideBySide) -> str:
    """What the one line of the cursor costs by each loss."""
    costs = ", ".join(
        _("{loss} {cost}").format(
            loss=hill.loss_at.loss.name_in_text, cost=far(float(view.heights[k]))
        )
        for k, hill in enumerate(view.hills)
    )
    said = _("The same place on every map is the same line, {line}. Its mean loss: {costs}.")
    if view.ground.labels:
        said = _("The same place on every map is the same curve, {line}. Its mean loss: {costs}.")
    said = said.format(line=line_text(view.ground, float(view.a), float(view.b)), costs=costs)
    creased = ", ".join(
        hill.loss_at.loss.name_in_text for k, hill in enumerate(view.hills) if view.creases[k]
    )
    if not creased:
        return said
    return f"{said} " + _(
        "No arrow for {creased}: the cursor is on a crease, where the slope jumps."
    ).format(creased=creased)


def unit_sentence(ground: Ground) -> str:
    """What x and y are, what misses are counted in, and what the arrow is."""
    arrow = _(
        "Arrow: minus the gradient of the mean loss, the way a gradient step goes. Its length says"
        " nothing; there is none where the gradient is 0 or does not exist. The two axes are not"
        " drawn to one scale, so it need not stand at right angles to the contours."
    )
    if ground.labels:
        unit = _(
            "Contours are a factor of two apart above the lowest; from {cap} above it on there is"
            " one colour."
        ).format(cap=f"{CAP:g}")
    else:
        unit = _(
            "Misses are counted in widths of {width}: the median size of a miss from the line of"
            " absolute error (the middle one, where several cost the same), divided by 0.6745."
            " Contours are a factor of two apart above the lowest."
        ).format(width=with_unit(ground.width, ground.y_unit))
    marks = _("◆ or filled: the deepest bottom. ◇: other bottoms, if there are.")
    return f"{ground.names} {unit} {marks} {arrow}"


def maps_alt(view: SideBySide) -> str:
    """What there is to see."""
    if len(view.hills) == 1:
        return _(
            "A contour map of the mean loss of the {nouns} over two parameters, for {loss}. The"
            " bottoms of its basins are marked; an arrow leads downhill from a cursor."
        ).format(nouns=view.ground.nouns, loss=view.hills[0].loss_at.loss.name_in_text)
    return _(
        "{n} contour maps of the mean loss of the {nouns} over the same two parameters, one for"
        " each of: {losses}. On each the bottoms of its basins are marked; an arrow leads downhill"
        " from a cursor that is at the same place on all."
    ).format(
        n=len(view.hills), nouns=view.ground.nouns,
        losses=", ".join(hill.loss_at.loss.name_in_text for hill in view.hills),
    )  # fmt: skip


def shape_sentence(hill: Hill) -> str:
    """The shape of a surface: bowl, creases, blend or basins, with its minima."""
    facts = hill.loss_at.facts
    if not facts.convex:
        return _basins(hill)
    if facts.form is Form.QUADRATIC:
        shape = _("A bowl: each contour is an ellipse, and all of them have one middle.")
    elif facts.form is Form.PIECEWISE_LINEAR:
        shape = (
            _(
                "Flat faces that meet in creases, wherever the logit is on the right side of a"
                " label by exactly 1."
            )
            if hill.ground.labels
            else _("Flat faces that meet in creases, wherever the line goes through a point.")
        )
    elif hill.loss_at.loss.task is Task.BINARY:
        shape = _("Convex: it bends downwards nowhere, so the lowest place is the only bottom.")
    elif facts.kinks:
        shape = _blend(hill)
    else:
        shape = _("A blend: round like a bowl below, nearly straight far out.")
    return f"{shape} {_lowest(hill)}"


def _blend(hill: Hill) -> str:
    width = with_unit(max(hill.loss_at.facts.kinks) * hill.ground.width, hill.ground.y_unit)
    return _(
        "A blend: each point adds a round trough where its miss is below the tolerance, {width},"
        " and a flat face where it is above."
    ).format(width=width)


def _lowest(hill: Hill) -> str:
    found = hill.minima
    if len(found.lowest) == 2:
        said = _(
            "The lowest is no single place: all from {one} to {other} cost the same, {height}."
        )
        one, other = (places(corner[None]) for corner in found.lowest)
        return said.format(one=one, other=other, height=number(found.height))
    if found.many:
        return _(
            "The lowest is no single place: all lines of the filled area cost the same, {height}."
        ).format(height=number(found.height)) if not hill.ground.labels else _(
            "The lowest is no single place: all curves of the filled area cost the same, {height}."
        ).format(height=number(found.height))  # fmt: skip
    return _("One lowest place, {where}: {height}.").format(
        where=places(found.lowest), height=number(found.height)
    )


def _basins(hill: Hill) -> str:
    found = hill.minima
    bent = _("Not convex: at {share} of the places of this map it bends downwards in some"
             " direction.").format(share=percent(hill.bent_share))  # fmt: skip
    if hill.bent_share == 0:
        bent = _("Not convex, but at none of the places of this map does it bend downwards.")
    elif percent(hill.bent_share) == percent(0):
        bent = _("Not convex: at a few places of this map it bends downwards in some direction.")
    elif hill.bent_share < 1 and percent(hill.bent_share) == percent(1):
        bent = _(
            "Not convex: at nearly all places of this map it bends downwards in some direction."
        )
    if not found.basins:
        return f"{bent} " + _("No bottom of a basin lies on this map.")
    if found.basins == 1:
        said = (
            _("Still one basin on this map, its bottom at {where}: {height}.")
            if hill.bent_share
            else _("One basin on this map, its bottom at {where}: {height}.")
        ).format(where=places(found.lowest), height=number(found.height))
    else:
        said = _several(hill)
    if hill.edge < found.height and number(hill.edge) != number(found.height):
        said += " " + _("Yet at the edge of the map it is lower still: {edge}.").format(
            edge=number(hill.edge)
        )
    return f"{bent} {said}"


def _several(hill: Hill) -> str:
    """The deepest of several basins, what the next one costs, and what that means for a walk."""
    found = hill.minima
    where, height = places(found.lowest), number(found.height)
    least = number(float(hill.surface.mean(*found.others[0])))
    if least == height:
        said = _(
            "{n} basins found on this map, more than one of them as low as {height}; one such"
            " bottom is at {where}."
        )
    elif found.basins == 2:
        said = _(
            "Two basins found on this map: the deeper one has its bottom at {where} and costs"
            " {height} there; the other costs {least}."
        )
    else:
        said = _(
            "{n} basins found on this map: the deepest has its bottom at {where} and costs {height}"
            " there; the others cost {least} or more."
        )
    return said.format(n=found.basins, where=where, height=height, least=least) + " " + _(
        "Where a walk ends depends on where it starts."
    )  # fmt: skip
