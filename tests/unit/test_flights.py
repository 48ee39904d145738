"""A sigmoid over the flights: costs, the best curve, flipped labels, words and figure."""

import math
from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from scipy import optimize, special, stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from lossviz import LOSSES
from lossviz.binary.problems import FLIGHTS, orings
from lossviz.binary.sigmoid import HEIGHTS, STEEPEST, Sigmoid
from lossviz.figures import sigmoid_flights as figures
from lossviz.figures.live import LiveFigure
from lossviz.words import flights as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

LOSS = LOSSES["binary_cross_entropy"].at()
DISTRESS = ("sts-2", "41-b", "41-c", "41-d", "51-c", "61-a", "61-c")
PARTED = ("61-a", "sts-2", "41-d")  # without these, every distress is colder than every other
ON_IT = ("61-a", "sts-1", "sts-6", "51-a", "51-d", "sts-5", "sts-3")


def view(height: float = 7 / 23, steep: float = 0.0, flip: tuple[str, ...] = ()) -> Sigmoid:
    return Sigmoid(LOSS, orings(flip), height, steep)


@cache
def best() -> Sigmoid:
    found = view().best
    assert found is not None
    return view(*found)


def live(height: float = 7 / 23, steep: float = 0.0, flip: tuple[str, ...] = ()) -> LiveFigure:
    return figures.sigmoid(view(height, steep, flip), "height", "steep", show_best=True, pick="f")


@pytest.mark.parametrize("steep", [-1.5, -0.2, 0.0, 0.23, 1.5])
@pytest.mark.parametrize("flip", [(), ("61-a", "sts-1")])
def test_costs_are_those_of_scipy_and_the_mean_that_of_sklearn(
    steep: float, flip: tuple[str, ...]
) -> None:
    one = view(0.4, steep, flip)
    p = 1 / (1 + np.exp(-(math.log(0.4 / 0.6) - steep * (one.problem.x - 70))))
    np.testing.assert_allclose(one.chances, p, rtol=1e-12)
    np.testing.assert_allclose(
        one.costs, -stats.bernoulli.logpmf(one.problem.y, p), rtol=1e-9, atol=1e-12
    )
    np.testing.assert_allclose(one.given, np.exp(-one.costs), rtol=1e-12)
    assert one.mean == pytest.approx(log_loss(one.problem.y, p), rel=1e-10)
    assert (np.diff(one.costs[one.order]) <= 0).all()
    assert sorted(one.order.tolist()) == list(range(23))


def test_who_pays_most_in_the_end_is_not_told_at_the_arrival() -> None:
    shown = {t.name: t for t in figures.sigmoid(view(), "height", "steep").figures[1].data}
    assert not any("61-A" in text for text in shown["longest bars"].text)
    assert "best" not in shown
    assert "61-A" in live(best().height, best().steep).figures[1].data[2].text[0]


def test_a_sweep_is_its_stops() -> None:
    stops = np.linspace(-1, 1, 7)
    batch = view(0.3).through(steep=stops)
    for k, stop in enumerate(stops):
        np.testing.assert_array_equal(batch.at(k).costs, view(0.3, float(stop)).costs)
        assert batch.at(k).half == pytest.approx(view(0.3, float(stop)).half, nan_ok=True)


# Dalal, Fowlkes, Hoadley 1989: 15.04 - 0.232 t; the means are those of the lesson: 0.614[5], 0.442
def test_the_numbers_of_the_lesson() -> None:
    flat, top = view(), best()
    assert flat.problem.base_rate == 7 / 23
    assert f"{-math.log(7 / 23):.2f} {-math.log(16 / 23):.2f}" == "1.19 0.36"
    assert flat.mean == pytest.approx(stats.bernoulli.entropy(7 / 23), rel=1e-12)
    assert flat.base_mean == pytest.approx(float(flat.mean), rel=1e-12)
    assert f"{flat.mean:.4f}" == "0.6145"
    assert f"{top.mean:.3f}" == "0.442"
    assert top.problem.labels[int(top.order[0])] == "61-A"
    assert f"{top.costs.max() / top.costs.sum():.2f}" == "0.24"
    assert f"{top.half:.1f}" == "64.8"
    assert top.steep == pytest.approx(0.2322, abs=5e-5)


