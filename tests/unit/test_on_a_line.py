"""A hill on a fitted line: location = line(x), and what each observation costs."""

import math
from dataclasses import replace

import numpy as np
import plotly.graph_objects as go
import pytest
from scipy import integrate, stats

from lossviz import LOSSES
from lossviz import noise as noises
from lossviz.data.problems import LINE_PROBLEMS, LineProblem
from lossviz.figures import on_a_line
from lossviz.fits import fit_linear
from lossviz.likelihood.observed_x import x_range
from lossviz.likelihood.on_a_line import SIDEWAYS, HillOnALine, lift_range
from lossviz.ui.specs import likelihood_noises as spec
from lossviz.words import number
from lossviz.words import on_a_line as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import message_bytes, track_errors

NOISES = {
    "bell": noises.gaussian(), "tent": noises.laplace(), "heavy tail": noises.student_t(3.0),
}  # fmt: skip
ON = [(on, name) for on in spec.LINES for name in NOISES]


def line_at(on: str, name: str, place: float | None = None, lift: float = 0.0) -> HillOnALine:
    problem = LINE_PROBLEMS[on]
    where = float(np.median(problem.x)) if place is None else place
    return HillOnALine(problem, NOISES[name], where, lift)


def density(view: HillOnALine, y: np.ndarray, at: np.ndarray) -> np.ndarray:
    """By scipy."""
    return {
        "gaussian": lambda: stats.norm.pdf(y, at, view.width),
        "laplace": lambda: stats.laplace.pdf(y, at, view.width),
        "student_t": lambda: stats.t.pdf(y, 3.0, at, view.width),
    }[view.noise.key]()


def traces(figure: go.Figure) -> dict[str, go.Scatter]:
    return {t.name: t for t in figure.data}


@pytest.mark.parametrize(("on", "name"), ON)
def test_the_hill_stands_where_the_line_says(on: str, name: str) -> None:
    view = line_at(on, name)
    intercept, slope = view.fit.coefficients
    assert view.location == pytest.approx(intercept + slope * view.place)
    drawn = traces(on_a_line.line_figures(view)[0])
    assert (drawn["location"].x[0], drawn["location"].y[0]) == (view.place, view.location)
    hill_x, hill_y = np.asarray(drawn["hill"].x), np.asarray(drawn["hill"].y)
    assert hill_y[hill_x.argmax()] == pytest.approx(view.location)  # its top lies on the line
    ends = np.asarray(drawn["line"].x)
    np.testing.assert_allclose(drawn["line"].y, intercept + slope * ends)


@pytest.mark.parametrize(("on", "name"), ON)
def test_the_hill_on_its_side_is_the_density_to_scale(on: str, name: str) -> None:
    view = line_at(on, name)
    drawn = traces(on_a_line.line_figures(view)[0])["hill"]
    long, y = np.asarray(drawn.x[:-2]) - view.place, np.asarray(drawn.y[:-2])
    np.testing.assert_allclose(
        long / view.per_density, density(view, y, view.location), rtol=1e-6, atol=1e-10 * view.top
    )
    assert long.max() == pytest.approx(SIDEWAYS * (view.frame.right_x - view.frame.left_x))
    area = integrate.quad(
        lambda away: float(view.outline(np.array([away]))[0]), -np.inf, np.inf, limit=200
    )[0] if view.noise.key != "laplace" else 2 * integrate.quad(
        lambda away: float(view.outline(np.array([away]))[0]), 0, 60 * view.width
    )[0]  # fmt: skip
    assert area == pytest.approx(1.0, rel=1e-6)


