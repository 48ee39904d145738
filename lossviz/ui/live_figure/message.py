"""What goes to the browser: JSON of a figure, of the tracks of its hands, of an answer.

Numbers of a track go as columns that differ: float32, base64. Most of a figure stands still, and
what moves often moves together, so that a column for each would say the same thing many times.
"""

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lossviz.figures.live import Box, LiveFigure, Motion, Patch, Plane, Track
from lossviz.figures.theme import DARK
from lossviz.i18n import _
from lossviz.lines import decimals_of

Json = dict[str, Any]


def digest(content: object) -> str:
    """A short name of a content: equal names, equal content."""
    text = json.dumps(content, separators=(",", ":"), sort_keys=True)
    return hashlib.blake2b(text.encode(), digest_size=9).hexdigest()


def figure_message(name: str, live: LiveFigure, plotly_js: str | None) -> Json:
    """The figure at rest. A plot is a string of JSON: compared there, read only if it changed.

    `plotly_js` None asks for the words without the plots.
    """
    boxes = live.boxes or (Box(),) * len(live.figures)
    plots = zip(live.figures, boxes, strict=True) if plotly_js else ()
    message: Json = {
        "kind": "figure",
        "figure": name,
        "plotlyJs": plotly_js,
        "plots": [
            {"figure": figure.to_json(validate=False), "box": asdict(box)} for figure, box in plots
        ],
        "dark": DARK,
        "alt": live.alt,
        "sentence": live.sentence,
        "table": asdict(live.table),
        "hands": [_hand(motion) for motion in live.motions],
        "values": _standing(live.motions),
        "plane": _plane(live.plane) if live.plane else None,
        "picks": dict(live.picks),
        "words": _words(),
    }
    return message | {"picture": digest(message)}


def _words() -> dict[str, str]:
    """What the browser says by itself."""
    return {
        "reset": _("Reset the view"),
        "table": _("Table behind the figure"),
        "typed": _("Type a number: {label}"),
        "play": _("Play: {label}"),
        "pause": _("Pause"),
        "needs": _("This needs a number from {low} to {high}."),
        "turn": _(
            "The picture in three dimensions. Arrow keys turn it, plus and minus bring it nearer"
            " and take it farther, Home shows it as at first."
        ),
        "noWebgl": _(
            "This browser shows no drawings in three dimensions (it has no WebGL). The map shows"
            " the same from above."
        ),
        "gone": _("The server does not answer. What you see is the last picture it sent."),
    }


def _hand(motion: Motion) -> Json:
    axis, handle = motion.axis, motion.handle
    return {
        "key": axis.key,
        "label": axis.label,
        "unit": axis.unit,
        "decimals": axis.decimals,
        "magnets": list(axis.magnets),
        "stops": axis.stops.tolist(),
        "value": float(motion.value),
        "nudge": motion.nudge,
        "slider": motion.slider,
        "says": {key: values.tolist() for key, values in motion.says.items()} or None,
        "handle": handle
        and {
            "label": _("Handle: {label}").format(label=handle.label),
            "x": _place(handle.x, axis.stops),
            "y": _place(handle.y, axis.stops),
            "along": handle.along,
            "plot": handle.plot,
            "trace": handle.trace,
            "rides": handle.rides,
        },
    }


def _place(where: Any, stops: NDArray[np.float64]) -> Any:
    """A number, a number per stop, or None for the stops themselves."""
    if np.ndim(where) == 0:
        return float(where)
    return None if np.array_equal(where, stops) else np.asarray(where).tolist()


def _standing(motions: Sequence[Motion]) -> dict[str, float]:
    """Where the controls are that several hands move."""
    return {
        key: float(values[motion.axis.nearest(motion.value)])
        for motion in motions
        for key, values in motion.says.items()
    }


def _plane(plane: Plane) -> Json:
    return {
        "label": _("Handle: {label}").format(label=plane.label),
        "plot": plane.plot,
        "x_key": plane.x_key,
        "y_key": plane.y_key,
        "x": plane.x,
        "y": plane.y,
        "x_step": plane.x_step,
        "y_step": plane.y_step,
        "x_range": [plane.x_range.low, plane.x_range.high],
        "y_range": [plane.y_range.low, plane.y_range.high],
        "within": plane.within,
        "rides": plane.rides,
        "decimals": (
            max(decimals_of(plane.x_step), decimals_of(plane.y_step))
            if plane.decimals is None
            else plane.decimals
        ),
        "words": _("{x} across, {y} up"),
    }


def track_message(name: str, motion: Motion, track: Track) -> Json:
    """All stops of one hand; `revision` tells whether two of them are the same."""
    content = {**patches_message(track.patches), "sentences": list(track.sentences)}
    head = {"kind": "track", "figure": name, "hand": motion.axis.key}
    return head | {"revision": digest(content)} | content


def seal_message(name: str, picture: str, revisions: Mapping[str, str]) -> Json:
    """Which tracks belong to the picture: those of an older one move nothing."""
    return {"kind": "seal", "figure": name, "picture": picture, "tracks": dict(revisions)}


def answer_message(name: str, track: Track, number: float) -> Json:
    """What question `number` of a handle that moves both ways would bring: a track of one stop."""
    (sentence,) = track.sentences
    head = {"kind": "answer", "figure": name, "number": number, "sentence": sentence}
    return head | patches_message(track.patches)


def patches_message(patches: Sequence[Patch]) -> Json:
    """Patches of S stops: rows of text as they are; numbers as places in one table of columns."""
    table = _Columns()
    moved = [
        [
            {"trace": trace, "attribute": attribute, **table.row(values)}
            for (trace, attribute), values in patch.traces.items()
        ]
        for patch in patches
    ]
    return {"patches": moved, **table.message()}


class _Columns:
    """The columns (S,) that differ, and where each stands."""

    def __init__(self) -> None:
        self.place: dict[bytes, int] = {}

    def row(self, values: NDArray[np.generic]) -> Json:
        """Rows (S, m): texts, or the columns they are made of."""
        if values.dtype.kind not in "fiu":
            return {"texts": values.tolist()}
        # compared byte by byte: NaN, a gap, is equal to itself
        columns = [c.tobytes() for c in np.ascontiguousarray(values.T, dtype="<f4")]
        return {"columns": [self.place.setdefault(c, len(self.place)) for c in columns]}

    def message(self) -> Json:
        """All columns one after the other; a float has four bytes."""
        packed = b"".join(self.place)
        stops = len(packed) // (4 * len(self.place)) if self.place else 0
        return {"stops": stops, "values": base64.b64encode(packed).decode()}
