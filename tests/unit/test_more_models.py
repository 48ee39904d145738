"""Other models: minima by scipy and the fits, the sentence of the dot, what moves with it."""

import numpy as np
import pytest
from scipy import optimize
from sklearn.linear_model import LogisticRegression

from lossviz import LOSSES
from lossviz.data.problems import LINE_PROBLEMS
from lossviz.figures.live import patched
from lossviz.figures.more_models import on_model
from lossviz.numerics import Interval
from lossviz.surfaces.height_map import Room
from lossviz.surfaces.more_models import OnModel, bend_signs, valley
from lossviz.surfaces.typed_points import typed_case, typed_points
from lossviz.ui.controls import parse
from lossviz.ui.specs.surfaces import PAGE
from lossviz.ui.specs.surfaces_models import MODELS, NOISES, SAMPLE, case_in, case_of, model_view
from lossviz.ui.specs.surfaces_side import LABELS, ORDER, hill_of
from lossviz.words import more_models as say
from tests.unit.figure_checks import figure_errors, trace_errors
from tests.unit.motion_checks import differences


def values_of(**query: str) -> dict:
    values, notices = parse(PAGE, {key: (value,) for key, value in query.items()})
    assert notices == []
    return values


def view_of(**query: str) -> OnModel:
    return model_view(values_of(**query))


def test_the_hidden_unit_has_two_bottoms_by_many_starts() -> None:
    case = view_of(model="hidden").case
    x, y = case.pane.points
    ends = set()
    for start in np.random.default_rng(2).uniform(-3, 3, (60, 2)):
        found = optimize.least_squares(lambda t: t[1] * np.tanh(t[0] * x) - y, start)
        if np.abs(found.x).max() < 3 and found.cost < 0.99 * (y**2).sum() / 2:
            ends.add(tuple(np.round(found.x, 3).tolist()))
            assert 2 * found.cost / len(x) == pytest.approx(case.found.height, rel=1e-6)
    assert {tuple(one) for one in np.round(case.bottoms, 3).tolist()} == ends
    assert ends == {(0.988, 1.247), (-0.988, -1.247)}
    said = say.case_note(case)
    assert "(w, v) = (0.988, 1.25) and (−0.988, −1.25)" in said


def test_the_saddle_of_the_hidden_unit() -> None:
    # at (0, 0) the Hessian of the MSE is [[0, -2 mean(xy)], [., 0]]: eigenvalues +-2 r, r = 0.7896
    view = view_of(model="hidden")
    x, y = LINE_PROBLEMS["hubble"].x, LINE_PROBLEMS["hubble"].y
    r = float(np.corrcoef(x, y)[0, 1])
    assert view.eigenvalues == pytest.approx([-2 * r, 2 * r])
    assert say.dot_sentence(view) == (
        "The unit 0 tanh(0 x): mean loss 1.00. Gradient (0, 0), yet no bottom: the Hessian has"
        " eigenvalues −1.58 and 1.58. A saddle: up in one direction, down in another."
    )


def test_sigmoid_and_line_are_lowest_where_others_say() -> None:
    case = view_of(model="sigmoid").case
    x, y = case.hill.surface.x, case.hill.surface.y
    other = LogisticRegression(C=np.inf, tol=1e-10).fit(x[:, None], y)
    assert case.found.lowest[0] == pytest.approx([other.intercept_[0], other.coef_[0, 0]], rel=1e-4)
    slope, intercept = np.polyfit(LINE_PROBLEMS["hubble"].x, LINE_PROBLEMS["hubble"].y, 1)
    assert view_of().case.found.lowest[0] == pytest.approx([intercept, slope])


def test_the_flat_line_at_arrival() -> None:
    # Hubble: MSE of 373 is 131,962; the largest eigenvalue of the Hessian is 2 / 0.492 = 4.07
    said = say.dot_sentence(view_of())
    assert "The line 373 + 0 x: mean loss 132,000." in said
    assert "Eigenvalues of the Hessian 0.393 and 4.07: it bends upwards in every" in said
    x = LINE_PROBLEMS["hubble"].x
    hessian = 2 * np.array([[1, x.mean()], [x.mean(), (x**2).mean()]])
    assert view_of().eigenvalues == pytest.approx(np.linalg.eigvalsh(hessian))


