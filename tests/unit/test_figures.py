"""Figures as data: what is drawn, from hand-made and real views."""

import re
import tomllib
from itertools import chain, combinations
from pathlib import Path

import numpy as np
import plotly.graph_objects as go
import pytest

from lossviz import LOSSES
from lossviz.core import Task
from lossviz.data.problems import LINE_PROBLEMS, LineProblem
from lossviz.figures import squares, theme
from lossviz.figures.hill import hill
from lossviz.figures.live import LiveFigure
from lossviz.lines import DropView, LineView
from lossviz.location import HillView, first_readings
from lossviz.outliers import COMPARED

SQUARED = LOSSES["squared_error"].at()
BACK = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
ROOT = Path(__file__).parents[2]
BY_HAND = LineProblem(
    key="hand", title="h", x=np.array([0.0, 4.0, 10.0]), y=np.array([3.0, 1.0, 6.0]), x_name="x",
    x_unit="m", y_name="y", y_unit="s", labels=("a", "b", "c"),
)  # fmt: skip
VIEW = LineView(SQUARED, BY_HAND, 1.0, 1.0)


def trace(figure: go.Figure, name: str) -> go.Scatter:
    (found,) = [t for t in figure.data if t.name == name]
    return found


def outlines(t: go.Scatter) -> list[tuple[np.ndarray, np.ndarray]]:
    x, y = np.array(t.x, dtype=float), np.array(t.y, dtype=float)
    return [
        (x[a : a + 5], y[a : a + 5]) for a in range(0, len(x), 6)
    ]  # four corners, back to the first, a gap


def live_figures() -> dict[str, LiveFigure]:
    made = {"hand squares": squares.squares(VIEW), "hand pulls": squares.pulls(VIEW)}
    for key, problem in LINE_PROBLEMS.items():
        middle = float(problem.y.mean())
        view = LineView(SQUARED, problem, middle, middle)
        made[f"{key} squares"] = squares.squares(view, show_best=True)
        made[f"{key} pulls"] = squares.pulls(view, show_best=True)
        made[f"{key} drop"] = squares.drop(DropView(SQUARED, problem, 0))
        made[f"{key} all"] = squares.drop(DropView(SQUARED, problem, None))
    for noise, loss_at in (
        ("bell", LOSSES["squared_error"].at()),
        ("tent", LOSSES["absolute_error"].at()),
        ("heavy tail", LOSSES["student_t"].at(nu=3.0, c=4.0)),
    ):
        made[noise] = hill(HillView(loss_at, np.append(first_readings(), -44.0)))
    return made


LIVE = live_figures()


def test_residuals_by_hand() -> None:
    # a flat line at 1: misses 2, 0 and 5; squares 4, 0, 25; mean 29/3
    assert VIEW.residual.tolist() == [2.0, 0.0, 5.0]
    assert VIEW.mse == pytest.approx(29 / 3)


@pytest.mark.parametrize("key", LINE_PROBLEMS)
def test_every_square_is_as_wide_as_high_at_the_locked_scale(key: str) -> None:
    problem = LINE_PROBLEMS[key]
    view = LineView(SQUARED, problem, float(problem.y.min()), float(problem.y.max()))
    figure = squares.squares_figure(view)
    assert figure.layout.yaxis.scaleanchor == "x"
    ratio = figure.layout.yaxis.scaleratio  # units of x as long on screen as one of y
    boxes = outlines(trace(figure, "squares"))
    assert len(boxes) == len(problem)
    for (x, y), r in zip(boxes, view.residual, strict=True):
        assert np.ptp(y) == pytest.approx(abs(r), abs=1e-9)
        assert np.ptp(x) == pytest.approx(abs(r) * ratio, abs=1e-9)


def test_the_square_checker_notices_a_rectangle() -> None:
    figure = squares.squares_figure(VIEW)
    (x, y), ratio = outlines(trace(figure, "squares"))[0], figure.layout.yaxis.scaleratio
    assert np.ptp(1.05 * x) != pytest.approx(np.ptp(y) * ratio)


