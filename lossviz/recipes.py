r"""How a derivation is made of a loss: the same steps for all, with the loss's own formulas.

A loss file lists its `Recipe`s; `LossAt.derivations(scale)` fills them with the loss at its
parameters. \hat y_i (or z_i) is the prediction of the i-th observation, theta what is fitted.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from lossviz.core import Link, LossAt
from lossviz.derivation import Derivation, Follows, Step
from lossviz.i18n import _
from lossviz.noise import Noise, Support
from lossviz.numerics import Array

INDEPENDENT = _("If the observations are independent, the likelihood of theta is a product.")
PRODUCT_TO_SUM = _("Minus the log turns the product into a sum.")

ONE_NTH = r"\frac{1}{N}"
PRODUCT_SIGN = r"\prod_{i=1}^{N}"

LogFactors = Callable[[Array, Array], Array]


def product(log_factors: Array) -> float:
    """The product of factors given by their logarithms."""
    with np.errstate(over="ignore"):  # many densities above 1: the logarithm remains
        return float(np.prod(np.exp(log_factors)))


def changed(tex: str) -> str:
    """The TeX marked as new in its line."""
    return rf"\changed{{{tex}}}"


def sums_changed(nll_tex: str) -> str:
    """The TeX of -log likelihood with what minus the log made of the product marked as new."""
    made = r"-?\\sum_\{i=1\}\^\{N\}|(N|\\frac\{N\}\{2\})\\log"
    return re.sub(made, lambda found: changed(found.group()), nll_tex)


def cancelled(constant_tex: str, rest_tex: str) -> str:
    """The TeX of a line that lost a term, with the term struck out in front of it."""
    return changed(rf"\cancel{{{constant_tex}}}") + f" + {rest_tex}"


def opening(
    theta_tex: str,
    model_tex: str,
    density_tex: str,
    whys: tuple[str, str],
    log_densities: LogFactors,
    as_written: LogFactors,
) -> tuple[Step, Step]:
    """The first two lines: a product of densities, and the density written out.

    `log_densities(theta, sample)` (n,) are those of the noise, `as_written` the same by the TeX.
    """

    def log_likelihood(theta: Array, sample: Array) -> float:
        return float(log_densities(theta, sample).sum())

    given = rf"p(y_i\mid {theta_tex}),\quad {model_tex}"
    return (
        Step(
            tex=rf"L({theta_tex})={PRODUCT_SIGN}{given}",
            marked=rf"L({theta_tex})={changed(PRODUCT_SIGN)}{given}",
            why=whys[0],
            value=lambda theta, sample: product(log_densities(theta, sample)),
            log_value=log_likelihood,
            follows=Follows.START,
        ),
        Step(
            tex=PRODUCT_SIGN + density_tex,
            marked=PRODUCT_SIGN + changed(density_tex),
            why=whys[1],
            value=lambda theta, sample: product(as_written(theta, sample)),
            log_value=log_likelihood,
            follows=Follows.EQUAL,
        ),
    )


def _no_formula(convex: bool) -> str:
    if convex:
        return _("The best theta solves this equation: the pulls cancel. No formula gives it.")
    return _("The best theta is one of its solutions: there the pulls cancel. No formula gives it.")


def noise_why(noise: Noise) -> str:
    """The assumption that brings a density in; of what is counted or labelled, a probability."""
    if noise.name.endswith(_("density")):
        return _("The noise has {name}.").format(name=noise.name)
    what = _("density") if noise.support is Support.REAL else _("probability")
    return _("The noise is {name}: this is its {what}.").format(name=noise.name_in_text, what=what)


@dataclass(frozen=True, slots=True)
class Model:
    """How theta (d,) and a sample become the truth and the predictions.

    `tex` is the prediction in theta; `chain` turns slopes in the predictions into the mean slope
    in theta (d,); `reach` is how far theta must move for the predictions to move by about 1.
    """

    title: str
    tex: str
    y: Callable[[Array], Array]
    raw: Callable[[Array, Array], Array]
    chain: Callable[[Array, Array], Array]
    reach: Callable[[Array], Array]


def spread(values: Array) -> float:
    """Standard deviation, or 1 where nothing varies."""
    return float(np.std(values)) or 1.0


CONSTANT = Model(
    title=_("One number for all"),
    tex=r"\theta",
    y=lambda sample: sample,
    raw=lambda theta, sample: np.broadcast_to(theta, sample.shape),
    chain=lambda slopes, _sample: np.atleast_1d(slopes.mean(axis=0)),
    reach=lambda _sample: np.ones(1),
)
LINE = Model(
    title=_("A line"),
    tex=r"\theta_0+\theta_1x_i",
    y=lambda sample: sample[:, 1],
    raw=lambda theta, sample: theta[0] + theta[1] * sample[:, 0],
    chain=lambda slopes, sample: np.array([slopes.mean(), (slopes * sample[:, 0]).mean()]),
    reach=lambda sample: np.array([1.0, 1.0 / spread(sample[:, 0])]),
)


def best_constant(loss: LossAt, sample: Array) -> Array:
    """The best constant, the middle of it where it fills an interval; (d,)."""
    functional = loss.facts.functional
    if functional is None:
        raise ValueError(f"{loss.loss.key} has no best constant in closed form")
    low, high = functional.of(sample)
    return np.atleast_1d(0.5 * (low + high))


def least_squares(_loss: LossAt, sample: Array) -> Array:
    """Intercept and slope of the least-squares line through the rows (x, y) of the sample."""
    x, y = sample.T
    slope = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    return np.array([y.mean() - slope * x.mean(), slope])


@dataclass(frozen=True, slots=True)
class InRaw:
    """The mean loss once more, in the raw predictions: `value(y, raw)` (n,) for each observation.

    It is worked out from the link, not from the loss, so that the line can be checked.
    """

    tex: str
    why: str
    value: Callable[[Array, Array], Array]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """What a derivation needs beside the loss: its TeX, and the root where a formula gives it.

    `term_tex` is the part of -log likelihood that theta moves and `slope_tex` the derivative of
    the mean loss; without a `root_tex`, or at parameters without a best constant, the derivation
    ends in the equation that it is zero. `constant(y, scale, **params)`, written `constant_tex` for
    all observations, is the part of one observation that theta does not move; None if there is
    none. `density_tex` where the noise's own is not in the letters of the loss; `width(**params)`
    where this derivation needs a width that the loss does not.
    """

    term_tex: str
    slope_tex: str
    slope_why: str = _("The slope is minus the mean pull.")
    constant_tex: str = ""
    constant: Callable[..., ArrayLike] | None = None
    constant_why: str = _("The width is fixed here, so this term does not contain theta.")
    root_tex: str = ""
    root_why: str = ""
    root: Callable[[LossAt, Array], Array] = best_constant
    density_tex: str = ""
    width: Callable[..., float] | None = None
    in_raw: InRaw | None = None
    key: str = "location"
    model: Model = CONSTANT

    def derive(self, loss: LossAt, scale: float) -> Derivation:
        """The steps for a loss with a density; `scale` gives way to a width the loss fixes."""
        facts, model = loss.facts, self.model
        noise, nll_scale = facts.noise, facts.nll_scale
        if noise is None or nll_scale is None:
            raise ValueError(f"{loss.loss.key} has no density here: {facts.no_noise_because}")
        width = scale if facts.noise_scale is None else facts.noise_scale
        if self.width is not None:
            width = self.width(**loss.params)

        def log_densities(theta: Array, sample: Array) -> Array:
            return noise.log_density(model.y(sample), model.raw(theta, sample), width)

        def losses(theta: Array, sample: Array) -> Array:
            return nll_scale(width) * loss.value(model.y(sample), model.raw(theta, sample))

        def surprises(theta: Array, sample: Array) -> Array:
            if self.constant is None:
                return losses(theta, sample)
            constant = np.asarray(self.constant(model.y(sample), width, **loss.params), np.float64)
            return losses(theta, sample) + constant

        def mean_slope(theta: Array, sample: Array) -> Array:
            y = model.y(sample)
            slopes = model.chain(loss.grad(y, model.raw(theta, sample)), sample)
            if loss.loss.row_weight_fn is not None:  # by which the mean divides
                slopes = slopes / loss.loss.row_weight_fn(y, **loss.params).mean()
            return slopes

        def reach(sample: Array) -> Array:
            unit = spread(model.y(sample)) if in_units_of_y else 1.0
            return unit * model.reach(sample)

        in_units_of_y = loss.loss.link is Link.IDENTITY
        prediction = r"\hat y_i" if in_units_of_y else "z_i"
        nll_tex = " + ".join(part for part in (self.constant_tex, self.term_tex) if part)
        density_tex = indexed(self.density_tex or noise.tex)
        rooted = self.root_tex and (facts.functional or self.root is not best_constant)
        slope_tex = self.slope_tex if rooted else self.slope_tex + "=0"
        steps = [
            *opening(
                r"\theta",
                f"{prediction}={model.tex}",
                density_tex,
                (INDEPENDENT, noise_why(noise)),
                log_densities,
                lambda theta, sample: -surprises(theta, sample),
            ),
            Step(
                tex=nll_tex,
                marked=sums_changed(nll_tex),
                why=PRODUCT_TO_SUM,
                value=lambda theta, sample: surprises(theta, sample).sum(),
                follows=Follows.NEG_LOG,
            ),
        ]
        if self.constant is not None:
            steps.append(
                Step(
                    tex=self.term_tex,
                    marked=cancelled(self.constant_tex, self.term_tex),
                    why=self.constant_why,
                    value=lambda theta, sample: losses(theta, sample).sum(),
                    follows=Follows.DROP_CONST,
                )
            )
        steps += [
            Step(
                tex=loss.loss.mean_tex,
                marked=loss.loss.mean_tex.replace(ONE_NTH, changed(ONE_NTH), 1),
                why=_("A positive factor moves no minimum: this is the mean loss."),
                value=lambda theta, s: loss.mean(model.y(s), model.raw(theta, s)),
                follows=Follows.RESCALE,
                is_loss=True,
            ),
        ]
        if self.in_raw is not None:
            in_raw = self.in_raw.value
            steps.append(
                Step(
                    tex=self.in_raw.tex,
                    marked=changed(self.in_raw.tex),
                    why=self.in_raw.why,
                    value=lambda theta, s: np.mean(in_raw(model.y(s), model.raw(theta, s))),
                    follows=Follows.EQUAL,
                )
            )
        steps.append(
            Step(
                tex=slope_tex,
                marked=changed(slope_tex),
                why=self.slope_why if rooted else _no_formula(facts.convex),
                value=mean_slope,
                follows=Follows.DERIVATIVE,
            )
        )
        if rooted:
            steps.append(
                Step(
                    tex=self.root_tex,
                    marked=changed(self.root_tex),
                    why=self.root_why,
                    value=lambda _theta, sample: self.root(loss, sample),
                    follows=Follows.ROOT,
                )
            )
        return Derivation(self.key, model.title, tuple(steps), reach)


def indexed(density_tex: str) -> str:
    r"""The TeX of one density as that of the i-th observation: y, \hat y, z, p, r get their i."""

    def with_index(match: re.Match[str]) -> str:
        power, letter, class_index = match.group("power", "letter", "class_index")
        if letter is None:
            return match.group()  # a command or the name of a function
        symbol = f"{letter}_{{ic}}" if class_index else f"{letter}_i"
        return f"^{{{symbol}}}" if power else symbol  # e^z_i would give the index to e

    names = r"\\operatorname\{\w+\}|\\[A-Za-z]+"
    return re.sub(
        names + r"|(?P<power>\^)?(?P<letter>[yzpr])(?P<class_index>_c)?", with_index, density_tex
    )