@pytest.mark.parametrize(("on", "name"), ON)
def test_stems_and_surprises_are_those_of_scipy(on: str, name: str) -> None:
    problem = LINE_PROBLEMS[on]
    view = line_at(on, name, place=float(problem.x[7]))
    fitted = view.fit.coefficients[0] + view.fit.coefficients[1] * problem.x
    expected = density(view, problem.y, fitted)
    np.testing.assert_allclose(view.densities, expected, rtol=1e-9)
    stems = np.asarray(traces(on_a_line.line_figures(view)[0])["stems"].x, dtype=float)
    foot, tip, _gap = stems.reshape(-1, 3).T
    here = problem.x == view.place
    drawn = np.isfinite(tip)
    assert drawn.sum() == here.sum() >= 1
    np.testing.assert_allclose((tip - foot)[drawn] / view.per_density, expected[here], rtol=1e-6)
    between = replace(view, place=view.place + 1e-3)
    stems = np.asarray(traces(on_a_line.line_figures(between)[0])["stems"].x, dtype=float)
    assert np.isnan(stems.reshape(-1, 3)[:, 1]).all()  # nothing was seen there
    assert view.nll == pytest.approx(-np.log(expected).sum())
    assert view.nll == pytest.approx(view.fit.nll_sum)


def test_with_a_bell_the_line_is_least_squares() -> None:
    for on in spec.LINES:
        problem = LINE_PROBLEMS[on]
        view = line_at(on, "bell")
        slope, intercept = stats.linregress(problem.x, problem.y)[:2]
        np.testing.assert_allclose(view.fit.coefficients, [intercept, slope], rtol=1e-9)
        rest = problem.y - intercept - slope * problem.x
        assert view.width == pytest.approx(np.sqrt((rest**2).mean()))
        assert f"slope {number(slope)} " in say.least_squares_too(view, slope)
        tent = line_at(on, "tent")
        assert tent.slope != pytest.approx(slope, rel=1e-3)


def test_no_lift_makes_a_line_better() -> None:
    for on, name in ON:
        best = line_at(on, name)
        for lift in np.linspace(-1, 1, 21) * lift_range(best.problem).high:
            assert replace(best, lift=float(lift)).nll >= best.least - 1e-9
    assert line_at("hubble", "bell", lift=100.0).nll == pytest.approx(
        line_at("hubble", "bell").nll + 24 * 100.0**2 / (2 * line_at("hubble", "bell").width ** 2)
    )


LINE_STATES = [
    ("hubble", "bell", 0.9, 0.0), ("hubble", "bell", 1.0, 0.0), ("hubble", "tent", 1.5, 0.0),
    ("hubble", "heavy tail", 2.0, -200.0), ("phones", "bell", 1964.0, 0.0),
    ("phones", "heavy tail", 1950.0, 25.0), ("phones", "tent", 1973.0, 0.0),
]  # fmt: skip


@pytest.mark.parametrize(("on", "name", "place", "lift"), LINE_STATES)
def test_the_sentence_of_the_line(on: str, name: str, place: float, lift: float) -> None:
    view = line_at(on, name, place, lift)
    problem, said = view.problem, say.line_sentence(view)
    height = view.fit.coefficients[0] + lift + view.slope * place
    assert f"the line says {number(height)} {problem.y_unit}: there the {name} stands." in said
    fitted = view.fit.coefficients[0] + lift + view.slope * problem.x
    surprises = -np.log(density(view, problem.y, fitted))
    here = np.flatnonzero(problem.x == place)
    assert ("Seen here: " in said) == (len(here) > 0)
    assert ("Nothing was seen here" in said) == (len(here) == 0)
    near = here if len(here) else np.flatnonzero(
        np.abs(problem.x - place) == np.abs(problem.x - place).min()
    )  # fmt: skip
    for row in near:
        assert problem.labels[row] in said
        assert f"surprise {number(surprises[row])} nats" in said
    if len(near) == 1:
        per = "million" if on == "phones" else "km/s"
        assert f"density {number(math.exp(-surprises[near[0]]))} per {per}, " in said
    total = surprises.sum()
    assert f"24 surprises add up to {number(total)} nats" in said
    best = lift == 0.0
    assert ("no line has less" in said) == best
    if not best:
        side = "above" if lift > 0 else "below"
        assert f"lies {number(abs(lift))} {problem.y_unit} {side} the best" in said
        assert f"{number(total - view.fit.nll_sum)} more than need be" in said


