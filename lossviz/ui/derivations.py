"""A derivation on a page: its lines, why each holds, and how well on the reader's data."""

import numpy as np
import streamlit as st
from numpy.typing import ArrayLike

from lossviz import LOSSES
from lossviz.core import LossAt
from lossviz.derivation import Derivation
from lossviz.i18n import _
from lossviz.noise import Noise
from lossviz.words import logs as words_logs
from lossviz.words import steps as words_steps


def derivation_lines(
    derivation: Derivation, theta: ArrayLike, sample: ArrayLike, observed: str
) -> None:
    """Every line with its reason and its gap at `theta` on `sample`, `observed` in words.

    `observed` is what the sample is called after "these", such as "24 nebulae".
    """
    these = _("these {observed}").format(observed=observed)
    gaps = derivation.gaps(theta, sample)
    for step, gap in zip(derivation.steps, gaps, strict=True):
        st.latex(step.tex)
        st.caption(words_steps.why(step, gap, these))
    if any(r"\log" in step.tex for step in derivation.steps):
        st.caption(words_logs.natural())


def location_lines(
    loss_at: LossAt, width: float, theta: float, sample: ArrayLike, observed: str
) -> None:
    """The lines from the noise of a loss to its best constant, or why it has no noise."""
    reason = loss_at.facts.no_noise_because
    if reason:
        st.markdown(_("No noise stands behind it. {reason}").format(reason=reason))
        return
    derivation = loss_at.derivation("location", width)
    if derivation is not None:
        derivation_lines(derivation, np.float64(theta), sample, observed)


def noise_lines(
    noise: Noise, key: str, width: float, theta: ArrayLike, sample: ArrayLike, observed: str
) -> None:
    """The lines of the derivation `key` of the loss that this noise gives, if it has such a one."""
    for at in (loss.at() for loss in LOSSES.values()):
        own, derivation = at.facts.noise, at.derivation(key, width)
        if derivation is not None and own is not None and own.key == noise.key:
            st.markdown(f"**{derivation.title}**")
            derivation_lines(derivation, theta, sample, observed)
