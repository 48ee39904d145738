"""Forecasts in the triangle: places, costs, floors, pulls; the figure; what is said of them."""

import re
import time

import numpy as np
import plotly.graph_objects as go
import pytest
from scipy import optimize, stats
from sklearn.metrics import log_loss

from lossviz import LOSSES, information
from lossviz.core import Task
from lossviz.data import load
from lossviz.figures import triangle as figures
from lossviz.figures.live import Track, patched
from lossviz.multiclass.triangle import (
    BRIM,
    CENTRE,
    CORNERS,
    HEIGHT,
    NOTHING,
    SPECIES,
    Forecast,
    bird_of,
    charges_of,
    onto_shares,
    others,
    place_of,
    shares_at,
    spread_over_others,
    surface,
    target_of,
)
from lossviz.ui.picked import DIE_LOSS
from lossviz.words import charge_formula
from lossviz.words import triangle as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import differences
from tests.unit.sum_checks import sum_errors

KEYS = {"x_key": "right", "y_key": "up"}
RNG = np.random.default_rng(6)
SHARES = np.vstack([RNG.dirichlet([0.7, 0.7, 0.7], 30), [[1 / 3] * 3, [0.2, 0.5, 0.3]]])


def at(shares: list[float] | np.ndarray, smoothing: float = 0.0, species: int = 1) -> Forecast:
    x, y = place_of(shares).tolist()
    return Forecast(species, x, y, smoothing)


# ---- the triangle --------------------------------------------------------------------------------


def test_every_corner_is_certainty_and_the_centre_is_one_third_each() -> None:
    assert np.array_equal(shares_at(*CORNERS.T), np.eye(3))
    assert shares_at(*CENTRE) == pytest.approx(np.full(3, 1 / 3))
    sides = np.linalg.norm(CORNERS - CORNERS[[1, 2, 0]], axis=1)
    assert sides == pytest.approx(np.ones(3))


def test_a_place_says_its_shares_and_back() -> None:
    there = place_of(SHARES)
    assert shares_at(*there.T) == pytest.approx(SHARES, abs=1e-5)
    # the distance from the opposite side, by area
    for shares, place in zip(SHARES, there, strict=True):
        for k in range(3):
            a, b = CORNERS[(k + 1) % 3] - place, CORNERS[(k + 2) % 3] - place
            assert abs(a[0] * b[1] - a[1] * b[0]) / HEIGHT == pytest.approx(shares[k], abs=1e-12)


@pytest.mark.parametrize("place", [(-0.4, 0.1), (0.5, -1.0), (0.2, 0.8), (0.9, 0.9), (0.5, 2.0)])
def test_outside_the_nearest_place_counts(place: tuple[float, float]) -> None:
    found = place_of(shares_at(*place))
    along = np.linspace(0, 1, 20001)[:, None]
    sides = np.vstack([along * CORNERS[k] + (1 - along) * CORNERS[k - 1] for k in range(3)])
    nearest = np.linalg.norm(sides - place, axis=1).min()
    assert np.linalg.norm(found - place) == pytest.approx(nearest, abs=1e-5)


def test_the_nearest_shares_by_quadratic_programming() -> None:
    for v in ([0.9, 0.8, -0.3, 0.1], [2.0, -1.0], [0.2, 0.2, 0.2]):
        k = len(v)
        best = optimize.minimize(
            lambda p, v=v: ((p - v) ** 2).sum(), np.full(k, 1 / k), bounds=[(0, 1)] * k,
            constraints={"type": "eq", "fun": lambda p: p.sum() - 1}, tol=1e-12,
        ).x  # fmt: skip
        assert onto_shares(v) == pytest.approx(best, abs=1e-5)


def test_six_digits_of_the_address_reach_corner_and_side() -> None:
    assert np.array_equal(shares_at(0.5, float(f"{HEIGHT:.6g}")), [0, 1, 0])
    assert shares_at(0.3, 0.0)[1] == 0
    assert float(Forecast(1, *(float(f"{c:.6g}") for c in CENTRE)).cost) == pytest.approx(NOTHING)


