"""The figure that moves: plotly.js kept alive from run to run, with its twin in words and numbers.

`st.plotly_chart` builds its chart anew whenever the figure changes, and `st.slider` is silent while
it is dragged. This component keeps one node per plot and updates it with the plotly.js that
Streamlit serves; while a hand moves, it shows stops that Python computed before. Where plotly.js
cannot be found, the plots fall back to `st.plotly_chart` and words and sliders stay.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from lossviz.figures.live import LiveFigure
from lossviz.ui.live_figure.message import (
    answer_message,
    figure_message,
    seal_message,
    track_message,
)

HERE = Path(__file__).parent
STATIC = Path(st.__file__).parent / "static" / "static" / "js"


def find_plotly_js(folder: Path = STATIC) -> str | None:
    """Name of the file with plotly.js among those Streamlit serves; None where there is none."""
    return next((path.name for path in sorted(folder.glob("PlotlyChart.*.js"))), None)


def source() -> str:
    """The one module the browser loads: the parts in the order of their numbers."""
    return "\n".join(
        part.read_text(encoding="utf-8") for part in sorted((HERE / "js").glob("*.js"))
    )


PLOTLY_JS = find_plotly_js()

_component = st.components.v2.component(
    "lossviz_live_figure",
    html='<div class="lossviz-live"></div>',
    css=(HERE / "live_figure.css").read_text(encoding="utf-8"),
    js=source(),
    isolate_styles=False,  # plotly puts its own style sheet into the document, not a shadow root
)


def live_figure(
    live: LiveFigure,
    *,
    key: str,
    on_move: Callable[[], None] | None = None,
    answered: float = 0,
    question: tuple[float, float, float] | None = None,
    plotly_js: str | None = PLOTLY_JS,
) -> None:
    """Show linked plots with their hands, sentence and table; the same `key` keeps the same nodes.

    `on_move` is called when a hand has moved; `moved` of the component then says where (see
    `lossviz.ui.state.bind_hand`). `answered` is the number of the last such message that counted.
    `question`: number of a message that only asks, while the handle of `live.plane` moves, and
    where the handle is, x and y; `live` is then the figure at rest.
    """
    above = st.empty()
    message = figure_message(key, live, plotly_js, answered)
    result = _component(
        key=key, data=message, on_failed_change=_keep, on_moved_change=on_move or _keep
    )
    if plotly_js is None or result.failed:
        with above.container():
            _plain_charts(live.figures, live.alt, key)
    # the figure is on its way; what it may show next follows in messages of their own
    with st.container(key=f"lossviz-unseen-{key}"):
        if question is not None and live.plane is not None:
            number, x, y = question
            answer = answer_message(key, live.plane.answer(x, y), number)
            _component(key=f"{key}-answer", data=answer)
            return
        revisions = {}
        for motion in live.motions:
            track = track_message(key, motion, motion.track())
            revisions[motion.axis.key] = track["revision"]
            _component(key=f"{key}-track-{motion.axis.key}", data=track)
        seal = seal_message(key, message["picture"], revisions)
        _component(key=f"{key}-seal", data=seal)


def payload(live: LiveFigure, plotly_js: str | None = PLOTLY_JS) -> dict[str, Any]:
    """What the browser gets of a figure at rest."""
    return figure_message("figure", live, plotly_js, 0)


def _keep() -> None:
    """Declares a state of the component, so that it is remembered between runs."""


def _plain_charts(figures: Sequence[go.Figure], alt: str, key: str) -> None:
    for number, figure in enumerate(figures):
        st.plotly_chart(figure, key=f"{key}-plain-{number}", alt=alt)
