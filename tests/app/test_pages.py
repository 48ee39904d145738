"""Every page, scene, fold and option in Streamlit's own test harness, and hostile addresses."""

import json

import pytest
from streamlit.testing.v1 import AppTest

from lossviz import LOSSES
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.lines import LineView
from lossviz.ui.answers import PLANES
from lossviz.ui.controls import PageSpec
from lossviz.ui.specs import multiclass, outliers, squared_error, start
from tests.app.opening import (
    PAGES,
    SCRIPTS,
    healthy,
    label,
    messages,
    opened,
    query,
    sentence,
    shown,
)

SQUARED = LOSSES["squared_error"].at()
HUBBLE_MEAN = 373.125


def move(app: AppTest, **ends: float) -> AppTest:
    """Type the ends in the fold; sliders live in the browser, and are tested there."""
    for end, height in ends.items():
        label(app, "number_input", f"{end.capitalize()} end").set_value(height).run()
    return healthy(app)


def in_hand(app: AppTest) -> dict[str, float]:
    """Where the hands stand."""
    return {hand["key"]: hand["value"] for hand in shown(app)["hands"] if not hand["says"]}


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_arrives(page: PageSpec) -> None:
    app = opened(page)
    assert app.title[0].value == page.scenes[0].question
    assert f"{page.number} of 8" in app.caption[0].value
    assert shown(app)["alt"]
    assert query(app) == {}


@pytest.mark.parametrize("scene", [scene.key for scene in squared_error.PAGE.scenes])
@pytest.mark.parametrize("data", squared_error.DATA)
def test_every_scene_on_every_data_set(data: str, scene: str) -> None:
    app = opened(squared_error.PAGE, data=data, scene=scene)
    assert not app.info
    assert app.title[0].value == squared_error.PAGE.scene(scene).question
    assert "nan" not in sentence(app)


@pytest.mark.parametrize("data", ["hubble", "galton_pairs", "sample", "anscombe_1"])
@pytest.mark.parametrize("fold", squared_error.PAGE.folds)
def test_every_fold_opens_from_its_link(fold: str, data: str) -> None:
    app = opened(squared_error.PAGE, open=fold, data=data)
    assert sum(expander.proto.expanded for expander in app.expander) == 1
    texts = [e.value for e in (*app.markdown, *app.latex, *app.caption, *app.code)]
    assert not any("nan" in text.split() for text in texts)


@pytest.mark.parametrize("end", ["left", "right"])
@pytest.mark.parametrize("scene", ["1", "2"])
@pytest.mark.parametrize("data", ["hubble", "phones", "anscombe_4", "stars"])
def test_both_ends_of_the_sliders(data: str, scene: str, end: str) -> None:
    app = opened(squared_error.PAGE, data=data, scene=scene, open="data")
    (hand,) = [one for one in shown(app)["hands"] if one["key"] == end]
    for height in (hand["stops"][0], hand["stops"][-1]):
        assert in_hand(move(app, **{end: height}))[end] == height


def test_the_best_line_is_offered_only_after_a_try() -> None:
    app = opened(squared_error.PAGE, open="data")
    assert label(app, "toggle", "best line").disabled
    move(app, left=100.0)
    assert not label(app, "toggle", "best line").disabled
    label(app, "toggle", "best line").set_value(True).run()
    assert "3 of 24 nebulae own 46 % of the squares" in sentence(healthy(app))
    assert query(app) == {"left": "100", "best": "1", "open": "data"}


def test_a_link_says_what_the_hand_did_and_reproduces_it() -> None:
    app = move(opened(squared_error.PAGE, open="data"), left=-41.0, right=867.0)
    copy = opened(squared_error.PAGE, **query(app))
    assert shown(copy) == shown(app)
    assert in_hand(copy) == {"left": -41.0, "right": 867.0}


def test_undo_and_reset() -> None:
    app = opened(squared_error.PAGE, open="data")
    first = shown(app)
    assert label(app, "button", "Undo").disabled
    assert label(app, "button", "Reset").disabled
    second = shown(move(app, left=100.0))
    move(app, right=900.0)
    label(app, "button", "Undo").click().run()
    assert shown(app) == second
    label(app, "button", "Undo").click().run()
    assert shown(app) == first
    assert query(app) == {"open": "data"}
    move(app, right=900.0)
    label(app, "button", "Reset").click().run()
    assert shown(healthy(app)) == first
    label(app, "button", "Undo").click().run()
    assert query(app) == {"right": "900", "open": "data"}