def test_birds_are_complete_rows_of_their_species() -> None:
    data = load("penguins")
    for k, name in enumerate(SPECIES):
        bird = bird_of(k)
        same = (data["species"] == name) & (data["bill_length_mm"] == bird.bill_length)
        same &= (data["body_mass_g"] == bird.mass) & (data["flipper_length_mm"] == bird.flipper)
        assert same.any()
        assert say.bird_sentence(bird).startswith(f"The bird: {name}, from ")
    # the first Chinstrap of the file: Dream, 2007, 46.5, 17.9, 192, 3500
    assert "Dream, 2007. Bill 46.5 mm long and 17.9 mm deep, flipper 192 mm, 3500 g." in (
        say.bird_sentence(bird_of(1))
    )


# ---- costs ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("smoothing", [0.0, 0.1, 0.5])
@pytest.mark.parametrize("species", [0, 1, 2])
def test_costs_and_pulls_are_those_of_the_loss(species: int, smoothing: float) -> None:
    assert DIE_LOSS.task is Task.MULTICLASS
    loss = DIE_LOSS.at(label_smoothing=smoothing)
    places = place_of(SHARES)
    view = Forecast(species, places[:, 0], places[:, 1], smoothing)
    logits, labels = np.log(view.shares), np.full(len(SHARES), species)
    assert view.cost == pytest.approx(loss.value(labels, logits), rel=1e-9)
    assert view.pulls == pytest.approx(-loss.grad(labels, logits), abs=1e-12)
    assert view.pulls.sum(axis=-1) == pytest.approx(0, abs=1e-12)
    assert view.cost == pytest.approx(information.cross_entropy(view.target, view.shares))
    assert view.excess == pytest.approx(
        information.kl_divergence(view.target, view.shares), abs=1e-12
    )
    assert view.floor == pytest.approx(stats.entropy(view.target))


def test_without_smoothing_the_cost_is_the_log_loss_of_scikit_learn() -> None:
    for shares in SHARES:
        view = at(shares)
        expected = log_loss([1], view.shares[None], labels=[0, 1, 2])
        assert float(view.cost) == pytest.approx(expected, rel=1e-9)


def test_knowing_nothing_costs_the_log_of_3() -> None:
    # the lesson: dot in the centre, 1/3 each, cost log 3 = 1.099
    assert say.nats(float(Forecast(1, *CENTRE).cost)) == "1.099"


def test_the_floor_of_smoothing_one_tenth() -> None:
    # exercise "The floor": (0.933, 0.033, 0.033) at 0.291; the corner is infinite, at 0.9999 0.660
    target = target_of(1, 0.1)
    assert say.listed(target) == "0.033, 0.933, 0.033"
    view = at(target, 0.1)
    assert (say.nats(float(view.cost)), say.nats(view.floor)) == ("0.291", "0.291")
    assert np.isinf(at([0, 1, 0], 0.1).cost)
    assert say.nats(float(at([0.00005, 0.9999, 0.00005], 0.1).cost)) == "0.660"
    # the other convention, (1 - eps, eps/2, eps/2)
    assert spread_over_others(1, 0.1) == pytest.approx([0.05, 0.9, 0.05])


@pytest.mark.parametrize("smoothing", [0.05, 0.1, 0.5])
def test_the_cheapest_forecast_is_the_target(smoothing: float) -> None:
    target = target_of(2, smoothing)
    best = optimize.minimize(
        lambda place: float(Forecast(2, *place, smoothing).cost), CENTRE, method="Nelder-Mead",
        options={"xatol": 1e-7, "fatol": 1e-12},
    )  # fmt: skip
    assert shares_at(*best.x) == pytest.approx(target, abs=1e-4)
    assert best.fun == pytest.approx(Forecast(2, *CENTRE, smoothing).floor, abs=1e-7)


def test_smoothing_nothing_leaves_the_corner() -> None:
    view = at([0, 1, 0])
    assert (view.floor, float(view.cost), view.pulls.tolist()) == (0.0, 0.0, [0.0, 0.0, 0.0])


def test_the_surface_is_the_cost_within_and_capped() -> None:
    for smoothing in (0.0, 0.1):
        target = target_of(1, smoothing)
        x, y, cost = surface(target, most=4.0)
        assert cost.max() == 4.0
        for i, j in ((0, 40), (30, 45), (45, 30), (80, 45)):
            shares = shares_at(x[j], y[i])
            expected = min(float(charges_of(target, shares).sum()), 4.0)
            if shares.min() < BRIM:
                expected = min(float(charges_of(target, np.maximum(shares, BRIM)).sum()), 4.0)
            assert cost[i, j] == pytest.approx(expected, abs=1e-6)


