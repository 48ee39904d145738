"""Any noise over any observations in words: where it stands, what it cannot make, its bridge."""

import math
from collections.abc import Iterable

import numpy as np

from lossviz.core import LossAt
from lossviz.data.observations import Observations
from lossviz.i18n import _
from lossviz.likelihood.all_noises import (
    MOVED,
    StandingNoise,
    Without,
    distance_from_bell,
    fixed_width,
    misfits,
    width_param,
)
from lossviz.noise import Noise, Support
from lossviz.numerics import Array
from lossviz.words import BALANCE, MINUS, gap, number, percent, plain
from lossviz.words.likelihood import mean_name

SMALLEST = -math.log(5e-324)
"""Surprise of the smallest positive number of a computer, 745 nats: beyond it a density is 0."""
NAMED_DIPS = 3


def neat(value: float, digits: int = 3) -> str:
    """So many digits, or fewer where they say all there is; one more where that says all.

    >>> neat(280.0), neat(33.5), neat(0.15625), neat(0.95 / 0.05)
    ('280', '33.5', '0.156', '19')
    """
    short = float(f"{value:.{digits + 1}g}")
    told = abs(value) < 1e4 and math.isclose(short, value, rel_tol=1e-12)
    return plain(short) if told else number(value, digits)


def per(unit: str) -> str:
    """A unit after "per", in the singular; where there is none, "unit"."""
    return {"": _("unit"), _("millions"): _("million")}.get(unit, unit)


def noise_name(noise: Noise) -> str:
    """The name of a noise as a thing: "Gaussian noise"; a density is called one already."""
    if noise.name.endswith(_("density")):
        return noise.name
    return _("{name} noise").format(name=noise.name)


def noise_becomes(loss_at: LossAt, noise: Noise) -> str:
    """The title of a derivation."""
    loss = loss_at.loss.name_in_text
    told = loss.endswith((_("error"), _("entropy")))
    return _("{noise} becomes {loss}, line by line").format(
        noise=noise_name(noise), loss=loss if told else _("{loss} loss").format(loss=loss)
    )


# ---- observations and units ----------------------------------------------------------------------


def value_name(view: StandingNoise, value: float) -> str:
    """An observation as it was made: a number with its unit, or the name of a class."""
    classes = view.observed.classes
    if view.is_die or (classes and view.noise.support is Support.BINARY):
        return _("“{label}”").format(label=classes[int(value)])
    return f"{plain(value)} {view.observed.unit}".rstrip()


def theta_unit(view: StandingNoise) -> str:
    """What theta is counted in, after "per"."""
    return {
        Support.REAL: per(view.observed.unit),
        Support.COUNTS: _("unit of log rate"),
        Support.BINARY: _("unit of logit"),
        Support.CLASSES: _("unit of logit"),
    }[view.noise.support]


def theta_name(view: StandingNoise) -> str:
    """What theta is."""
    return {
        Support.REAL: _("location θ"),
        Support.COUNTS: _("log rate θ"),
        Support.BINARY: _("logit θ"),
        Support.CLASSES: _("share of {label}").format(label=view.observed.classes[MOVED])
        if view.observed.classes
        else "",
    }[view.noise.support]


def theta_text(view: StandingNoise, theta: float) -> str:
    """A theta in the words of its axis, with what it stands for."""
    shown = neat(theta)
    if view.noise.support is Support.COUNTS:
        return _("log rate {theta} (rate {rate})").format(theta=shown, rate=number(math.exp(theta)))
    if view.noise.support is Support.BINARY:
        return _("logit {theta} (p = {p})").format(
            theta=shown, p=number(1.0 / (1.0 + math.exp(-theta)))
        )
    if view.is_die:
        return _("a share of {share} for {label}").format(
            share=shown, label=value_name(view, MOVED)
        )
    return f"{shown} {view.observed.unit}".rstrip()


def at_answers(view: StandingNoise) -> str:
    """Where the best theta is, or the interval of them."""
    low, high = (float(end) for end in view.answers)
    if view.is_flat:
        return _("anywhere from {low} to {high}").format(low=neat(low), high=theta_text(view, high))
    return _("at {theta}").format(theta=theta_text(view, view.answer))


def subject(view: StandingNoise) -> str:
    """The noise at the beginning of a sentence: its word, but that of counts by its name."""
    if view.noise.support is Support.COUNTS:
        return view.noise.name
    return view.noise.word.capitalize()


