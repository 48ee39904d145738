"""Loss surfaces, scene 1."""

from lossviz.figures.line_walk import line_walk
from lossviz.figures.live import LiveFigure
from lossviz.surfaces.walk import Walk
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.specs.surfaces_walk import STEPS, hill
from lossviz.ui.state import PageState


def scene_figure(state: PageState) -> LiveFigure:
    """The map and the data."""
    here = hill(state.values)
    walk = Walk(
        here.surface, state["intercept"], state["slope"], state["rate"], state["steps"], STEPS
    )
    return line_walk(here, walk)


SCENES: dict[str, ScenePart] = {"1": ScenePart(scene_figure)}
FOLDS: tuple[FoldPart, ...] = ()
