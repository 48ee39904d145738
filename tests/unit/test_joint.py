"""Location and width together: the surface, its minimum, its profile, the dot, in words."""

import json
import re
import time
from dataclasses import replace
from itertools import chain

import numpy as np
import plotly.graph_objects as go
import pytest
from scipy import optimize, stats

from lossviz.data.observations import OBSERVATIONS
from lossviz.figures import joint as figures
from lossviz.figures import theme
from lossviz.figures.live import LiveFigure, patched
from lossviz.fits.mle import fit_mle
from lossviz.likelihood.joint import DATA, LEVELS, NOISES, SURFACES, JointView, Surface
from lossviz.ui.controls import PageSpec, Scene, parse, settle
from lossviz.ui.live_figure.message import answer_message, figure_message
from lossviz.ui.specs.likelihood_strike import CONTROLS, RESETS
from lossviz.words import joint as say
from tests.unit.motion_checks import differences, message_bytes, track_errors

FROZEN = {
    "bell": lambda y, mu, width: stats.norm(mu, width).logpdf(y),
    "tent": lambda y, mu, width: stats.laplace(mu, width).logpdf(y),
    "heavy tail": lambda y, mu, width: stats.t(3, mu, width).logpdf(y),
}
SIX = SURFACES["newcomb_6", "bell"]


def made(y: list[float], noise: str = "bell") -> Surface:
    given = replace(OBSERVATIONS["newcomb_6"], y=np.array(y))
    return Surface(given, NOISES[noise])


def oracle(key: tuple[str, str], mu: float, width: float) -> float:
    return float(-FROZEN[key[1]](OBSERVATIONS[key[0]].y, mu, width).sum())


# ---- the surface --------------------------------------------------------------------------------


