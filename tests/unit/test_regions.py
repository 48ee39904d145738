"""Regions of three species: fits against scikit-learn, borders, one bird's costs, words."""

import re
from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from scipy import optimize
from sklearn.linear_model import LogisticRegression

from lossviz import LOSSES
from lossviz.figures import regions as figures
from lossviz.figures import theme
from lossviz.figures.live import LiveFigure
from lossviz.multiclass.feature_pairs import SMALL_L2, PairFit, feature_pairs
from lossviz.multiclass.measured import MEASURED
from lossviz.multiclass.regions import SMALLER, Regions, regions
from lossviz.words import regions as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import track_errors

LOSS = LOSSES["softmax_cross_entropy"].at()
PENGUINS, IRIS = MEASURED["penguins"], MEASURED["iris"]
ARRIVAL = ("length", "flipper")
WITH_MINIMISER = [ARRIVAL, ("length", "depth"), ("length", "mass"), ("flipper", "mass")]
WITHOUT = [("depth", "flipper"), ("depth", "mass")]
STATES = [(*ARRIVAL, 0.0), ("depth", "flipper", 0.0), ("mass", "mass", 0.0), (*ARRIVAL, 1.0)]


def fitted(across: str, upward: str, l2: float = 0.0) -> PairFit:
    return PairFit(LOSS, PENGUINS, across, upward, l2)


def data(fit: PairFit) -> tuple[np.ndarray, np.ndarray]:
    x = fit.columns[fit.rows]
    return (x - x.mean(axis=0)) / x.std(axis=0), fit.y


def separable(x: np.ndarray, y: np.ndarray) -> bool:
    """Whether some direction loses nothing on any row and wins on one: a program of its own."""
    n, k = len(y), 3
    design = np.column_stack([np.ones(n), x])
    rows = []
    for i in range(n):
        for c in set(range(k)) - {y[i]}:
            row = np.zeros((k, design.shape[1]))
            row[y[i]], row[c] = design[i], -design[i]
            rows.append(row.ravel())
    demands = np.array(rows)
    answer = optimize.linprog(
        -demands.sum(axis=0), A_ub=-demands, b_ub=np.zeros(len(demands)), bounds=(-1, 1)
    )
    return bool(-answer.fun > 1e-6)


@pytest.mark.parametrize("pair", WITH_MINIMISER)
def test_fits_are_those_of_scikit_learn(pair: tuple[str, str]) -> None:
    fit = fitted(*pair)
    x, y = data(fit)
    other = LogisticRegression(C=np.inf, tol=1e-12, max_iter=10_000, solver="newton-cg").fit(x, y)
    np.testing.assert_allclose(fit.chances, other.predict_proba(x), atol=2e-6)
    assert fit.n_right == int((other.predict(x) == y).sum())
    logp = other.predict_log_proba(x)[np.arange(len(y)), y]
    assert fit.mean_cost == pytest.approx(-logp.mean(), abs=1e-9)
    assert fit.mean_cost == pytest.approx(fit.floor, abs=1e-12)


@pytest.mark.parametrize("l2", [0.001, 1.0])
def test_the_penalty_is_that_of_scikit_learn(l2: float) -> None:
    for pair in (ARRIVAL, ("depth", "flipper")):
        fit = fitted(*pair, l2)
        x, y = data(fit)
        other = LogisticRegression(C=1 / (l2 * len(y)), tol=1e-12, max_iter=10_000).fit(x, y)
        np.testing.assert_allclose(fit.chances, other.predict_proba(x), atol=2e-4)


@pytest.mark.parametrize("pair", WITH_MINIMISER)
def test_at_the_fit_the_pulls_balance(pair: tuple[str, str]) -> None:
    fit = fitted(*pair)
    x, y = data(fit)
    pull = np.eye(3)[y] - fit.chances
    assert np.abs(pull.sum(axis=0)).max() < 1e-7
    assert np.abs(pull.T @ x).max() < 1e-7


