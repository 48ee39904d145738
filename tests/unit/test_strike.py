"""Terms struck out of an NLL: the algebra, every combination against brute force, words, figure."""

import json
import re
from dataclasses import replace
from itertools import chain, combinations

import numpy as np
import plotly.graph_objects as go
import pytest
from scipy import optimize

from lossviz.data.observations import OBSERVATIONS
from lossviz.figures import strike as figures
from lossviz.figures import theme
from lossviz.figures.live import Patch, Track
from lossviz.likelihood.strike import (
    FAMILIES,
    WIDTHS,
    Kind,
    Left,
    StrikeView,
    formula_tex,
    product_in_words,
    varying_in_words,
)
from lossviz.ui.controls import PageSpec, Scene, parse, query_of, settle
from lossviz.ui.live_figure.message import figure_message
from lossviz.ui.specs.likelihood_strike import CONTROLS
from lossviz.words import strike as say
from tests.unit.motion_checks import message_bytes, track_errors

READINGS = OBSERVATIONS["newcomb_66"].y
KICKS = OBSERVATIONS["kicks"].y
FACTORIALS = sum(np.log(float(np.prod(np.arange(1, y + 1)))) for y in KICKS)


def subsets(key: str) -> list[tuple[str, ...]]:
    terms = [term.key for term in FAMILIES[key].terms]
    sizes = range(len(terms) + 1)
    return list(chain.from_iterable(combinations(terms, size) for size in sizes))


EVERY = [(key, struck) for key in FAMILIES for struck in subsets(key)]


def view(key: str, *struck: str, width: float = 20.0, free: bool = True) -> StrikeView:
    family = FAMILIES[key]
    return StrikeView(family, family.observations.y, struck, width, free)


# ---- the algebra --------------------------------------------------------------------------------


@pytest.mark.parametrize("key", ["bell", "tent"])
@pytest.mark.parametrize("width", [0.3, 1.0, 10.66, 100.0])
@pytest.mark.parametrize("centre", [-44.0, 0.0, 26.2, 33.3])
def test_nothing_struck_is_the_log_likelihood(key: str, centre: float, width: float) -> None:
    family = FAMILIES[key]
    log = family.noise.log_density(READINGS, np.asarray(centre), width).sum()
    nll = family.nll(READINGS, np.asarray(centre), np.asarray(width))
    assert float(nll) == pytest.approx(-float(log), rel=1e-12)


@pytest.mark.parametrize("rate", [0.05, 0.7, 3.0])
def test_nothing_struck_is_the_log_likelihood_of_counts(rate: float) -> None:
    family = FAMILIES["count"]
    log = family.noise.log_density(KICKS, np.log(rate), 1.0).sum()
    assert float(family.nll(KICKS, np.zeros(()), np.asarray(rate))) == pytest.approx(-float(log))


def written_out(key: str, struck: tuple[str, ...], at: float, width: float) -> float:
    """What is left, from the formulas of a textbook rather than from terms."""
    n = len(READINGS)
    if key == "count":
        parts = {"rate": 280 * width, "logs": -KICKS.sum() * np.log(width)}
        parts["factorial"] = FACTORIALS
        return float(sum(value for name, value in parts.items() if name not in struck))
    total = 0.0
    if "constants" not in struck:
        total += n * np.log(np.sqrt(2 * np.pi) if key == "bell" else 2)
    if "log" not in struck:
        total += n * np.log(width)
    if key == "bell":
        factor = (1 if "half" in struck else 0.5) * (1 if "square" in struck else width**-2)
        return float(total + factor * ((READINGS - at) ** 2).sum())
    factor = 1 if "square" in struck else 1 / width
    return float(total + factor * np.abs(READINGS - at).sum())


