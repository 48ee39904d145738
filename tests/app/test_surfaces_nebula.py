"""Loss surfaces, scene 3 and its folds, in Streamlit's test harness."""

import pytest

from lossviz.ui.specs.surfaces import PAGE
from tests.app.opening import label, messages, opened, query, sentence, shown

LESSON = [  # the numbers the scene is known for
    ({}, "NGC 4649 is where it was measured, at 1090 km/s. The thick line in the map"),
    (
        {"velocity": "2400"},
        "slid in proportion: −81.0 km/s in intercept, +149 km/s per Mpc in slope",
    ),
    ({"velocity": "2400"}, "has not moved, and farther out it stays too."),
    ({"velocity": "-1550"}, "moved by +61.1 and −55.6 while its line touched NGC 4649"),
    ({"nebula": "s-mag", "velocity": "-80"}, "its line touches S.Mag: only then can it follow."),
]


@pytest.mark.parametrize(("link", "part"), LESSON)
def test_the_numbers_of_scene_3(link: dict[str, str], part: str) -> None:
    assert part in sentence(opened(PAGE, scene="3", **link))


def test_another_nebula_starts_where_it_was_measured() -> None:
    app = opened(PAGE, scene="3", velocity="2000")
    label(app, "selectbox", "Nebula").set_value("ngc-6822").run()
    assert "NGC 6822 is where it was measured, at −130 km/s" in sentence(app)
    assert query(app) == {"scene": "3", "nebula": "ngc-6822"}


@pytest.mark.parametrize(("key", "text"), [("velocity", "9999"), ("nebula", "andromeda")])
def test_a_bad_link_of_scene_3_falls_back_with_a_notice(key: str, text: str) -> None:
    app = opened(PAGE, scene="3", **{key: text})
    (notice,) = app.info
    assert f"“{key}” needs" in notice.value
    assert shown(app) == shown(opened(PAGE, scene="3"))


FOLDS = [
    ({"open": "chatter"}, "the walk at the constant rate 20 hops between 0.0166 and 0.395 km/s"),
    ({"open": "chatter", "chatterrate": "100"}, "0.473 on average"),
    ({"open": "runaway", "runawaystep": "10000"}, "since step 18. The mean loss is 0.00217 nats"),
    ({"open": "runaway", "runawaypenalty": "0.1"}, "intercept −4.18, slope 1.49"),
]


@pytest.mark.parametrize(("link", "part"), FOLDS)
def test_the_numbers_of_the_folds(link: dict[str, str], part: str) -> None:
    figures = messages(opened(PAGE, scene="3", **link), "figure")
    assert part in figures[-1]["sentence"]


@pytest.mark.parametrize(
    ("fold", "key", "text", "allowed"),
    [
        ("chatter", "chatterrate", "0", "a number from 4 to 100"),
        ("chatter", "chatterrate", "1e9", "a number from 4 to 100"),
        ("runaway", "runawaystep", "-3", "a whole number from 1 to 10000"),
        ("runaway", "runawaypenalty", "huge", "one of: 0, 0.001, 0.01, 0.1"),
    ],
)
def test_a_bad_link_of_a_fold_falls_back_with_a_notice(
    fold: str, key: str, text: str, allowed: str
) -> None:
    app = opened(PAGE, scene="3", open=fold, **{key: text})
    (notice,) = app.info
    assert f"“{key}” needs {allowed}" in notice.value
    assert messages(app, "figure")[-1] == messages(opened(PAGE, scene="3", open=fold), "figure")[-1]


def test_a_penalty_is_chosen_in_the_fold() -> None:
    app = opened(PAGE, scene="3", open="runaway")
    assert "There is no lowest place" in messages(app, "figure")[-1]["sentence"]
    label(app, "button_group", "Penalty on the slope").set_value("0.01").run()
    assert "there is a lowest place" in messages(app, "figure")[-1]["sentence"]
