"""Newton's step against a library and plain loops: numbers, figure, hands and words."""

import re
from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest

from lossviz.figures import newton as figures
from lossviz.figures.live import LiveFigure, patched
from lossviz.surfaces.newton import ALONG, NewtonView
from lossviz.ui.specs.surfaces_optimisers import (
    HIDDEN,
    LINES,
    NEWTON_GROUNDS,
    SIGMOID,
    ground_of,
    newton_start,
)
from lossviz.words import newton as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import differences, message_bytes, track_errors

SQUARED, ABSOLUTE, _HUBER, TUKEY = LINES


def view(ground=SQUARED, place=None, damping=1.0) -> NewtonView:
    a, b = newton_start(ground) if place is None else place
    return NewtonView(ground_of(ground), float(a), float(b), float(damping))


def live(one: NewtonView) -> LiveFigure:
    return figures.newton(one, "a", "b", "damping")


def places(ground: str, n: int = 7) -> list[tuple[float, float]]:
    room = ground_of(ground).room
    grid = [np.linspace(side.low, side.high, n) for side in (room.a, room.b)]
    return [(float(a), float(b)) for a in grid[0] for b in grid[1]]


def sentences() -> list[tuple[NewtonView, str]]:
    return [
        (one, say.newton_sentence(one))
        for ground in (*NEWTON_GROUNDS, ABSOLUTE)
        for place in [*places(ground), *ground_of(ground).bests, (0.0, 0.0)]
        for damping in (0.05, 0.7, 1.0, 2.0)
        for one in [view(ground, place, damping)]
    ]


def test_the_step_the_promise_and_the_model_are_those_of_a_library():
    for ground in NEWTON_GROUNDS:
        for place in places(ground):
            one = view(ground, place, 0.7)
            surface = one.ground.surface
            gradient, hessian = surface.gradient(*place), surface.hessian(*place)
            step = np.linalg.solve(hessian, -gradient)
            rounding = 1e-12 * np.linalg.cond(hessian)
            np.testing.assert_allclose(one.step, step, rtol=1e-8 + rounding, atol=1e-12)
            np.testing.assert_allclose(
                one.landed, surface.mean(*(place + 0.7 * step)), rtol=1e-6 + rounding
            )
            if np.isfinite(one.promise):
                drop = -(gradient @ step + step @ hessian @ step / 2)
                assert one.promise == pytest.approx(drop, rel=1e-6)
                # along the step the model is t (t - 2) promises above the place
                t = ALONG[20]
                model = t * gradient @ step + t * t * step @ hessian @ step / 2
                assert one.model[20] * abs(drop) == pytest.approx(model, rel=1e-6)


def test_the_ellipse_is_as_high_on_the_model_and_on_squared_error_a_contour():
    for ground in NEWTON_GROUNDS:
        for place in places(ground):
            one = view(ground, place)
            low = np.linalg.eigvalsh(one.hessian)[0]
            assert np.isnan(one.ellipse).all() or low > 0
            if low <= 0 or np.isnan(one.promise):
                continue
            off = one.ellipse - np.array(place)
            rise = off @ one.gradient + np.einsum("ni,ij,nj->n", off, one.hessian, off) / 2
            np.testing.assert_allclose(rise, 0, atol=1e-6 * one.promise)
            if ground == SQUARED:
                heights = one.ground.surface.mean(*one.ellipse.T)
                np.testing.assert_allclose(heights, float(one.loss), rtol=1e-9)


def test_one_step_lands_on_the_minimum_of_squared_error_from_anywhere():
    best = ground_of(SQUARED).bests[0]
    for place in places(SQUARED):
        np.testing.assert_allclose(view(SQUARED, place).landing, best, rtol=1e-9)
    np.testing.assert_allclose(view().profile, ALONG * (ALONG - 2), atol=1e-9)


