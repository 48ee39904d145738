"""Loss surfaces, scene 2 and the folds about its curvature, in Streamlit's test harness."""

import pytest

from lossviz.ui.specs.surfaces import PAGE
from tests.app.opening import healthy, label, messages, opened, query, sentence, shown

LESSON = [  # the numbers the scene is known for
    ({}, "Learning rate 0.1: 63 steps until the MSE is within 1 % of its lowest."),
    ({"pace": "0.45"}, "14 steps until"),
    ({"pace": "0.48"}, "30 steps until"),
    ({"pace": "0.495"}, "training explodes"),
    ({"pace": "0.495"}, "The limit is 2 / λmax = 2 / 4.067 = 0.492."),
    ({"pace": "0.5", "prepared": "scaled"}, "1 step until"),
]


@pytest.mark.parametrize(("link", "part"), LESSON)
def test_the_numbers_of_the_lesson(link: dict[str, str], part: str) -> None:
    assert part in sentence(opened(PAGE, scene="2", **link))


def test_the_limit_is_told_after_a_try_and_scaling_keeps_the_rate() -> None:
    app = opened(PAGE, scene="2")
    assert "limit" not in sentence(app)
    assert not any("λmax" in caption.value for caption in app.caption)
    app = opened(PAGE, scene="2", pace="0.5")
    assert any("λmax is the largest curvature" in caption.value for caption in app.caption)
    (ways,) = [w for w in app.get("button_group") if "Distances" in w.label]
    ways.set_value("scaled").run()
    assert "lands on the lowest place" in sentence(healthy(app))
    assert query(app)["prepared"] == "scaled"
    label(app, "button", "Undo").click().run()
    assert "explodes" in sentence(healthy(app))


@pytest.mark.parametrize(
    ("key", "text"),
    [("pace", "0"), ("pace", "-0.1"), ("pace", "0.7"), ("pace", "nan"), ("prepared", "cooked")],
)
def test_a_bad_link_falls_back_with_a_notice(key: str, text: str) -> None:
    app = opened(PAGE, scene="2", **{key: text})
    (notice,) = app.info
    assert f"“{key}” needs" in notice.value
    assert shown(app) == shown(opened(PAGE, scene="2"))


def test_the_hessian_has_its_numbers_and_a_hand() -> None:
    app = opened(PAGE, scene="2", open="hessian", hessianrate="0.6")
    assert any("1.823" in tex.value for tex in app.latex)
    assert "1 − 0.6 × 4.0671 = −1.44" in messages(app, "figure")[1]["sentence"]


def test_phones_need_centred_years_and_one_distance_is_a_valley() -> None:
    app = opened(PAGE, scene="2", open="standardise")
    assert "above 2.60 × 10⁻⁷ is stable" in messages(app, "figure")[1]["sentence"]
    label(app, "selectbox", "Data").set_value("one_point").run()
    said = messages(healthy(app), "figure")[1]["sentence"]
    assert "There is one point only: the Hessian is singular." in said