def test_steps_reach_the_best_line() -> None:
    app = opened(squared_error.PAGE, scene="2")
    for _ in range(25):
        label(app, "button", "One step").click().run()
    assert "the gradient is zero" in sentence(healthy(app))


def test_one_step_lands_where_the_view_says() -> None:
    app = opened(squared_error.PAGE)
    label(app, "button", "One step").click().run()
    left, right = LineView(SQUARED, LINE_PROBLEMS["hubble"], HUBBLE_MEAN, HUBBLE_MEAN).step()
    assert query(app) == {"left": f"{left:.6g}", "right": f"{right:.6g}"}


def test_dropping_the_one_that_turns_it_most() -> None:
    app = opened(squared_error.PAGE, scene="3")
    assert sentence(app) == "The line through all 24 nebulae has slope 454 km/s per Mpc."
    label(app, "button", "turns it most").click().run()
    assert sentence(healthy(app)).startswith("Without ")
    assert int(query(app)["drop"]) > 0


def test_scenes_keep_the_line() -> None:
    app = opened(squared_error.PAGE, left="100", right="900")
    app.segmented_control(key="squared-error.scene").set_value("2").run()
    assert query(healthy(app)) == {"left": "100", "right": "900", "scene": "2"}


def test_a_typed_number_moves_the_line() -> None:
    app = opened(squared_error.PAGE, open="data")
    move(app, left=12.5)
    assert query(app)["left"] == "12.5"
    assert in_hand(app)["left"] == 12.5


def test_a_sample_follows_its_seed() -> None:
    app = opened(squared_error.PAGE, open="data", data="sample")
    before = shown(app)
    label(app, "number_input", "Seed").set_value(2).run()
    assert shown(healthy(app)) != before
    assert query(app)["seed"] == "2"


def test_hidden_controls_are_hidden() -> None:
    app = opened(squared_error.PAGE, hide="data,best")
    assert not app.selectbox
    assert not app.toggle
    assert in_hand(app).keys() == {"left", "right"}
    assert in_hand(opened(squared_error.PAGE, hide="left")).keys() == {"right"}
    assert shown(opened(multiclass.PAGE))["plane"]
    assert not shown(opened(multiclass.PAGE, hide="up"))["plane"]


# The first minute: 29.0 -> 22.2 -> 16.8, a plateau from 26 to 28, and 28.5
@pytest.mark.parametrize(
    ("sixth", "noise", "part"),
    [
        ("29", "bell", "Five readings agree on about 29."),
        ("-12", "bell", "most likely value 22.2."),
        ("-44", "bell", "16.8: lower than all five readings that agree"),
        ("-44", "tent", "27. Under a tent every reading pulls equally hard"),
        ("-44", "heavy tail", "28.5. Wild readings are expected"),
        ("20", "heavy tail", "most likely value 27.4"),
        ("-46", "heavy tail", "most likely value"),
        ("50", "bell", "most likely value 32.5"),
    ],
)
def test_the_first_minute_in_numbers(sixth: str, noise: str, part: str) -> None:
    assert part in sentence(opened(start.PAGE, sixth=sixth, noise=noise))


def test_the_arrival_of_start_has_nothing_but_the_hand() -> None:
    app = opened(start.PAGE)
    assert not app.button
    assert not app.segmented_control
    assert [hand["key"] for hand in shown(app)["hands"]] == ["sixth"]
    assert shown(app)["hands"][0]["nudge"] == 21.0


def test_the_switch_comes_when_the_bell_has_given_way() -> None:
    app = opened(start.PAGE, sixth="-44")
    assert shown(app)["hands"][0]["nudge"] is None
    (noise,) = app.segmented_control
    assert not app.toggle
    noise.set_value("tent").run()
    assert "27. Under a tent" in sentence(healthy(app))
    label(app, "toggle", "upside down").set_value(True).run()
    assert "Surprise = −log of the hill" in sentence(healthy(app))
    assert query(app) == {"sixth": "-44", "noise": "tent", "upside": "1"}
    for _ in range(2):
        label(app, "button", "Undo").click().run()
    assert query(healthy(app)) == {"sixth": "-44"}


