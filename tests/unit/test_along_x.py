"""Classes along x: the regressions, the probabilities, and what each observation costs."""

import re
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest
from scipy import special

from lossviz import LOSSES
from lossviz.data import load
from lossviz.data.observations import OBSERVATIONS
from lossviz.figures import along_x, class_bars, labels, stack
from lossviz.likelihood.along_x import CLASS_PROBLEMS, ClassesAlongX
from lossviz.likelihood.observed_x import x_range
from lossviz.likelihood.stems import Stems
from lossviz.words import along_x as say
from lossviz.words import number
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors


def traces(figure: go.Figure) -> dict[str, go.Scatter]:
    return {t.name: t for t in figure.data}


def classes_at(key: str, place: float | None = None) -> ClassesAlongX:
    problem = CLASS_PROBLEMS[key]
    where = float(np.quantile(problem.x, 0.5, method="lower")) if place is None else place
    return ClassesAlongX(problem, where)


def test_the_classes_are_those_of_the_data() -> None:
    penguins, orings = CLASS_PROBLEMS["penguins"], CLASS_PROBLEMS["orings"]
    assert (len(penguins.x), penguins.left_out) == (342, 2)  # two birds were not measured
    data = load("penguins")
    for k, label in enumerate(penguins.classes):
        own = data["flipper_length_mm"][data["species"] == label]
        np.testing.assert_array_equal(np.sort(penguins.x[penguins.y == k]),
                                      np.sort(own[np.isfinite(own)]))  # fmt: skip
    assert (len(orings.x), orings.y.sum()) == (23, 7)
    np.testing.assert_array_equal(orings.x, load("challenger_orings")["temp_f"])


def test_orings_are_the_regression_everybody_reports() -> None:
    # glm(distress ~ temperature, family = binomial) in R: 15.0429, -0.2322, residual deviance
    # 20.315 on 21 degrees of freedom; a deviance is twice the sum of the surprises
    view = classes_at("orings")
    np.testing.assert_allclose(view.coefficients[1], [15.0429, -0.2322], atol=5e-5)
    assert 2 * view.nll == pytest.approx(20.315, abs=5e-4)
    assert view.chances_at(np.array(53.0))[1] == pytest.approx(
        special.expit(15.0429 - 0.2322 * 53), abs=1e-3
    )


@pytest.mark.parametrize("key", CLASS_PROBLEMS)
def test_no_line_costs_less(key: str) -> None:
    view = classes_at(key)
    problem = view.problem
    right = np.eye(view.n_classes)[problem.y]
    miss = view.chances_at(problem.x) - right
    scale = np.abs(problem.x).max()
    np.testing.assert_allclose(miss.sum(axis=0), 0, atol=1e-6 * len(problem.x))
    np.testing.assert_allclose(
        (miss * problem.x[:, None]).sum(axis=0), 0, atol=1e-6 * scale * len(problem.x)
    )
    np.testing.assert_allclose(view.chances_at(problem.x).sum(axis=1), 1)
    assert view.nll == pytest.approx(-np.log((view.chances_at(problem.x) * right).sum(1)).sum())
    x, times = view.seen
    costs = -np.log(view.chances_at(x))
    assert (costs * times).sum() == pytest.approx(view.nll)


@pytest.mark.parametrize(
    ("key", "place"),
    [("orings", 70.0), ("orings", 53.0), ("orings", 60.4), ("penguins", 197.0), ("penguins", 172.0),
     ("penguins", 173.1), ("penguins", 231.0)],
)  # fmt: skip
def test_the_sentence_of_the_classes(key: str, place: float) -> None:
    view = classes_at(key, place)
    problem, said = view.problem, say.classes_sentence(view)
    chances = special.softmax(view.coefficients @ np.array([1.0, place]))
    if key == "orings":
        z = view.coefficients[1] @ np.array([1.0, place])
        assert f"the line gives {number(z)}: probability {chances[1]:.3f} for" in said
    else:
        for label, p in zip(problem.classes, chances, strict=True):
            told = "below 0.001" if p < 0.001 else "above 0.999" if p > 0.999 else f"{p:.3f}"
            assert f"{label} {told}" in said
    away = np.abs(problem.x - place)
    near = float(problem.x[away.argmin()])
    here = problem.x == near
    costs = -np.log(special.softmax(view.coefficients @ np.array([1.0, near])))
    for k, label in enumerate(problem.classes):
        times = int((here & (problem.y == k)).sum())
        price = number(costs[k]) if costs[k] >= 0.001 else "below 0.001"
        told = f"{times} × “{label}”, cost {price} nats each"
        once = f"“{label}”, cost {price} nats"
        assert (told in said) == (times > 1)
        assert (once in said) == (times > 0)
    noun = problem.noun if here.sum() == 1 else problem.nouns
    assert f"{here.sum()} {noun}: " in said
    assert (f"No {problem.noun} was seen here" in said) == (near != place)
    n = len(problem.x)
    assert f"All {n} costs add up to {number(view.nll)} nats" in said
    assert f"{n} times the mean cross-entropy {number(view.nll / n)}." in said


