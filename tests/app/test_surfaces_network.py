"""Loss surfaces, the fold of a small network, in Streamlit's test harness."""

import pytest
from streamlit.testing.v1 import AppTest

from lossviz.ui import state
from lossviz.ui.specs.surfaces import PAGE
from tests.app.opening import healthy, label, messages, opened, query


def fold(**link: str) -> AppTest:
    return opened(PAGE, open="network", **link)


def figure(app: AppTest) -> dict:
    """The last live figure: that of the fold."""
    return messages(app, "figure")[-1]


def texts(app: AppTest) -> str:
    return " ".join(e.value for e in (*app.markdown, *app.caption, *app.info))


def test_the_fold_as_it_opens_and_what_it_says() -> None:
    app = fold()
    assert figure(app)["sentence"].startswith(
        "After 1,000 steps the mean loss is 0.0142: 200 of 200 points are on their side"
    )
    assert len(figure(app)["plots"]) == 3
    said = texts(app)
    for part in (
        "went from 0.814 to 0.0142, and no step led uphill",
        "the first holds 99.44 % of the squared distances",
        "the 31 other directions",
        "8! · 2⁸ = 10,321,920",
        "A slice, not the surface.",
    ):
        assert part in said
    assert "Stopped after" not in said
    assert not [b for b in app.button if b.label == "Stop"]


def test_more_steps_a_random_slice_other_data_and_undo() -> None:
    app = fold()
    first = figure(app)
    label(app, "button", "100 steps").click().run()
    assert figure(healthy(app))["sentence"].startswith("After 100 steps")
    app.segmented_control(key="loss-surfaces.netslice").set_value("random").run()
    assert "The directions are random (draw 1)" in texts(healthy(app))
    app.segmented_control(key="loss-surfaces.netdata").set_value("penguins").run()
    app.segmented_control(key="loss-surfaces.netloss").set_value("brier").run()
    label(app, "number_input", "Draw of the directions").set_value(2).run()
    assert "(draw 2)" in texts(healthy(app))
    assert "of 219 birds are on their side" in figure(app)["sentence"]
    assert query(app) == {
        "open": "network", "netsteps": "100", "netslice": "random", "netdata": "penguins",
        "netloss": "brier", "netdraw": "2",
    }  # fmt: skip
    for _press in range(5):
        label(app, "button", "Undo").click().run()
    assert figure(healthy(app)) == first


def test_without_a_plane_of_the_path_the_rest_stays() -> None:
    app = fold(netsteps="1")
    assert "two steps at least to span a plane" in app.info[0].value
    assert len(figure(app)["plots"]) == 2
    app = fold(netsteps="0", netslice="random")
    assert figure(app)["sentence"].startswith("Before the first step the mean loss is 0.814")
    assert "No step has been taken yet." in texts(app)


def test_a_link_to_a_stop_says_so_until_something_else_is_asked_for() -> None:
    app = fold(netsteps="300", netstopped="1", netrate="30")
    assert "Stopped after 300 steps. Nothing is lost" in texts(app)
    # a rate that is too long: a sentence, and what there is
    assert "of them led uphill" in texts(app)
    assert len(figure(app)["plots"]) == 3
    label(app, "button", "100 steps").click().run()
    assert "Stopped after" not in texts(healthy(app))
    assert query(app) == {"open": "network", "netsteps": "100", "netrate": "30"}


def test_a_long_training_shows_a_bar_a_button_and_what_there_is_so_far() -> None:
    app = fold(netsteps="99999", netseed="998", netstopped="1")
    assert "Stopped after" not in texts(app)  # whatever the link says: it has not got there
    assert [b.label for b in app.button if b.label == "Stop"] == ["Stop"]
    assert "of 99,999 steps" in app.get("progress")[0].proto.text
    assert figure(app)["sentence"].startswith(("After", "Before"))
    label(app, "button", "Stop").click().run()
    steps = int(query(healthy(app)).get("netsteps", 1000))  # the default is not in a link
    assert 0 < steps < 99_999
    assert steps % 1000 == 0
    assert f"Stopped after {steps:,} steps." in texts(app)
    assert figure(app)["sentence"].startswith(f"After {steps:,} steps")


def test_a_message_from_before_the_last_answer_takes_nothing_back() -> None:
    # a run that nobody asked for repeats the address and the widgets the browser had when it began
    app = fold(netsteps="2000")
    before = query(app)
    label(app, "button", "100 steps").click().run()
    after = query(app)
    assert after["netsteps"] == "100"

    def late(steps: int) -> AppTest:
        app.query_params.clear()
        app.query_params.update(before)
        return label(app, "number_input", "Steps of training").set_value(steps).run()

    assert query(healthy(late(2000))) == after
    # what a reader has typed meanwhile is another matter
    assert query(healthy(late(3000))) == {**after, "netsteps": "3000"}


def test_a_widget_that_has_not_heard_yet_of_its_change_is_not_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # the address comes before the widgets do: a run between the two has the new address already
    app = fold(netsteps="2000")
    label(app, "button", "100 steps").click().run()
    steps = label(app, "number_input", "Steps of training")
    assert query(healthy(steps.set_value(2000).run()))["netsteps"] == "100"
    # a reader who wants the former number back has seen the new one
    monkeypatch.setattr(state, "ON_ITS_WAY", 0.0)
    app = fold(netsteps="2000")
    label(app, "button", "100 steps").click().run()
    steps = label(app, "number_input", "Steps of training")
    assert query(healthy(steps.set_value(2000).run()))["netsteps"] == "2000"


def test_a_bad_link_falls_back_with_a_notice_and_a_closed_fold_trains_nothing() -> None:
    bad = {"netrate": "0", "netseed": "0", "netdata": "suns", "netdraw": "1.5", "netat": "100001"}
    app = opened(PAGE, **bad, netsteps="100000")
    said = texts(app)
    assert all(f"“{key}” needs" in said for key in bad)
    assert "netsteps" not in said
    assert not [b for b in app.button if b.label == "Stop"]
    assert len(messages(app, "figure")) == 1


def test_more_steps_than_allowed_fall_back() -> None:
    app = opened(PAGE, netsteps="1e6", netrate="-1", netat="1001")
    assert all(f"“{key}” needs" in texts(app) for key in ("netsteps", "netrate", "netat"))
