"""A derivation on a page: its lines, why each holds, and how well on the reader's data."""

import streamlit as st
from numpy.typing import ArrayLike

from lossviz import words
from lossviz.derivation import Derivation, Follows
from lossviz.i18n import _


def derivation_lines(
    derivation: Derivation, theta: ArrayLike, sample: ArrayLike, observed: str
) -> None:
    """Every line with its reason and its gap at `theta` on `sample`, `observed` in words.

    `observed` is what the sample is called after "these", such as "24 nebulae".
    """
    gaps = derivation.gaps(theta, sample)
    for step, gap in zip(derivation.steps, gaps, strict=True):
        st.latex(step.tex)
        held = _("Holds to {gap} on these {observed}.").format(
            gap=words.gap(gap), observed=observed
        )
        st.caption(step.why if step.follows is Follows.START else f"{step.why} {held}")