def test_the_outputs_in_words() -> None:
    said = say.outputs_caption(classes_at("orings"))
    assert "z = 15.04 − 0.2322 × temperature" in said
    # a reader gets the output of the sentence from these two: -1.21 at 70 °F
    low, slope = re.search(r"z = (\S+) − (\S+) ×", said).groups()
    z = float(low) - 70 * float(slope)
    assert f"the line gives {number(z)}:" in say.classes_sentence(classes_at("orings", 70.0))
    assert number(z) == "−1.21"
    assert "Left out: 2 penguins without a flipper length." in say.outputs_caption(
        classes_at("penguins")
    )


@pytest.mark.parametrize("key", CLASS_PROBLEMS)
def test_bars_and_curves_are_the_probabilities(key: str) -> None:
    view = classes_at(key)
    curves, bars, costs = (traces(f) for f in along_x.class_figures(view))
    total = np.zeros(along_x.CURVE)
    for k, label in enumerate(view.problem.classes):
        curve = curves[f"probability of {label}"]
        np.testing.assert_allclose(curve.y, view.chances_at(np.asarray(curve.x))[:, k])
        total += np.asarray(curve.y)
        assert bars[f"bar of {label}"].y[1] == pytest.approx(view.chances[k])
        marks = costs[f"cost of {label}"]
        own = np.unique(view.problem.x[view.problem.y == k])
        np.testing.assert_array_equal(marks.x, own)
        np.testing.assert_allclose(marks.y, -np.log(view.chances_at(own)[:, k]))
    np.testing.assert_allclose(total, 1.0)


def looks(traces: list) -> set[tuple[object, object]]:
    """Colour and symbol of the marks in traces."""
    marks = [trace["marker"] for trace in traces]
    return {(mark["color"], mark["symbol"]) for mark in marks}


def test_a_label_looks_as_in_the_stems_and_a_species_as_in_the_regions() -> None:
    orings, penguins = (ClassesAlongX(CLASS_PROBLEMS[key], 60.0) for key in ("orings", "penguins"))
    coin = stack.groups(
        Stems(LOSSES["binary_cross_entropy"].at(), OBSERVATIONS["orings"], 0.3, 4.0)
    )
    for classes, drawn in (
        (orings, [(group.hue.role.light, group.hue.marker) for group in coin]),
        (orings, [(look.role.light, look.marker) for look in labels.LOOKS]),
        (penguins, [(look.role.light, look.marker) for look in class_bars.LOOKS]),
    ):
        for traces in (along_x.chance_traces(classes), along_x.class_cost_traces(classes)):
            for label, look in zip(classes.problem.classes, drawn, strict=True):
                names = (f"seen: {label}", f"cost of {label}")
                assert looks([t for t in traces if t["name"] in names]) == {look}
        bars = [t for t in along_x.bar_traces(classes) if t["name"].startswith("bar")]
        assert [bar["line"]["color"] for bar in bars] == [colour for colour, _mark in drawn]


def test_classes_that_a_boundary_separates_are_refused() -> None:
    split = replace(
        CLASS_PROBLEMS["orings"], x=np.array([1.0, 2.0, 3.0, 4.0]), y=np.array([0, 0, 1, 1])
    )
    with pytest.raises(ValueError, match="separates the labels completely"):
        ClassesAlongX(split, 2.0).coefficients  # noqa: B018


def test_nearly_nothing_in_words() -> None:
    assert [say.chance(p) for p in (0.0, 0.0009, 0.001, 0.5, 0.999, 0.9995, 1.0)] == [
        "0", "below 0.001", "0.001", "0.500", "0.999", "above 0.999", "1",
    ]  # fmt: skip
    assert say.chances(np.array([[0.0005, 0.25], [0.9999, 1.0]])).tolist() == [
        ["<0.001", "0.250"], [">0.999", "1"],
    ]  # fmt: skip
    assert (say.cost(0.0), say.cost(0.0009), say.cost(1.47)) == ("0", "below 0.001", "1.47")


@pytest.mark.parametrize("key", CLASS_PROBLEMS)
def test_the_hand_of_the_classes(key: str) -> None:
    room = x_range(CLASS_PROBLEMS[key].x)
    for place in (None, room.low, room.high, room.low + 0.37 * (room.high - room.low)):
        live = along_x.classes_along_x(classes_at(key, place), "x")
        assert figure_errors(live) + trace_errors(live) == []
    view = classes_at(key)
    live = along_x.classes_along_x(view, "x")
    (motion,) = live.motions
    stops = motion.axis.stops
    some = sorted({0, 1, len(stops) // 3, len(stops) // 2, len(stops) - 1})
    assert track_errors(
        live, motion, lambda k: along_x.classes_along_x(replace(view, place=stops[k]), "x"), some
    ) == []  # fmt: skip
    assert message_bytes(motion.track()) < 150_000


def test_the_checks_notice_what_is_no_number() -> None:
    live = along_x.classes_along_x(classes_at("orings"), "x")
    assert trace_errors(live) == []
    figure = go.Figure(live.figures[0])
    figure.data[0].y = [0.0, np.inf]
    planted = replace(live, sentence="All costs add up to ∞ nats.", figures=(figure,), boxes=())
    assert trace_errors(planted) == [
        "'x' goes to infinity", "not a number for a reader: 'All costs add up to ∞ nats.'",
    ]  # fmt: skip
