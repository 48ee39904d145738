"""Convex or not, in words: loss and chord, the curvature, and why not forbidden."""

from lossviz.binary.convexity import GRID, PLACES, Segment
from lossviz.i18n import _
from lossviz.words import number, percent, plain
from lossviz.words.one_label import NAMES

SEEN = 1e-9  # above a chord by less is rounding


def segment_sentence(view: Segment) -> str:
    """Each loss against its chord, along the segment."""
    above = view.above
    to = _("From the best fit of cross-entropy to intercept {b}, slope {w}:").format(
        b=plain(float(view.end)), w=plain(PLACES.high)
    )
    first = (
        _("cross-entropy is never above its chord, and up to {below} below it.")
        if above[0] <= SEEN
        else _("cross-entropy is above its chord by up to {above}.")
    ).format(above=number(float(above[0])), below=number(float(view.below[0])))
    second = (
        _("Squared error rises up to {above} above its chord: it is not convex.")
        if above[1] > SEEN
        else _("On this segment squared error is not above its chord either.")
    ).format(above=number(float(above[1])))
    return f"{to} {first} {second}"


def segment_alt() -> str:
    """What there is to see."""
    return _(
        "Contour maps of the mean {first} and the mean {second} of the flights over intercept and"
        " slope of a sigmoid, with the same straight segment drawn on both; below each, the loss"
        " along that segment and the straight chord between its ends."
    ).format(first=NAMES[0], second=NAMES[1])


def bend_sentence(view: Segment) -> str:
    """The sign of the curvature on the grid."""
    b, w, bend = view.second.worst
    return _(
        "The check of the whole map: at each of {n} × {n} places take the direction in which the"
        " loss bends least. Cross-entropy bends upwards there at {first} of the places, squared"
        " error at {second}. Squared error bends down most at intercept {b}, slope {w}: its"
        " smallest curvature there is {bend}."
    ).format(
        n=GRID, first=percent(1 - view.first.bent_share),
        second=percent(1 - view.second.bent_share), b=plain(b), w=plain(w), bend=number(bend),
    )  # fmt: skip


def valley_sentence(view: Segment) -> str:
    """A valley that is not the lowest place, where that is so."""
    b, w, height = view.second.valley
    b_low, w_low, low = view.second.lowest
    said = _("Squared error has a valley at intercept {b}, slope {w}, of mean {height}").format(
        b=number(b), w=number(w), height=number(height)
    )
    if low >= height:
        return said + "."
    return (
        said
        + ". "
        + _(
            "Yet at the edge, at intercept {b}, slope {w}, it is lower: {low}. A convex loss cannot"
            " do that: its valley is the lowest place there is."
        ).format(b=plain(b_low), w=plain(w_low), low=number(low))
    )


def what_is_drawn() -> str:
    """What the maps are maps of, and what convex means."""
    return _(
        "One place of a map is one sigmoid over the temperatures of the flights, z = b + w x, with"
        " x counted in standard deviations from the mean temperature. Convex means: on no straight"
        " way between two places is the loss above the chord."
    )


def not_forbidden() -> str:
    """Why squared error of a probability is allowed."""
    return _(
        "“Squared error is forbidden for labels” says too much. It is a proper score, the Brier"
        " score: nobody gains by a forecast other than the chance they believe in. If labels do"
        " follow a sigmoid, then with endlessly many of them its lowest place is the same sigmoid"
        " as that of cross-entropy. What it lacks is the promise of a single valley, and a pull on"
        " what is badly wrong."
    )