@pytest.mark.parametrize("loss", ["squared_error", "absolute_error", "huber", "tukey_biweight"])
@pytest.mark.parametrize("data", ["one", "same"])
def test_where_x_is_constant_there_is_a_valley(data: str, loss: str) -> None:
    case = case_of("line", data, loss, "brier", "bell", 1.0)
    surface = case.seen.surface
    weight = np.random.default_rng(3).dirichlet(np.ones(len(case.found.lowest)), 40)
    inside = weight @ case.found.lowest
    assert surface.mean(*inside.T) == pytest.approx(np.full(40, case.found.height), abs=1e-9)
    assert case.seen.heights.min() >= case.found.height - 1e-9
    said = say.case_note(case)
    assert "The lowest place is a valley without end." in said
    if data == "one":
        assert "One nebula, 1090 km/s at 2 Mpc, cannot tell a slope" in said
        assert "costs the same, 0." in said
    elif loss == "absolute_error":  # the 12th and 13th of 24 velocities are 290 and 300
        ordered = np.sort(LINE_PROBLEMS["hubble"].y)
        assert ordered[11:13].tolist() == [290.0, 300.0]
        assert "through any height from 290 to 300 km/s there costs the same" in said
    elif loss == "squared_error":
        assert "through 373.1 km/s there" in said  # their mean


def test_a_valley_needs_a_constant_x() -> None:
    with pytest.raises(ValueError, match="only where all x are the same"):
        valley(hill_of("hubble", "squared_error", 1.0))


BENDS = [
    ({}, "like a bowl"),
    ({"modeldata": "one"}, "Eigenvalues of the Hessian 0 and 10.0: it bends upwards in one"),
    ({"modeldata": "one"}, "not at all in another, like a valley"),
    ({"modelloss": "absolute_error"}, "Hessian 0 and 0: it bends in no direction"),
    ({"modeldata": "one", "modelloss": "tukey_biweight"}, "bends downwards in one direction and"),
    ({"model": "sigmoid", "modellabels": "brier"}, "like a saddle"),
    # log 55 + log(2 pi) / 2 + (27.44^2 + (47 - 16.83)^2) / (2 x 55^2) = 5.20
    ({"model": "noise"}, "Location 47.0, width 55.0: 5.20 nats per reading."),
    ({"model": "hidden", "modelacross": "1", "modelup": "1.2"}, "like a bowl"),
]  # fmt: skip


@pytest.mark.parametrize(("query", "part"), BENDS)
def test_how_the_surface_bends_is_told(query: dict[str, str], part: str) -> None:
    assert part in say.dot_sentence(view_of(**query))


def test_every_sign_has_words_and_units_do_not_change_them() -> None:
    rng = np.random.default_rng(4)
    room = Room(Interval(0, 700), Interval(0, 1e-3))
    for first in (-1, 0, 1):
        for second in range(first, 2):
            assert say.BENDS[first, second]
            turn, _r = np.linalg.qr(rng.standard_normal((2, 2)))
            bends = turn @ np.diag([first, second]) @ turn.T
            scale = np.diag([1 / 700, 1e3])
            assert bend_signs(scale @ bends @ scale, room).tolist() == [first, second]


STATES = [
    {"modelloss": "squared_error"},
    {"modelloss": "absolute_error", "modeldata": "same"},
    {"modelloss": "tukey_biweight", "modeltolerance": "0.5", "modeldata": "one"},
    {"model": "sigmoid", "modellabels": "exponential"},
    {"model": "noise", "modelnoise": "tent"},
    {"model": "hidden"},
]


@pytest.mark.parametrize("query", STATES)
def test_what_moves_is_what_is_drawn(query: dict[str, str]) -> None:
    start = on_model(view_of(**query), "x", "y")
    assert figure_errors(start) == trace_errors(start) == []
    a, b = start.plane.x_range, start.plane.y_range
    for place in ((a.low, b.low), (a.high, b.high), (0.3 * a.low + 0.7 * a.high, b.low)):
        alone = on_model(OnModel(case_in(values_of(**query)), *place), "x", "y")
        assert figure_errors(alone) == trace_errors(alone) == []
        track = start.plane.answer(*place)
        assert track.sentences == (alone.sentence,)
        for drawn, figure, patch in zip(alone.figures, start.figures, track.patches, strict=True):
            assert differences(drawn, patched(figure, patch, 0)) == []
            assert drawn.layout == figure.layout