@pytest.mark.parametrize(("key", "struck"), EVERY)
def test_what_is_left_written_out(key: str, struck: tuple[str, ...]) -> None:
    one = view(key, *struck)
    for at in (20.0, one.centre):
        for width in (0.4, 2.0, 17.0):
            left = one.family.nll(one.y, np.asarray(at), np.asarray(width), struck)
            assert float(left) == pytest.approx(written_out(key, struck, at, width), rel=1e-12)
    for width in (0.4, 2.0, 17.0):
        over = float(one.left.value(np.asarray(width)))
        assert over == pytest.approx(written_out(key, struck, one.centre, width), rel=1e-12)


# ---- minimisers, against brute force ------------------------------------------------------------


def brute(f: np.ndarray) -> str:
    """Where the lowest value of a function on a grid lies."""
    if np.ptp(f) < 1e-9 * max(1.0, float(np.abs(f).max())):
        return "FLAT"
    k = int(f.argmin())
    return "DOWN" if k == 0 else "UP" if k == len(f) - 1 else "AT"


@pytest.mark.parametrize(("key", "struck"), EVERY)
def test_the_best_width_by_brute_force(key: str, struck: tuple[str, ...]) -> None:
    one = view(key, *struck)
    log = np.linspace(np.log(1e-3), np.log(1e4), 4001)
    values = np.array([written_out(key, struck, one.centre, np.exp(u)) for u in log])
    best = one.after
    assert best.kind.name == brute(values)
    if best.kind is Kind.AT:
        found = optimize.minimize_scalar(
            lambda u: written_out(key, struck, one.centre, np.exp(u)),
            bounds=(np.log(best.width) - 2, np.log(best.width) + 3), method="bounded",
            options={"xatol": 1e-10},
        )  # fmt: skip
        assert best.width == pytest.approx(np.exp(found.x), rel=1e-6)
        assert best.infimum == pytest.approx(found.fun, rel=1e-10)
    elif best.kind is not Kind.FLAT:
        far = 1e-100 if best.kind is Kind.DOWN else 1e100
        end = written_out(key, struck, one.centre, far)
        if np.isfinite(best.infimum):
            assert end == pytest.approx(best.infimum, rel=1e-9, abs=1e-9)
        else:
            assert end < values.min() - 1000  # as log, it grows slowly


@pytest.mark.parametrize("width", [1.0, 20.0, 100.0])
@pytest.mark.parametrize(("key", "struck"), [one for one in EVERY if one[0] != "count"])
def test_the_best_location_by_brute_force(key: str, struck: tuple[str, ...], width: float) -> None:
    one = view(key, *struck, width=width)
    grid = np.linspace(10.0, 40.0, 3001)
    values = [written_out(key, struck, at, width) for at in grid]
    assert abs(grid[int(np.argmin(values))] - one.centre) <= 0.01 + 1e-9
    lowest = written_out(key, struck, one.centre, width)
    assert lowest <= min(values) + 1e-9 * abs(lowest)


def test_the_brute_force_notices_a_wrong_minimum() -> None:
    log = np.linspace(-3, 5, 801)
    one = view("bell", "log")
    assert brute(one.left.value(np.exp(log))) == "UP"
    assert brute(one.whole.value(np.exp(log))) == "AT"
    assert brute(view("bell", "square").left.value(np.exp(log))) == "DOWN"


@pytest.mark.parametrize(
    ("left", "kind", "infimum"),
    [
        (Left(3.0, 0.0, 0.0, -2), Kind.FLAT, 3.0),
        (Left(3.0, 0.0, 5.0, 0), Kind.FLAT, 3.0),
        (Left(3.0, 4.0, 0.0, -2), Kind.DOWN, -np.inf),  # all readings coincide
        (Left(3.0, -4.0, 0.0, 0), Kind.UP, -np.inf),
        (Left(3.0, 0.0, 5.0, -2), Kind.UP, 3.0),
        (Left(3.0, 0.0, 5.0, 1), Kind.DOWN, 3.0),
        (Left(0.0, 2.0, 1.0, -2), Kind.AT, 1.0),  # 2 log w + w^-2: lowest at 1
        (Left(0.0, -1.0, 1.0, 1), Kind.AT, 1.0),  # w - log w: lowest at 1
    ],
)
def test_minima_by_hand(left: Left, kind: Kind, infimum: float) -> None:
    assert left.best.kind is kind
    assert left.best.infimum == infimum