@pytest.mark.parametrize("key", SURFACES)
def test_the_surface_is_minus_the_sum_of_log_densities(key: tuple[str, str]) -> None:
    surface = SURFACES[key]
    at, widths = surface.grid
    for i, j in ((0, 0), (7, 50), (60, 60), (33, 11)):
        expected = oracle(key, at[j], widths[i]) - surface.fit.nll_sum
        assert surface.excess[i, j] == pytest.approx(expected, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("key", SURFACES)
def test_nothing_in_the_picture_is_below_the_lowest(key: tuple[str, str]) -> None:
    surface = SURFACES[key]
    assert surface.excess.min() >= -1e-9
    low, high = surface.locations, surface.widths
    assert low.includes(surface.location)
    assert high.includes(surface.width)
    found = min(
        (
            optimize.minimize(
                lambda p: oracle(key, p[0], np.exp(p[1])), [mu, np.log(width)],
                method="Nelder-Mead", options={"xatol": 1e-9, "fatol": 1e-11, "maxiter": 4000},
            )
            for mu in (surface.location, low.low) for width in (surface.width, 2 * surface.width)
        ),
        key=lambda one: one.fun,
    )  # fmt: skip
    assert surface.fit.nll_sum == pytest.approx(found.fun, abs=1e-6)
    assert np.exp(found.x[1]) == pytest.approx(surface.width, rel=1e-3)


@pytest.mark.parametrize("key", SURFACES)
def test_the_profile_is_a_fit_at_each_width(key: tuple[str, str]) -> None:
    surface = SURFACES[key]
    widths = surface.grid[1]
    best, profile = surface.profile
    for k in (0, 9, 30, 60):
        fit = fit_mle(surface.noise, surface.y, scale=float(widths[k]))
        assert profile[k] + surface.fit.nll_sum == pytest.approx(fit.nll_sum, abs=1e-6)
        low, high = fit.coef_range[0]
        span = surface.locations.high - surface.locations.low
        assert low - 1e-4 * span <= best[k] <= high + 1e-4 * span
    assert np.all(profile <= surface.excess.min(axis=1) + 1e-9)


def test_six_readings_by_hand() -> None:
    # exercise "Change the unit": six readings, bell, both fitted, NLL 28.39; width sqrt(SSE / 6)
    y = OBSERVATIONS["newcomb_6"].y
    assert SIX.fit.nll_sum == pytest.approx(28.39, abs=5e-3)
    assert SIX.location == pytest.approx(16.83, abs=5e-3)
    assert SIX.width == pytest.approx(np.sqrt(((y - y.mean()) ** 2).sum() / 6))
    assert SIX.width == pytest.approx(27.4, abs=0.05)
    assert SURFACES["newcomb_66", "bell"].width == pytest.approx(10.66, abs=5e-3)


@pytest.mark.parametrize("key", SURFACES)
def test_steps_are_round(key: tuple[str, str]) -> None:
    for step in SURFACES[key].steps:
        assert f"{step:.6e}"[:8] in {"1.000000", "2.000000", "5.000000"}


@pytest.mark.parametrize("key", SURFACES)
def test_the_picture_begins_and_ends_at_whole_steps(key: tuple[str, str]) -> None:
    surface = SURFACES[key]
    ends = ((surface.locations, surface.steps[0]), (surface.widths, surface.steps[1]))
    for (interval, step), value in zip(ends, surface.start, strict=True):
        for x in (interval.low, interval.high, value):
            assert x / step == pytest.approx(round(x / step), abs=1e-6)
        assert interval.includes(value)
        # 110 of the whole reach, less a step at either end, and 2.5 times as many
        assert 107 < (interval.high - interval.low) / step <= 275
    assert surface.widths.low > 0
    # the dot does not lie on the answer
    assert JointView(surface, *surface.start).excess > 1.0


def test_bad_observations_are_a_sentence() -> None:
    with pytest.raises(ValueError, match="No maximum: all residuals are 0"):
        _ = made([3.0, 3.0, 3.0]).fit
    with pytest.raises(ValueError, match="No maximum"):
        _ = made([3.0]).locations
    with pytest.raises(ValueError, match="observation"):
        _ = made([]).fit


# ---- words --------------------------------------------------------------------------------------


def dot(key: tuple[str, str], mu: float | None = None, sigma: float | None = None) -> JointView:
    surface = SURFACES[key]
    at = surface.start
    return JointView(surface, at[0] if mu is None else mu, at[1] if sigma is None else sigma)


@pytest.mark.parametrize("key", SURFACES)
def test_the_numbers_of_the_dot_in_words(key: tuple[str, str]) -> None:
    view = dot(key)
    said = say.joint_sentence(view).replace("−", "-").replace(",", "").replace(". ", " . ")
    numbers = [float(x) for x in re.findall(r"-?\d+\.?\d*", said)][:7]
    at, best = oracle(key, view.mu, view.sigma), view.surface.fit
    expected = [view.mu, view.sigma, at, at - best.nll_sum, best.nll_sum]
    assert numbers[:5] == pytest.approx(expected, rel=0.03)
    assert numbers[5:] == pytest.approx([view.surface.location, view.surface.width], rel=5e-3)


def test_six_readings_in_words() -> None:
    said = say.joint_sentence(dot(("newcomb_6", "bell"), 30.0, 40.0))
    at = oracle(("newcomb_6", "bell"), 30.0, 40.0)
    assert f"At location 30 and width 40 the NLL is {at:.2f}, " in said
    assert "Lowest: 28.39 at location 16.8 and width 27.44 ns. That width is √(SSE/n)." in said
    y = OBSERVATIONS["newcomb_6"].y
    assert f"With n − 1 it is {np.std(y, ddof=1):.2f}:" in said  # 30.06
    assert "the mean of the same 6 readings" in said


@pytest.mark.parametrize("data", DATA)
def test_the_two_widths_are_told_apart(data: str) -> None:
    said = say.joint_sentence(dot((data, "bell")))
    y = OBSERVATIONS[data].y
    with_n, less = np.std(y), np.std(y, ddof=1)
    shown, other = re.search(r"Lowest: .* and width (\S+) .*With n − 1 it is (\S+):", said).groups()
    assert shown != other
    assert float(shown) == pytest.approx(with_n, rel=1e-3)
    assert float(other) / float(shown) == pytest.approx(less / with_n, abs=1e-3)
    assert f"the mean of the same {len(y)} {OBSERVATIONS[data].nouns}, which" in said
    if data == "newcomb_66":
        assert (shown, other) == ("10.66", "10.75")


def test_the_width_with_n_comes_out_too_small_on_average() -> None:
    draws = np.random.default_rng(0).normal(0.0, 1.0, (20_000, 6))
    assert (draws.var(axis=1)).mean() == pytest.approx(5 / 6, abs=0.01)
    assert (draws.var(axis=1, ddof=1)).mean() == pytest.approx(1.0, abs=0.01)


def test_the_lowest_is_called_the_lowest() -> None:
    view = JointView(SIX, SIX.location, SIX.width)
    assert "that is the lowest there is." in say.joint_sentence(view)
    assert "above the lowest." not in say.joint_sentence(view)
    assert "that is the lowest" not in say.joint_sentence(dot(("newcomb_6", "bell")))


def test_where_the_width_is_from() -> None:
    tent = SURFACES["newcomb_6", "tent"]
    y = tent.y
    assert tent.width == pytest.approx(np.abs(y - np.median(y)).mean())
    assert say.width_sentence(tent) == (
        "That width is the mean distance to the median. Any location from 26 to 28 is as good."
    )
    for at in (26.0, 27.3, 28.0):
        assert oracle(("newcomb_6", "tent"), at, tent.width) == pytest.approx(tent.fit.nll_sum)
    odd = Surface(OBSERVATIONS["newcomb_5"], NOISES["tent"])
    assert "as good" not in say.width_sentence(odd)
    heavy = say.width_sentence(SURFACES["newcomb_6", "heavy tail"])
    assert heavy == "No formula gives 6.459: it was found by search."


def test_the_alt_says_where_all_is_as_low() -> None:
    assert "lowest from 26 to 28 and at width" in LIVE["newcomb_6", "tent"].alt
    assert "lowest at 16.8 and at width 27.4 ns" in LIVE["newcomb_6", "bell"].alt
    for (_data, noise), live in LIVE.items():
        assert noise == "tent" or "lowest at " in live.alt
        assert "nan" not in live.alt


@pytest.mark.parametrize("noise", NOISES)
def test_towards_width_0(noise: str) -> None:
    surface = SURFACES["newcomb_6", noise]
    assert surface.nll(np.asarray(26.0), np.asarray(1e-12)) > 70.0  # a reading is 26
    said = say.towards_zero(surface)
    share = ("unless all readings coincide", "unless 75 % or more of the readings coincide")
    assert share[noise == "heavy tail"] in said
    # of 20 readings 14 coincide; or 15, three in four; or 16; or all
    tight = [made([5.0] * same + [9.0] * (20 - same), noise) for same in (14, 15, 16, 20)]
    far, near = (
        np.array([float(one.nll(np.asarray(5.0), np.asarray(w))) for one in tight])
        for w in (1e-9, 1e-6)
    )
    rises = far > near + 1e-6  # at three in four it does neither
    assert rises.tolist() == (
        [True, False, False, False] if noise == "heavy tail" else [True] * 3 + [False]
    )


def test_notes_name_every_level_and_what_the_surface_is_not() -> None:
    said = say.joint_notes(SIX)
    assert "0.5, 1, 2, 4, 8, 16, 32 nats above the lowest; none are drawn beyond." in said
    assert "The surface is −log likelihood of θ, location and width together." in said
    assert "The likelihood is no density over θ: it need not integrate to 1." in said
    # what is drawn is the NLL: least where the likelihood is largest
    assert np.unravel_index(SIX.excess.argmin(), SIX.excess.shape) == (
        np.unravel_index(np.exp(-SIX.excess).argmax(), SIX.excess.shape)
    )
    # and it does not: over this rectangle alone the likelihood is far from 1
    at, widths = SIX.grid
    mass = np.trapezoid(np.trapezoid(np.exp(-SIX.excess - SIX.fit.nll_sum), at), widths)
    assert mass < 1e-6


# ---- the figure ---------------------------------------------------------------------------------

LIVE = {key: figures.joint(dot(key)) for key in SURFACES}


def trace(figure: go.Figure, name: str):
    (found,) = [t for t in figure.data if t.name == name]
    return found


@pytest.mark.parametrize("key", SURFACES)
def test_every_figure_is_sound(key: tuple[str, str]) -> None:
    live = LIVE[key]
    for figure in live.figures:
        assert len(go.Figure(figure.to_dict()).data) == len(figure.data)
        used = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", figure.to_json()))
        assert used - {"rgba(0,0,0,0)"} <= theme.DARK.keys()
        for axis in ("xaxis", "yaxis"):
            assert figure.layout[axis].title.text
    for text in (live.alt, live.sentence, *chain(*live.table.rows)):
        assert "nan" not in text
        assert "None" not in text
    assert live.alt.endswith(".")
    assert live.sentence.endswith(".")
    json.dumps(figure_message("f", live, "plotly.js"))


def movable(live: LiveFigure) -> LiveFigure:
    """The figure without its contours, which are no scatter and stay where they are."""
    first, second = live.figures
    assert [t.name for t in first.data if t.type != "scatter"] == ["contours"]
    kept = [t for t in first.data if t.type == "scatter"]
    return replace(live, figures=(go.Figure(kept, first.layout), second))


@pytest.mark.parametrize("key", SURFACES)
def test_the_sliders(key: tuple[str, str]) -> None:
    live = movable(LIVE[key])
    assert [m.axis.key for m in live.motions] == ["mu", "sigma"]
    for motion in live.motions:
        name, stops = motion.axis.key, motion.axis.stops

        def alone(k: int, name: str = name, stops: np.ndarray = stops):
            return movable(figures.joint(replace(dot(key), **{name: float(stops[k])})))

        some = [0, len(stops) // 3, motion.axis.nearest(motion.value), len(stops) - 1]
        assert track_errors(live, motion, alone, some) == []
        assert message_bytes(motion.track()) < 150_000


@pytest.mark.parametrize("key", SURFACES)
def test_an_answer_is_the_figure_drawn_there(key: tuple[str, str]) -> None:
    live = movable(LIVE[key])
    a, b = live.plane.x_range, live.plane.y_range
    for x, y in ((a.low, b.low), (a.high, b.high), (a.low + 0.3 * (a.high - a.low), b.high)):
        track = live.plane.answer(x, y)
        alone = movable(figures.joint(dot(key, x, y)))
        for figure, patch, drawn in zip(live.figures, track.patches, alone.figures, strict=True):
            assert differences(drawn, patched(figure, patch, 0)) == []
            assert drawn.layout == figure.layout
        assert track.sentences == (alone.sentence,)


def test_the_check_of_an_answer_notices_another_dot() -> None:
    live = movable(LIVE["newcomb_6", "bell"])
    track = live.plane.answer(20.0, 30.0)
    drawn = movable(figures.joint(dot(("newcomb_6", "bell"), 20.0, 31.0))).figures[0]
    assert differences(drawn, patched(live.figures[0], track.patches[0], 0)) == ["the dot: y"]


@pytest.mark.parametrize("key", [("newcomb_66", "heavy tail"), ("newcomb_6", "bell")])
def test_an_answer_is_small_and_quick(key: tuple[str, str]) -> None:
    plane = LIVE[key].plane
    took = []
    for k in range(15):
        start = time.perf_counter()
        track = plane.answer(plane.x_range.low + k * plane.x_step, plane.y)
        took.append(time.perf_counter() - start)
    assert min(took) < 0.02  # one of them undisturbed: a machine may be busy
    assert len(json.dumps(answer_message("f", track, 1.0))) < 4_000
    for patch in track.patches:
        moved = {name for name, _attribute in patch.traces}
        assert not moved & {"contours", "levels", "lowest", "as good", "best at each width"}


@pytest.mark.parametrize("key", SURFACES)
def test_levels_lie_where_the_profile_crosses_them(key: tuple[str, str]) -> None:
    surface = SURFACES[key]
    x, y, names = figures.level_places(surface)
    assert len(names) >= 2
    for at, width, name in zip(x, y, names, strict=True):
        excess = float(surface.nll(np.asarray(at), np.asarray(width))) - surface.fit.nll_sum
        assert excess == pytest.approx(float(name), rel=0.05)
        assert width > surface.width
    contours = trace(LIVE[key].figures[0], "contours")
    drawn = 2.0 ** np.arange(contours.contours.start, contours.contours.end + 0.5)
    assert tuple(drawn) == LEVELS
    np.testing.assert_allclose(
        2.0 ** np.asarray(contours.z), np.clip(surface.excess, 0.01, 128.0), rtol=1e-3
    )


@pytest.mark.parametrize("key", SURFACES)
def test_the_cut_goes_through_the_dot(key: tuple[str, str]) -> None:
    view, (_left, right) = dot(key), LIVE[key].figures
    cut = trace(right, "where the dot is")
    there = np.interp(view.sigma, np.asarray(cut.y), np.asarray(cut.x))
    assert min(there, figures.MOST) == pytest.approx(trace(right, "the dot").x[0], abs=0.1)
    # no location does better than the best of its width
    assert np.all(np.asarray(cut.x) >= np.asarray(trace(right, "best at each width").x) - 1e-9)


# ---- the controls -------------------------------------------------------------------------------

PAGE = PageSpec(
    "p", "t", CONTROLS, (Scene("3", "s", "q", "g", ()),), resets=RESETS
)  # fmt: skip


def test_other_data_put_the_dot_into_their_picture() -> None:
    values, notices = parse(PAGE, {"mu": ["30"], "sigma": ["40"]})
    assert notices == []
    for data in DATA:
        for noise in NOISES:
            there = settle(PAGE, {**values, "joint_data": data}, "joint_data")
            there = settle(PAGE, {**there, "joint_noise": noise}, "joint_noise")
            assert (there["mu"], there["sigma"]) == SURFACES[data, noise].start


@pytest.mark.parametrize(("key", "text"), [("mu", "1e9"), ("sigma", "0"), ("sigma", "wide")])
def test_a_link_with_a_dot_outside(key: str, text: str) -> None:
    values, notices = parse(PAGE, {key: [text]})
    assert (values["mu"], values["sigma"]) == SIX.start
    assert len(notices) == 1
