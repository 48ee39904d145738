"""Binary cross-entropy, scene 1 and the folds about its data, in Streamlit's own harness."""

import pytest

from tests.app.opening import PAGES, healthy, label, messages, opened, query, sentence, shown

PAGE = PAGES["binary-cross-entropy"]


def test_the_arrival() -> None:
    app = opened(PAGE)
    assert sentence(app) == "Flat at 7 of 23 = 30 %: a distress costs 1.19, none 0.36, mean 0.6145."
    assert [hand["key"] for hand in shown(app)["hands"]] == ["height", "steep"]
    assert "0.442" not in str(shown(app))
    assert label(app, "button", "Show best").disabled


def test_show_best_after_a_try_and_back() -> None:
    app = opened(PAGE, steep="0.1")
    label(app, "button", "Show best").click().run()
    assert sentence(healthy(app)).endswith("Best 0.442, and flight 61-A alone pays 24 % of it.")
    assert query(app)["best"] == "1"
    label(app, "button", "Undo").click().run()
    assert sentence(healthy(app)).startswith("50 % at 61.7 °F")


@pytest.mark.parametrize("flip", ["61-a,sts-2,41-d", "sts-2,41-b,41-c,41-d,51-c,61-a,61-c"])
def test_labels_without_a_best_curve_are_said(flip: str) -> None:
    app = opened(PAGE, flip=flip)
    assert sentence(app).endswith("no curve is the best.")
    assert label(app, "button", "Show best").disabled
    assert not app.info


# best at a height of 0.00039: below the lowest the hand can make, by sklearn too (C = inf)
def test_a_best_curve_out_of_reach_is_said() -> None:
    app = opened(PAGE, flip="sts-2,41-b,41-c,41-d,61-a", steep="0.5", best="1")
    button = label(app, "button", "Show best")
    assert button.disabled
    assert button.help == "The best curve is beyond the reach of the hand."
    assert " Best " in sentence(app)
    app = opened(PAGE, open="data", set="sample", seed="5", size="12")
    button = label(app, "button", "Put the best curve")
    assert button.disabled
    assert button.help == "The best curve is beyond the reach of the hand."


def test_what_a_link_says_wrongly_falls_back() -> None:
    app = opened(PAGE, height="2", steep="x", flip="61-z")
    assert len(app.info) == 3
    assert sentence(app) == sentence(opened(PAGE))


def test_the_formula_of_a_chosen_flight() -> None:
    app = opened(PAGE, open="formula", height="0.229968", steep="0.232163")
    assert any(r"-\log 0.0855 = 2.46" in one.value for one in app.latex)
    assert "= 0.4416" in app.latex[-1].value
    app = opened(PAGE, open="formula", flight="sts-1")
    assert any("**STS-1**, 66 °F: “none”, so y = 0." in one.value for one in app.markdown)


def test_other_data() -> None:
    app = opened(PAGE, open="data")
    (fold,) = [one for one in messages(app, "figure") if "Titanic" in one["alt"]]
    assert "the best curve 0.5304." in fold["sentence"]
    label(app, "button", "Put the best curve").click().run()
    healthy(app)
    (fold,) = [one for one in messages(app, "figure") if "Titanic" in one["alt"]]
    assert "no other costs less" in fold["sentence"]
    app = opened(PAGE, open="data", set="sample", size="10", seed="-1", tilt="99", level="0")
    assert len(app.info) == 3
    assert any("the true curve costs" in one.value for one in app.caption)


def test_the_cold_morning() -> None:
    app = opened(PAGE, open="cold")
    (fold,) = [one for one in messages(app, "figure") if "log-odds" in one["alt"]]
    assert fold["sentence"].startswith(
        "At 31 °F, 22 °F colder than any flight, the curve says 99.96 %"
    )


def test_a_label_between_0_and_1() -> None:
    app = opened(PAGE, open="soft", label="2")
    assert len(app.info) == 1
    (fold,) = [one for one in messages(app, "figure") if "valley" in one["alt"]]
    assert fold["sentence"].endswith("Cheapest is 0.7 itself, and it costs 0.611, not 0.")
