"""A small network in words: how far training has come, and what a slice can and cannot show."""

import math

import numpy as np

from lossviz.core import LossAt
from lossviz.i18n import _
from lossviz.surfaces.moons import WIDTH, Clouds
from lossviz.surfaces.network import COPIES, HIDDEN, SIZE
from lossviz.surfaces.network_training import Trained
from lossviz.surfaces.slices import Slice
from lossviz.words import number, percent, plain

FAINT = 1e-4  # shares smaller than so much, or closer to all, are not spelled out
EVEN = 1e-6  # curvatures smaller than so much of the largest are not told from 0


def _steps(count: int) -> str:
    return _("1 step") if count == 1 else _("{n} steps").format(n=f"{count:,}")


def network_sentence(cut: Slice | None, view: Trained) -> str:
    """The loss and the labels at the step in the hand; with a path on a slice, both heights."""
    step, n = int(view.step), len(view.clouds.y)
    if 0 < int(view.ones) < n:
        side = _("{right} of {n} {nouns} are on their side of the border")
    else:
        side = _("all {n} {nouns} get the same label, which is right for {right}")
    side = side.format(right=int(view.right), n=n, nouns=view.clouds.nouns)
    loss = number(float(view.loss))
    if step == 0:
        said = _("Before the first step the mean loss is {loss}: {side}.")
    else:
        said = _("After {steps} the mean loss is {loss}: {side}.")
    said = said.format(steps=_steps(step), loss=loss, side=side)
    if cut is None or cut.plane is None:
        return said
    height = number(float(cut.path_heights[int(view.index)]))
    if step == view.steps:
        return f"{said} " + _("The slice passes through this network, at height {height}.").format(
            height=height
        )
    return f"{said} " + _(
        "Its dot on the slice is a shadow: the ground there has height {height}."
    ).format(height=height)


def network_alt(view: Trained, cut: Slice | None) -> str:
    """What there is to see."""
    cloud = view.clouds
    said = _(
        "The {nouns} of two kinds, {one} and {other}, and the border that the network draws"
        " between them; the mean loss over the steps, both on a log scale."
    ).format(nouns=cloud.nouns, one=cloud.classes[0], other=cloud.classes[1])
    if cut is None:
        return said
    if cut.plane is None:
        return f"{said} " + _("Contours of the mean loss along two random directions.")
    return f"{said} " + _("Contours of the mean loss in the plane of the path, with its shadow.")


def stopped(steps: int) -> str:
    """What a stop has left."""
    return _(
        "Stopped after {steps}. Nothing is lost: ask for more, and training goes on from there."
    ).format(steps=_steps(steps))


def training(done: int, target: int) -> str:
    """What the bar says."""
    return _("Training: {done} of {target} steps").format(done=f"{done:,}", target=f"{target:,}")


def what_it_is(cloud: Clouds) -> str:
    """The network, its data and its training."""
    data = _(
        "two half circles of radius 1, {n} points in all, shaken by a bell of width {width}"
    ).format(n=len(cloud.y), width=plain(WIDTH)) if cloud.key == "moons" else _(
        "{n} {nouns} with measured bills; the network sees length and depth centred and scaled"
    ).format(n=len(cloud.y), nouns=cloud.nouns)  # fmt: skip
    return _(
        "Two numbers in, {hidden} hidden units of tanh, one logit out: {size} weights and"
        " thresholds. Data: {data}. Training is plain gradient descent on the mean loss, with all"
        " rows at every step."
    ).format(hidden=HIDDEN, size=SIZE, data=data)


def how_it_went(view: Trained) -> str:
    """Whether the loss came down, and whether every step did; how much of it is drawn."""
    if view.steps == 0:
        return _("No step has been taken yet.")
    first, last, up = float(view.losses[0]), float(view.losses[-1]), view.uphill
    said = _("In {steps} at learning rate {rate} the mean loss went from {first} to {last}").format(
        steps=_steps(view.steps), rate=plain(view.rate), first=number(first), last=number(last)
    )
    if up == 0:
        said += _(", and no step led uphill.")
    elif view.steps == 1:
        said += _(": the step led uphill, too long for the ground it was on.")
    elif up == 1:
        said += _("; one of them led uphill, too long for the ground it was on.")
    else:
        said += _("; {up} of them led uphill, too long for the ground they were on.").format(
            up=f"{up:,}"
        )
    if last > first:
        said += " " + _("It ended above its start: choose a smaller rate.")
    if len(view.kept) <= view.steps:
        said += " " + _("The curve joins {drawn} of the {all} losses on the way.").format(
            drawn=len(view.kept), all=f"{view.steps + 1:,}"
        )
    return said