def test_how_the_hill_is_drawn_is_said() -> None:
    view = line_at("hubble", "bell")
    said = say.how_drawn(view)
    assert f"{number(1 / (view.width * math.sqrt(2 * math.pi)))} per km/s at its top" in said
    assert f"same width everywhere, {number(view.width)} km/s" in said
    for on, name in ON:
        assert ("Other lines are as good" in say.how_drawn(line_at(on, name))) == (
            (on, name) == ("phones", "tent")
        )


def test_other_lines_of_the_tent_are_as_good() -> None:
    view = line_at("phones", "tent")
    said = say.how_drawn(view)
    assert said.endswith(
        "Other lines are as good, with slopes from 1.16 to 1.62 millions per year; one in between"
        " is drawn."
    )
    x, y = view.problem.x, view.problem.y

    def least(slope: float) -> float:
        """The smallest sum of distances with this slope: the line goes through the median."""
        rest = y - slope * x
        return float(np.abs(rest - np.median(rest)).sum())

    low, high = view.fit.coef_range[1]
    assert (f"{low:.2f}", f"{high:.2f}") == ("1.16", "1.62")
    best = least(view.slope)
    for slope in np.linspace(low, high, 11):
        assert least(slope) == pytest.approx(best, rel=1e-9)
    for slope in (low - 0.01, high + 0.01):
        assert least(slope) > best + 1e-3
    assert low + 0.1 < view.slope < high - 0.1


@pytest.mark.parametrize(("on", "name"), ON)
def test_the_alt_has_a_stem_only_where_something_was_seen(on: str, name: str) -> None:
    x = LINE_PROBLEMS[on].x
    for place in (float(x[3]), float(x[3]) + 1e-3):
        view = line_at(on, name, place)
        stems = traces(on_a_line.line_figures(view)[0])["stems"].x
        drawn = bool(np.isfinite(np.asarray(stems, dtype=float).reshape(-1, 3)[:, 1]).any())
        assert ("with a stem for what was seen there" in say.line_alt(view)) == drawn
        assert ("with no stem" in say.line_alt(view)) != drawn


def test_points_on_a_line_have_no_width() -> None:
    x = np.arange(5.0)
    exact = LineProblem(
        key="exact", title="", x=x, y=2 * x + 1, x_name="x", x_unit="", y_name="y", y_unit="",
        labels=tuple("abcde"),
    )  # fmt: skip
    with pytest.raises(ValueError, match="No maximum"):
        HillOnALine(exact, noises.gaussian(), 1.0).fit  # noqa: B018


def test_a_line_of_one_loss_is_that_of_its_noise() -> None:
    problem = LINE_PROBLEMS["hubble"]
    fit = fit_linear(LOSSES["absolute_error"].at(), problem.x, problem.y)
    np.testing.assert_allclose(line_at("hubble", "tent").fit.coefficients, fit.coefficients)


@pytest.mark.parametrize(("on", "name"), ON)
def test_both_hands_of_the_line(on: str, name: str) -> None:
    problem = LINE_PROBLEMS[on]
    room, lifts = x_range(problem.x), lift_range(problem)
    for place, lift in (
        (None, 0.0), (room.low, lifts.low), (room.high, lifts.high), (room.low + 0.013, 0.0),
    ):  # fmt: skip
        live = on_a_line.hill_on_a_line(line_at(on, name, place, lift), "x", "lift")
        assert figure_errors(live) + trace_errors(live) == []
    view = line_at(on, name, lift=lifts.high / 2)
    live = on_a_line.hill_on_a_line(view, "x", "lift")
    along, up = live.motions
    for motion, field in ((along, "place"), (up, "lift")):
        stops = motion.axis.stops
        some = sorted({0, len(stops) // 3, len(stops) // 2, len(stops) - 1})
        assert track_errors(
            live, motion,
            lambda k, f=field, s=stops: on_a_line.hill_on_a_line(
                replace(view, **{f: float(s[k])}), "x", "lift"
            ), some,
        ) == []  # fmt: skip
        assert message_bytes(motion.track()) < 150_000
    assert (along.axis.key, up.axis.key) == ("x", "lift")