def test_numbers_of_the_page() -> None:
    # Stigler 1977, table 5: mean 26.2 and median 27 of the 66; exercise: 33.0, 9.4, 0.38
    bell = view("bell", "log")
    assert bell.centre == pytest.approx(26.2121, abs=1e-4)
    assert bell.before.width == pytest.approx(10.6636, abs=1e-4)
    assert bell.before.width == pytest.approx(np.std(READINGS), rel=1e-12)
    values = [float(bell.left.varying(np.asarray(w))) for w in (10.66361, 20.0, 100.0)]
    assert values == pytest.approx([33.0, 9.38, 0.375], abs=5e-3)
    assert view("bell", "half").after.width == pytest.approx(15.08, abs=5e-3)
    tent = view("tent")
    assert tent.centre == 27.0
    assert tent.before.width == pytest.approx(np.abs(READINGS - 27).mean())
    # Bortkewitsch 1898: 196 deaths in 280 corps-years
    assert view("count", "factorial").after.width == pytest.approx(196 / 280)


def test_bad_input_is_a_sentence() -> None:
    family = FAMILIES["bell"]
    with pytest.raises(ValueError, match="no observations"):
        StrikeView(family, np.array([]), ())
    with pytest.raises(ValueError, match=r"width must lie in \(0, inf\)"):
        StrikeView(family, READINGS, (), 0.0)
    with pytest.raises(ValueError, match="struck must be among constants, log, half, square"):
        StrikeView(family, READINGS, ("factorial",))


def test_readings_that_coincide() -> None:
    # nothing misses: whatever is struck, a smaller width is better, or no width is in it
    one = StrikeView(FAMILIES["bell"], np.full(4, 3.0), ())
    assert (one.before.kind, one.before.infimum) == (Kind.DOWN, -np.inf)
    for struck in subsets("bell"):
        said = say.strike_sentence(replace(one, struck=struck))
        assert said.endswith((".", "?"))
        assert "nan" not in said


# ---- words --------------------------------------------------------------------------------------


def test_products_in_words() -> None:
    family = FAMILIES["bell"]
    assert product_in_words(family.products[2]) == "SSE/(2 width²)"
    assert varying_in_words(view("bell")) == "n log width + SSE/(2 width²)"
    assert varying_in_words(view("bell", "log", "half")) == "SSE/width²"
    assert varying_in_words(view("bell", "log", "square")) == ""
    assert varying_in_words(view("count")) == "n × rate − Σ y × log rate"
    assert varying_in_words(view("tent", "log")) == "(sum of distances)/width"


def numbers_after(text: str, before: str) -> list[float]:
    tail = text.split(before, 1)[1]
    return [float(x.replace("−", "-").replace(",", "")) for x in re.findall(r"−?[\d.,]*\d", tail)]


@pytest.mark.parametrize("width", [5.0, 10.6636, 20.0, 100.0])
@pytest.mark.parametrize("key", ["bell", "tent"])
def test_the_edge_in_words(key: str, width: float) -> None:
    for struck in (("log",), ("constants", "log")):
        one = view(key, *struck, width=width)
        said = say.strike_sentence(one)
        assert "it runs to the edge" in said
        assert said.endswith("A term is a constant only if nothing you fit is in it.")
        assert "falls for ever towards 0, as the width grows" in said
        far = [written_out(key, ("constants", "log"), one.centre, w) for w in (1e3, 1e6, 1e9)]
        assert all(value > 0 for value in far)  # towards 0, which it never reaches
        best = one.before.width
        power, misses = (2, ((READINGS - READINGS.mean()) ** 2).sum() / 2)
        if key == "tent":
            power, misses = 1, np.abs(READINGS - 27.0).sum()
        told = numbers_after(said, ", is ")  # value, width, value, width
        at = [best] if abs(width / best - 1) < 1e-3 else [best, width]
        expected = [x for w in at for x in (misses / w**power, w)]
        assert told[: len(expected)] == pytest.approx(expected, rel=0.02)


