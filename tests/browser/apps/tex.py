"""Every formula of the project, each as a line of its own; ?planted= adds one that is wrong."""

import streamlit as st

from lossviz import LOSSES
from lossviz.likelihood.strike import FAMILIES, formula_tex
from lossviz.ui.start import card

COLOUR = "#c2590c"


def formulas() -> list[str]:
    """Formulas of losses, densities, derivations and of terms to strike, each once."""
    found: list[str] = []
    for loss in LOSSES.values():
        found += [loss.tex, loss.mean_tex, loss.grad_tex, *(param.tex for param in loss.params)]
        facts = loss.at().facts
        found += [facts.noise.tex] if facts.noise is not None else []
        for derivation in loss.at().derivations():
            for step in derivation.steps:
                found += [step.tex, step.coloured(COLOUR)]
    for family in FAMILIES.values():
        every = tuple(term.key for product in family.products for term in product)
        found += [formula_tex(family, struck) for struck in ((), every)]
    return list(dict.fromkeys(found))


def derived() -> list[str]:
    """The keys of the losses that can stand on the end card."""
    return [key for key, loss in LOSSES.items() if loss.at().facts.noise is not None]


if __name__ == "__main__":
    st.set_page_config(layout="wide")
    planted = st.query_params.get("planted", "")
    with st.container(key="formulas"):
        for tex in [*formulas(), *([planted] if planted else [])]:
            st.latex(tex)
    card([LOSSES[key] for key in derived()])