def both_gradients(view: Trained, coin: LossAt, squared: LossAt) -> str:
    """How steep either loss is at the same weights, and why squared error is the flatter one."""
    a, b = view.steepness(coin), view.steepness(squared)
    said = _(
        "With the weights in your hand, the gradient of cross-entropy has length {a}, that of the"
        " squared error of the probability {b}. On each logit squared error pulls at most half as"
        " hard: its pull is that of cross-entropy, y − p, times 2 p (1 − p), which all but vanishes"
        " where the network is sure, right or wrong."
    ).format(a=number(a), b=number(b))
    if b <= a or number(a) == number(b):
        return said
    return f"{said} " + _(
        "Here its gradient is the longer one all the same: with cross-entropy the pulls of the"
        " {nouns} cancel more."
    ).format(nouns=view.clouds.nouns)


def what_a_slice_shows(cut: Slice) -> str:
    """What is exact on the map: its heights. What its two directions hold."""
    said = _(
        "**A slice, not the surface.** Each height is the exact mean loss of one network: the end"
        " of training (the cross), moved along two directions of {size}. Each contour lies twice as"
        " high above the diamond as the next lower one. The lowest height found (the diamond) is"
        " {lowest}, that at the cross {end}."
    ).format(
        size=SIZE,
        lowest=number(cut.seen.lowest),
        end=number(float(cut.surface.mean(0.0, 0.0))),
    )
    if cut.at_the_edge:
        said += " " + _("The diamond lies on the edge: farther out it may be lower still.")
    if cut.plane is None:
        return f"{said} " + _(
            "The directions are random (draw {seed}). In each, every unit's part is as long as"
            " that unit's own weights and threshold (filter normalization, Li et al. 2018): at 1"
            " across, each unit has been changed by its own size. Another draw shows another map."
        ).format(seed=cut.seed)
    one, other = cut.plane.shares
    return f"{said} " + _(
        "The directions are those along which the path of training is longest, seen from its end"
        " (its principal components): the first holds {one} of the squared distances of the"
        " networks drawn, the second {other}."
    ).format(one=share(float(one)), other=share(float(other)))


def share(part: float) -> str:
    """A share in per cent; close to none or to all, with two digits of what is left."""
    if FAINT <= part <= 1 - FAINT:
        left = min(part, 1 - part)
        if left > 0.095:
            return percent(part)
        return f"{100 * part:.{1 - math.floor(math.log10(100 * left))}f} %"
    if part < FAINT:
        return _("less than {least} %").format(least=plain(100 * FAINT)) if part > 0 else "0 %"
    return _("more than {most} %").format(most=plain(100 - 100 * FAINT)) if part < 1 else "100 %"


def what_it_hides(cut: Slice) -> str:
    """The other directions: the slope and the curvature that the map has not."""
    low, high = float(cut.bends[0]), float(cut.bends[-1])
    slope = float(np.linalg.norm(cut.slope))
    said = _(
        "**What it hides:** the {others} other directions. At the cross the gradient has length"
        " {slope}, of which the slice holds {within}."
    ).format(others=SIZE - 2, slope=number(slope), within=number(cut.slope_within))
    if abs(low) <= EVEN * max(abs(high), abs(low)):
        bend = _(
            "The steepest curvature there is {high}; in some direction it is too small to tell"
            " from 0."
        )
    elif low < 0:
        bend = _(
            "Curvature there goes from {low} to {high}: in some direction the ground bends down, so"
            " the end is no minimum of the surface, whatever the slice looks like."
        )
    else:
        bend = _("Curvature there goes from {low} to {high}: up in every direction.")
    said += " " + bend.format(low=number(low), high=number(high))
    if cut.plane is not None:
        start = cut.thetas[0] - cut.thetas[-1]
        said += " " + _(
            "The start is {far} away from the end, its shadow on the map {near}."
        ).format(
            far=number(float(np.linalg.norm(start))),
            near=number(float(np.linalg.norm(cut.plane.places[0]))),
        )  # fmt: skip
    return said


def copies() -> str:
    """How often each network occurs on the surface."""
    return _(
        "Let two hidden units change places, or turn all signs of one: the function is the same,"
        " the weights are not. So there are 8! · 2⁸ = {copies} ways to write down one network, and"
        " whatever lies at the cross lies at the others, too."
    ).format(copies=f"{COPIES:,}")
