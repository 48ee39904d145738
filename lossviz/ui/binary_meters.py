"""Binary cross-entropy, scene 3 and the folds about limits of the loss."""

from lossviz.binary.meters import Meters, flights
from lossviz.figures import meters as meters_figures
from lossviz.figures.live import LiveFigure
from lossviz.ui.picked import COIN_LOSS, SQUARED_CHANCE
from lossviz.ui.scenes import FoldPart, ScenePart
from lossviz.ui.state import PageState


def meters_view(state: PageState) -> Meters:
    """The fit of the flights, as steep as the hand has it."""
    return Meters(COIN_LOSS.at(), SQUARED_CHANCE.at(), flights(), state["factor"])


def _meters(state: PageState) -> LiveFigure:
    return meters_figures.meters(meters_view(state), "factor")


SCENES: dict[str, ScenePart] = {"3": ScenePart(_meters)}
FOLDS: tuple[FoldPart, ...] = ()
