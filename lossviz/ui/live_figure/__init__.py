"""The figure that moves: plotly.js kept alive from run to run, with its twin in words and numbers.

`st.plotly_chart` builds its chart anew whenever the figure changes, and `st.slider` is silent while
it is dragged. This component keeps one node per plot and updates it with the plotly.js that
Streamlit serves; while a hand moves, it shows stops that Python computed before. Where plotly.js
cannot be found, the plots fall back to `st.plotly_chart` and words and sliders stay.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
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

# Streamlit sends the code of a component with every message of it: so the code goes alone, once
_engine = st.components.v2.component(
    "lossviz_engine",
    css=(HERE / "live_figure.css").read_text(encoding="utf-8"),
    js=source(),
    isolate_styles=False,  # plotly puts its own style sheet into the document, not a shadow root
)
_component = st.components.v2.component(
    "lossviz_live_figure",
    html='<div class="lossviz-live"></div>',
    js=(HERE / "post.js").read_text(encoding="utf-8"),
    isolate_styles=False,
)
_message = st.components.v2.component(
    "lossviz_message", js=(HERE / "post.js").read_text(encoding="utf-8"), isolate_styles=False
)


def engine() -> None:
    """Send the code that shows live figures; once in a run, before or after them."""
    _engine(key="lossviz-unseen-engine", data={"kind": "engine"})


@dataclass(frozen=True, slots=True)
class Prepared:
    """A live figure and its message, which is made once for as long as it stays the same."""

    key: str
    live: LiveFigure
    message: dict[str, Any]
    plotly_js: str | None


def prepare(key: str, live: LiveFigure, plotly_js: str | None = PLOTLY_JS) -> Prepared:
    """Write the message of a figure; `key` is the name of its component."""
    return Prepared(key, live, figure_message(key, live, plotly_js), plotly_js)


def live_figure(live: LiveFigure, *, key: str, plotly_js: str | None = PLOTLY_JS) -> None:
    """Show one figure with its code; the same `key` keeps the same nodes from run to run."""
    engine()
    show(prepare(key, live, plotly_js))


def show(
    prepared: Prepared,
    on_move: Callable[[], None] | None = None,
    answered: float = 0,
    question: tuple[float, float, float] | None = None,
) -> None:
    """Show a figure that was prepared, with the hands that move it; `engine` has its code.

    `on_move` is called when a hand has moved; `moved` of the component then says where (see
    `lossviz.ui.state.bind_hand`). `answered` is the number of the last such message that counted.
    `question`: number of a message that only asks, while the handle of `live.plane` moves, and
    where the handle is, x and y; `live` is then the figure at rest.
    """
    key, live = prepared.key, prepared.live
    result = _component(
        key=key,
        data=prepared.message | {"answered": answered},
        on_failed_change=_keep,
        on_moved_change=on_move or _keep,
    )
    if prepared.plotly_js is None or result.failed:
        _plain_charts(live.figures, live.alt, key)
    # the figure is on its way; what it may show next follows in messages of their own
    if question is not None and live.plane is not None:
        number, x, y = question
        _unseen(f"{key}-answer", answer_message(key, live.plane.answer(x, y), number))
        return
    revisions = {}
    for motion in live.motions:
        track = track_message(key, motion, motion.track())
        revisions[motion.axis.key] = track["revision"]
        _unseen(f"{key}-track-{motion.axis.key}", track)
    _unseen(f"{key}-seal", seal_message(key, prepared.message["picture"], revisions))


def _unseen(key: str, message: dict[str, Any]) -> None:
    """A message for a figure; the style sheet of the frame hides what has such a key."""
    _message(key=f"lossviz-unseen-{key}", data=message)


def payload(live: LiveFigure, plotly_js: str | None = PLOTLY_JS) -> dict[str, Any]:
    """What the browser gets of a figure at rest."""
    return figure_message("figure", live, plotly_js)


def _keep() -> None:
    """Declares a state of the component, so that it is remembered between runs."""


def _plain_charts(figures: Sequence[go.Figure], alt: str, key: str) -> None:
    for number, figure in enumerate(figures):
        st.plotly_chart(figure, key=f"{key}-plain-{number}", alt=alt)
