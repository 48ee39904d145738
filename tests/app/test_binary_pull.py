"""Binary cross-entropy, scene 2 and its folds in Streamlit's test harness."""

import pytest

from lossviz.ui.specs.binary import PAGE
from tests.app.opening import messages, opened, sentence, shown

LESSON = [  # the numbers the scene is known for
    ({}, "Cross-entropy charges 5.01, squared error 0.987; a step goes down the slope"),
    ({"step": "1"}, "Cross-entropy pulls 0.993 per unit of logit, squared error 0.013"),
    ({"step": "6"}, "Cross-entropy needed 6 steps to one half; squared error is not there."),
    ({"step": "85"}, "To one half cross-entropy needed 6 steps, squared error 85."),
    ({"step": "85"}, "Cross-entropy never stops pulling; squared error gives up on the worst."),
]  # fmt: skip


@pytest.mark.parametrize(("link", "part"), LESSON)
def test_the_numbers_of_the_lesson(link: dict[str, str], part: str) -> None:
    assert part in sentence(opened(PAGE, scene="2", **link))


def test_both_hands_are_there_and_a_bad_link_says_what_is_allowed() -> None:
    app = opened(PAGE, scene="2", z="9", step="2.5")
    assert [hand["key"] for hand in shown(app)["hands"]] == ["z", "step"]
    notices = [one.value for one in app.info]
    assert any("“z” needs a number from -8 to 8" in one for one in notices)
    assert any("“step” needs a whole number from 0 to 100" in one for one in notices)


def test_how_hard_both_pull_is_told_once_a_hand_has_moved() -> None:
    for link, told in (({}, False), ({"z": "-4.9"}, True), ({"step": "1"}, True)):
        app = opened(PAGE, scene="2", **link)
        read = " ".join(
            [*(c.value for c in app.caption), *map(str, shown(app)["table"]["columns"])]
        )
        assert ("squared error 2 p (1 − p)²" in read) == told
        assert ("pull at z" in read) == told


def said(fold: str, **link: str) -> list[str]:
    """Sentences of the figures and captions, the fold open in the scene."""
    app = opened(PAGE, scene="2", open=fold, **link)
    figures = [one["sentence"] for one in messages(app, "figure")[1:]]
    return [*figures, *(caption.value for caption in app.caption)]


FOLDS = [  # what each fold is opened for
    ("surface", {}, "Squared error rises up to 0.206 above its chord: it is not convex."),
    ("surface", {"end": "-8"}, "cross-entropy is never above its chord"),
    ("surface", {}, "its smallest curvature there is −0.0947"),
    ("surface", {}, "It is a proper score, the Brier score"),
    ("clip", {}, "scikit-learn, float64 says 36.04."),
    ("clip", {"clip": "torch", "power": "-48", "in_bits": "1"}, "PyTorch says 144.3."),
    ("clip", {}, "eps is no tuning knob"),
    ("sigmoid", {"logit": "0"}, "Logit 0 means odds of 1 to 1, which is p = 0.500."),
    ("weights", {}, "the best constant is the weighted share, 0.467 instead of 0.304"),
    ("weights", {"weight": "1"}, "At weight 1 the loss is −log of a coin's probability."),
    ("shapes", {}, "binary cross-entropy 0.993, Brier score 0.013, exponential 148"),
    ("shapes", {"shapes": "focal", "gamma": "0", "m": "4"}, "focal (focus 0) 0.018. The 0–1"),
]  # fmt: skip


@pytest.mark.parametrize(("fold", "link", "part"), FOLDS)
def test_each_fold_says_what_it_is_opened_for(fold: str, link: dict[str, str], part: str) -> None:
    assert any(part in one for one in said(fold, **link))