# ---- the noise at theta --------------------------------------------------------------------------


def standing_sentence(view: StandingNoise) -> str:
    """The sum of the surprises, who has most of it, and where the pulls point."""
    said = _("{noise} at {where}: the surprises of {n} {nouns} add up to {nll} nats.").format(
        noise=subject(view), where=theta_text(view, float(view.theta)), n=view.n,
        nouns=view.observed.nouns, nll=number(float(view.nll)),
    )  # fmt: skip
    return " ".join(part for part in (said, _most(view), _balance(view), _dips(view)) if part)


def _most(view: StandingNoise) -> str:
    """The observation with the largest surprise; a density that a computer cannot hold."""
    worst = int(np.argmax(view.surprises))
    surprise = float(view.surprises[worst])
    name = value_name(view, float(view.values[worst]))
    if surprise > SMALLEST:
        return _(
            "The density of {name} is too small for a computer, which calls it 0; its logarithm is"
            " no trouble: that surprise alone is {surprise} nats."
        ).format(name=name, surprise=number(surprise))
    if np.ptp(view.surprises) <= 1e-9 * surprise:
        return _("All are equally surprising.") if len(view.values) > 1 else ""
    times = int(view.times[worst])
    each = _("{surprise} nats each time").format(surprise=number(surprise))
    return _("Most surprising: {name}, {surprise}.").format(
        name=name,
        surprise=each if times > 1 else _("{surprise} nats").format(surprise=number(surprise)),
    )


def cancels(view: StandingNoise) -> bool:
    """Whether the pulls up and down are the same, to a thousandth."""
    total = float((np.abs(view.pulls) * view.times).sum())
    return abs(float(view.net_pull)) <= BALANCE * total


def _balance(view: StandingNoise) -> str:
    if view.is_best:
        best = (
            _("Every place from {low} to {high} is as good").format(
                low=neat(float(view.answers[0])), high=neat(float(view.answers[1]))
            )
            if view.is_flat
            else _("No other place has less")
        )
        return best + (_(": here the pulls cancel.") if cancels(view) else ".")
    net = float(view.net_pull)
    best = _("The least is {least}, {answers}.").format(
        least=number(view.least), answers=at_answers(view)
    )
    if cancels(view):
        return _("The pulls cancel here as well, but this is not the lowest place.") + f" {best}"
    way = _("up") if net > 0 else _("down")
    pulled = _("The pulls add up to {net} per {unit}: {moved} should go {way}.").format(
        net=number(net), unit=theta_unit(view), way=way,
        moved=_("the share") if view.is_die else "θ",
    )  # fmt: skip
    if (view.answer > view.theta) != (net > 0):
        pulled = _(
            "The pulls add up to {net} per {unit}, towards a nearer dip and away from the best θ."
        ).format(net=number(net), unit=theta_unit(view))
    return f"{pulled} {best}"


def _dips(view: StandingNoise) -> str:
    """Further minima of the NLL."""
    others = view.other_answers
    if not others or not view.is_best:
        return ""
    if len(others) == 1:
        return _("There is another dip, at {place}, but it is not as low.").format(
            place=number(others[0])
        )
    if len(others) <= NAMED_DIPS:
        return _("There are other dips, at {places}, but none is as low.").format(
            places=", ".join(number(place) for place in others)
        )
    return _("There are {n} other dips, none as low: this noise is narrow for these data.").format(
        n=len(others)
    )


def standing_alt(view: StandingNoise) -> str:
    """What there is to see."""
    shape = (
        _("a {noise} standing at θ over {n} {nouns}, with a stem from each different one to its"
          " density")
        if view.is_density
        else _("the probability of every outcome of a {noise} at θ, beside the share observed among"
               " {n} {nouns}")
    ).format(noise=view.noise.word, n=view.n, nouns=view.observed.nouns)  # fmt: skip
    return _(
        "Four plots: {shape}; minus its logarithm, with a bead on the curve for each different one;"
        " the pull of one of each on θ; and the total of the surprises over θ, now {nll} nats at"
        " {where}, with the least, {least}, {answers}."
    ).format(
        shape=shape, nll=number(float(view.nll)), where=theta_text(view, float(view.theta)),
        least=number(view.least), answers=at_answers(view),
    )  # fmt: skip


# ---- what a noise can make -----------------------------------------------------------------------


