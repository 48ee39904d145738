"""Answers to a handle that moves both ways, by a route of the server: no script run, no session.

A question says everything: which figure, where the handle is, and the address of the page. The
browser falls back to a message of Streamlit's where there is no such route.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from lossviz.figures.live import LiveFigure
from lossviz.i18n import _
from lossviz.ui import (
    likelihood_strike,
    multiclass_triangle,
    outlier_folds,
    surfaces_models,
    surfaces_optimisers,
    surfaces_side,
    surfaces_solid,
    surfaces_walk,
)
from lossviz.ui.controls import PageSpec, parse, query_of
from lossviz.ui.live_figure.message import answer_message
from lossviz.ui.moves import read_move
from lossviz.ui.specs import maximum_likelihood, multiclass, outliers, surfaces
from lossviz.ui.state import PageState

Draw = Callable[[PageState], LiveFigure]

PLANES: Mapping[str, tuple[PageSpec, Draw]] = {
    "outliers-any": (outliers.PAGE, outlier_folds.bench_figure),
    "maximum-likelihood-width": (maximum_likelihood.PAGE, likelihood_strike.joint_figure),
    "multi-class-cross-entropy": (multiclass.PAGE, multiclass_triangle.scene_figure),
    "loss-surfaces": (surfaces.PAGE, surfaces_walk.scene_figure),
    "loss-surfaces-optimisers": (surfaces.PAGE, surfaces_optimisers.contest_figure),
    "loss-surfaces-newton": (surfaces.PAGE, surfaces_optimisers.newton_figure),
    "loss-surfaces-models": (surfaces.PAGE, surfaces_models.model_figure),
    "loss-surfaces-side": (surfaces.PAGE, surfaces_side.side_figure),
    "loss-surfaces-solid": (surfaces.PAGE, surfaces_solid.figure),
}
"""Name of a live figure with a plane -> its page, and how it is drawn from a state."""


@lru_cache(maxsize=16)  # drawing takes 10 to 40 ms, an answer 2 to 6; a hand asks many times
def _at_rest(figure: str, address: str) -> LiveFigure:
    page, draw = PLANES[figure]
    values, _notices = parse(page, parse_qs(address))
    return draw(PageState(page, values, (), can_undo=False))


def answer(figure: str, x: str, y: str, query: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What is on screen with the handle of `figure` at x, y, on a page whose address is `query`.

    ValueError with a sentence for an unknown figure and for what is no number.
    """
    if figure not in PLANES:
        raise ValueError(_("There is no figure of that name here."))
    page, _draw = PLANES[figure]
    values, _notices = parse(page, query)
    live = _at_rest(figure, urlencode(query_of(page, values)))
    plane = live.plane
    if plane is None:
        raise ValueError(_("This figure has no handle that moves both ways."))
    try:
        there = {plane.x_key: float(x), plane.y_key: float(y)}
    except ValueError:
        raise ValueError(_("A place needs two numbers.")) from None
    move = read_move(page, values, {"values": there, "held": True, "number": 0})
    track = plane.answer(move.values[plane.x_key], move.values[plane.y_key])
    return answer_message(figure, track, 0)


def respond(request: Request) -> Response:
    """The answer as JSON; 400 and a sentence where there is none."""
    query = parse_qs(request.url.query, keep_blank_values=True)
    place = request.path_params
    try:
        return JSONResponse(answer(place["figure"], place["x"], place["y"], query))
    except ValueError as error:
        return JSONResponse({"error": str(error)}, status_code=400)


ROUTE = Route("/lossviz/answer/{figure}/{x}/{y}", respond)
