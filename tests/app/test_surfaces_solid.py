"""Loss surfaces, the fold in three dimensions, in Streamlit's test harness."""

import json

import pytest

from lossviz.ui.answers import answer
from lossviz.ui.picked import ABSOLUTE
from lossviz.ui.specs.surfaces import PAGE
from tests.app.opening import healthy, messages, opened, query

NAME = "loss-surfaces-solid"
NEEDS_WEBGL = {"surface", "scatter3d", "mesh3d", "scattergl", "heatmapgl", "pointcloud"}
SAID = [
    ({}, "The line 373 + 0 x stands 132,000 (km/s)² high: 2.66 times as high as the lowest place"),
    ({"steps": "1"}, "every upright cut through it is a parabola."),
    ({"loss": ABSOLUTE.key}, "1.70 times as high as the lowest place, 178."),
    ({"loss": ABSOLUTE.key}, "along each of these 24, the line goes through one of the nebulae."),
    ({"rate": "0.6", "steps": "80"}, "The walk has left the drawing."),
]


def fold(app) -> dict:
    (found,) = [one for one in messages(app, "figure") if one["figure"] == NAME]
    return found


@pytest.mark.parametrize(("link", "part"), SAID)
def test_the_numbers_of_the_fold(link: dict[str, str], part: str) -> None:
    assert part in fold(opened(PAGE, open="solid", **link))["sentence"]


def test_the_loss_is_that_of_the_page() -> None:
    app = opened(PAGE, open="solid")
    bowl = fold(app)
    assert query(app) == {"open": "solid"}
    app.segmented_control(key="loss-surfaces.loss.solid").set_value(ABSOLUTE.key).run()
    creased = fold(healthy(app))
    assert query(app)["loss"] == ABSOLUTE.key
    assert "creases" in creased["sentence"]
    assert "creases" not in bowl["sentence"]
    # the camera belongs to the reader, whatever the loss
    for one in (bowl, creased):
        layout = json.loads(one["plots"][0]["figure"])["layout"]
        assert layout["uirevision"] == layout["scene"]["uirevision"] == "solid"


def test_a_bad_link_leaves_the_hill_as_it_is() -> None:
    app = opened(PAGE, open="solid", intercept="1e9", slope="left")
    assert len(app.info) == 2
    assert fold(app)["sentence"] == fold(opened(PAGE, open="solid"))["sentence"]


def test_the_map_answers_a_hand_that_moves_its_dot() -> None:
    said = answer(NAME, "-40", "450", {"open": ["solid"]})
    assert said["sentence"].startswith("The line −40.0 + 450 x stands 49,7")
    assert len(said["patches"]) == 2


@pytest.mark.parametrize("scene", [scene.key for scene in PAGE.scenes])
def test_no_more_than_two_drawings_need_webgl(scene: str) -> None:
    app = opened(PAGE, scene=scene, open=",".join(PAGE.folds))
    drawn = [plot for one in messages(app, "figure") for plot in one["plots"]]
    assert len(drawn) > 2
    kinds = [{t["type"] for t in json.loads(plot["figure"])["data"]} for plot in drawn]
    assert sum(bool(kind & NEEDS_WEBGL) for kind in kinds) <= 2