@pytest.mark.parametrize("fold", start.PAGE.folds)
def test_the_folds_of_start(fold: str) -> None:
    app = opened(start.PAGE, open=fold, sixth="-44")
    assert sum(expander.proto.expanded for expander in app.expander) == 1
    said = [m["sentence"] for m in messages(app, "figure")]
    said += [element.value for element in (*app.markdown, *app.caption)]
    wanted = {
        "pulls": "5 pulls to the right add up to 60.8", "all": "Their mean is 26.2",
        "derivation": "on these 6 readings.",
    }  # fmt: skip
    assert any(wanted[fold] in text for text in said)


def test_the_end_card_names_every_noise() -> None:
    (card,) = [m.value for m in opened(start.PAGE, sixth="-44").markdown if "| noise |" in m.value]
    for part in ("**bell**", "**tent**", "**heavy tail**", "**coin**", "**die**", "mean", "median",
                 "frequency", "`torch.nn.MSELoss`", "`sklearn.metrics.log_loss`"):  # fmt: skip
        assert part in card
    rows = card.splitlines()
    assert len({row.count("|") for row in rows}) == 1  # no formula breaks the table


@pytest.mark.parametrize("query", [{}, {"scene": "2"}, {"data": "faithful"}])
def test_tracks_follow_the_figure_and_are_sealed(query: dict[str, str]) -> None:
    app = opened(squared_error.PAGE, **query)
    tracks = {m["hand"]: m["revision"] for m in messages(app, "track")}
    assert tracks.keys() == {"left", "right", "shift"}
    (seal,) = messages(app, "seal")
    assert seal["tracks"] == tracks
    assert seal["picture"] == shown(app)["picture"]
    kinds = [json.loads(element.proto.json)["kind"] for element in app.get("bidi_component")]
    assert kinds == ["engine", "figure", "track", "track", "track", "seal"]


# ---- outliers -----------------------------------------------------------------------------------

TEACHING = [  # the numbers the page is known for
    ({}, "slope 0.500 by squared error, 0.345 by absolute error"),
    ({"y": "20"}, "at 20 its slope is 0.764 (clean: 0.345)"),
    ({"y": "20"}, "Absolute error's was at its limit already: 0.345, unmoved."),
    ({"y": "-4"}, "−0.109"),
    ({"scene": "2"}, "2.05"),
    ({"scene": "2"}, "2.50"),
    ({"scene": "2", "giants": "1"}, "1.95"),
    ({"scene": "2", "giants": "2"}, "0.67"),
    ({"scene": "2", "giants": "4"}, "−0.41"),
    ({"scene": "2", "giants": "4"}, "−0.69"),
    ({"scene": "2", "giants": "4"}, "−0.42"),
    ({"scene": "2", "giants": "4"}, "2.26"),
    ({"scene": "2", "giants": "4"}, "Capping the pull does not cap the lever arm."),
    ({"scene": "3"}, "113"),
    ({"scene": "3"}, "30 to 39"),
    ({"scene": "3"}, "29"),
    ({"scene": "3"}, "2.04 against 1.11"),
]


@pytest.mark.parametrize(("query", "part"), TEACHING)
def test_the_numbers_of_outliers(query: dict[str, str], part: str) -> None:
    assert part in sentence(opened(outliers.PAGE, **query))


@pytest.mark.parametrize("losses", ["squared_error", ",".join(outliers.LINE_LOSSES)])
@pytest.mark.parametrize("scale", outliers.SCALES)
@pytest.mark.parametrize("scene", ["1", "2", "3"])
def test_every_scene_of_outliers_with_one_loss_and_with_all(
    scene: str, scale: str, losses: str
) -> None:
    app = opened(outliers.PAGE, scene=scene, scale=scale, losses=losses)
    assert not app.info
    assert "nan" not in sentence(app)
    (motion,) = [hand["key"] for hand in shown(app)["hands"]]
    assert motion == {"1": "y", "2": "giants", "3": "wrong"}[scene]


def assert_folds_are_sound(app: AppTest, folds: int) -> None:
    assert sum(expander.proto.expanded for expander in app.expander) == folds
    assert not app.info
    for message in messages(app, "figure"):
        assert "nan" not in message["sentence"].split()
        assert message["alt"]
        assert not message["plane"] or message["figure"] in PLANES


