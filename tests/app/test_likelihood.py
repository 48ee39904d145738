"""Maximum likelihood in Streamlit's test harness: numbers of the lesson, stepper, folds, links."""

import pytest

from lossviz.ui.answers import PLANES
from lossviz.ui.specs import maximum_likelihood
from tests.app.opening import healthy, label, messages, opened, query, sentence, shown

PAGE = maximum_likelihood.PAGE

LESSON = [  # the numbers the page is known for
    ({}, "Hill at 24: product 1.8 × 10⁻⁸, stack 17.8."),
    ({"at": "29"}, "29.0, stack 13.9. And the stack is exactly 0.156 × MSE + 11.5"),
    ({"at": "29"}, "that is why MSE."),
    ({"at": "28", "noise": "tent"}, "28.0, stack 14.6"),
    ({"at": "27", "noise": "tent", "sixth": "1"}, "anything from 26 to 28"),
    ({"at": "16.8333", "sixth": "1"}, "Best hill = shortest stack: 16.8"),
    ({"p": "0.304348", "noise": "coin"}, "p = 0.304 (7 of 23)"),
    ({"p": "0", "noise": "coin"}, "“distress” is impossible, yet it happened"),
    ({"p": "1", "noise": "coin"}, "“none” is impossible, yet it happened"),
    ({"scene": "2", "step": "4"}, "11.5 less, at every candidate alike"),
    ({"scene": "2", "step": "7", "at": "29"}, "It is zero at 29."),
]  # fmt: skip


@pytest.mark.parametrize(("link", "part"), LESSON)
def test_the_numbers_of_the_lesson(link: dict[str, str], part: str) -> None:
    assert part in sentence(opened(PAGE, **link))


@pytest.mark.parametrize("scene", ["1", "2"])
@pytest.mark.parametrize("noise", maximum_likelihood.NOISES)
def test_every_noise_in_every_scene(noise: str, scene: str) -> None:
    for sixth in ("0", "1"):
        app = opened(PAGE, noise=noise, scene=scene, sixth=sixth)
        assert "nan" not in sentence(app)
        (hand,) = shown(app)["hands"]
        assert hand["key"] == ("p" if noise == "coin" else "at")


@pytest.mark.parametrize("noise", maximum_likelihood.NOISES)
def test_the_stepper_goes_through_all_lines_and_back(noise: str) -> None:
    app = opened(PAGE, scene="2", noise=noise)
    assert label(app, "button", "Back").disabled
    lines = []
    while True:
        lines.append(app.latex[-1].value)
        (place,) = [m.value for m in app.markdown if m.value.startswith("**Line ")]
        if label(app, "button", "Forward").disabled:
            break
        label(app, "button", "Forward").click().run()
        healthy(app)
        held = [m.value for m in app.markdown if "Holds to" in m.value]
        assert len(held) == 1
        assert f"on your {23 if noise == 'coin' else 5} " in held[0]
    assert place == f"**Line {len(lines)} of {len(lines)}**"
    assert len(set(lines)) == len(lines)
    assert all("textcolor" in line for line in lines)
    for _line in lines[1:]:
        label(app, "button", "Back").click().run()
    assert label(healthy(app), "button", "Back").disabled
    assert app.latex[-1].value == lines[0]


def test_a_line_that_a_derivation_has_not_is_its_last() -> None:
    app = opened(PAGE, scene="2", noise="heavy tail", step="8")
    assert not app.info
    assert label(app, "button", "Forward").disabled


@pytest.mark.parametrize(("key", "text"), [("noise", "gamma"), ("step", "99"), ("step", "x")])
def test_an_unknown_noise_or_line_falls_back_with_a_notice(key: str, text: str) -> None:
    app = opened(PAGE, scene="2", **{key: text})
    (notice,) = app.info
    assert f"“{key}” needs" in notice.value
    assert shown(app) == shown(opened(PAGE, scene="2"))


def test_the_sixth_reading_comes_and_goes() -> None:
    app = opened(PAGE)
    label(app, "toggle", "sixth").set_value(True).run()
    assert "product 3.2 × 10⁻⁷²" in sentence(healthy(app))
    assert query(app) == {"sixth": "1"}
    label(app, "button", "Undo").click().run()
    assert sentence(healthy(app)) == sentence(opened(PAGE))


@pytest.mark.parametrize("scene", ["1", "2", "3"])
@pytest.mark.parametrize("fold", PAGE.folds)
def test_every_fold_opens_in_every_scene(fold: str, scene: str) -> None:
    app = opened(PAGE, open=fold, scene=scene)
    assert sum(expander.proto.expanded for expander in app.expander) == 1
    assert not app.info
    for message in messages(app, "figure"):
        assert message["alt"]
        assert "nan" not in message["sentence"].split()
        assert not message["plane"] or message["figure"] in PLANES
    said = [e.value for e in (*app.markdown, *app.caption, *app.latex)]
    assert not any("nan" in text.split() for text in said)
