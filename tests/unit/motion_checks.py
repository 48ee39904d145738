"""What every figure that moves must hold: stop k drawn is the figure patched to stop k."""

import json
from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go

from lossviz.figures.live import LiveFigure, Motion, Track, moving, patched
from lossviz.ui.live_figure.message import patches_message

PIXELS = 1e-4  # of the span of the numbers: far below a pixel, above float32


def attribute(trace: go.Scatter, path: str) -> object:
    head, _dot, tail = path.partition(".")
    if head not in trace:  # contours have no markers
        return None
    return trace[head][tail] if tail else trace[head]


def same(drawn: object, moved: object) -> bool:
    """Texts to the letter, numbers to what a screen can show; a gap is a gap."""
    a, b = np.asarray(drawn), np.asarray(moved)
    if a.shape != b.shape:
        return False
    if a.dtype.kind not in "fiu" or b.dtype.kind not in "fiu":
        return a.tolist() == b.tolist()
    span = max(float(np.nanmax(np.abs(a), initial=0)), 1e-300)
    return bool(np.allclose(a, b, rtol=0, atol=PIXELS * span, equal_nan=True))


def differences(drawn: go.Figure, moved: go.Figure) -> list[str]:
    """Where two figures are not the same: trace and attribute."""
    names = [trace.name for trace in drawn.data]
    if names != [trace.name for trace in moved.data]:
        return [f"traces {names}"]
    return [
        f"{one.name}: {path}"
        for one, other in zip(drawn.data, moved.data, strict=True)
        for path in moving(one.to_plotly_json())
        if path in one
        and attribute(one, path) is not None
        and not same(attribute(one, path), attribute(other, path))
    ]


def track_errors(
    live: LiveFigure, motion: Motion, at: Callable[[int], LiveFigure], stops: list[int]
) -> list[str]:
    """What is wrong with a track; `at(k)` is the live figure made alone for stop k."""
    track = motion.track()
    found = shape_errors(live, motion, track)
    for k in stops:
        alone = at(k)
        for number, (figure, patch) in enumerate(zip(live.figures, track.patches, strict=True)):
            moved = patched(figure, patch, k)
            found += [
                f"stop {k}, plot {number}, {where}"
                for where in differences(alone.figures[number], moved)
            ]
            if alone.figures[number].layout != figure.layout:
                found.append(f"stop {k}, plot {number}: the layout moves")
        if alone.sentence != track.sentences[k]:
            found.append(f"stop {k}: says {track.sentences[k]!r}, alone {alone.sentence!r}")
    return found


def shape_errors(live: LiveFigure, motion: Motion, track: Track) -> list[str]:
    """A patch per plot, a sentence per stop, a row per stop of each attribute."""
    stops = len(motion.axis.stops)
    found = [] if len(track.sentences) == stops else [f"{len(track.sentences)} sentences"]
    if len(track.patches) != len(live.figures):
        found.append(f"{len(track.patches)} patches")
    for patch in track.patches:
        found += [f"{key}: {v.shape}" for key, v in patch.traces.items() if len(v) != stops]
        # plotly makes no node for an empty text, and what has no node cannot be moved: theme.UNSEEN
        found += [f"{key}: an empty text" for key, v in patch.traces.items() if "" in v]
    for key, values in motion.controls.items():
        if values.shape != (stops,):
            found.append(f"{key}: {values.shape}")
    return found


def message_bytes(track: Track) -> int:
    """Size of a track on its way to the browser."""
    return len(json.dumps(patches_message(track.patches))) + len(json.dumps(track.sentences))