@pytest.mark.parametrize("flip", [("61-a",), ("sts-1", "51-j", "51-f")])
def test_no_curve_costs_less_than_the_best(flip: tuple[str, ...]) -> None:
    one = view(flip=flip)
    sklearn = LogisticRegression(C=np.inf, tol=1e-10).fit(one.problem.x[:, None], one.problem.y)
    chances = sklearn.predict_proba(one.problem.x[:, None])[:, 1]
    assert one.lowest == pytest.approx(log_loss(one.problem.y, chances), abs=1e-9)
    found = one.best
    assert found is not None
    assert replace(one, height=found[0], steep=found[1]).is_best
    assert not replace(one, height=found[0], steep=found[1] + 0.01).is_best
    # the link keeps six digits
    short = replace(one, height=float(f"{found[0]:.6g}"), steep=float(f"{found[1]:.6g}"))
    assert short.is_best
    free = optimize.minimize(
        lambda q: float(view(float(1 / (1 + np.exp(-q[0]))), float(q[1]), flip).mean),
        [-0.8, 0.0], method="Nelder-Mead", options={"xatol": 1e-8, "fatol": 1e-12},
    )  # fmt: skip
    assert one.lowest == pytest.approx(free.fun, abs=1e-8)


def test_the_best_and_the_flat_curve_are_stops_of_both_hands() -> None:
    up, turn = live().motions
    height, steep = best().height, best().steep
    assert np.abs(up.axis.stops - height).min() < 1e-6
    assert np.abs(turn.axis.stops - steep).min() < 1e-6
    assert 0.0 in turn.axis.stops
    assert 7 / 23 in up.axis.stops
    assert max(len(up.axis.stops), len(turn.axis.stops)) <= 121


def test_flips() -> None:
    assert FLIGHTS[20] == "61-a"
    one = orings(("61-a", "sts-1"))
    assert one.ones == 7
    assert (np.flatnonzero(one.y != orings().y) == one.flipped).all()
    with pytest.raises(ValueError, match="there is no flight 'x'; there are: sts-1, sts-2"):
        orings(("x",))


# ---- words --------------------------------------------------------------------------------------


def test_the_sentences_of_the_lesson() -> None:
    assert say.sigmoid_sentence(view()) == (
        "Flat at 7 of 23 = 30 %: a distress costs 1.19, none 0.36, mean 0.6145."
    )
    assert say.sigmoid_sentence(best()) == (
        "Same stems, same product, same −log: a coin instead of a bell. Best 0.442, and flight"
        " 61-A alone pays 24 % of it."
    )
    assert "0.442" not in say.sigmoid_sentence(view(0.3, 0.1))
    assert say.sigmoid_sentence(view(0.3, 0.1), show_best=True).endswith(" Best 0.442.")


@pytest.mark.parametrize("height", [0.001, 7 / 23, 0.5, 0.999])
@pytest.mark.parametrize("steep", [-1.5, -0.01, 0.0, 0.02, 0.2, 1.5])
def test_the_sentence_says_what_is_there(height: float, steep: float) -> None:
    one = view(height, steep)
    said = say.sigmoid_sentence(one)
    x, y = one.problem.x, one.problem.y
    p = 1 / (1 + np.exp(-(math.log(height / (1 - height)) - steep * (x - 70))))
    costs = -stats.bernoulli.logpmf(y, p)
    if steep == 0:
        assert f"a distress costs {-math.log(height):.2f}" in said or height > 0.99
        assert said.startswith("Flat at")
        assert ("7 of 23" in said) == (height == 7 / 23)
        return
    top = np.flatnonzero(costs > costs.max() - 1e-9)
    assert ("pays most" in said) if len(top) == 1 else ("pay most" in said)
    if len(top) <= 3:
        assert all(one.problem.labels[row] in said for row in top)
    assert f"{round(100 * costs[top].sum() / costs.sum())} % of the total" in said
    if said.startswith("50 %"):
        half = float(said.split()[3])
        assert math.log(height / (1 - height)) - steep * (half - 70) == pytest.approx(
            0, abs=0.051 * abs(steep)
        )
        assert (", falling" in said) == (steep > 0)
        near = 1e-4
        slope = np.diff(one.curve(np.array([float(one.half) - near, float(one.half) + near])))
        points = float(said.split(" points")[0].split()[-1])
        assert points == pytest.approx(100 * abs(float(slope[0])) / (2 * near), rel=0.06)
    else:
        inside = one.curve(np.linspace(53, 81, 200))
        assert said.startswith("Below 50 % from 53 to 81 °F" if height < 0.5 else "Above 50 %")
        assert ((inside < 0.5) if height < 0.5 else (inside > 0.5)).all()