# ---- the figure ----------------------------------------------------------------------------------


def movable(figure: go.Figure) -> go.Figure:
    """The figure without its contours, which are no scatter and stay where they are."""
    return go.Figure([t for t in figure.data if t.type == "scatter"], figure.layout)


PLACES = [CENTRE, (0.5, HEIGHT), (0.3, 0.0), (0.0, 0.0), (0.9, 0.17), (0.55, 0.7)]


@pytest.mark.parametrize("species", [0, 1, 2])
@pytest.mark.parametrize("smoothing", [None, 0.0, 0.1, 0.5])
def test_the_answer_is_the_figure_made_there(species: int, smoothing: float | None) -> None:
    draw = figures.charged if smoothing is None else figures.smoothed
    start = draw(Forecast(species, *CENTRE, smoothing or 0.0), **KEYS)
    assert start.plane is not None
    for place in PLACES:
        alone = draw(Forecast(species, *place, smoothing or 0.0), **KEYS)
        assert trace_errors(alone) == []
        track = start.plane.answer(*place)
        assert isinstance(track, Track)
        assert track.sentences == (alone.sentence,)
        for figure, other, patch in zip(start.figures, alone.figures, track.patches, strict=True):
            assert differences(movable(other), patched(movable(figure), patch, 0)) == []
            assert other.layout == figure.layout
            assert not any("" in values for values in patch.traces.values())


@pytest.mark.parametrize("smoothing", [None, 0.0, 0.5])
def test_the_figures_hold_what_every_figure_must(smoothing: float | None) -> None:
    draw = figures.charged if smoothing is None else figures.smoothed
    for species, place in ((0, CENTRE), (1, (0.3, 0.0))):
        assert figure_errors(draw(Forecast(species, *place, smoothing or 0.0), **KEYS)) == []


def test_a_wrong_answer_is_noticed() -> None:
    start, alone = (figures.charged(Forecast(1, *p), **KEYS) for p in (CENTRE, (0.9, 0.1)))
    patch = start.plane.answer(0.9, 0.11).patches[1]
    assert differences(alone.figures[1], patched(start.figures[1], patch, 0)) != []
    dot = start.plane.answer(0.9, 0.11).patches[0]
    drawn, moved = movable(alone.figures[0]), patched(movable(start.figures[0]), dot, 0)
    assert "forecast: y" in differences(drawn, moved)


def test_the_room_of_the_dot_is_the_triangle() -> None:
    plane = figures.charged(Forecast(1, 0.2, 2.0), **KEYS).plane
    assert sorted(plane.within) == sorted(map(tuple, CORNERS.tolist()))
    assert (plane.x, plane.y) == pytest.approx(place_of(shares_at(0.2, 2.0)).tolist())


def test_answers_are_quick() -> None:
    plane = figures.smoothed(Forecast(1, *CENTRE, 0.1), **KEYS).plane
    plane.answer(0.4, 0.4)
    start = time.perf_counter()
    for k in range(20):
        plane.answer(0.4 + 0.01 * k, 0.2)
    assert (time.perf_counter() - start) / 20 < 0.05  # about 0.002 on a machine to itself


# ---- words ---------------------------------------------------------------------------------------


def said(shares: list[float], species: int = 1) -> str:
    return say.charge_sentence(at(shares, species=species))


def test_what_scene_1_says() -> None:
    # the lesson, once the dot has moved: only the true bar, log 3, the three pulls
    assert said([1 / 3] * 3) == (
        "Each species 1/3: the cost is −log 1/3 = 1.099. Only the true bar is charged; knowing"
        " nothing costs log 3; and the three pulls always add up to zero."
    )
    assert said([0.2, 0.5, 0.3]) == (
        "Chinstrap was given 0.500: the cost is −log 0.500 = 0.693. Only the true bar is charged:"
        " how Adelie and Gentoo share the rest changes no cost. Knowing nothing costs log 3 ="
        " 1.099. The three pulls always add up to zero."
    )
    assert said([0.4, 0.0, 0.6]).startswith("Chinstrap was called impossible, yet the bird is one")
    assert said([0.0, 0.0, 1.0], 2) == (
        "All of it on Gentoo, and the bird is one: the cost is 0 and nothing pulls."
    )