def test_which_pairs_have_a_minimiser() -> None:
    for measured in (PENGUINS, IRIS):
        for fit in feature_pairs(LOSS, measured):
            assert fit.has_minimiser != separable(*data(fit))
    found = {(f.across, f.upward): f.has_minimiser for f in feature_pairs(LOSS, PENGUINS)}
    assert found == dict.fromkeys(WITH_MINIMISER, True) | dict.fromkeys(WITHOUT, False)
    assert not any(fit.has_minimiser for fit in feature_pairs(LOSS, IRIS))


def test_who_splits_off() -> None:
    for fit in feature_pairs(LOSS, PENGUINS) + feature_pairs(LOSS, IRIS):
        x, y = data(fit)
        design = np.column_stack([np.ones(len(y)), x])
        for k in range(3):
            side = np.where(y == k, 1.0, -1.0)[:, None]
            # one species against the rest, strictly: an own linear program
            parted = optimize.linprog(
                np.zeros(3), A_ub=-side * design, b_ub=-np.ones(len(y)), bounds=(None, None)
            ).success
            assert parted == ((k,) in fit.groups)
    assert say.who_splits(fitted("depth", "mass")) == "Gentoo splits off from Adelie and Chinstrap"
    (first, *_rest) = feature_pairs(LOSS, IRIS)
    assert say.who_splits(first) == "setosa splits off from versicolor and virginica"
    assert say.who_splits(fitted(*ARRIVAL)) == "no species splits off"


def test_without_a_minimiser_the_loss_falls_below_every_penalised_one() -> None:
    for pair in WITHOUT:
        costs = [fitted(*pair, l2).mean_cost for l2 in (1e-2, 1e-3, 1e-5, 1e-7)]
        assert np.all(np.diff(costs) < 0)
        assert min(costs) > fitted(*pair).floor
        assert costs[-1] == pytest.approx(fitted(*pair).floor, abs=1e-4)
        assert fitted(*pair).used_l2 == SMALL_L2


@pytest.mark.parametrize("pair", [*WITH_MINIMISER, *WITHOUT, ("flipper", "flipper")])
def test_a_larger_penalty_costs_more_and_is_less_sure(pair: tuple[str, str]) -> None:
    fits = [fitted(*pair, l2) for l2 in (0.0, 0.001, 0.01, 0.1, 1.0)]
    start = 1 if fits[0].used_l2 else 0  # a small penalty stands in for none
    assert np.all(np.diff([fit.mean_cost for fit in fits[start:]]) > 0)
    assert np.all(np.diff([fit.chances.max(axis=1).mean() for fit in fits[start:]]) < 0)
    for fit in fits[1:]:
        numbers = re.findall(r"(?:is|of) (0\.\d+)", say.what_l2_does(fit))
        assert len(numbers) == 2
        assert float(numbers[0]) > float(numbers[1])
    assert ("no other coefficients" in say.what_l2_does(fits[0])) == (start == 0)


def test_the_same_feature_twice_is_the_feature_once() -> None:
    for l2 in (0.0, 0.1):
        fit = fitted("length", "length", l2)
        x, y = data(fit)
        # half the slope in each of two columns costs half the squares of one: half the penalty
        strength = 2 / (l2 * len(y)) if l2 else np.inf
        once = LogisticRegression(C=strength, tol=1e-12, max_iter=10_000).fit(x[:, :1], y)
        np.testing.assert_allclose(fit.chances, once.predict_proba(x[:, :1]), atol=2e-4)
        np.testing.assert_allclose(fit.coefficients[:, 1], fit.coefficients[:, 2], rtol=1e-6)
    assert "says nothing new" in say.same_twice(fitted("mass", "mass"))
    assert say.same_twice(fitted(*ARRIVAL)) == ""