def drawn_means(one: Sigmoid) -> dict[str, str]:
    """What the bars call their mean and the best."""
    traces = figures.bar_traces(one, show_best=True)
    return {
        str(trace["name"]).split(",")[0]: str(np.asarray(trace["text"])[0]).split()[-1]
        for trace in traces
        if str(trace["name"]).endswith(", in words")
    }


# 0.614503 is 0.6145 and 0.615: on one screen it is one of them
@pytest.mark.parametrize("height", [0.01, 7 / 23, 0.5])
@pytest.mark.parametrize("steep", [0.0, 0.1, 1.5])
def test_sentence_and_bars_round_alike(height: float, steep: float) -> None:
    one = view(height, steep)
    drawn, said = drawn_means(one), say.sigmoid_sentence(one, show_best=True)
    assert f"mean {drawn['mean']}." in said
    assert said.endswith(f" Best {drawn['best']}.")
    assert (drawn["mean"] == "0.6145") == (height == 7 / 23 and steep == 0)
    sweep = live(height, steep).motions[1]
    k = sweep.axis.stops.tolist().index(0.0)
    assert f"mean {one.through(steep=np.zeros(1)).at(0).mean:.4g}"[:9] in sweep.track().sentences[k]


def test_at_the_best_curve_both_say_0442() -> None:
    assert drawn_means(best()) == {"mean": "0.442", "best": "0.442"}


def test_a_share_of_100_per_cent_is_all() -> None:
    assert [say.part_of_all(p) for p in (0.24, 0.994, 0.997, 1.0)] == [
        "24 %", "99 %", "over 99 %", "100 %",
    ]  # fmt: skip
    assert [say.probability(p) for p in (0.23, 0.9994, 0.9999, 1.0)] == [
        "0.230", "0.999", ">0.999", "1.00",
    ]  # fmt: skip
    assert say.sigmoid_sentence(view(0.999)).startswith(
        "Flat at 99.9 %: a distress costs 0.001, none 6.91"
    )


def test_labels_without_a_best_curve() -> None:
    assert "“none”" in say.no_best(view(flip=DISTRESS))
    everywhere = tuple(key for key in FLIGHTS if key not in DISTRESS)
    assert "“distress”" in say.no_best(view(flip=everywhere))
    parted = view(0.5, STEEPEST, PARTED)
    assert "one temperature parts the two labels: the steeper a curve" in say.no_best(parted)
    # 63 °F is the warmest distress left, 66 the coldest without: between them nothing costs
    assert replace(parted, height=float(special.expit(-20 * 5.5)), steep=20.0).mean < 1e-6
    tied = view(flip=ON_IT)  # of four flights at 70 °F two had a distress: 4 log 2 of 23
    assert "except for flights exactly at it" in say.no_best(tied)
    assert tied.lowest == pytest.approx(4 * math.log(2) / 23, rel=1e-9)
    assert "down towards 0.121," in say.no_best(tied)
    for one in (view(flip=DISTRESS), parted, tied):
        assert one.best is None or one.has_best
        assert not one.is_best
    assert say.no_best(view()) == ""


# ---- the figure ---------------------------------------------------------------------------------


