"""Loss surfaces, scene 1, in Streamlit's test harness."""

import pytest

from lossviz.ui.specs.surfaces import PAGE
from tests.app.opening import healthy, label, messages, opened, query, sentence, shown

LESSON = [  # the numbers the page is known for
    ({}, ("One point of the map is one whole line: this one is 373 + 0 x, MSE 132,100 (km/s)², 166"
          " % above the lowest. Training is walking downhill on a hill that the loss built.",)),
    ({"steps": "1"}, ("After 1 step at rate 0.1, 373 + 36.3 x: MSE 120,600 (km/s)²",)),
    ({"rate": "0.6", "steps": "40"}, ("the dot is off the map: MSE 4.31 × 10¹⁶ (km/s)²",
                                      "every step lands higher: the walk explodes. Take a")),
    ({"intercept": "-40.7836", "slope": "454.158"}, ("−40.8 + 454 x: MSE 49,730 (km/s)², within",
                                                     "Balance: the pulls cancel.")),
    ({"loss": "absolute_error", "steps": "1"}, ("After 1 step at rate 100, 365 + 43.0 x",)),
]  # fmt: skip


@pytest.mark.parametrize(("link", "parts"), LESSON)
def test_the_numbers_of_the_lesson(link: dict[str, str], parts: tuple[str, ...]) -> None:
    said = sentence(opened(PAGE, **link))
    assert [part for part in parts if part not in said] == []


def test_step_and_back_and_another_loss() -> None:
    app = opened(PAGE)
    assert label(app, "button", "Back").disabled
    label(app, "button", "Step").click().run()
    label(app, "button", "Step").click().run()
    assert "After 2 steps" in sentence(healthy(app))
    assert query(app) == {"steps": "2"}
    label(app, "button", "Back").click().run()
    assert "After 1 step " in sentence(healthy(app))
    label(app, "button", "Undo").click().run()
    assert "After 2 steps" in sentence(healthy(app))
    (loss,) = [w for w in app.button_group if w.key == "loss-surfaces.loss"]
    loss.set_value("absolute_error").run()
    assert query(healthy(app)) == {"loss": "absolute_error"}  # its own rate, and no steps yet
    end = opened(PAGE, steps="80")
    assert label(end, "button", "Step").disabled


def test_a_bad_link_falls_back_with_a_notice() -> None:
    app = opened(PAGE, rate="0", intercept="5000", slope="nan", steps="81", loss="cubic")
    notices = [notice.value for notice in app.info]
    for key, text in zip(("loss", "intercept", "slope", "rate", "steps"), notices, strict=True):
        assert f"“{key}” needs" in text
    assert shown(app) == shown(opened(PAGE))
    (notice,) = opened(PAGE, rate="1e9").info
    assert "“rate” needs a number from 0.01 to 0.6" in notice.value


def test_the_folds_have_the_numbers_of_the_walk() -> None:
    app = opened(PAGE, open="formula,code", steps="1")
    assert any("36.27" in tex.value for tex in app.latex)
    assert any("rate, steps = 0.1, 1" in code.value for code in app.code)
    assert [figure["figure"] for figure in messages(app, "figure")] == ["loss-surfaces"]
    assert not any("of scene 1" in c.value for c in app.caption)
    other = opened(PAGE, open="code", scene="2")
    assert any("of scene 1" in c.value for c in other.caption)