def refusal(noise: Noise, observed: Observations) -> str:
    """Why the noise can never have made these observations; empty if it can."""
    wrong = misfits(noise, observed)
    if not wrong.any():
        return ""
    makes = _("{name} makes {support}").format(name=noise_name(noise), support=noise.support.value)
    if observed.support is Support.CLASSES:
        label = observed.classes[int(observed.y[0].argmax())]
        if noise.support is Support.BINARY:
            return _("{makes}; “{label}” is one of {k} classes.").format(
                makes=makes, label=label, k=len(observed.classes)
            )
        return _("{makes}; “{label}” is a class and no number.").format(makes=makes, label=label)
    first = f"{plain(float(observed.y[wrong][0]))} {observed.unit}".rstrip()
    if noise.support is Support.CLASSES:
        return _("{makes}; these {nouns} are numbers, such as {value}.").format(
            makes=makes, nouns=observed.nouns, value=first
        )
    if wrong.sum() == 1:
        return _("{makes}; one of these {n} {nouns} is none of them: {value}.").format(
            makes=makes, n=len(observed), nouns=observed.nouns, value=first
        )
    if wrong.all():
        return _("{makes}; none of these {n} {nouns} is: the first is {value}.").format(
            makes=makes, n=len(observed), nouns=observed.nouns, value=first
        )
    return _("{makes}; {k} of these {n} {nouns} are none of them, such as {value}.").format(
        makes=makes, k=int(wrong.sum()), n=len(observed), nouns=observed.nouns, value=first
    )


def allowed(noise: Noise, there_are: Iterable[Observations]) -> str:
    """Which observations the noise can have made."""
    titles = [one.title for one in there_are if not misfits(noise, one).any()]
    return _("It can have made: {titles}.").format(titles="; ".join(titles))


def remark(noise: Noise, observed: Observations) -> str:
    """What to know where noise and observations are of different kinds; empty where they agree."""
    kinds = noise.support, observed.support
    if noise.support is observed.support or misfits(noise, observed).any():
        return ""
    if kinds == (Support.CLASSES, Support.BINARY):
        return _("Two labels are two classes: this die is a coin.")
    if noise.support is Support.REAL:
        return _(
            "These {nouns} are {support}, and so real numbers as well. A {word} gives each a"
            " density per unit, never a probability, and also expects what cannot happen, such as"
            " 0.5."
        ).format(nouns=observed.nouns, support=observed.support.value, word=noise.word)  # fmt: skip
    return _("These {nouns} happen to be {support}, so {name} noise can have made them.").format(
        nouns=observed.nouns, support=noise.support.value, name=noise.name
    )


def about_width(loss_at: LossAt, observed: Observations) -> str:
    """Which width the noise has and who says so; empty for noise without a width."""
    noise, fixed = loss_at.facts.noise, fixed_width(loss_at)
    if noise is None or not noise.has_scale or fixed is None:
        return ""
    unit = per(observed.unit) if observed.unit and fixed == 1.0 else observed.unit
    width = f"{neat(fixed)} {unit}".rstrip()
    if width_param(loss_at.loss) is None:
        return _("{loss} leaves no choice: its noise has width {width}.").format(
            loss=loss_at.loss.name, width=width
        )
    return _("The width of this noise is a parameter of the loss: {width}.").format(width=width)


def limits(noise: Noise, width: float) -> str:
    """How near the noise is to one that we know: a bell for many degrees of freedom, or a tent."""
    if "nu" in noise.shape:
        return _(
            "At ν = {nu} the height of this {word} differs from that of a bell of the same width by"
            " at most {share} of the bell's top. The larger ν, the nearer."
        ).format(
            nu=plain(noise.shape["nu"]), word=noise.word,
            share=_tenths(distance_from_bell(noise, width)),
        )  # fmt: skip
    if "tau" in noise.shape:
        tau = noise.shape["tau"]
        if abs(tau - 0.5) < 1e-9:
            return _(
                "At τ = 0.5 both sides pull equally hard: this is the tent of twice the width."
            )
        strong = max(tau, 1 - tau) / min(tau, 1 - tau)
        side = (
            _("an observation above θ pulls {times} times as hard as one below")
            if tau > 0.5
            else _("an observation below θ pulls {times} times as hard as one above")
        ).format(times=neat(strong))
        return _("At τ = {tau} {side}.").format(tau=plain(tau), side=side)
    return ""


