"""Three meters and the folds about limits of the loss, in Streamlit's test harness."""

import pytest

from lossviz.ui.specs.binary import PAGE
from tests.app.opening import messages, opened, query, sentence, shown

LESSON = [
    ({}, "The best fit: loss 0.442, accuracy 0.870, Brier score 0.1385."),
    ({"factor": "3"}, "× 3: loss up 0.442 → 0.689, accuracy same 0.870, Brier score slightly down"
     " 0.1385 → 0.1367. Nobody changed sides; 61-A's bill went from 2.46 to 7.11, now 45 % of the"
     " total."),
]  # fmt: skip


@pytest.mark.parametrize(("link", "part"), LESSON)
def test_the_numbers_of_the_lesson(link: dict[str, str], part: str) -> None:
    app = opened(PAGE, scene="3", **link)
    assert part in sentence(app)
    (hand,) = shown(app)["hands"]
    assert hand["key"] == "factor"


def test_a_bad_factor_falls_back_with_a_notice() -> None:
    app = opened(PAGE, scene="3", factor="9")
    (notice,) = app.info
    assert "“factor” needs a number from 0.25 to 8" in notice.value
    assert query(app)["factor"] == "9"
    assert sentence(app).startswith("The best fit")


@pytest.mark.parametrize("link", [
    {"open": "separable"}, {"open": "separable", "alone": "1", "penalty": "0.1", "margin": "-1"},
    {"open": "threshold"}, {"open": "threshold", "cut": "0", "factor": "8"},
    {"open": "reliability"}, {"open": "reliability", "many": "200", "sharper": "0.25"},
    {"open": "wrong"}, {"open": "wrong", "swap": "51-C", "under": "hinge"},
])  # fmt: skip
def test_every_fold_opens(link: dict[str, str]) -> None:
    app = opened(PAGE, scene="3", **link)
    assert not app.info
    (found,) = messages(app, "figure")[1:]
    assert found["alt"]
    assert {"nan", "inf"}.isdisjoint(found["sentence"].split())