@pytest.mark.parametrize("fold", outliers.PAGE.folds)
def test_a_fold_of_outliers_opens_by_itself(fold: str) -> None:
    assert_folds_are_sound(opened(outliers.PAGE, open=fold), 1)


@pytest.mark.parametrize("data", outliers.DATA)
def test_every_fold_of_outliers_on_every_data_set(data: str) -> None:
    folds, losses = outliers.PAGE.folds, ",".join(outliers.COMPARED)
    app = opened(outliers.PAGE, open=",".join(folds), data=data, losses=losses)
    assert_folds_are_sound(app, len(folds))


@pytest.mark.parametrize("end", [0, -1])
@pytest.mark.parametrize("data", ["hubble", "animals", "copper", "anscombe_4", "sample"])
def test_the_bench_at_both_ends_of_its_point(data: str, end: int) -> None:
    app = opened(outliers.PAGE, open="any", data=data)
    hands = {hand["key"]: hand for hand in messages(app, "figure")[1]["hands"]}
    assert hands.keys() == ({"py"} if data == "copper" else {"px", "py"})
    where = {key: f"{hand['stops'][end]:.6g}" for key, hand in hands.items()}
    app = opened(outliers.PAGE, open="any,sensitivity,weights,leave,cook,alpha", data=data, **where)
    assert not app.info
    assert not any("nan" in m["sentence"].split() for m in messages(app, "figure"))


def test_the_race_waits_for_the_guess() -> None:
    app = opened(outliers.PAGE, open="race")
    hidden = messages(app, "figure")[1]["sentence"]
    label(app, "button", "Run the race").click().run()
    assert query(healthy(app)) == {"open": "race", "race": "1"}
    assert messages(app, "figure")[1]["sentence"] != hidden


def test_the_last_loss_stays_chosen() -> None:
    app = opened(outliers.PAGE, losses="squared_error")
    before = sentence(app)
    app.button_group(key="outliers.losses").set_value([]).run()
    assert "At least 1 must stay chosen" in healthy(app).info[0].value
    assert sentence(app) == before


def test_a_click_takes_a_point_in_the_hand() -> None:
    app = opened(outliers.PAGE, open="leave")
    figure = messages(app, "figure")[1]
    assert list(figure["picks"].values()) == ["row"]
    names = [trace["name"] for trace in json.loads(figure["plots"][0]["figure"])["data"]]
    assert set(figure["picks"]) <= set(names)


# every text that tests/unit/test_controls.py feeds the parser ends as one of these in the page
HOSTILE = ("abc", "1e309", "<b>x</b>")
# and every parameter by itself, and every pair of them; here all at once, in the running page


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_survives_garbage_in_every_parameter(page: PageSpec, text: str) -> None:
    keys = [control.key for control in page.all_controls]
    app = opened(page, **dict.fromkeys(keys, text))
    assert shown(app) == shown(opened(page))
    assert len(app.info) == len(keys)
    for key, notice in zip(keys, app.info, strict=True):
        assert f"“{key}”" in notice.value
        assert text not in notice.value or len(text) < 4


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_bad_and_repeated_parameters_side_by_side(page: PageSpec) -> None:
    bad: list[str | list[str]] = ["1e309", ["1", "2"]]
    keys = [control.key for control in page.all_controls]
    app = opened(page, **{key: bad[k % 2] for k, key in enumerate(keys)})
    assert shown(app) == shown(opened(page))
    assert len(app.info) == len(keys)


def test_a_notice_goes_when_the_reader_goes_on() -> None:
    app = opened(squared_error.PAGE, left="abc")
    assert app.info
    label(app, "button", "One step").click().run()
    assert not app.info


def test_a_page_keeps_its_state_while_another_is_read() -> None:
    app = move(opened(squared_error.PAGE, open="data"), left=100.0)
    before = shown(app)
    app.query_params.clear()  # the browser opens the other page without parameters
    app.switch_page(SCRIPTS["start"]).run()
    app.query_params.clear()
    app.switch_page(SCRIPTS["squared-error"]).run()
    assert shown(healthy(app)) == before
    assert query(app) == {"left": "100", "open": "data"}


def test_the_footer_names_version_and_source() -> None:
    app = opened(squared_error.PAGE)
    captions = " ".join(caption.value for caption in app.caption)
    assert "lossviz 0.1.0" in captions
    assert "Hubble, E. (1929)" in captions