def test_the_answer_is_not_told_before_the_hand_has_moved() -> None:
    for species in range(3):
        view = at([1 / 3] * 3, species=species)
        asked = say.charge_sentence(view, told=False)
        assert "−log 1/3 = log 3 = 1.099" in asked
        assert "Only" not in asked
        assert figures.charged(view, **KEYS, told=False).sentence == asked
    view = at([1 / 3] * 3, 0.1)
    start = figures.smoothed(view, **KEYS, told=False)
    assert start.sentence == (
        "Cost 1.099. Drag the dot to where the cost is smallest. Does it reach 0?"
    )
    written = str([[trace.text for trace in figure.data] for figure in start.figures])
    assert "0.291" not in written + say.smoothing_note(1, 0.1, told=False)
    assert "0.9999" not in say.smoothing_note(1, 0.1, told=False)
    # the first answer to the hand tells it all
    track = start.plane.answer(*CENTRE)
    told = figures.smoothed(view, **KEYS)
    assert track.sentences == (told.sentence,)
    assert differences(told.figures[2], patched(start.figures[2], track.patches[2], 0)) == []


def test_which_bars_are_charged_is_not_shown_before_the_hand_has_moved() -> None:
    view = at([1 / 3] * 3)
    start, told = figures.charged(view, **KEYS, told=False), figures.charged(view, **KEYS)
    assert "contour" in {trace.type for trace in told.figures[0].data}
    assert {trace.type for trace in start.figures[0].data} == {"scatter"}  # level lines would tell
    bars = {trace.name: trace for trace in start.figures[1].data}
    looks = {(bars[f"bar of {n}"].fillcolor, bars[f"bar of {n}"].opacity) for n in SPECIES}
    assert len(looks) == 1
    assert set(bars["row: charge"].text) == {"?"}
    assert "charge −y log p (nats)" in told.table.columns
    assert "charge −y log p (nats)" not in start.table.columns
    assert "coloured" in told.alt
    assert "coloured" not in start.alt
    # the first answer to the hand fills the row
    patch = start.plane.answer(*CENTRE).patches[1].traces
    assert patch["row: charge", "text"].tolist() == [["none", "1.099", "none"]]


def test_where_a_smoothed_cost_is_lowest_is_not_drawn_before_the_hand_has_moved() -> None:
    start = figures.smoothed(at([1 / 3] * 3, 0.1), **KEYS, told=False)
    assert {trace.type for figure in start.figures for trace in figure.data} == {"scatter"}
    assert "floor" not in start.figures[2].layout.xaxis.title.text
    assert figure_errors(start) == []
    assert trace_errors(start) == []


def test_minus_log_of_what_is_written_is_the_cost_written() -> None:
    for p in [*RNG.uniform(5e-6, 1, 200), *10 ** RNG.uniform(-5.3, 0, 200), 5e-6, 1 - 5e-6]:
        written = say.with_its_cost(float(p))
        assert say.nats(-np.log(float(written))) == say.nats(-np.log(p))
        assert float(written) == pytest.approx(p, abs=5.01e-4)
    for shares in SHARES:
        found = re.search(r"−log ([\d.]+) = ([\d.]+)\.", said(shares.tolist()))
        if found:
            p, cost = map(float, found.groups())
            assert -np.log(p) == pytest.approx(cost, abs=5.01e-4)


def test_nothing_that_is_there_is_written_as_nothing() -> None:
    view = at([0.0002, 0.9997, 0.0001])
    assert [say.signed(pull) for pull in view.pulls.tolist()] == ["−0.0002", "+0.0003", "−0.0001"]
    assert say.nats(float(view.cost)) == "0.0003"
    far = at([0.9999, 0.0001, 0.0])
    assert [say.signed(pull) for pull in far.pulls.tolist()] == ["−0.9999", "+0.9999", "0"]
    assert "0.9997: the cost is −log 0.9997 = 0.0003." in say.charge_sentence(view)


def test_how_the_rest_is_split_changes_no_cost() -> None:
    costs = {round(float(at([0.7 - rest, 0.3, rest]).cost), 9) for rest in (0.0, 0.2, 0.35, 0.7)}
    assert len(costs) == 1