# each pinned number: from the surface, by numpy.linalg.solve, in the test below
LESSON = [
    ({}, "one full step lands on the minimum, from 132,100 to 49,730 (km/s)². So it does from"),
    ({"damping": 0.5}, "Of the height above the minimum 25 % is left, (1 − 0.5)², from any start."),
    ({"damping": 2.0}, "as high as before: 132,100 (km/s)². It"),
    ({"damping": 2.0}, "It ends outside of this map. Beyond twice, Newton's steps explode."),
    # 0.011 (km/s)^2 above the lowest: four digits would not tell before from after
    ({"place": (-40.7, 454.0)}, "lands on the minimum, from 49,726.78 to 49,726.77 (km/s)². So"),
    ({"ground": SIGMOID}, "The full step leads uphill, from 0.624 to 4.57 nats. Damp it: 0.25 of"
                          " the full step leads down to 0.452 nats."),
    ({"ground": SIGMOID, "damping": 0.25}, "With damping 0.25 the step leads downhill, from 0.624"),
    ({"ground": TUKEY}, "promises a loss of −1.70, which no loss can be. The full step leads"
                        " uphill, from 1.14 to 2.62. It ends outside of this map. Damp it: 0.25"),
    ({"ground": HIDDEN}, "The model is a saddle"),
    ({"ground": TUKEY, "place": (211.27, 12.06)}, "Damp it: 1/128 of the full step leads down to"),
    ({"ground": HIDDEN}, "At the dot the step points uphill"),
    ({"ground": HIDDEN, "damping": 1.95}, "leads downhill, from 0.956 to"),
    ({"ground": HIDDEN, "damping": 1.95}, "Yet at the dot the step points uphill, so a small"),
    ({"ground": HIDDEN, "place": (0.0, 0.0)}, "Newton stays, though this is no lowest place."),
    ({"ground": ABSOLUTE}, "The Hessian is singular here, eigenvalues 0 and 0"),
]  # fmt: skip


@pytest.mark.parametrize(("settings", "part"), LESSON)
def test_the_numbers_of_the_lesson(settings, part):
    assert part in say.newton_sentence(view(**settings))


def test_those_numbers_by_a_library():
    for ground, before, after, part, damped in (
        (SIGMOID, 0.624, 4.57, 0.25, 0.452), (TUKEY, 1.14, 2.62, 0.25, 0.392),
    ):  # fmt: skip
        surface, place = ground_of(ground).surface, np.array(newton_start(ground))
        step = np.linalg.solve(surface.hessian(*place), -surface.gradient(*place))
        found = [float(surface.mean(*(place + t * step))) for t in (0, 1, 0.5, part)]
        assert found == pytest.approx([before, after, found[2], damped], rel=4e-3)
        assert found[2] >= found[0]


def test_every_sentence_is_true():
    told = set()
    for one, text in sentences():
        place, surface = np.array([one.a, one.b]), one.ground.surface
        gradient, hessian = surface.gradient(*place), surface.hessian(*place)
        low, high = np.linalg.eigvalsh(hessian)
        assert text.endswith(".")
        assert not re.search(r"\bnan\b|\binf\b|∞", text)
        if "singular" in text:
            assert low == pytest.approx(0, abs=1e-9 * max(high, 1e-9))
            told.add("singular")
            continue
        step = np.linalg.solve(hessian, -gradient)
        before = float(surface.mean(*place))
        after = float(surface.mean(*(place + one.damping * step)))
        if "gradient is 0" in text:
            assert abs(gradient @ step) < 1e-10 * before
            assert ("bottom of a bowl" in text) == (low > 0)
            told.add("level")
            continue
        if "all but at the bottom" in text:
            assert low > 0
            assert abs(after - before) < 1e-8 * before
            told.add("all but")
            continue
        assert ("bowl" in text) == (low > 0 and not one.exact)
        assert ("a saddle" in text) == (low < 0 < high)
        assert ("a dome" in text) == (high < 0)
        assert ("outside of this map" in text) != one.ground.room.holds(*one.landing.tolist())
        if not one.exact:
            assert ("leads uphill" in text) == (after > before)
            assert ("leads downhill" in text) == (after < before)
        heights = re.search(r"from (\S+) to (\S+?)\.?( |$)", text)
        assert heights is None or heights[1] != heights[2]
        if "Damp it" in text:
            part = float(Fraction(re.search(r"Damp it: (\S+) of", text)[1].replace(",", "")))
            assert part < one.damping
            assert float(surface.mean(*(place + part * step))) < before
            assert not re.search(rf"leads down to {re.escape(heights[1])}(\.$| )", text)
        if "points uphill" in text:
            assert gradient @ step > 0
            assert ("no cure" in text) == (after >= before) != ("over a rise first" in text)
            assert float(surface.mean(*(place + 1e-4 * step))) > before
        if "no loss can be" in text:
            assert before + gradient @ step / 2 < 0
        told |= {w for w in ("a saddle", "a dome", "Damp it", "points uphill", "can be")
                 if w in text}  # fmt: skip
    assert told == {"singular", "level", "a saddle", "a dome", "Damp it", "points uphill", "can be"}