def test_all_squares_run_the_same_way_round() -> None:
    # otherwise two that overlap would cut a hole into the fill
    view = LineView(SQUARED, LINE_PROBLEMS["hubble"], 1200.0, -300.0)
    for x, y in outlines(trace(squares.squares_figure(view), "squares")):
        area = float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1]))
        assert area >= -1e-9


def test_the_mean_square_has_the_rmse_as_its_side() -> None:
    figure = squares.squares_figure(VIEW)
    for name, side in (("mean square", VIEW.rmse), ("smallest possible", VIEW.best_view.rmse)):
        box = trace(figure, name)
        assert np.ptp(box.x) == pytest.approx(side)
        assert np.ptp(box.y) == pytest.approx(side)
    assert figure.layout.xaxis2.scaleanchor == "y"
    assert figure.layout.xaxis2.scaleratio == 1


@pytest.mark.parametrize("ends", [(None, None), ("low", "high"), ("high", "low"), ("low", "low")])
@pytest.mark.parametrize("key", LINE_PROBLEMS)
def test_the_mean_square_fits_its_pane_at_both_ends_of_the_sliders(
    key: str, ends: tuple[str | None, str | None]
) -> None:
    problem = LINE_PROBLEMS[key]
    frame = LineView(SQUARED, problem, 0.0, 0.0).frame
    height = {None: float(problem.y.mean()), "low": frame.y_low, "high": frame.y_high}
    figure = squares.squares_figure(LineView(SQUARED, problem, height[ends[0]], height[ends[1]]))
    box = trace(figure, "mean square")
    assert max(box.x) <= figure.layout.xaxis2.range[1]
    assert max(box.y) <= frame.y_high


@pytest.mark.parametrize(
    "draw", [squares.squares_figure, squares.pulls_figure, squares.balance_figure]
)
def test_no_axis_moves_with_the_line(draw) -> None:
    problem = LINE_PROBLEMS["hubble"]
    a, b = (
        draw(LineView(SQUARED, problem, *ends)).layout for ends in ((-550.0, 1450.0), (0.0, 0.0))
    )
    for name in ("xaxis", "yaxis", "xaxis2", "yaxis2"):
        assert getattr(a, name, None) == getattr(b, name, None)


def test_a_spring_goes_from_the_line_to_its_point() -> None:
    figure = squares.pulls_figure(VIEW)
    up = trace(figure, "pulls up")
    assert [v for v in up.y if not np.isnan(v)] == [1.0, 3.0, 1.0, 6.0]
    assert np.isnan(np.array(trace(figure, "pulls down").y, dtype=float)).all()


def test_the_best_line_is_hidden_until_asked_for() -> None:
    assert not any(t.name == "best line" for t in squares.squares_figure(VIEW).data)
    shown = trace(squares.squares_figure(VIEW, show_best=True), "best line")
    assert list(shown.y) == pytest.approx([VIEW.best_view.left, VIEW.best_view.right])


def test_without_a_choice_nothing_is_dropped() -> None:
    assert len(squares.drop_figure(DropView(SQUARED, BY_HAND, None)).data) == 2
    assert trace(squares.drop_figure(DropView(SQUARED, BY_HAND, 1)), "dropped").text == ("b",)


@pytest.mark.parametrize("name", LIVE)
def test_every_figure_names_its_axes_and_has_a_twin_in_words(name: str) -> None:
    live = LIVE[name]
    for figure in live.figures:
        for key, axis in figure.layout.to_plotly_json().items():
            if re.fullmatch(r"[xy]axis\d*", key):
                assert axis["title"]["text"], key
    assert live.alt.endswith(".")
    assert live.sentence.endswith(".")
    assert live.table.rows
    for text in (live.alt, live.sentence, *chain(*live.table.rows)):
        assert "nan" not in text
        assert "None" not in text


@pytest.mark.parametrize("name", LIVE)
def test_every_figure_is_valid_plotly(name: str) -> None:
    for figure in LIVE[name].figures:
        validated = go.Figure(figure.to_dict())
        assert len(validated.data) == len(figure.data)


def test_validation_notices_a_misspelt_attribute() -> None:
    figure = theme.figure([theme.scatter(x=[1], lien={"width": 2})], theme.layout())
    with pytest.raises(ValueError, match="lien"):
        go.Figure(figure.to_dict())