def test_the_exercise_can_be_read() -> None:
    # exercise "Strike the term": what is left is 33.0 at 10.66, 9.4 at 20, 0.38 at 100
    said = [
        say.strike_sentence(view("bell", "log", width=width)) for width in (10.6636, 20.0, 100.0)
    ]
    assert "SSE/(2 width²), is 33.0 at 10.66, and falls" in said[0]
    assert "SSE/(2 width²), is 33.0 at 10.66 and 9.4 at 20, and falls" in said[1]
    assert "SSE/(2 width²), is 33.0 at 10.66 and 0.38 at 100, and falls" in said[2]


@pytest.mark.parametrize(("key", "struck"), EVERY)
def test_what_moved_in_words(key: str, struck: tuple[str, ...]) -> None:
    one = view(key, *struck)
    said = say.strike_sentence(one)
    names = {term.key: term.name for term in one.family.terms}
    for term, name in names.items():
        assert (f"{name}," in said.split(". ")[0] + "," or f"{name}." in said) or (
            term not in struck
        )
    assert said.startswith("Struck: " if struck else "Nothing is struck.")
    kind = brute(one.left.value(np.geomspace(1e-3, 1e4, 4001)))
    assert ("runs to the edge" in said) == (kind in ("UP", "DOWN"))
    assert ("nothing says which" in said) == (kind == "FLAT")
    assert (": every rate is as good." in said or ": every width is as good." in said) == (
        kind == "FLAT"
    )
    assert "left to minimise" not in said  # SSE is, with the width struck out
    what = "rate" if key == "count" else "width"
    assert (f"as the {what} grows" in said) == (kind == "UP")
    assert (f"as the {what} shrinks towards 0" in said) == (kind == "DOWN")
    same = kind == "AT" and bool(np.isclose(one.after.width, one.before.width))
    assert ("nothing moved" in said) == (same and bool(struck))
    assert (": it moved." in said) == (kind == "AT" and not same)
    assert ("There is no width here" in said) == (key == "count")
    if key != "count" and struck:
        where = {"bell": "26.2", "tent": "27.0"}[key]
        assert f"Best location {where} before, {where} after." in said
    assert "nan" not in said


@pytest.mark.parametrize("struck", subsets("bell"))
def test_held_nothing_moves(struck: tuple[str, ...]) -> None:
    said = say.strike_sentence(view("bell", *struck, width=15.3, free=False))
    assert "The width is held at 15.3 ns." in said
    assert ("Nothing moved: best location 26.2 before, 26.2 after." in said) == bool(struck)
    assert "edge" not in said


def test_half_moves_the_width_only() -> None:
    said = say.strike_sentence(view("bell", "half"))
    assert "Best location 26.2 before, 26.2 after." in said
    assert "Best width 10.66 ns before, 15.08 ns after: it moved." in said


def test_a_term_and_its_value_agree() -> None:
    # 196 deaths: 196 log 0.70 is -69.9, and in the NLL it stands with a minus
    live = figures.strike(view("count"))
    rows = {row[0]: row[1] for row in live.table.rows}
    assert rows["−Σ y × log rate"] == f"{-KICKS.sum() * np.log(0.7):.1f}" == "69.9"
    assert rows["n × rate"] == "196"
    assert rows["Σ log y!"] == f"{FACTORIALS:.1f}"
    whole = float(rows["whole NLL"])
    parts = sum(float(rows[term.name]) for term in FAMILIES["count"].terms)
    assert whole == pytest.approx(parts, abs=0.2)
    assert say.strike_sentence(view("count", "logs")).startswith("Struck: −Σ y × log rate.")