@pytest.mark.parametrize("pair", [*WITH_MINIMISER, ("depth", "flipper")])
def test_on_a_border_two_species_are_as_probable_and_no_third_more(pair: tuple[str, str]) -> None:
    view = regions(fitted(*pair), 0)
    winner = view.grid.argmax(axis=-1)
    for i, j in ((0, 1), (0, 2), (1, 2)):
        ends = view.border(i, j)
        touching = {
            frozenset(p) for p in zip(winner[:, 1:].ravel(), winner[:, :-1].ravel(), strict=True)
        } | {frozenset(p) for p in zip(winner[1:].ravel(), winner[:-1].ravel(), strict=True)}
        if np.isnan(ends).any():
            # all but a cell or two
            assert frozenset((i, j)) not in touching
            continue
        assert frozenset((i, j)) in touching
        along = ends[0] + np.linspace(0, 1, 21)[:, None] * (ends[1] - ends[0])
        chances = view.fit.chances_at(along[:, 0], along[:, 1])
        np.testing.assert_allclose(chances[:, i], chances[:, j], rtol=1e-7)
        assert np.all(chances.max(axis=1) <= chances[:, i] * (1 + 1e-6))
        low, high = view.bounds
        assert np.all((ends >= low - 1e-9) & (ends <= high + 1e-9))


def test_labels_stand_in_their_own_region() -> None:
    for pair in (ARRIVAL, ("depth", "mass"), ("mass", "mass")):
        view = regions(fitted(*pair), 0)
        for k, place in enumerate(view.label_places):
            if np.isfinite(place).all():
                assert view.fit.chances_at(*place).argmax() == k
            else:
                assert k in view.unnamed or not np.any(view.grid.argmax(axis=-1) == k)


def boxes_of_names(view: Regions) -> dict[int, np.ndarray]:
    """Species -> corners (4, 2) of its name on a phone, where its place is the narrowest."""
    low, high = view.bounds
    names = [t for t in figures.map_traces(view) if t["name"].startswith("region of")]
    found = {}
    # widths and height at 16 px, measured in a browser; the plot is 275 px wide and 276 high
    for k, (name, wide) in enumerate(zip(names, (49, 69, 52), strict=True)):
        assert name["textposition"] == "middle center"
        half = name["textfont"]["size"] / 16 * np.array([wide / 2 / 275, 8.5 / 276]) * (high - low)
        place = np.array([name["x"][0], name["y"][0]])
        if np.isfinite(place).all():
            found[k] = place + half * np.array([[-1, -1], [-1, 1], [1, -1], [1, 1]])
    return found


def test_a_name_is_all_inside_its_region_or_is_said_to_be_missing() -> None:
    keys = [feature.key for feature in PENGUINS.features]
    sizes = set()
    for across, upward in product(keys, keys):
        for l2 in (0.0, 0.01, 1.0):
            view = regions(fitted(across, upward, l2), 0)
            low, high = view.bounds
            boxes = boxes_of_names(view)
            for k, corners in boxes.items():
                assert np.all((corners > low) & (corners < high))
                # regions are convex: with its corners a name is in one altogether
                assert np.all(view.fit.chances_at(*corners.T).argmax(axis=-1) == k)
            there = set(np.unique(view.grid.argmax(axis=-1)).tolist())
            assert there == {*boxes, *view.unnamed}
            for k in view.unnamed:
                assert PENGUINS.classes[k] in say.unnamed(view)
            sizes |= set(view.label_sizes.tolist())
    assert sizes == {0.0, *SMALLER}  # each is needed somewhere
    # the usual size where a reader arrives
    assert regions(fitted(*ARRIVAL), 0).label_sizes.tolist() == [1.0, 1.0, 1.0]
    assert say.unnamed(regions(fitted(*ARRIVAL), 0)) == ""
    assert say.unnamed(regions(fitted("flipper", "flipper"), 0)) == (
        "The region without a name is that of Chinstrap."
    )


def live(view: Regions) -> LiveFigure:
    return figures.regions_live(view)


def test_the_names_of_the_bars_stay_level_where_there_is_little_room() -> None:
    axis = figures.chance_layout(regions(fitted(*ARRIVAL), 0))["xaxis"]
    assert axis["tickangle"] == 0  # plotly would turn them into the title
    # on a projector the plot is 180 px wide, the longest name in letters of 12 px 48
    assert axis["range"][1] - axis["range"][0] < 180 / 48
    assert axis["tickfont"]["size"] == 12


