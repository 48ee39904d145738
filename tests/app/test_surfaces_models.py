"""Loss surfaces, the fold of other models, in Streamlit's test harness."""

import pytest

from lossviz.ui.specs.surfaces import PAGE
from tests.app.opening import label, messages, opened, query


def map_of(app) -> dict:
    return messages(app, "figure")[1]


def test_the_line_then_one_nebula_then_the_others() -> None:
    app = opened(PAGE, open="models")
    assert "Eigenvalues of the Hessian 0.393 and 4.07" in map_of(app)["sentence"]
    assert map_of(app)["plane"]
    label(app, "button_group", "Data").set_value("one").run()
    assert not app.exception
    assert "cannot tell a slope" in " ".join(one.value for one in app.markdown)
    label(app, "selectbox", "Loss").set_value("huber").run()
    assert [one for one in app.slider if "Tolerance" in one.label]
    label(app, "button_group", "Model").set_value("hidden").run()
    assert "A saddle: up in one direction" in map_of(app)["sentence"]
    assert "modeldata" in query(app)


@pytest.mark.parametrize(
    ("link", "part"),
    [
        ({"model": "sigmoid", "modellabels": "brier"}, "The curve sigmoid(0 + 2.00 x)"),
        ({"model": "noise", "modelnoise": "heavy-tail"}, "nats per reading"),
        ({"modeldata": "same", "modelloss": "absolute_error"}, "it bends in no direction"),
    ],
)
def test_the_other_models_open(link: dict[str, str], part: str) -> None:
    assert part in map_of(opened(PAGE, open="models", **link))["sentence"]


@pytest.mark.parametrize(
    ("link", "reason"),
    [
        ({"model": "deep"}, "needs one of: line, sigmoid, noise, hidden"),
        ({"model": "noise", "modelup": "0"}, "needs a number from 7 to 109.5"),
        ({"model": "hidden", "modelacross": "9"}, "needs a number from -3 to 3"),
        ({"modelloss": "brier"}, "needs one of"),
    ],
)
def test_a_bad_link_falls_back_with_a_notice(link: dict[str, str], reason: str) -> None:
    app = opened(PAGE, open="models", **link)
    (notice,) = (one.value for one in app.info)
    assert reason in notice
    assert map_of(app)["sentence"]


def test_typed_points_are_refused_with_a_sentence_and_the_last_map_stays() -> None:
    app = opened(PAGE, open="models", modeldata="typed")
    at_first = map_of(app)["plots"]
    field = label(app, "text_area", "Points")
    for text, reason in (("", "There is no point."), ("1, 2; 3, nan", "Point 2 cannot be read.")):
        field.set_value(text).run()
        assert not app.exception
        assert any(reason in one.value for one in app.info)
        assert map_of(app)["plots"] == at_first
    field.set_value("2, 5").run()
    assert not app.info
    assert "One point, at x = 2, cannot tell a slope." in " ".join(m.value for m in app.markdown)
