"""The derivation of location and width together: the width is free, so its logarithm must stay."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lossviz.core import LossAt
from lossviz.derivation import Derivation, Follows, Step
from lossviz.i18n import _
from lossviz.numerics import Array
from lossviz.recipes import (
    PRODUCT_TO_SUM,
    best_constant,
    cancelled,
    changed,
    indexed,
    opening,
    spread,
    sums_changed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class WidthRecipe:
    """What such a derivation needs beside a loss of one location; theta = (mu, width).

    -log density is `constant` + log width + nll_scale(width) * loss. `factor_tex` is N *
    nll_scale, `factor_slope(width)` the derivative of nll_scale, `width(mean_loss)` the best one.
    """

    width_tex: str
    constant_tex: str
    constant: float
    term_tex: str
    factor_tex: str
    factor_slope: Callable[[float], float]
    slope_tex: str
    width: Callable[[float], float]
    root_tex: str
    root_why: str
    key: str = "width"

    def derive(self, loss: LossAt, _scale: float) -> Derivation:
        """The steps for a loss whose noise has a width; every width is fitted, none is fixed."""
        facts = loss.facts
        noise, nll_scale = facts.noise, facts.nll_scale
        if noise is None or nll_scale is None or facts.noise_scale is not None:
            raise ValueError(f"{loss.loss.key} has no density with a free width")

        def log_densities(theta: Array, y: Array) -> Array:
            return noise.log_density(y, np.asarray(theta[0]), theta[1])

        def losses(theta: Array, y: Array) -> Array:
            return np.asarray(np.log(theta[1]) + nll_scale(theta[1]) * loss.value(y, theta[0]))

        def with_mean_loss(theta: Array, y: Array) -> float:
            mean = loss.mean(y, np.full(len(y), theta[0]))
            return len(y) * float(np.log(theta[1])) + len(y) * nll_scale(theta[1]) * mean

        def slopes(theta: Array, y: Array) -> Array:
            mean = loss.mean(y, np.full(len(y), theta[0]))
            by_location = nll_scale(theta[1]) * loss.grad(y, theta[0]).sum()
            return np.array(
                [by_location, len(y) * (1 / theta[1] + self.factor_slope(theta[1]) * mean)]
            )

        def root(_theta: Array, y: Array) -> Array:
            location = float(best_constant(loss, y)[0])
            mean = loss.mean(y, np.full(len(y), location))
            if mean == 0.0:
                raise ValueError(
                    "no best width: all values are equal, and the likelihood grows without limit"
                    " as the width shrinks to 0"
                )
            return np.array([location, self.width(mean)])

        density_tex = indexed(noise.tex)
        log_width_tex = rf"N\log {self.width_tex}"
        loss_tex = rf"{self.factor_tex}\cdot {loss.loss.mean_tex}"
        kept_tex = f"{log_width_tex} + {self.term_tex}"
        nll_tex = f"{self.constant_tex} + {kept_tex}"
        unknown = rf"\mu,{self.width_tex}"
        steps = (
            *opening(
                unknown,
                r"\hat y_i=\mu",
                density_tex,
                (
                    _(
                        "If the observations are independent, the likelihood of location and width"
                        " is a product."
                    ),
                    _("The noise is {name}, of a width that nobody told us.").format(
                        name=noise.name_in_text
                    ),
                ),
                log_densities,
                lambda theta, y: -self.constant - losses(theta, y),
            ),
            Step(
                tex=nll_tex,
                marked=sums_changed(nll_tex),
                why=PRODUCT_TO_SUM,
                value=lambda theta, y: (self.constant + losses(theta, y)).sum(),
                follows=Follows.NEG_LOG,
            ),
            Step(
                tex=kept_tex,
                marked=cancelled(self.constant_tex, kept_tex),
                why=_(
                    "Only the term with neither location nor width may go. The width is free, so"
                    " its logarithm must stay."
                ),
                value=lambda theta, y: losses(theta, y).sum(),
                follows=Follows.DROP_CONST,
            ),
            Step(
                tex=f"{log_width_tex} + {loss_tex}",
                marked=f"{log_width_tex} + {changed(loss_tex)}",
                why=_("The sum is N times the mean: here is the mean loss, weighed by the width."),
                value=with_mean_loss,
                follows=Follows.EQUAL,
                is_loss=True,
            ),
            Step(
                tex=self.slope_tex,
                marked=changed(self.slope_tex),
                why=_("One slope along the location, one along the width."),
                value=slopes,
                follows=Follows.DERIVATIVE,
            ),
            Step(
                tex=self.root_tex,
                marked=changed(self.root_tex),
                why=self.root_why,
                value=root,
                follows=Follows.ROOT,
            ),
        )
        return Derivation(
            self.key,
            _("Location and width"),
            steps,
            reach=lambda y: spread(y) * np.ones(2),
            positive=(1,),
        )
