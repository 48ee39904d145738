"""The figure that moves: plotly.js kept alive from run to run, with its twin in words and numbers.

`st.plotly_chart` builds its chart anew whenever the figure changes, and loses zoom and camera.
This component keeps one node per plot and updates it with the plotly.js that Streamlit serves;
where that copy cannot be found, the plots fall back to `st.plotly_chart` and the words stay.
"""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import plotly.graph_objects as go
import streamlit as st

from lossviz.figures.live import Box, LiveFigure
from lossviz.figures.theme import DARK
from lossviz.i18n import _

HERE = Path(__file__).parent
STATIC = Path(st.__file__).parent / "static" / "static" / "js"


def find_plotly_js(folder: Path = STATIC) -> str | None:
    """Name of the file with plotly.js among those Streamlit serves; None where there is none."""
    return next((path.name for path in sorted(folder.glob("PlotlyChart.*.js"))), None)


PLOTLY_JS = find_plotly_js()

_component = st.components.v2.component(
    "lossviz_live_figure",
    html='<div class="lossviz-live"></div>',
    css=(HERE / "live_figure.css").read_text(encoding="utf-8"),
    js=(HERE / "live_figure.js").read_text(encoding="utf-8"),
    isolate_styles=False,  # plotly puts its own style sheet into the document, not a shadow root
)


def live_figure(
    live: LiveFigure,
    *,
    key: str,
    on_slide: Callable[[], None] | None = None,
    plotly_js: str | None = PLOTLY_JS,
) -> None:
    """Show linked plots with sliders, sentence and table; the same `key` keeps the same nodes.

    `on_slide` is called when a slider comes to rest; `slid` of the component then says which and
    where (see `lossviz.ui.state.bind_sliders`).
    """
    above = st.empty()
    result = _component(
        key=key,
        data=payload(live, plotly_js),
        on_failed_change=_keep,
        on_slid_change=on_slide or _keep,
    )
    if plotly_js is None or result.failed:
        with above.container():
            _plain_charts(live.figures, live.alt, key)


def payload(live: LiveFigure, plotly_js: str | None) -> dict[str, Any]:
    """What the browser needs. A plot is a string of JSON: compared there, read only if it changed.

    `plotly_js` None asks for the words without the plots.
    """
    boxes = live.boxes or (Box(),) * len(live.figures)
    plots = zip(live.figures, boxes, strict=True) if plotly_js else ()
    return {
        "plotlyJs": plotly_js,
        "plots": [
            {"figure": figure.to_json(validate=False), "box": asdict(box)} for figure, box in plots
        ],
        "dark": DARK,
        "alt": live.alt,
        "sentence": live.sentence,
        "table": asdict(live.table),
        "sliders": [asdict(slider) for slider in live.sliders],
        "words": {"reset": _("Reset the zoom"), "table": _("Table behind the figure")},
    }


def _keep() -> None:
    """Declares a state of the component, so that it is remembered between runs."""


def _plain_charts(figures: Sequence[go.Figure], alt: str, key: str) -> None:
    for number, figure in enumerate(figures):
        st.plotly_chart(figure, key=f"{key}-plain-{number}", alt=alt)