@pytest.mark.parametrize("name", LIVE)
def test_every_colour_has_a_dark_version(name: str) -> None:
    for figure in LIVE[name].figures:
        used = set(re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\([^)]*\)", figure.to_json()))
        assert used - {"rgba(0,0,0,0)"} <= theme.DARK.keys()


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("version", ["light", "dark"])
@pytest.mark.parametrize("role", ["TEXT", "POINT", "HAND", "BEST", "SQUARE", "UP", "DOWN"])
def test_colours_can_be_read_on_their_page(role: str, version: str) -> None:
    # 4.5 : 1 is what WCAG 2.2 asks of text (success criterion 1.4.3)
    colour = getattr(getattr(theme, role), version)
    assert contrast(colour, getattr(theme.BACKGROUND, version)) >= 4.5


def test_contrast_of_black_on_white() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)


@pytest.mark.parametrize("version", ["light", "dark"])
def test_the_page_has_the_colours_of_the_figures(version: str) -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    page = config["theme"][version]
    assert page["primaryColor"] == getattr(theme.HAND, version)
    assert page["backgroundColor"] == getattr(theme.BACKGROUND, version)
    assert page["textColor"] == getattr(theme.TEXT, version)


def test_the_hill_stands_over_its_answer() -> None:
    live = LIVE["bell"]
    curve = trace(live.figures[0], "hill")
    top = curve.x[int(np.argmax(curve.y))]
    assert top == pytest.approx(16.8333, abs=1e-4)
    assert np.trapezoid(curve.y, curve.x) == pytest.approx(1.0, abs=2e-2)
    # the table's surprise is minus the log of its density
    for row in live.table.rows:
        density = float(row[2].translate(BACK).replace(" × 10", "e"))
        assert -np.log(density) == pytest.approx(float(row[3]), rel=5e-3)


# ---- the look of losses -------------------------------------------------------------------------

# Machado, Oliveira and Fernandes 2009, severity 1.0, linear RGB
DEFICIENCIES = {
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}  # fmt: skip
NOTICEABLE = 10.0  # CIE76; 2.3 is just noticeable side by side


def linear(colour: str) -> np.ndarray:
    rgb = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* (D65) of linear RGB."""
    to_xyz = [[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]
    xyz = np.array(to_xyz) @ np.clip(rgb, 0, 1) / [0.9505, 1.0, 1.089]
    f = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def difference(one: str, other: str, deficiency: str | None) -> float:
    matrix = np.array(DEFICIENCIES[deficiency]) if deficiency else np.eye(3)
    return float(np.linalg.norm(lab(matrix @ linear(one)) - lab(matrix @ linear(other))))


COMPARED_HUES = [theme.hue(LOSSES[key]) for key in COMPARED]
SEEN = [None, *DEFICIENCIES]


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_compared_losses_differ_in_colour_for_every_eye(scheme: str, seen: str | None) -> None:
    colours = [getattr(hue.role, scheme) for hue in COMPARED_HUES]
    for one, other in combinations(colours, 2):
        assert difference(one, other, seen) > NOTICEABLE, (one, other)


def test_the_colour_checker_notices_a_pair_that_deuteranopes_confuse() -> None:
    assert difference("#a05000", "#6b6b00", None) > 2 * NOTICEABLE
    assert difference("#a05000", "#6b6b00", "deuteranopia") < NOTICEABLE


def test_colour_is_never_the_only_cue() -> None:
    of_a_task: dict[Task, list[str]] = {}
    for loss in LOSSES.values():
        of_a_task.setdefault(loss.task, []).append(loss.hue)
    for hues in of_a_task.values():
        assert len(set(hues)) == len(hues)  # so dash and marker differ as well
    assert len({hue.dash for hue in theme.HUES.values()}) == len(theme.HUES)
    assert len({hue.marker for hue in theme.HUES.values()}) == len(theme.HUES)


@pytest.mark.parametrize("name", theme.HUES)
def test_a_hue_is_legible_as_text(name: str) -> None:
    role = theme.HUES[name].role
    assert contrast(role.light, theme.BACKGROUND.light) >= 4.5
    assert contrast(role.dark, theme.BACKGROUND.dark) >= 4.5
