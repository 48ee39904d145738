"""Loss surfaces, the fold of losses side by side, in Streamlit's test harness."""

import pytest

from lossviz.ui.specs.surfaces import PAGE
from tests.app.opening import label, messages, opened


def maps(app) -> dict:
    return messages(app, "figure")[1]


def test_four_maps_with_one_cursor() -> None:
    app = opened(PAGE, open="side")
    live = maps(app)
    assert len(live["plots"]) == 4
    assert (
        "squared error 2.15, absolute error 1.21, Huber 0.922, Tukey biweight 0.863"
        in (live["sentence"])
    )
    said = " ".join(one.value for one in app.markdown)
    for word in ("A bowl:", "Flat faces that meet in creases", "A blend:", "Still one basin"):
        assert word in said


def test_other_data_and_other_losses() -> None:
    app = opened(PAGE, open="side", sidedata="phones", sidelosses="tukey_biweight")
    assert len(maps(app)["plots"]) == 1
    assert "13 basins found on this map" in " ".join(one.value for one in app.markdown)
    label(app, "selectbox", "Data").set_value("orings").run()
    assert not app.exception
    assert (
        "The same place on every map is the same curve, sigmoid(0 + 2.00 x)."
        in (maps(app)["sentence"])
    )
    assert len(maps(app)["plots"]) == 2
    assert not [one for one in app.slider if "Tolerance" in one.label]


def test_with_no_loss_left_all_that_were_shown_stay() -> None:
    app = opened(PAGE, open="side")
    label(app, "multiselect", "Losses, 4 at most").set_value([]).run()
    assert not app.exception
    assert [one.value for one in app.info] == ["At least 1 must stay chosen. Nothing was changed."]
    assert len(label(app, "multiselect", "Losses, 4 at most").value) == 4
    assert len(maps(app)["plots"]) == 4


@pytest.mark.parametrize(
    ("key", "text", "reason"),
    [
        ("sidelosses", "squared_error,absolute_error,huber,cauchy,welsch", "needs 4 words at most"),
        ("sidelosses", "brier", "needs one or more of"),
        ("sidedata", "moon", "needs one of"),
        ("sidetolerance", "0", "needs a number from 0.5 to 2"),
        ("sideacross", "nan", "needs a number from -500 to 700"),
    ],
)
def test_a_bad_link_falls_back_with_a_notice(key: str, text: str, reason: str) -> None:
    app = opened(PAGE, open="side", **{key: text})
    (notice,) = (one.value for one in app.info)
    assert reason in notice
    assert "squared error 2.15" in maps(app)["sentence"]
