"""The route that answers a handle: the answer of the figure itself, refusals in a sentence."""

import json
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from starlette.requests import Request

from lossviz.ui.answers import PLANES, answer, respond
from lossviz.ui.controls import parse
from lossviz.ui.live_figure.message import answer_message
from lossviz.ui.state import PageState

ROOT = Path(__file__).parents[2]
ADDRESSES = {
    "outliers-any": ("", "data=anscombe_1&row=3&losses=squared_error,huber&scale=mad"),
    "maximum-likelihood-width": ("", "joint_data=copper&joint_noise=tent"),
    "multi-class-cross-entropy": ("species=Gentoo", "scene=2&smoothing=0.2"),
    "loss-surfaces": ("", "loss=absolute_error&steps=5"),
    "loss-surfaces-solid": ("", "loss=absolute_error&steps=3"),
    "loss-surfaces-models": ("", "model=noise&modelnoise=tent"),
    "loss-surfaces-side": ("", "sidedata=orings&sidelabels=brier,hinge"),
    "loss-surfaces-optimisers": ("", "ground=sigmoid&rule=newton&rival=adam&rulesteps=7"),
    "loss-surfaces-newton": ("", "newtonon=hidden&damping=0.5"),
}
CASES = [(name, address) for name, addresses in ADDRESSES.items() for address in addresses]


def own_plane(name: str, address: str):
    page, draw = PLANES[name]
    values, notices = parse(page, parse_qs(address))
    assert notices == []
    return draw(PageState(page, values, (), can_undo=False)).plane


def test_every_plane_has_a_case() -> None:
    assert ADDRESSES.keys() == PLANES.keys()


@pytest.mark.parametrize(("name", "address"), CASES)
def test_the_answer_is_that_of_the_figure(name: str, address: str) -> None:
    plane = own_plane(name, address)
    for part in (0.0, 0.3, 1.0):
        x, y = (r.low + part * (r.high - r.low) for r in (plane.x_range, plane.y_range))
        x, y = float(f"{x:.6g}"), float(f"{y:.6g}")
        wanted = answer_message(name, plane.answer(x, y), 0)
        assert answer(name, str(x), str(y), parse_qs(address)) == wanted


def test_a_place_out_of_reach_is_brought_back() -> None:
    plane = own_plane("outliers-any", "")
    edge = answer("outliers-any", str(plane.x_range.high), "500", {})
    assert answer("outliers-any", "1e9", "500", {}) == edge


def test_a_bad_address_is_the_arrival() -> None:
    assert answer("outliers-any", "1", "500", {"data": ["mars"], "row": ["x", "y"]}) == answer(
        "outliers-any", "1", "500", {}
    )


@pytest.mark.parametrize(
    ("name", "x", "y", "sentence"),
    [
        ("mars", "1", "1", "no figure of that name"),
        ("outliers-any", "one", "1", "two numbers"),
        ("outliers-any", "nan", "1", "needs a number from"),
        ("outliers-any", "1", "inf", "needs a number from"),
    ],
)
def test_what_cannot_be_answered_is_refused(name: str, x: str, y: str, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        answer(name, x, y, {})


def asked(figure: str, query: str) -> tuple[int, dict]:
    place = {"figure": figure, "x": "1", "y": "500"}
    scope = {
        "type": "http", "method": "GET", "path": "/", "headers": [], "path_params": place,
        "query_string": query.encode(), "server": ("a", 80), "scheme": "http",
    }  # fmt: skip
    found = respond(Request(scope))
    return found.status_code, json.loads(found.body)


def test_the_route_speaks_json() -> None:
    status, said = asked("outliers-any", "data=anscombe_1&row=3")
    assert (status, said["kind"]) == (200, "answer")
    assert said["sentence"]
    status, said = asked("mars", "")
    assert (status, list(said)) == (400, ["error"])


def test_the_server_has_pandas_before_its_first_reader() -> None:
    # two first readers at once: plotly met a pandas that Streamlit was still loading
    code = "import app, sys; assert 'pandas' in sys.modules, 'pandas comes later'"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
