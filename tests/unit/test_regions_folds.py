"""All pairs of features, the confusion table, birds without measurements."""

import csv
import math
from importlib import resources

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, confusion_matrix

from lossviz import LOSSES
from lossviz.figures.confusion import confusion_live
from lossviz.figures.feature_pairs import pairs_live
from lossviz.multiclass.confusion import LEAST_WRONG, Confusion
from lossviz.multiclass.feature_pairs import PairFit, feature_pairs
from lossviz.multiclass.measured import MEASURED
from lossviz.words import confusion as words_confusion
from lossviz.words import feature_pairs as words_pairs
from lossviz.words import missing as words_missing
from lossviz.words.regions import share, tenths
from tests.unit.figure_checks import figure_errors, trace_errors

LOSS = LOSSES["softmax_cross_entropy"].at()
PENGUINS, IRIS = MEASURED["penguins"], MEASURED["iris"]
KEYS = [feature.key for feature in PENGUINS.features]
FITS = [
    PairFit(LOSS, PENGUINS, across, upward, l2)
    for i, across in enumerate(KEYS)
    for upward in KEYS[i:]
    for l2 in (0.0, 1.0)
]
ARRIVAL = PairFit(LOSS, PENGUINS, "length", "flipper")


def test_the_table_is_that_of_scikit_learn() -> None:
    for fit in FITS:
        view = Confusion(fit)
        guesses = fit.chances.argmax(axis=1)
        expected = confusion_matrix(fit.y, guesses)
        assert view.counts.tolist() == expected.tolist()
        assert fit.accuracy == pytest.approx(accuracy_score(fit.y, guesses))
        assert fit.n_right == int(np.trace(expected))
        rates = confusion_matrix(fit.y, guesses, normalize="true")
        np.testing.assert_allclose(view.row_shares, rates)


def test_a_wrong_bird_costs_at_least_ln_2_and_a_right_one_at_most_ln_3() -> None:
    crossed = set()
    for fit in FITS:
        costs = -np.log(fit.chances[np.arange(len(fit.y)), fit.y])
        wrong = fit.chances.argmax(axis=1) != fit.y
        assert costs[wrong].min() >= math.log(2)
        assert costs[~wrong].max() <= math.log(3)
        view = Confusion(fit)
        assert view.cheapest_wrong == pytest.approx(costs[wrong].min())
        assert view.dearest_right == pytest.approx(costs[~wrong].max())
        assert view.wrong_share == pytest.approx(costs[wrong].sum() / costs.sum())
        crossed.add(dearer := bool(costs[~wrong].max() > costs[wrong].min()))
        assert ("right can cost more" in words_confusion.limits(view)) == dearer
    assert crossed == {True, False}
    assert pytest.approx(math.log(2)) == LEAST_WRONG
    # the limits are reached by forecasts of their own
    assert LOSS.value([0], np.log([[0.5, 0.5, 1e-300]]))[0] == pytest.approx(math.log(2))
    assert LOSS.value([0], np.zeros((1, 3)))[0] == pytest.approx(math.log(3))


def test_the_confusion_in_words() -> None:
    said = words_confusion.confusion_sentence(Confusion(ARRIVAL))
    # counted from the shipped data with scikit-learn: see test_the_table_is_that_of_scikit_learn
    assert said == (
        "On the diagonal 146 + 60 + 122 = 328 of 342 birds: 96 % right. The 14 wrong ones pay 71 %"
        " of the whole cost."
    )
    assert "log 2 = 0.693" in words_confusion.limits(Confusion(ARRIVAL))
    assert "log 3 = 1.099" in words_confusion.limits(Confusion(ARRIVAL))
    assert "cheapest wrong bird pays 0.756, the dearest right bird 0.582." in (
        words_confusion.limits(Confusion(ARRIVAL))
    )


@pytest.mark.parametrize("fit", [ARRIVAL, FITS[5], FITS[-1]])
def test_the_confusion_in_figure_and_text(fit: PairFit) -> None:
    live = confusion_live(Confusion(fit))
    assert figure_errors(live) == []
    assert trace_errors(live) == []
    wrong = np.concatenate([t.x[t.y > 0.5] for t in live.figures[1].data if t.mode == "markers"])
    right = np.concatenate([t.x[t.y < 0.5] for t in live.figures[1].data if t.mode == "markers"])
    assert (len(right), len(wrong)) == (fit.n_right, len(fit.y) - fit.n_right)
    assert wrong.min() >= math.log(2)
    assert "● Adelie ■ Chinstrap ▲ Gentoo" in live.figures[1].layout.xaxis.title.text