def test_the_same_mean_cost_is_written_alike_all_over_the_screen() -> None:
    for state in ((*ARRIVAL, 1.0), ("depth", "flipper", 1.0), ("depth", "mass", 0.0)):
        fit = fitted(*state)
        sentence = say.regions_sentence(regions(fit, 0))
        (mean,) = re.findall(r"Mean cost (\S+) nats", sentence)
        assert f"the mean cost is {mean} nats instead of" in say.what_l2_does(fit)
        if not fit.has_minimiser:
            (floor,) = re.findall(r"towards (\S+) nats", say.why_no_minimiser(fit))
            assert say.why_no_minimiser(fit).startswith("Without a penalty there is no finite")
            assert f"instead of {floor}:" in say.what_l2_does(fit)
    # three digits would hide what the penalty costs: 0.5688 and 0.5686
    assert "0.5688 nats instead of 0.5686" in say.what_l2_does(fitted("mass", "mass", 0.001))


def test_a_species_without_a_region_is_missed_altogether() -> None:
    for pair in (ARRIVAL, *WITHOUT, ("mass", "mass"), ("flipper", "flipper")):
        view = regions(fitted(*pair), 0)
        for k, name in enumerate(PENGUINS.classes):
            assert (name in say.nowhere(view)) == (k in view.without_region)
            if k in view.without_region:
                assert not np.any(view.fit.guesses == k)
    assert "Chinstrap" in say.nowhere(regions(fitted("depth", "mass"), 0))
    assert say.nowhere(regions(fitted(*ARRIVAL), 0)) == ""


def scatters(shown: LiveFigure) -> LiveFigure:
    """The figure without its map of colours, which stands still."""
    figures = tuple(
        theme.figure([t for t in f.data if t.type == "scatter"], f.layout) for f in shown.figures
    )
    return replace(shown, figures=figures)


@pytest.mark.parametrize("state", STATES)
def test_every_bird_in_the_hand(state: tuple[str, str, float]) -> None:
    view = regions(fitted(*state), 0)
    shown = live(view)
    assert figure_errors(shown) == []
    assert trace_errors(shown) == []
    (motion,) = shown.motions
    birds = motion.controls["bird"]
    stops = [0, 1, 17, len(birds) - 1]

    def alone(k: int) -> LiveFigure:
        return scatters(live(regions(view.fit, int(birds[k]))))

    assert track_errors(scatters(shown), motion, alone, stops) == []
    costs = [float(regions(view.fit, int(bird)).cost) for bird in birds]
    assert costs == sorted(costs, reverse=True)
    assert len(motion.axis.stops) <= 121


def test_where_the_costliest_stand_is_not_shown_before_the_first_move() -> None:
    view = regions(fitted(*ARRIVAL), 0)
    start = figures.regions_live(view, told=False)
    assert start.sentence == (
        "Mean cost 0.114 nats; 328 of 342 birds right (96 %). Which bird pays most? Click the one"
        " you think it is."
    )
    assert figure_errors(start) == []
    assert trace_errors(start) == []
    traces = {trace.name: trace for figure in start.figures for trace in figure.data}
    for name in ("the costliest", "picked", "bar of Adelie", "the true one"):
        trace = traces[name]
        assert np.isnan(np.array([trace.x, trace.y], dtype=float)).any(axis=0).all()
    assert set(traces["how probable"].text) | set(traces["what it pays"].text) == {theme.UNSEEN}
    assert not any("nats" in said for said in traces[figures.BIRDS].text)
    read = start.sentence + start.alt + str(start.table)
    assert not any(secret in read for secret in ("307", "ringed", "3.3"))


def test_the_first_move_shows_a_bird_and_its_end_the_costliest() -> None:
    view = regions(fitted(*ARRIVAL), 0)
    start = figures.regions_live(view, told=False)
    (motion,) = start.motions
    track, birds = motion.track(), motion.controls["bird"]
    assert track.sentences[0] == start.sentence
    for k in (1, 20, len(birds) - 1):
        told = live(regions(view.fit, int(birds[k])))
        assert track.sentences[k] == told.sentence
        assert track.patches[0].traces["picked", "x"][k] == told.figures[0].data[-1].x[0]
    assert np.isfinite(np.array(live(view).figures[0].data[-2].x, dtype=float)).all()