def how_drawn(view: StandingNoise) -> str:
    """What the marks are where outcomes can be counted; empty for densities."""
    if view.is_density:
        return ""
    return _("Bars: what the noise makes probable. Diamonds: the shares observed.")


def die_moves(view: StandingNoise) -> str:
    """How the one hand moves K probabilities; empty for any other noise."""
    if not view.is_die:
        return ""
    return _(
        "The hand moves the share of {label}; the other classes keep their proportions. In logits:"
        " only the logit of {label} moves, and the pull is the pull on it."
    ).format(label=value_name(view, MOVED))


def _tenths(share: float) -> str:
    """A share in per cent, with a decimal where it is below ten."""
    return percent(share) if share >= 0.1 else _("{share} %").format(share=number(100 * share, 2))


def no_noise(loss_at: LossAt) -> str:
    """Why there is no noise behind the loss at these parameters."""
    return _("No noise stands behind {loss} at these parameters. {reason}").format(
        loss=loss_at.loss.name_in_text, reason=loss_at.facts.no_noise_because
    )


def without(one: Without) -> str:
    """A loss without a density and why, in one line."""
    if not one.setting:
        return _("{loss}: {reason}").format(loss=one.loss.name, reason=one.because)
    value = (
        ", ".join(plain(v) for v in one.value)
        if isinstance(one.value, tuple)
        else plain(float(one.value))
    )
    return _("{loss} with {setting} = {value}: {reason}").format(
        loss=one.loss.name, setting=one.setting, value=value, reason=one.because
    )


# ---- the bridge ----------------------------------------------------------------------------------


def equation(view: StandingNoise) -> str:
    """NLL in terms of the mean loss, with factor and offset in numbers."""
    return _("NLL = {factor} × {mean} {offset}").format(
        factor=neat(view.bridge.factor), mean=mean_name(view.loss_at), offset=_signed(view)
    )


def _signed(view: StandingNoise) -> str:
    offset = view.bridge.offset
    if abs(offset) < 1e-9:
        return "+ 0"
    return f"{'+' if offset > 0 else MINUS} {neat(abs(offset))}"


def bridge_sentence(view: StandingNoise, gap_size: float, thetas: int) -> str:
    """The equation, here and everywhere, and the best theta that both share."""
    here = _("At {where}: {factor} × {mean} {offset} = {nll} nats.").format(
        where=theta_text(view, float(view.theta)), factor=neat(view.bridge.factor),
        mean=number(float(view.mean_loss_at(view.theta))), offset=_signed(view),
        nll=number(float(view.nll)),
    )  # fmt: skip
    where = _("Both are lowest {answers}.").format(answers=at_answers(view))
    return " ".join(
        (
            _("{equation}, at every θ.").format(equation=equation(view)),
            here,
            _("On {thetas} thetas the two curves are never more than {gap} nats apart.").format(
                thetas=thetas, gap=gap(gap_size)
            )
            if gap_size
            else _("On {thetas} thetas the two curves agree to the last digit.").format(
                thetas=thetas
            ),
            where,
        )
    )


def bridge_parts(view: StandingNoise) -> str:
    """Where the two numbers come from."""
    n, scale, offset = view.n, view.bridge.nll_scale, view.bridge.offset
    factor = _(
        "{factor} {equals} {n} {nouns} × {scale}, the surprise of one of them per unit of its loss."
    ).format(
        factor=neat(view.bridge.factor, 4), n=n, nouns=view.observed.nouns, scale=neat(scale, 4),
        equals="=" if _says_all(view.bridge.factor) and _says_all(scale) else "≈",
    )  # fmt: skip
    if abs(offset) < 1e-9:
        rest = _("Nothing is left over: here the loss is the surprise itself.")
    else:
        rest = _(
            "{offset} nats is what θ does not move: leave it out, and the best θ stays where it is."
        ).format(offset=f"{MINUS if offset < 0 else ''}{neat(abs(offset))}")
    return f"{factor} {rest}"


def _says_all(value: float) -> bool:
    """Whether the digits of `bridge_parts` are all there are."""
    return math.isclose(float(f"{value:.5g}"), value, rel_tol=1e-12)


def bridge_gap(nll: Array, over: Array) -> float:
    """Largest distance between the NLL and what is drawn over it, in nats."""
    return float(np.abs(nll - over).max())