@pytest.mark.parametrize("measured", [PENGUINS, IRIS])
def test_all_pairs_in_figure_and_text(measured) -> None:
    pairs = feature_pairs(LOSS, measured)
    live = pairs_live(pairs)
    assert figure_errors(live) == []
    assert trace_errors(live) == []
    assert len(live.table.rows) == 6
    for fit, row in zip(pairs, live.table.rows, strict=True):
        assert (row[1] == words_pairs.MINIMISER) == fit.has_minimiser
    frames = next(t for t in live.figures[0].data if t.name == "no finite minimiser")
    assert len(frames.x) == 6 * sum(not fit.has_minimiser for fit in pairs)


def test_all_pairs_in_words() -> None:
    # which pairs and who: by linear programs of their own in test_regions
    assert words_pairs.pairs_sentence(feature_pairs(LOSS, PENGUINS)) == (
        "4 of 6 pairs have a finite minimiser. In the others, Gentoo splits off from Adelie and"
        " Chinstrap. The lowest floor is that of bill length with bill depth: 0.0700 nats."
    )
    assert words_pairs.pairs_sentence(feature_pairs(LOSS, IRIS)) == (
        "0 of 6 pairs have a finite minimiser. In every one, setosa splits off from versicolor and"
        " virginica. The lowest floor is that of petal length with petal width: 0.0685 nats."
    )


def test_the_coefficients_in_the_units_of_the_file_are_those_of_scikit_learn() -> None:
    x, y = ARRIVAL.columns[ARRIVAL.rows], ARRIVAL.y
    model = LogisticRegression(C=np.inf, tol=1e-10, max_iter=10_000, solver="newton-cg")
    model.fit(x - x.mean(axis=0), y)
    lines = words_pairs.coefficient_table(ARRIVAL).splitlines()
    assert lines[0] == (
        "| log odds against Adelie | constant | per mm of bill length | per mm of flipper length |"
    )
    for k, line in enumerate(lines[2:], 1):
        name, *numbers = [cell.strip().replace("−", "-") for cell in line.strip("|").split("|")]
        assert name == PENGUINS.classes[k]
        slopes = model.coef_[k] - model.coef_[0]
        start = model.intercept_[k] - model.intercept_[0] - slopes @ x.mean(axis=0)
        expected = [start, *slopes]
        np.testing.assert_allclose([float(n) for n in numbers], expected, rtol=6e-3)
    assert words_pairs.about_coefficients(ARRIVAL).endswith("with L2 0.")
    parted = PairFit(LOSS, PENGUINS, "depth", "mass")
    assert words_pairs.about_coefficients(parted).endswith("with L2 0.001.")


def test_who_is_missing_is_read_from_the_file() -> None:
    with resources.files("lossviz.data").joinpath("penguins.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    empty = [i + 1 for i, row in enumerate(rows) if row["bill_length_mm"] == ""]
    assert empty == [4, 272]
    assert (PENGUINS.missing + 1).tolist() == empty
    for column in ("bill_depth_mm", "flipper_length_mm", "body_mass_g"):
        assert [i + 1 for i, row in enumerate(rows) if row[column] == ""] == empty
    said = words_missing.missing_sentence(PENGUINS)
    assert said.startswith("2 of 344 birds have no measurements: 4 (an Adelie) and 272 (a Gentoo).")
    assert said.endswith("342 stay.")
    assert words_missing.missing_sentence(IRIS) == ""
    table = words_missing.missing_table(PENGUINS)
    for line in ("Adelie | 152 | 1 | 151", "Chinstrap | 68 | 0 | 68", "Gentoo | 124 | 1 | 123",
                 "all | 344 | 2 | 342"):  # fmt: skip
        assert line in table


def test_shares_that_are_nearly_all_are_not_called_all() -> None:
    assert [share(p) for p in (0.0, 1e-9, 0.0081, 0.957, 0.997, 0.9997, 1.0)] == [
        "0 %", "less than 0.01 %", "0.81 %", "96 %", "99.7 %", "more than 99.9 %", "100 %",
    ]  # fmt: skip


def test_the_shares_of_a_row_add_up() -> None:
    assert [tenths(p) for p in (0.0, 1e-5, 3 / 151, 0.9999, 1.0)] == [
        "0 %", "less than 0.01 %", "2.0 %", "more than 99.9 %", "100 %",
    ]  # fmt: skip
    for fit in FITS:
        for row in Confusion(fit).row_shares:
            assert abs(sum(float(tenths(p).removesuffix(" %")) for p in row) - 100) < 0.11
    assert "96.7 %" in confusion_live(Confusion(ARRIVAL)).figures[0].data[1].text[0]
