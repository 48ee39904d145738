"""Loss surfaces, the folds of optimisers, in Streamlit's test harness."""

import pytest
from streamlit.testing.v1 import AppTest

from lossviz.ui.specs.surfaces import PAGE
from tests.app.opening import healthy, label, messages, opened, query


def fold(app: AppTest, name: str) -> dict:
    (found,) = [m for m in messages(app, "figure") if m["figure"] == f"loss-surfaces-{name}"]
    return found


def test_steps_buttons_and_a_change_of_rule() -> None:
    app = opened(PAGE, open="optimisers", rulerate="0.05", rulesteps="95")
    assert "rate 0.05, 95 steps: mean loss" in fold(app, "optimisers")["sentence"]
    label(app, "button", "Ten steps").click().run()
    assert "100 steps" in fold(healthy(app), "optimisers")["sentence"]
    label(app, "button", "To the start").click().run()
    assert "The start: mean loss 132,100" in fold(healthy(app), "optimisers")["sentence"]
    (rules,) = [one for one in app.get("button_group") if one.label == "Optimiser"]
    rules.set_value("newton").run()
    said = fold(healthy(app), "optimisers")["sentence"]
    assert said.startswith("Newton, rate 1, 20 steps: it has arrived")
    assert query(app).keys() == {"open", "rule"}  # rate and steps went back
    label(app, "button", "Start: low corner").click().run()
    assert query(healthy(app)).keys() == {"open", "rule", "rulea", "ruleb"}


def test_two_rules_and_a_batch_larger_than_the_data() -> None:
    app = opened(PAGE, open="optimisers", rule="batch", rival="momentum", batch="50")
    assert [info.value for info in app.info] == [
        "A batch of 50 is larger than the data: there are 24 rows. Shown: a batch of all 24."
    ]
    message = fold(app, "optimisers")
    assert "Mini-batch, rate 0.1" in message["sentence"]
    assert "Momentum, rate 0.1" in message["sentence"]
    assert [hand["key"] for hand in message["hands"]] == ["rulesteps", "rulerate", "rivalrate"]
    notes = " ".join(caption.value for caption in app.caption)
    assert "all 24 rows is the whole data" in notes
    assert "= 0.934" in notes


@pytest.mark.parametrize(
    ("key", "text"),
    [("rulerate", "0"), ("rulerate", "-1"), ("rulerate", "1e9"), ("rulea", "5000"),
     ("rulesteps", "2.5"), ("batch", "0"), ("beta", "1"), ("rule", "lbfgs")],
)  # fmt: skip
def test_a_bad_link_falls_back_with_a_notice(key: str, text: str) -> None:
    app = opened(PAGE, open="optimisers", **{key: text})
    (notice,) = app.info
    assert f"“{key}” needs" in notice.value
    assert "rate 0.1, 20 steps: mean loss 64,480" in fold(app, "optimisers")["sentence"]


def test_a_rule_that_cannot_walk_there_falls_back() -> None:
    app = opened(PAGE, open="optimisers", ground="sigmoid", rule="irls")
    (notice,) = app.info
    assert "“rule” needs one of: gradient, batch, momentum, adam, newton." in notice.value
    assert "Gradient descent, rate 1, 20 steps" in fold(app, "optimisers")["sentence"]


def test_a_huge_rate_explodes_in_words() -> None:
    app = opened(PAGE, open="optimisers", rulerate="1", rulesteps="100")
    assert "it explodes" in fold(app, "optimisers")["sentence"]


def test_the_step_with_its_numbers_goes_with_the_buttons() -> None:
    app = opened(PAGE, open="update", rulesteps="0")
    # gradient of the MSE at the flat line: -2 mean((y - mean y) x) = -362.694 in the slope
    assert any(r"-362.694 \end{pmatrix}" in tex.value for tex in app.latex)
    assert any(r"36.2694 \end{pmatrix}" in tex.value for tex in app.latex)
    app.button(key="rulesteps.update.Step").click().run()
    assert any(r"\theta_{2} = \theta_{1}" in tex.value for tex in healthy(app).latex)


def test_a_step_without_numbers_is_a_sentence() -> None:
    app = opened(PAGE, open="update", ground="hidden", rulerate="10", rulesteps="100")
    assert any("has exploded" in info.value for info in app.info)


def test_newton_lands_or_overshoots_and_its_place_goes_back_with_the_surface() -> None:
    app = opened(PAGE, open="newton", newtona="0", newtonb="100")
    assert "lands on the minimum" in fold(app, "newton")["sentence"]
    (surfaces,) = [one for one in app.get("button_group") if one.label == "Surface"]
    surfaces.set_value("sigmoid").run()
    assert "leads uphill, from 0.624 to 4.57" in fold(healthy(app), "newton")["sentence"]
    assert query(app).keys() == {"open", "newtonon"}


def test_a_place_outside_of_newtons_map_falls_back() -> None:
    app = opened(PAGE, open="newton", newtonon="sigmoid", newtona="400", damping="0")
    assert ["“newtona” needs" in i.value or "“damping” needs" in i.value for i in app.info] == [
        True, True,
    ]  # fmt: skip
    assert "from 0.624 to 4.57" in fold(app, "newton")["sentence"]
