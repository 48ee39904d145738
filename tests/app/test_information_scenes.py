"""Information in Streamlit's test harness: the numbers of its three scenes, links, bad input."""

import numpy as np
import pytest

from lossviz.data.observations import OBSERVATIONS
from lossviz.ui.specs import information
from tests.app.opening import label, opened, query, sentence, shown

PAGE = information.PAGE

LESSON = [  # the numbers the page is known for
    ({}, "1.7186 nats a penguin = floor 1.0492 + excess 0.6694. Training removes the coloured"),
    ({"unit": "bits"}, "2.4794 bits a penguin = floor 1.5136 + excess 0.9658."),
    ({"adelie": "1", "chinstrap": "0"}, "yet there are 68 Chinstrap and 124 Gentoo penguins"),
    ({"scene": "2", "rate": "0.7"}, "floor 1.1176 + excess 0.0044, the least a Poisson can leave."),
    ({"scene": "2"}, "Times 280, that is a negative log-likelihood of"),
    ({"scene": "3"}, "Forward KL(y || p): 0.6453 nats. Reverse KL(p || y): 0.4683 nats."),
    ({"scene": "3", "moved": "0"}, "Forward has no end: the forecast says never to Adelie"),
    ({"scene": "3", "pair": "dream"}, "Reverse has no end: the forecast has 20 % for Gentoo"),
    ({"scene": "3", "pair": "dream", "moved": "0"}, "The forecast is the truth"),
    ({"scene": "3", "pair": "geyser"}, "which of the two wants it between the humps"),
    ({"scene": "3", "pair": "geyser", "centre": "3"}, "forward is least at 3.51 min, between"),
]  # fmt: skip


@pytest.mark.parametrize(("link", "part"), LESSON)
def test_the_numbers_of_the_lesson(link: dict[str, str], part: str) -> None:
    app = opened(PAGE, **link)
    assert part in sentence(app)
    assert not app.info


def test_the_guesses_count_what_the_data_have() -> None:
    first, second, _third = (scene.guess for scene in PAGE.scenes)
    penguins, kicks = OBSERVATIONS["penguins"], OBSERVATIONS["kicks"]
    assert f"all {len(penguins)} penguins" in first
    assert f"{(kicks.y == 0).sum()} of {len(kicks)} {kicks.noun}s" in second
    assert kicks.y.min() == np.bincount(kicks.y.astype(int)).argmax() == 0  # the commonest


def test_at_the_best_rate_chance_is_weighed() -> None:
    app = opened(PAGE, scene="2", rate="0.7")
    assert any("So what is left may well be chance." in one.value for one in app.caption)
    assert not any("chance" in one.value for one in opened(PAGE, scene="2").caption)


def test_match_the_shares_is_one_step() -> None:
    app = opened(PAGE)
    label(app, "button", "Match the shares").click().run()
    assert "exactly the floor, excess 0." in sentence(app)
    assert query(app) == {"adelie": "0.44186", "chinstrap": "0.197674"}
    label(app, "button", "Undo").click().run()
    assert query(app) == {}
    assert "excess 0.6694" in sentence(app)


def test_a_forecast_beyond_1_falls_back_with_a_notice() -> None:
    app = opened(PAGE, adelie="0.7", chinstrap="0.4")
    assert "needs a number from 0 to 0.3" in app.info[0].value
    assert sentence(app).startswith("Adelie 70 %, Chinstrap 15 %, Gentoo 15 %")
    assert sentence(opened(PAGE, adelie="0.9", chinstrap="0.1")).startswith(
        "Adelie 90 %, Chinstrap 10 %, Gentoo 0 %: yet there are 124 Gentoo"
    )


def test_bad_input_loses_nothing() -> None:
    app = opened(PAGE, scene="2", rate="-1")
    assert "needs a number from 0.1 to 3" in app.info[0].value
    assert "λ = 1.5" in sentence(app)


def test_another_truth_begins_anew() -> None:
    app = opened(PAGE, scene="3", moved="0.1")
    label(app, "button_group", "Truth").set_value("dream").run()
    assert query(app) == {"scene": "3", "pair": "dream"}
    (hand,) = shown(app)["hands"]
    assert (hand["key"], hand["value"]) == ("moved", 0.2)


def test_a_hidden_control_takes_its_hand_away() -> None:
    assert len(shown(opened(PAGE))["hands"]) == 3
    assert shown(opened(PAGE, hide="adelie"))["hands"] == []