def test_what_scene_2_says() -> None:
    there = say.smoothed_sentence(at([1 / 3] * 3, 0.1))
    assert there == (
        "Cost 1.0986 = floor 0.2911 + excess 0.8075. The cheapest forecast is the target itself and"
        " costs its entropy."
    )
    lowest = say.smoothed_sentence(at(target_of(1, 0.1), 0.1))
    assert lowest.startswith("Cost 0.291: to these digits nothing is cheaper.")
    assert "costs its entropy, 0.291, not 0." in lowest
    corner = say.smoothed_sentence(at([0, 1, 0], 0.1))
    assert "the cost is without end." in corner
    assert "its entropy: 0.291." in corner
    assert "the floor is 0, and only the corner reaches it" in say.smoothed_sentence(
        at([0.2, 0.5, 0.3])
    )
    assert say.smoothed_sentence(at([0, 1, 0])).startswith("Cost 0. Without")


def test_cost_and_floor_next_to_each_other_are_not_one_number_in_two_roundings() -> None:
    for off in np.linspace(0, 0.03, 60):
        target = target_of(1, 0.1)
        sentence = say.smoothed_sentence(at(target + off * np.array([1, -1, 0]), 0.1))
        cost = re.match(r"Cost ([\d.]+)", sentence).group(1)
        assert ("nothing is cheaper" in sentence) == (cost == "0.291")


def test_floor_and_excess_as_written_add_up_to_the_cost() -> None:
    for shares in SHARES:
        for smoothing in (0.1, 0.3):
            sentence = say.smoothed_sentence(at(shares, smoothing))
            found = re.match(r"Cost ([\d.]+) = floor ([\d.]+) \+ excess ([\d.]+)\.", sentence)
            if not found:
                continue
            cost, floor, excess = found.groups()
            view = at(shares, smoothing)
            own = stats.entropy(view.target)
            parts = [own, stats.entropy(view.target, view.shares)]
            assert sum_errors([floor, excess], cost, parts) == []


def test_the_note_on_smoothing() -> None:
    note = say.smoothing_note(1, 0.1)
    assert "Target for Chinstrap, Adelie, Gentoo: 0.933, 0.033, 0.033." in note
    assert "ε/(K − 1) each: 0.900, 0.050, 0.050." in note
    assert "Chinstrap at 0.9999, the rest shared equally, costs 0.660" in note
    assert "for sure" in say.smoothing_note(0, 0.0)
    assert "0.667, 0.167, 0.167" in say.smoothing_note(0, 0.5)
    # so little smoothing that 0.9999 is cheap: it is no example then
    for smoothing in (1e-9, 1e-4):
        assert "0.9999, the rest" not in say.smoothing_note(0, smoothing)
        assert "Certainty no longer pays: the corner costs" in say.smoothing_note(0, smoothing)


def test_the_formula_greys_what_vanishes() -> None:
    tex = charge_formula.sum_tex(at([0.2, 0.5, 0.3]), "#888888")
    assert tex == (
        r"\begin{aligned}H(y, p) = -\bigl(\,&\textcolor{#888888}{\cancel{0\cdot\log 0.200}} \\ "
        r"&+ 1\cdot\log 0.500 \\ &+ \textcolor{#888888}{\cancel{0\cdot\log 0.300}}\,\bigr) \\ "
        r"&= 0.693\end{aligned}"
    )
    assert r"1\cdot\log 0.3333" in charge_formula.sum_tex(at([1 / 3] * 3), "#888888")
    assert r"\log 8\times 10^{-6}" in charge_formula.sum_tex(at([0.5, 0.499992, 8e-6]), "#888888")
    smooth = charge_formula.sum_tex(at([1 / 3] * 3, 0.1), "#888888")
    assert "textcolor" not in smooth
    assert smooth.endswith(r"&\approx 1.099\end{aligned}")
    assert r"= \text{without end}" in charge_formula.sum_tex(at([0.5, 0.0, 0.5]), "#888888")
    assert "no term vanishes" in charge_formula.terms_sentence(at([1 / 3] * 3, 0.1))
    assert "of the probability of Gentoo" in charge_formula.terms_sentence(
        at([1 / 3] * 3, species=2)
    )


def test_others_are_the_other_two() -> None:
    assert [tuple(others(k)) for k in range(3)] == [(1, 2), (0, 2), (0, 1)]


def test_the_loss_of_a_die_is_the_one_of_the_page() -> None:
    assert DIE_LOSS in LOSSES.values()
