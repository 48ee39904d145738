"""Multi-class cross-entropy, scenes 1 and 2, in Streamlit's test harness."""

import pytest

from lossviz.ui.specs.multiclass import PAGE
from tests.app.opening import healthy, label, messages, opened, query, sentence, shown

LESSON = [  # the numbers the page is known for
    ({}, "−log 1/3 = log 3 = 1.099. Drag the dot around"),
    ({"right": "0.5", "up": "0.433013"}, "Chinstrap was given 0.500: the cost is −log 0.500"),
    ({"up": "0.5"}, "Only the true bar is charged: how Adelie and Gentoo share the rest changes"),
    ({"up": "0.5"}, "Knowing nothing costs log 3 = 1.099. The three pulls always add up to zero."),
    ({"up": "0", "right": "0.3"}, "called impossible, yet the bird is one: the cost is without"),
    ({"up": "0", "right": "1", "species": "Gentoo"}, "the cost is 0 and nothing pulls."),
    ({"scene": "2"}, "Cost 1.099. Drag the dot to where the cost is smallest. Does it reach 0?"),
    ({"scene": "2", "right": "0.49"}, "Cost 1.099 = floor 0.291 + excess 0.808."),
    ({"scene": "2", "up": "0.80829", "right": "0.5"}, "costs its entropy, 0.291, not 0."),
    ({"scene": "2", "up": "0.866025", "right": "0.5"}, "the cost is without end."),
    ({"scene": "2", "smoothing": "0"}, "Without smoothing the floor is 0"),
]  # fmt: skip


@pytest.mark.parametrize(("link", "part"), LESSON)
def test_the_numbers_of_the_lesson(link: dict[str, str], part: str) -> None:
    assert part in sentence(opened(PAGE, **link))


def test_typed_probabilities_are_refused_offered_and_taken() -> None:
    app = opened(PAGE)
    at_rest = shown(app)
    label(app, "text_input", "Probabilities of").set_value("0.2, half, 0.3").run()
    assert [info.value for info in healthy(app).info] == [
        "Number 2 cannot be read. Write it like 0.2."
    ]
    assert shown(app) == at_rest
    label(app, "text_input", "Probabilities of").set_value("0.2, 0.4, 0.2").run()
    (said,) = healthy(app).info
    assert "These add up to 0.8, not to 1" in said.value
    assert shown(app) == at_rest
    label(app, "button", "divided by their sum").click().run()
    assert "Chinstrap was given 0.500" in sentence(healthy(app))
    assert query(app).keys() == {"up"}
    label(app, "text_input", "Probabilities of").set_value("0.1, 0.2, 0.7").run()
    assert not app.info
    label(app, "button", "Move the dot there").click().run()
    assert "Chinstrap was given 0.200: the cost is −log 0.200 = 1.609" in sentence(healthy(app))
    label(app, "button", "Undo").click().run()
    assert "Chinstrap was given 0.500" in sentence(healthy(app))


def test_a_link_to_a_place_outside_says_so() -> None:
    app = opened(PAGE, right="0.9", up="0.8")
    (said,) = app.info
    assert "outside the triangle" in said.value
    assert not opened(PAGE, right="0.566987", up="0.75").info


@pytest.mark.parametrize(
    ("key", "text"), [("up", "2"), ("right", "x"), ("smoothing", "0.9"), ("species", "Emperor")]
)
def test_a_bad_link_falls_back_with_a_notice(key: str, text: str) -> None:
    app = opened(PAGE, scene="2", **{key: text})
    (notice,) = app.info
    assert f"“{key}” needs" in notice.value
    assert shown(app) == shown(opened(PAGE, scene="2"))


def test_the_target_is_told_at_once_what_certainty_costs_only_after_a_move() -> None:
    for link, told in (({}, False), ({"up": "0.3"}, True), ({"smoothing": "0.2"}, True)):
        notes = " ".join(c.value for c in opened(PAGE, scene="2", **link).caption)
        assert "Target for Chinstrap, Adelie, Gentoo: 0." in notes
        assert ("Certainty no longer pays" in notes) == told


def test_the_formula_has_the_numbers_of_the_scene() -> None:
    for scene, end, greyed in (("1", "&= 1.099", 2), ("2", r"&\approx 1.099", 0)):
        app = opened(PAGE, scene=scene, open="formula")
        (numbers,) = [tex.value for tex in app.latex if "0.333" in tex.value]
        assert end in numbers
        assert numbers.count("cancel") == greyed
        assert messages(app, "figure")[0]["plane"]["within"]
