"""What every live figure must hold: valid plotly, named axes, dark colours, a twin in words."""

import re
from itertools import chain

import numpy as np
import plotly.graph_objects as go

from lossviz.figures import theme
from lossviz.figures.live import LiveFigure


def figure_errors(live: LiveFigure) -> list[str]:
    """What is wrong with a live figure, one sentence each."""
    found = []
    for number, figure in enumerate(live.figures):
        try:
            go.Figure(figure.to_dict())
        except ValueError as error:
            found.append(f"plot {number} is not valid plotly: {str(error).splitlines()[0]}")
        for key, axis in figure.layout.to_plotly_json().items():
            if re.fullmatch(r"[xy]axis\d*", key) and not axis["title"]["text"]:
                found.append(f"plot {number}: {key} has no name")
        used = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", figure.to_json()))
        found += [
            f"plot {number}: {colour} has no dark version"
            for colour in used - {"rgba(0,0,0,0)"} - theme.DARK.keys()
        ]
    for text in (live.alt, live.sentence):
        if not text.endswith((".", "?")):
            found.append(f"not a sentence: {text!r}")
    if not live.table.rows:
        found.append("an empty table")
    for text in (live.alt, live.sentence, *chain(*live.table.rows)):
        if re.search(r"\bnan\b|\bNone\b|\binf\b", text):
            found.append(f"not a word for a reader: {text!r}")
    return found


def trace_errors(live: LiveFigure) -> list[str]:
    """What is drawn or written by no number, one sentence each; NaN is a gap and may be drawn."""
    found = []
    texts = [live.sentence, live.alt, *live.table.columns, *chain(*live.table.rows)]
    for trace in chain(*(figure.data for figure in live.figures)):
        texts += [str(text) for text in np.ravel(trace.text) if text is not None]
        if any(np.isinf(np.asarray(values, dtype=float)).any() for values in (trace.x, trace.y)):
            found.append(f"{trace.name!r} goes to infinity")
    found += [
        f"not a number for a reader: {text!r}"
        for text in texts
        if re.search(r"\bnan\b|\binf\b|None|not defined|∞", text)
    ]
    return found