@pytest.mark.parametrize(
    ("ground", "place"),
    [(SQUARED, None), (SIGMOID, None), (TUKEY, (640.0, 740.0)), (HIDDEN, (0.0, 0.0)),
     (HIDDEN, None)],
)  # fmt: skip
def test_the_figure_and_both_hands(ground, place):
    one = view(ground, place)
    shown = live(one)
    assert figure_errors(shown) == []
    assert trace_errors(shown) == []
    (motion,) = shown.motions
    stops = motion.axis.stops
    errors = track_errors(
        shown, motion, lambda k: live(replace(one, damping=stops[k])), [0, 7, len(stops) - 1]
    )
    assert errors == []
    assert message_bytes(motion.track()) < 200_000
    for a, b in (ground_of(ground).starts["low"], (0.0, 0.0), ground_of(ground).bests[0]):
        track = shown.plane.answer(a, b)
        there = live(replace(one, a=a, b=b))
        assert trace_errors(there) == []
        assert track.sentences == (there.sentence,)
        for drawn, rest, patch in zip(there.figures, shown.figures, track.patches, strict=True):
            assert differences(drawn, patched(rest, patch, 0)) == []
            assert drawn.layout == rest.layout


def test_two_losses_get_the_digits_that_tell_them_apart():
    best = np.array(ground_of(SIGMOID).bests[0])
    text = say.newton_sentence(view(SIGMOID, best + 1e-2))
    assert "leads downhill, from 0.44164 to 0.44163 nats." in text


@pytest.mark.parametrize("ground", NEWTON_GROUNDS)
def test_next_to_the_bottom_no_dozen_digits_are_written(ground):
    # where links and keys put the dot: at six digits of the bottom
    place = [float(f"{one:.6g}") for one in ground_of(ground).bests[0]]
    surface = ground_of(ground).surface
    step = np.linalg.solve(surface.hessian(*place), -surface.gradient(*place))
    before = float(surface.mean(*place))
    for damping in (0.05, 1.0, 2.0):
        text = say.newton_sentence(view(ground, place, damping))
        if "gradient is 0" not in text:
            assert text.startswith("The dot is all but at the bottom of a bowl, ")
            after = float(surface.mean(*(np.array(place) + damping * step)))
            assert abs(after - before) < 1e-8 * before
    # farther off it is a step like others
    assert "all but" not in say.newton_sentence(view(ground, [1.001 * one for one in place]))


@pytest.mark.parametrize(
    ("ground", "title"),
    [(SQUARED, "mean loss, (km/s)²"), (SIGMOID, "mean loss, nats"), (TUKEY, "mean loss")],
)
def test_the_bar_has_the_unit_of_the_loss(ground, title):
    assert live(view(ground)).figures[0].data[0].colorbar.title.text == title


def test_a_step_far_out_of_the_room_is_drawn_in_its_own_direction():
    one = view(SIGMOID, (6.0, 6.0))
    (step,) = [t for t in live(one).figures[0].data if t.name == "Newton's step"]
    drawn = np.array([step.x[1] - step.x[0], step.y[1] - step.y[0]])
    assert np.abs(drawn).max() <= 50
    assert np.abs(one.step).max() > 50
    assert drawn @ one.step > 0
    assert (
        abs(drawn[0] * one.step[1] - drawn[1] * one.step[0]) < 1e-9 * np.linalg.norm(one.step) ** 2
    )