@pytest.mark.parametrize(("key", "struck"), EVERY)
def test_what_a_curve_is_drawn_above(key: str, struck: tuple[str, ...]) -> None:
    one = view(key, *struck)
    live = figures.strike(one)
    kind = brute(one.left.value(np.geomspace(1e-3, 1e4, 4001)))
    far = one.left.value(np.array([1e-80, 1e80])).min()
    level = "its lowest" if kind in ("AT", "FLAT") else "what it falls to"
    if far < -1000:
        level = "its lowest in view"
    figure = live.figures[-1]
    assert figure.layout.yaxis.title.text == f"nats above {level}"
    drawn = trace(figure, "what is left").y
    if level == "its lowest in view":
        assert min(drawn) == pytest.approx(0.0, abs=1e-9)
    elif level == "what it falls to" and key != "count":
        assert min(drawn) > 0
    assert f"the whole above its lowest, what is left above {level}." in live.alt


def test_a_formula_with_lines_through_it() -> None:
    for key, struck in EVERY:
        tex = formula_tex(FAMILIES[key], struck)
        assert tex.count(r"\cancel{") == len(struck)
        assert tex.count("{") == tex.count("}")
        for term in FAMILIES[key].terms:
            assert (rf"\cancel{{{term.tex.removeprefix('-')}}}" in tex) == (term.key in struck)


# ---- the figure ---------------------------------------------------------------------------------

LIVE = {
    f"{key} {'+'.join(struck)} {free}": figures.strike(view(key, *struck, free=free))
    for key, struck in EVERY
    for free in (True, False)
    if free or key != "count"
}


def trace(figure: go.Figure, name: str) -> go.Scatter:
    (found,) = [t for t in figure.data if t.name == name]
    return found


@pytest.mark.parametrize("name", LIVE)
def test_every_figure_is_sound(name: str) -> None:
    live = LIVE[name]
    for figure in live.figures:
        assert len(go.Figure(figure.to_dict()).data) == len(figure.data)
        used = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", figure.to_json()))
        assert used - {"rgba(0,0,0,0)"} <= theme.DARK.keys()
        for axis in ("xaxis", "yaxis"):
            assert figure.layout[axis].title.text
    assert live.table.rows
    for text in (live.alt, live.sentence, *chain(*live.table.rows)):
        assert "nan" not in text
        assert "None" not in text
    json.dumps(figure_message("f", live, "plotly.js"))


def alone(motion_of: StrikeView, width: float):
    return figures.strike(replace(motion_of, width=width))


@pytest.mark.parametrize("free", [True, False])
@pytest.mark.parametrize(("key", "struck"), [one for one in EVERY if one[0] != "count"])
def test_the_hand_on_the_width(key: str, struck: tuple[str, ...], free: bool) -> None:
    one = view(key, *struck, width=17.3, free=free)
    live = figures.strike(one)
    (motion,) = live.motions
    stops = motion.axis.stops
    some = [0, motion.axis.nearest(10.66), motion.axis.nearest(17.3), len(stops) - 1]
    assert track_errors(live, motion, lambda k: alone(one, stops[k]), some) == []
    assert motion.handle is not None
    np.testing.assert_allclose(motion.handle.x, np.log10(stops))
    assert message_bytes(motion.track()) < 200_000


def test_the_checker_notices_a_curve_that_is_off() -> None:
    one = view("bell", "log", width=17.3)
    live = figures.strike(one)
    (motion,) = live.motions
    track = motion.track()
    first, second = track.patches
    values = first.traces["whole NLL", "y"]
    bent = Patch({**first.traces, ("whole NLL", "y"): values * 1.01})
    planted = replace(motion, track=lambda: Track((bent, second), track.sentences))
    stops = motion.axis.stops
    found = track_errors(live, planted, lambda k: alone(one, stops[k]), [3])
    assert any("whole NLL: y" in text for text in found)


@pytest.mark.parametrize("free", [True, False])
def test_the_stops_reach_both_ends_and_the_best_widths(free: bool) -> None:
    (motion,) = figures.strike(view("bell", "half", free=free)).motions
    stops = motion.axis.stops
    assert (stops[0], stops[-1]) == (WIDTHS.low, WIDTHS.high)
    assert 10.6636 in stops
    assert 15.0806 in stops
    assert 20.0 in stops
    assert len(stops) <= 121


