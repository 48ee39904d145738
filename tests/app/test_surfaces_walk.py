"""Loss surfaces, scene 1, in Streamlit's test harness: few pages, each opened for much."""

from lossviz.ui.specs.surfaces import PAGE
from tests.app.opening import healthy, label, messages, opened, query, sentence

ARRIVAL = (
    "One point of the map is one whole line: this one is 373 + 0 x, MSE 132,100 (km/s)², 166 %"
    " above the lowest. Training is walking downhill on a hill that the loss built."
)


def test_step_and_back_and_another_loss() -> None:
    app = opened(PAGE)
    assert sentence(app) == ARRIVAL
    # toward, not to: where a rate is too long or a hill has no lowest place, no balance is reached
    assert any("training follows the pull toward balance" in m.value for m in app.markdown)
    for source in ("Hubble", "iris", "penguins", "O-ring", "phone"):
        assert any("Data: " in c.value and source in c.value for c in app.caption), source
    assert label(app, "button", "Back").disabled
    label(app, "button", "Step").click().run()
    assert "After 1 step at rate 0.1, 373 + 36.3 x: MSE 120,600 (km/s)²" in sentence(healthy(app))
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
    label(app, "button", "Step").click().run()
    assert "After 1 step at rate 100, 365 + 43.0 x" in sentence(healthy(app))
    label(app, "button", "Reset").click().run()
    assert sentence(healthy(app)) == ARRIVAL


def test_a_bad_link_falls_back_with_a_notice() -> None:
    app = opened(PAGE, rate="1e9", intercept="5000", slope="nan", steps="81", loss="cubic")
    notices = [notice.value for notice in app.info]
    for key, text in zip(("loss", "intercept", "slope", "rate", "steps"), notices, strict=True):
        assert f"“{key}” needs" in text
    assert "“rate” needs a number from 0.01 to 0.6" in notices[3]
    assert sentence(app) == ARRIVAL


def test_the_folds_have_the_numbers_of_the_walk_even_where_it_explodes() -> None:
    app = opened(PAGE, open="formula,code", rate="0.6", steps="80")
    assert "the walk explodes" in sentence(app)
    assert label(app, "button", "Step").disabled
    assert [figure["figure"] for figure in messages(app, "figure")] == ["loss-surfaces"]
    assert any(r"\times 10^{29}" in tex.value for tex in app.latex)
    assert not any(bad in tex.value for tex in app.latex for bad in ("nan", "inf"))
    assert any("rate, steps = 0.6, 80" in code.value for code in app.code)
    assert not any("of scene 1" in c.value for c in app.caption)
    (scene,) = [w for w in app.button_group if w.key == "loss-surfaces.scene"]
    scene.set_value("2").run()
    assert any("of scene 1" in c.value for c in healthy(app).caption)