def test_a_click_names_the_row_of_the_file() -> None:
    shown = live(regions(fitted(*ARRIVAL), 0))
    assert shown.picks == {figures.BIRDS: "bird"}
    (birds,) = [trace for trace in shown.figures[0].data if trace.name == figures.BIRDS]
    table = PENGUINS.x
    for row in (0, 16, 306, 343):
        view = regions(fitted(*ARRIVAL), row + 1)
        assert (birds.x[row], birds.y[row]) == (table[row, 0], table[row, 2])
        assert tuple(view.place) == (table[row, 0], table[row, 2])
    assert np.isnan(birds.x[[3, 271]].astype(float)).all()


# computed from the shipped data with scikit-learn's fit: see test_fits_are_those_of_scikit_learn
PINNED = [
    ((*ARRIVAL, 0.0), "Mean cost 0.114 nats; 328 of 342 birds right (96 %)."),
    (
        (*ARRIVAL, 0.0),
        "Bird 307, a Chinstrap (bill length 40.9 mm, flipper length 187 mm), was given 3.8 % for"
        " Chinstrap: it pays 3.3 nats, 8.3 % of the total. No bird pays more.",
    ),
    (("length", "depth", 0.0), "Mean cost 0.0700 nats; 330 of 342 birds right (96 %)."),
    (("length", "depth", 0.0), "Bird 190, a Gentoo (bill length 44.4 mm, bill depth 17.3 mm)"),
    (("depth", "flipper", 0.0), "Mean cost 0.349 nats; 286 of 342 birds right (84 %)."),
]


@pytest.mark.parametrize(("state", "part"), PINNED)
def test_what_the_costliest_bird_pays(state: tuple[str, str, float], part: str) -> None:
    assert part in say.regions_sentence(regions(fitted(*state), 0))


def test_the_costliest_stand_deep_in_the_region_of_another_species() -> None:
    # the question of the scene: on a border of two species a bird costs about log 2 = 0.693
    fit = fitted(*ARRIVAL)
    first = regions(fit, 0).order[:5]
    assert np.all(fit.guesses[first] != fit.y[first])
    assert np.all(fit.chances[first[:4]].max(axis=1) > 0.9)
    assert fit.costs[first].min() > 3 * np.log(2)


@pytest.mark.parametrize("state", STATES)
def test_every_clause_of_the_sentence(state: tuple[str, str, float]) -> None:
    fit = fitted(*state)
    chances = fit.chances[np.arange(len(fit.y)), fit.y]
    costs = -np.log(chances)
    for bird in (int(fit.rows[costs.argmax()]) + 1, 1, 307, 344):
        view = regions(fit, bird)
        said = say.regions_sentence(view)
        i = int(np.flatnonzero(fit.rows == bird - 1)[0])
        assert int(view.index) == i
        assert float(view.cost) == pytest.approx(costs[i])
        assert float(view.share) == pytest.approx(costs[i] / costs.sum())
        more = int((costs > costs[i]).sum())
        words = {0: "No bird pays more", 1: "One bird pays more"}
        assert words.get(more, f"{more} birds pay more") in said
        assert f"Bird {bird}, a" in said


def test_a_bird_without_measurements_gives_way_to_the_costliest() -> None:
    fit = fitted(*ARRIVAL)
    for missing in (4, 272):
        view = regions(fit, missing)
        assert view.rank == 1
        assert "was not measured" in say.not_measured(view, missing)
    assert say.not_measured(regions(fit, 17), 17) == ""
    assert say.not_measured(regions(fit, 0), 0) == ""


def test_probabilities_in_per_cent() -> None:
    written = {
        0.0: "0 %", 0.0061: "0.61 %", 0.25: "25.0 %", 0.9996: "99.960 %", 1 - 2e-5: "99.9980 %",
        1.0: "all but 100 %",
    }  # fmt: skip
    for p, text in written.items():
        assert say.chance(p) == text
    assert [say.short_cost(cost) for cost in (3e-8, 0.0002, 4.21)] == ["< 0.0001", "0.00020", "4.2"]
    assert say.on_bar(0.0004, paid=False) == "< 0.1 %"
    assert say.on_bar(0.0004, paid=True) == "0.040 %"


def test_a_feature_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="there are: length, depth, flipper, mass"):
        _ = replace(fitted(*ARRIVAL), across="wing").mean_cost
