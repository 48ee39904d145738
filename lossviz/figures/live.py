"""What a page hands to the live figure: linked plots, and the same thing in words and numbers."""

from dataclasses import dataclass

import plotly.graph_objects as go


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a figure as text, one string per cell."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows):
            if len(row) != len(self.columns):
                raise ValueError(
                    f"row {number} must have {len(self.columns)} cells, got {len(row)}"
                )


@dataclass(frozen=True, slots=True)
class Box:
    """The room of one plot, in CSS pixels.

    Plots stand side by side while each has `min_width`, and wrap under each other where it has
    not; spare width is shared in proportion to `grow`. Up to 640 px of window, `phone_height`.
    With an `aspect` (width / height) the plot keeps that shape, `height` being the largest.
    """

    height: int = 420
    phone_height: int = 320
    min_width: int = 300
    grow: float = 1.0
    aspect: float | None = None


@dataclass(frozen=True, slots=True)
class Slider:
    """A slider under the plots: the control it moves, its range, and what it shows.

    `decimals` is how a value in the hand is written; the one at rest is `text`.
    """

    key: str
    label: str
    low: float
    high: float
    step: float
    value: float
    text: str
    decimals: int


@dataclass(frozen=True, slots=True)
class LiveFigure:
    """All linked plots of a page.

    `alt`: what there is to see. `sentence`: the result with its numbers. `table`: its text twin.
    `boxes`: one per figure, or none for the usual box. `sliders`: what moves the plots. A zoom is
    kept from result to result while `layout.uirevision` of the figure stays the same: change it
    with the data set.
    """

    figures: tuple[go.Figure, ...]
    alt: str
    sentence: str
    table: Table
    boxes: tuple[Box, ...] = ()
    sliders: tuple[Slider, ...] = ()

    def __post_init__(self) -> None:
        if not self.figures:
            raise ValueError("figures must have one plot or more, got none")
        if self.boxes and len(self.boxes) != len(self.figures):
            raise ValueError(
                f"boxes must be none or one per figure ({len(self.figures)}), got {len(self.boxes)}"
            )
