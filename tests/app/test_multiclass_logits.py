"""Multi-class cross-entropy in Streamlit's test harness: the folds about logits and charges."""

import math

import pytest

from lossviz.ui.specs import multiclass_logits
from lossviz.ui.specs.multiclass import PAGE
from tests.app.opening import healthy, label, messages, opened, query

FIGURES = {  # fold -> what its sentence says as it opens
    "logits": "Softmax gives Chinstrap 0.665: cost 0.408 nats.",
    "temperature": "Logits divided by 1.00: Chinstrap gets 0.665",
    "descent": "After 10 steps at rate 1.00",
    "many": "4 classes, the true one has 0.400: cost 0.916 nats",
    "soft": "Cost 1.099 nats = floor 0.637 + excess 0.462.",
    "charges": "Cross-entropy: cost 0.693, pull 0.500.",
    "weights": "Each Chinstrap counts 2.00 times.",
    "overflow": "Logits 1, 2, 0.",
    "twice": "With two no lead ever gets the cost down to 0.551.",
}


def sentences(app) -> list[str]:
    return [message["sentence"] for message in messages(app, "figure")]


def test_every_fold_opens_with_its_numbers():
    assert tuple(FIGURES) == multiclass_logits.FOLDS
    app = opened(PAGE, open=",".join(FIGURES))
    assert not app.info
    said = sentences(app)
    for part in FIGURES.values():
        assert sum(part in sentence for sentence in said) == 1, part


@pytest.mark.parametrize(
    ("link", "part"),
    [
        # a shift of 3 changes no probability
        ({"open": "logits", "shift": "3"}, "3.0 is added to all three logits"),
        ({"open": "temperature", "place": "last"}, "never below log 3 = 1.099"),
        ({"open": "descent", "aim": "smoothed"}, "The floor, 0.291, is at 0.933"),
        ({"open": "overflow", "far": "1000"}, "exp(1002) is more than float64 holds"),
        ({"open": "many", "classes": "10"}, "log 10 = 2.303"),
    ],
)
def test_a_link_says_its_number(link, part):
    assert any(part in sentence for sentence in sentences(opened(PAGE, **link)))


def test_the_target_is_forecast_by_a_button():
    app = opened(PAGE, open="soft", target="penguins")
    label(app, "button", "Forecast the target").click().run()
    assert any("The forecast is the target" in said for said in sentences(healthy(app)))
    # 68 of 344 penguins are Chinstraps
    assert float(query(app)["sc"]) == pytest.approx(math.log(68 / 344), rel=1e-5)
    label(app, "button", "Undo").click().run()
    assert "sc" not in query(healthy(app))


def test_bad_links_say_what_is_allowed_and_show_the_rest():
    app = opened(PAGE, open="logits,overflow", za="9", far="0.5", place="cold")
    notices = [notice.value for notice in app.info]
    assert any("“za” needs a number from -5 to 5" in notice for notice in notices)
    assert any("“far” needs a whole number from -1000 to 1000" in notice for notice in notices)
    assert any("“place” needs one of: ahead, second, last" in notice for notice in notices)
    assert any("Logits 1, 2, 0." in said for said in sentences(app))
