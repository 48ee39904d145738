"""Points that a reader types: read or refused with a sentence, and the surface over them."""

import numpy as np
import pytest

from lossviz import LOSSES
from lossviz.figures.more_models import on_model
from lossviz.surfaces.more_models import OnModel
from lossviz.surfaces.typed_points import LONGEST, MOST, typed_case, typed_points
from lossviz.ui.specs.surfaces_models import SAMPLE
from lossviz.ui.specs.surfaces_side import ORDER
from lossviz.words import more_models as say
from tests.unit.figure_checks import figure_errors, trace_errors


@pytest.mark.parametrize(
    "text", ["1, 2; 3, 4.5", "1 2\n3 4.5", " 1,2;;3\t4.5; ", "1 ,2\n\n3, 4.5\n", "1,2;3,45e-1"]
)
def test_points_are_read(text: str) -> None:
    x, y = typed_points(text)
    assert (x.tolist(), y.tolist()) == ([1.0, 3.0], [2.0, 4.5])


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "There is no point. Type one at least"),
        (" ; \n ,", "There is no point. Type one at least"),
        ("1, 2; 3", "Point 2 cannot be read. A point is two numbers"),
        ("1, 2, 3", "Point 1 cannot be read"),
        ("1, 2; 2, nan", "Point 2 cannot be read"),
        ("1, inf", "Point 1 cannot be read"),
        ("one, two", "Point 1 cannot be read"),
        ("1, 2000000", "of size 1,000,000 at most"),
        (";".join(["1, 2"] * (MOST + 1)), "At most 50 points can be read; here are 51."),
        ("1" * (LONGEST + 1), "That is too long"),
    ],
)
def test_what_cannot_be_read_is_told(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        typed_points(text)


TEXTS = [SAMPLE, "2, 5", "0, 0", "0, 1; 0, 2", "3, 1; 3, 2; 3, 9", "0, 1; 1, 1; 2, 1", "0,0;1,1",
         "-1e6, 1e6; 1e6, -1e6; 0, 3"]  # fmt: skip


@pytest.mark.parametrize("text", TEXTS)
def test_every_loss_draws_and_tells_every_data(text: str) -> None:
    for key in ORDER:
        case = typed_case(LOSSES[key].at(), *typed_points(text))
        live = on_model(OnModel(case, *case.start), "a", "b")
        assert figure_errors(live) == trace_errors(live) == []
        for said in (say.case_note(case), say.unit_note(case)):
            assert said.endswith(".")
            assert "nan" not in said
        x, _y = case.pane.points
        assert ("valley without end" in say.case_note(case)) == (len(set(x.tolist())) == 1)
        if case.hill.loss_at.facts.convex and len(set(x.tolist())) > 1:
            assert all(case.seen.room.holds(a, b) for a, b in case.found.lowest.tolist())


def test_the_sample_is_lowest_at_least_squares() -> None:
    case = typed_case(LOSSES["squared_error"].at(), *typed_points(SAMPLE))
    slope, intercept = np.polyfit(*typed_points(SAMPLE), 1)
    assert case.found.lowest[0] == pytest.approx([intercept, slope])


def test_one_point_and_one_x_cannot_tell_a_slope() -> None:
    one = typed_case(LOSSES["squared_error"].at(), *typed_points("2, 5"))
    assert say.case_note(one).startswith("One point, at x = 2, cannot tell a slope.")
    assert (one.found.lowest @ [1.0, 2.0]).tolist() == pytest.approx([5.0, 5.0])
    two = typed_case(LOSSES["absolute_error"].at(), *typed_points("3, 1; 3, 2"))
    assert say.case_note(two).startswith("All points are at x = 3, so they cannot tell a slope.")
    assert sorted(np.round(two.found.lowest @ [1.0, 3.0], 9).tolist()) == [1.0, 1.0, 2.0, 2.0]
    assert two.found.height == pytest.approx(0.5)


def test_a_stretch_of_lines_is_no_area_and_a_map_may_have_no_bottom() -> None:
    # through (1, 0), and between (0, 0) and (0, 1): the sum of misses is 1 for all of them
    case = typed_case(LOSSES["absolute_error"].at(), *typed_points("0, 0; 0, 1; 1, 0"))
    said = say.case_note(case)
    assert "all from (1.00, −1.00) to (0, 0) cost the same, 0.333." in said
    assert "area" not in said
    case = typed_case(LOSSES["welsch"].at(), *typed_points("1e6, 1; 999999, 2"))
    assert say.case_note(case).endswith("No bottom of a basin lies on this map.")
    assert say.lowest_text(case) == "no bottom here"
    assert say.marks_note(case).startswith("Arrow: ")


def test_nearly_all_is_not_all() -> None:
    text = "0, 0; 0, 10; 1, 5; 1, -40; 2, 30; 3, -50; 0.5, 80"
    case = typed_case(LOSSES["student_t"].at(c=1.0), *typed_points(text))
    assert 0.995 < case.hill.bent_share < 1
    assert "at nearly all places of this map it bends downwards" in say.case_note(case)