def test_a_count_has_no_hand() -> None:
    live = figures.strike(view("count", "factorial"))
    assert live.motions == ()
    assert len(live.figures) == 1
    assert "Best rate 0.70 before, 0.70 after: nothing moved." in live.sentence


def test_the_curves_by_hand() -> None:
    location, width = figures.strike(view("bell", "log", width=20.0)).figures
    left = trace(location, "what is left")
    at = np.asarray(left.x)
    expected = 66 * (at - READINGS.mean()) ** 2 / (2 * 20.0**2)
    np.testing.assert_allclose(left.y, np.minimum(expected, 60.0), atol=1e-9)
    over = trace(width, "what is left")
    sse = 66 * np.var(READINGS)
    np.testing.assert_allclose(
        over.y, np.minimum(sse / (2 * 10 ** (2 * np.asarray(over.x))), 360.0), rtol=1e-9
    )
    whole = trace(width, "whole NLL")
    assert min(whole.y) == pytest.approx(0.0, abs=0.05)
    assert whole.x[int(np.argmin(whole.y))] == pytest.approx(np.log10(10.66), abs=0.02)
    assert trace(width, "the hand").y[0] == pytest.approx(9.38, abs=0.01)
    # where the curve leaves the pane a triangle says so
    (x, y), top = (trace(width, "goes on").x, trace(width, "goes on").y), 120.0
    assert y == (top, top)
    assert x[0] == pytest.approx(np.log10(np.sqrt(sse / (2 * top))), abs=1e-3)
    assert np.isnan(x[1])


def test_the_same_minimum_is_named_once() -> None:
    _location, width = figures.strike(view("bell", "constants")).figures
    assert trace(width, "minimum before").text == ("10.66 ns before and after",)
    _location, width = figures.strike(view("bell", "half")).figures
    assert trace(width, "minimum before").text == ("10.66 ns before",)
    assert trace(width, "minimum after").text == ("15.08 ns after",)


def test_a_runaway_is_named() -> None:
    for struck, text in (("log", "on and on →"), ("square", "← on and on")):
        figure = figures.strike(view("bell", struck)).figures[1]
        assert trace(figure, "no minimum").text == (text,)
        assert np.isnan(trace(figure, "minimum after").x[0])
    figure = figures.strike(view("bell", "log", "square")).figures[1]
    assert trace(figure, "no minimum").text == ("every width is as good",)


# ---- the controls -------------------------------------------------------------------------------

PAGE = PageSpec(
    "p", "t", CONTROLS, (Scene("3", "s", "q", "g", ("terms", "strike", "free", "width")),)
)


def test_another_family_drops_the_terms_it_lacks() -> None:
    values, notices = parse(PAGE, {"strike": ["constants,half"]})
    assert (values["strike"], notices) == (("constants", "half"), [])
    tent = settle(PAGE, {**values, "terms": "tent"}, "terms")
    assert tent["strike"] == ("constants",)
    assert settle(PAGE, {**values, "terms": "count"}, "terms")["strike"] == ()
    assert query_of(PAGE, tent) == {"terms": "tent", "strike": "constants"}


@pytest.mark.parametrize("bad", ["half", "nothing", "", "log,half"])
def test_a_link_with_a_term_the_family_lacks(bad: str) -> None:
    values, notices = parse(PAGE, {"terms": ["tent"], "strike": [bad]})
    assert values["strike"] == ()
    (notice,) = notices
    assert "needs one or more of: constants, log, square" in notice


@pytest.mark.parametrize("bad", ["0", "100.1", "wide"])
def test_a_link_with_a_width_out_of_range(bad: str) -> None:
    values, notices = parse(PAGE, {"width": [bad]})
    assert values["width"] == 20.0
    assert "needs a number from 1 to 100" in notices[0]