def test_every_choice_has_its_lowest_place_on_the_map() -> None:
    cases = [case_of("line", "hubble", loss, LABELS[0], "bell", 1.0) for loss in ORDER]
    cases += [case_of("sigmoid", "hubble", ORDER[0], labels, "bell", 1.0) for labels in LABELS]
    cases += [case_of("noise", "hubble", ORDER[0], LABELS[0], noise, 1.0) for noise in NOISES]
    for case in cases:
        assert all(case.seen.room.holds(a, b) for a, b in case.found.lowest.tolist())
        assert float(case.seen.surface.mean(*case.found.lowest[0])) == pytest.approx(
            case.found.height, rel=1e-6
        )
        assert say.case_note(case).endswith(".")
        assert say.unit_note(case).endswith(".")
    assert len(MODELS) == 4


@pytest.mark.parametrize("noise", list(NOISES))
def test_the_note_of_a_noise(noise: str) -> None:
    case = case_of("noise", "hubble", ORDER[0], LABELS[0], noise, 1.0)
    said = say.case_note(case)
    if noise == "tent":  # the median of six, and the mean distance from it
        y = np.sort(case.pane.points[0])
        assert y[2:4].tolist() == [26.0, 28.0]
        assert f"{np.abs(y - 27).mean():.1f}" == "14.8"
        assert "any location from 26.0 to 28.0, width 14.8" in said
    if noise == "bell":  # mean and standard deviation of six
        y = case.pane.points[0]
        assert f"location {y.mean():.1f}, width {y.std():.1f}." in said


def test_what_a_bend_adds_unseen_is_none() -> None:
    # log cosh of misses of hundreds of km/s: a second derivative of 1e-64 bends nothing on screen
    view = view_of(modelloss="log_cosh")
    assert view.eigenvalues.tolist() == [0, 0]
    assert "it bends in no direction: a flat face" in say.dot_sentence(view)
    # at the lowest line some points are near enough to bend it
    there = OnModel(view.case, *view.case.found.lowest[0].tolist())
    assert "like a bowl" in say.dot_sentence(there)


def test_marks_are_named_for_what_they_are() -> None:
    assert say.marks_note(view_of().case).startswith("◆: the lowest place; dashes: what it says")
    assert say.marks_note(view_of(modelloss="welsch").case).startswith("◆: the deepest bottom;")
    hidden = view_of(model="hidden").case
    assert say.marks_note(hidden).startswith("◆: the lowest places; dashes: what they say")
    one, other = (hidden.pane.curve(*place) for place in hidden.bottoms.tolist())
    assert one == pytest.approx(other, abs=1e-6)  # "the same"
    several = typed_case(LOSSES["tukey_biweight"].at(c=2.34), *typed_points(SAMPLE))
    assert "◆: the deepest bottom; dashes: what it says of the data. ◇: other bottoms." in (
        say.marks_note(several)
    )
    assert len(several.found.others) > 0
    assert "◇" not in say.marks_note(hidden)
    # two lines as good as each other, each through three of six points, that say different things
    twins = typed_case(LOSSES["tukey_biweight"].at(), *typed_points("0,0;1,10;2,20;0,20;1,30;2,40"))
    assert len(twins.bottoms) == 2
    assert "as low as 1.83; one such bottom is at (0, 10.0)." in say.case_note(twins)  # no 1e-17
    assert say.marks_note(twins).startswith("◆: the deepest bottoms; dashes: what one of them")
    assert say.marks_note(view_of(modeldata="one").case).startswith("Filled: all that are as low")
    assert "y are counted in standard deviations" in say.unit_note(view_of(model="hidden").case)


def test_heights_far_out_are_powers_of_ten_and_their_texts_stay_above_the_handle() -> None:
    view = view_of(model="sigmoid", modellabels="exponential", modelacross="-8", modelup="8")
    x, y = view.case.hill.surface.x, view.case.hill.surface.y
    height = float(np.exp(-(2 * y - 1) * (-8 + 8 * x)).mean())
    assert f"{height:.2e}" == "2.86e+10"
    assert "mean loss 2.86 × 10¹⁰. Gradient (−2.86 × 10¹⁰, " in say.dot_sentence(view)
    traces = {trace.name: trace for trace in on_model(view, "a", "b").figures[0].data}
    assert traces["here"].text == ("here 2.86 × 10¹⁰",)
    for name in ("here", "lowest of all"):  # plotly lifts a text by more than half of its mark
        assert traces[name].marker.opacity == 0
        assert traces[name].marker.size >= 16
