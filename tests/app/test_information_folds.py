"""Information in Streamlit's test harness: its folds, the numbers they pin, what readers type."""

import pytest

from lossviz.ui.specs import information, information_folds
from tests.app.opening import healthy, label, messages, opened, query

PAGE = information.PAGE

LESSON = [
    ("training", {}, "1.7186 nats = floor 1.0492 + excess 0.6694. Training removes the excess"),
    ("training", {"learnfrom": "uniform"}, "1.0986 nats = floor 1.0492 + excess 0.0494"),
    ("codes", {}, "1.75 bits on average. That is the entropy, H(y) = 1.75, exactly"),
    ("codes", {"alphabet": "penguins", "codefor": "bet"}, "1.558 bits on average, no longer than"),
    ("gaussians", {}, "KL(y || p) = 0.500 nats; swapped, KL(p || y) = 0.500."),
    ("zeros", {"tiny": "12"}, "1.00 × 10⁻¹² adds −q log q = 2.76 × 10⁻¹¹ nats."),
    ("units", {"ways": "10"}, "log 10 = 2.303 nats = 3.322 bits."),
]  # fmt: skip


def said(app) -> str:
    """The sentence under the figure of the one fold that is open."""
    return messages(app, "figure")[1]["sentence"]


@pytest.mark.parametrize(("fold", "link", "part"), LESSON)
def test_the_numbers_of_the_folds(fold: str, link: dict[str, str], part: str) -> None:
    app = opened(PAGE, open=fold, **link)
    assert part in said(app)
    assert not app.info
    assert sum(expander.proto.expanded for expander in app.expander) == 1


def test_a_bad_link_falls_back_with_a_notice() -> None:
    app = opened(PAGE, open="gaussians", truthwidth="0")
    assert "“truthwidth” needs a number from 0.5 to 2" in app.info[0].value
    assert "0.500 nats" in said(app)


def test_letters_of_any_text() -> None:
    app = opened(PAGE, open="letters")
    assert said(app).startswith("442 letters of 22 kinds; 115 other characters are not counted.")
    label(app, "text_area", "Your text").set_value("aab $x^2$ <b>**c**</b>").run()
    assert said(healthy(app)).startswith("7 letters of 4 kinds; ")
    assert "text" not in query(app)
    for nothing in ("", "  ", "12 $ <>"):
        label(app, "text_area", "Your text").set_value(nothing).run()
        (notice,) = healthy(app).info
        assert notice.value.startswith("Your text has no letters yet")
        assert said(app).startswith("7 letters of 4 kinds; ")  # the last good one stays
        assert any("Shown below is the last one" in c.value for c in app.caption)
    label(app, "text_area", "Your text").set_value("xyz" * 5000).run()
    assert "only the first 10,000 characters are read" in said(healthy(app))


def test_a_typed_text_stays_while_its_fold_is_closed() -> None:
    app = opened(PAGE, open="letters")
    label(app, "text_area", "Your text").set_value("abba").run()
    app.query_params["open"] = "units"
    healthy(app.run())
    assert not app.text_area
    app.query_params["open"] = "letters"
    healthy(app.run())
    assert label(app, "text_area", "Your text").value == "abba"


def test_a_letter_that_the_second_text_has_not() -> None:
    app = opened(PAGE, open="letters", letterforecast="second")
    assert said(app).endswith("The cross-entropy has no end.")
    label(app, "toggle", "once more").set_value(True).run()
    assert "Forecast from the second text: " in said(healthy(app))
    assert query(app)["addone"] == "1"
    label(app, "text_area", "Second text").set_value("").run()
    assert "in excess" in said(healthy(app))
    label(app, "toggle", "once more").set_value(False).run()
    assert healthy(app).info[0].value.startswith("The second text has no letters yet")


BAD = [
    ("0.2, 0.5, 0.5", "y adds up to 1.2, and probabilities add up to 1."),
    ("-0.2, 0.9, 0.3", "y: Number 1 is negative."),
    ("0.5, 0.5", "y has 2 numbers and p has 3."),
    ("0.1 " * 11, "y: That takes 2 to 10 numbers"),
    ("a, b, c", "y: Number 1 cannot be read."),
    ("", "y: That takes 2 to 10 numbers"),
]


def test_two_typed_distributions() -> None:
    app = opened(PAGE, open="typed")
    assert "H(y) = 1.0297, H(y, p) = 1.1242, KL(y || p) = 0.0946." in said(app)
    for text, part in BAD:
        label(app, "text_input", "y, the truth").set_value(text).run()
        (notice,) = healthy(app).info
        assert part in notice.value
        assert label(app, "text_input", "y, the truth").value == text
    label(app, "text_input", "y, the truth").set_value("2, 5, 3").run()
    label(app, "toggle", "Divide").set_value(True).run()
    assert "H(y) = 1.0297" in said(healthy(app))
    assert not app.info
    assert any("y added up to 10; shown is each number divided" in c.value for c in app.caption)
    label(app, "text_input", "p, the forecast").set_value("1, 0, 0").run()
    assert "p calls it impossible: KL(y || p) has no end" in said(healthy(app))


def test_every_fold_is_tried_here() -> None:
    tried = {fold for fold, _link, _part in LESSON} | {"letters", "typed"}
    assert tried == set(information_folds.FOLDS)
