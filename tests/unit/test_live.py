"""What is handed to the live figure, and what is sent to the browser."""

import json
from dataclasses import replace

import plotly.graph_objects as go
import pytest

from lossviz.figures.live import Box, LiveFigure, Plane, Table, Track
from lossviz.numerics import Interval
from lossviz.ui import live_figure as component

TABLE = Table(("x", "y"), (("1", "2"),))


def live(*figures: go.Figure, boxes: tuple[Box, ...] = ()) -> LiveFigure:
    return LiveFigure(figures, "what there is", "what came out", TABLE, boxes)


def test_a_table_is_a_rectangle():
    with pytest.raises(ValueError, match="row 1 must have 2 cells, got 1"):
        Table(("x", "y"), (("1", "2"), ("3",)))


def test_a_live_figure_shows_something():
    with pytest.raises(ValueError, match="figures must have one plot or more"):
        live()


def test_every_plot_has_its_box():
    with pytest.raises(ValueError, match=r"one per figure \(2\), got 1"):
        live(go.Figure(), go.Figure(), boxes=(Box(),))


def test_the_browser_gets_every_plot_with_its_box():
    two = live(
        go.Figure({"layout": {"meta": 1}}),
        go.Figure({"layout": {"meta": 2}}),
        boxes=(Box(height=1), Box(height=2)),
    )
    plots = component.payload(two, "plotly.js")["plots"]
    assert [json.loads(p["figure"])["layout"]["meta"] for p in plots] == [1, 2]
    assert [p["box"]["height"] for p in plots] == [1, 2]


def test_the_same_figure_built_twice_is_the_same_message():
    first, second = (
        component.payload(live(go.Figure(go.Scatter(x=[1, 2], y=[3, 4]))), "plotly.js")
        for _ in range(2)
    )
    assert first == second


def test_without_plotly_js_the_words_are_sent_alone():
    sent = component.payload(live(go.Figure()), None)
    assert sent["plots"] == []
    assert (sent["alt"], sent["sentence"]) == ("what there is", "what came out")
    assert sent["table"] == {"columns": ("x", "y"), "rows": (("1", "2"),)}


def test_the_message_is_plain_json():
    json.dumps(component.payload(live(go.Figure(go.Scatter(y=[1.0, float("nan")]))), "plotly.js"))


def test_streamlit_serves_plotly_js_where_we_look():
    assert (component.STATIC / component.PLOTLY_JS).is_file()


def test_a_streamlit_without_it_is_noticed(tmp_path):
    assert component.find_plotly_js(tmp_path) is None


def a_plane(*within: tuple[float, float]) -> Plane:
    room = Interval(0.0, 1.0)
    return Plane(
        "dot", "x", "y", 0.5, 0.2, room, room, 0.1, 0.1, lambda _x, _y: Track((), ()),
        within=within,
    )  # fmt: skip


@pytest.mark.parametrize(
    "corners",
    [
        ((0.0, 0.0), (0.5, 1.0), (1.0, 0.0)),  # clockwise
        ((0.0, 0.0), (1.0, 0.0)),
        ((0.0, 0.0), (1.0, 0.0), (0.5, 0.1), (0.5, 1.0)),  # a dent
        ((0.0, 0.0), (1.0, 0.0), (0.5, 1.0)) * 2,  # twice around
    ],
)
def test_the_room_of_a_plane_is_convex_and_anticlockwise(corners):
    with pytest.raises(ValueError, match="convex room, anticlockwise"):
        a_plane(*corners)


def test_the_browser_is_told_the_room_of_a_plane():
    corners = ((0.0, 0.0), (1.0, 0.0), (0.5, 1.0))
    for within in ((), corners):
        plane = LiveFigure((go.Figure(),), "a", "b", TABLE, plane=a_plane(*within))
        assert component.payload(plane, None)["plane"]["within"] == within


@pytest.mark.parametrize(("own", "told"), [(None, 1), (3, 3), (0, 0)])
def test_a_place_is_read_out_to_the_decimals_of_its_steps_or_its_own(own, told):
    plane = replace(a_plane(), decimals=own)
    figure = LiveFigure((go.Figure(),), "a", "b", TABLE, plane=plane)
    assert component.payload(figure, None)["plane"]["decimals"] == told