@pytest.mark.parametrize("flip", [(), ("61-a", "sts-5"), DISTRESS])
def test_every_stop_of_both_hands(flip: tuple[str, ...]) -> None:
    one = live(0.4, 0.2, flip)
    for number, motion in enumerate(one.motions):
        stops = motion.axis.stops
        at = [0, 1, len(stops) // 3, len(stops) // 2, len(stops) - 1]

        def alone(k: int, number: int = number, stops: np.ndarray = stops) -> LiveFigure:
            moved = (float(stops[k]), 0.2) if number == 0 else (0.4, float(stops[k]))
            return live(*moved, flip)

        assert track_errors(one, motion, alone, at) == []
        assert message_bytes(motion.track()) < 200_000


@pytest.mark.parametrize("height", [HEIGHTS.low, 0.5, HEIGHTS.high])
@pytest.mark.parametrize("steep", [-STEEPEST, 0.0, STEEPEST])
@pytest.mark.parametrize("flip", [(), DISTRESS])
def test_the_figures_are_sound(height: float, steep: float, flip: tuple[str, ...]) -> None:
    one = live(height, steep, flip)
    assert figure_errors(one) == []
    assert trace_errors(one) == []


def test_a_stem_is_as_long_as_the_probability_given_to_what_happened() -> None:
    one = view(0.4, 0.3)
    figure = live(0.4, 0.3).figures[0]
    by_name = {trace.name: trace for trace in figure.data}
    for label in (0, 1):
        y = np.asarray(by_name[f"stems: {one.problem.happened[label]}"].y).reshape(-1, 3)
        lengths = np.abs(y[:, 1] - y[:, 0])
        np.testing.assert_allclose(lengths, one.given[one.problem.y == label], rtol=1e-12)
        assert (y[:, 0] == 1 - label).all()


def test_bars_are_the_sorted_costs() -> None:
    one = view(0.4, 0.3)
    figure = live(0.4, 0.3).figures[1]
    by_name = {trace.name: trace for trace in figure.data}
    ends = [
        np.asarray(by_name[f"bars: {name}"].x).reshape(23, 6)[:, 1] for name in one.problem.happened
    ]
    np.testing.assert_allclose(
        np.where(np.isnan(ends[0]), ends[1], ends[0]),
        np.minimum(np.sort(one.costs)[::-1], figures.PANE),
    )
    assert (np.isnan(ends[0]) != np.isnan(ends[1])).all()


def test_a_click_flips_and_a_flipped_mark_is_open() -> None:
    one = live(flip=("61-a",))
    assert one.picks == {figures.MARKS: "f"}
    (marks,) = [trace for trace in one.figures[0].data if trace.name == figures.MARKS]
    assert [k for k, s in enumerate(marks.marker.symbol) if s.endswith("-open")] == [20]
    assert "61-A, 75 °F: none (flipped)" in marks.text
    assert len(marks.x) == 23


@pytest.mark.parametrize("flip", [(), ("61-a",), DISTRESS])
def test_no_two_marks_are_in_one_place(flip: tuple[str, ...]) -> None:
    (marks,) = [trace for trace in live(flip=flip).figures[0].data if trace.name == figures.MARKS]
    across, up = np.asarray(marks.x) / 32 * 255, np.asarray(marks.y) / 1.72 * 310  # px of a phone
    apart = np.hypot(across[:, None] - across, up[:, None] - up) + 100 * np.eye(23)
    assert apart.min() >= 10  # the size of a mark
    assert np.abs(np.asarray(marks.y) - 0.5).max() < 0.86
    assert (np.abs(np.asarray(marks.y) - 0.5) > 0.56).all()


def test_the_flight_that_pays_most_is_ringed_and_named() -> None:
    for height, steep in ((0.23, 0.2322), (0.99, 0.3), (0.01, -1.5)):
        one = view(height, steep)
        row = int(np.argmax(one.costs))
        by_name = {trace.name: trace for trace in live(height, steep).figures[0].data}
        ring, marks = by_name["pays most"], by_name[figures.MARKS]
        assert (ring.x[0], ring.y[0]) == (marks.x[row], marks.y[row])
        label = one.problem.happened[int(one.problem.y[row])]
        assert by_name[f"pays most: {label}"].text[0] == one.problem.labels[row]
    (ring,) = [t for t in live().figures[0].data if t.name == "pays most"]
    assert np.isnan(ring.y[0])  # seven pay the same


def test_the_label_of_a_bar_is_told_by_more_than_its_colour() -> None:
    one = view(0.23, 0.2322)
    by_name = {trace.name: trace for trace in live(0.23, 0.2322).figures[1].data}
    assert by_name["bars: distress"].fillcolor == by_name["bars: distress"].line.color
    assert by_name["bars: none"].fillcolor != by_name["bars: none"].line.color
    signs = [text.split()[0] for text in by_name["longest bars"].text]
    assert signs == ["●▲"[int(label)] for label in one.problem.y[one.order[:5]]]


def test_a_best_that_there_is_not_is_not_drawn() -> None:
    assert "best" in [trace.name for trace in live().figures[1].data]
    assert "best" not in [trace.name for trace in live(flip=PARTED).figures[1].data]


def test_what_is_cut_is_marked() -> None:
    def texts(one: LiveFigure) -> dict[str, list[str]]:
        return {t.name: list(t.text) for t in one.figures[1].data if t.text is not None}

    far, near = texts(live(0.001, -1.5)), texts(live())
    assert far["mean, in words"][0].startswith(" ▶")
    assert all(text.startswith(" ▶") for text in far["longest bars"])
    assert "▶" not in str(near)
