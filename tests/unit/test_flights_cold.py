"""The sigmoid beyond its data: against statsmodels, words at every place, figure."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import special

from lossviz.binary.cold import PLACES, Beyond, flights_at
from lossviz.binary.problems import orings
from lossviz.figures import cold as figures
from lossviz.figures.live import LiveFigure
from lossviz.words import cold as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

FLIGHTS = orings()


def live(place: float) -> LiveFigure:
    return figures.cold(flights_at(place), "there")


def fitted(rows: np.ndarray, link: sm.families.links.Link) -> np.ndarray:
    model = sm.GLM(FLIGHTS.y[rows], sm.add_constant(FLIGHTS.x[rows]), sm.families.Binomial(link))
    return np.asarray(model.fit(maxiter=500, tol=1e-12).params)


def test_all_fits_are_those_of_statsmodels() -> None:
    view = flights_at(31.0)
    everyone = np.ones(23, dtype=bool)
    logit = sm.families.links.Logit()
    np.testing.assert_allclose(view.line, fitted(everyone, logit), rtol=1e-6)
    for row in (0, 8, 20, 22):
        np.testing.assert_allclose(view.lines[row], fitted(np.arange(23) != row, logit), rtol=1e-5)
    heavy = fitted(everyone, sm.families.links.Cauchy())
    np.testing.assert_allclose(view.heavy_line, heavy, rtol=1e-4)


# statsmodels 0.14: 0.99961 by the sigmoid, 0.9736 by the Cauchy link; without 41-C 0.99892, the
# least sure, without 61-A 0.999995, the surest
def test_the_cold_morning() -> None:
    view = flights_at(31.0)
    assert special.expit(view.logit) == pytest.approx(0.99961, abs=5e-6)
    assert view.heavy == pytest.approx(0.97360, abs=5e-6)
    assert FLIGHTS.labels[int(view.refits.argmin())] == "41-C"
    assert FLIGHTS.labels[int(view.refits.argmax())] == "61-A"
    assert say.cold_sentence(view) == (
        "At 31 °F, 22 °F colder than any flight, the curve says 99.96 % for a distress. Without one"
        " flight or another: 99.9 % to 99.9995 %. A curve with heavier tails: 97 %."
    )
    assert "costs less on these flights, 0.427 against 0.442 on average" in say.assumption(view)
    # Dalal, Fowlkes, Hoadley 1989: 31 °F was forecast for the launch
    assert say.assumption(view).startswith("31 °F was the forecast")


def test_no_line_comes_where_the_lines_are_named() -> None:
    figure = live(31.0).figures[1]
    (start, _end), heights = figures.KEY
    for trace in figure.data:
        if trace.mode != "lines" or "key" in trace.name or trace.name == "here":
            continue
        x, y = np.asarray(trace.x), np.asarray(trace.y)
        there = (x >= start) & np.isfinite(y)
        assert (y[there] < min(heights) - 1).all(), trace.name
    for name in ("without one each", "heavier tails"):
        (line,) = [trace.line for trace in figure.data if trace.name == name]
        (key,) = [trace.line for trace in figure.data if trace.name == f"key: {name}"]
        assert (key.color, key.dash, key.width) == (line.color, line.dash, line.width)
    low, high = figures.ENDS
    every = np.append(flights_at(PLACES.low).refits, flights_at(PLACES.high).refits)
    assert low < every.min()
    assert every.max() < high


def test_the_heavier_tails_are_less_sure_in_all_the_cold() -> None:
    view = flights_at(31.0)
    cold = np.linspace(PLACES.low, view.seen.low, 50)
    assert (view.heavy_at(cold) < special.expit(view.logit_at(cold))).all()


def test_the_sentence_at_every_place() -> None:
    (motion,) = live(31.0).motions
    for place, said in zip(motion.axis.stops, motion.track().sentences, strict=True):
        inside = 53 <= place <= 81
        assert ("within the range of the flights" in said) == inside
        if place < 53:
            assert f"{53 - place:g} °F colder than any flight" in said
        if place > 81:
            assert f"{place - 81:g} °F warmer than any flight" in said
        p = float(said.split("the curve says ")[1].split(" %")[0]) / 100
        true = 1 / (1 + np.exp(-(15.04290165 - 0.23216274 * place)))
        assert p == pytest.approx(true, abs=0.51 * max(0.01, min(true, 1 - true)))


@pytest.mark.parametrize(
    ("p", "text"),
    [(0.9996, "99.96 %"), (0.5, "50 %"), (0.0004, "0.04 %"), (0.0, "almost 0 %"),
     (1.0, "almost 100 %"), (0.99, "99 %"), (0.995, "99.5 %")],
)  # fmt: skip
def test_no_probability_is_said_to_be_0_or_1(p: float, text: str) -> None:
    assert say.sure(p) == text


def test_every_stop_of_the_hand() -> None:
    one = live(40.0)
    assert figure_errors(one) == []
    assert trace_errors(one) == []
    (motion,) = one.motions
    stops = motion.axis.stops
    at = [0, len(stops) // 2, len(stops) - 1]
    assert track_errors(one, motion, lambda k: live(float(stops[k])), at) == []
    assert message_bytes(motion.track()) < 50_000


def test_without_a_best_curve_it_is_a_sentence() -> None:
    parted = orings(("61-a", "sts-2", "41-d"))
    with pytest.raises(ValueError, match="No finite minimiser"):
        _ = Beyond(parted, 31.0).line
