"""The fitted number against where one point is: a curve per loss, and the point on all of them.

No axis moves with the hand. A fitted number is the slope, or the level where a level is fitted.
"""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.fitted_lines import (
    TALL_BOX,
    apart,
    dashed,
    end_names,
    fitted_name,
    margins,
    range_of,
)
from lossviz.figures.live import Handle, LiveFigure, Motion, Table, Track, patch_of
from lossviz.i18n import _
from lossviz.sensitivity import SensitivityView
from lossviz.sweeps import Axis, join
from lossviz.words import influence as say


def sensitivity_traces(view: SensitivityView) -> list[theme.Trace]:
    """A curve and a clean level per estimator, and where the point is."""
    low, high = _heights(view)
    ends = view.positions[[0, -1]]
    traces = [
        theme.scatter(
            name=_("{loss}, without the point").format(loss=e.name), x=ends, y=[clean, clean],
            mode="lines", hoverinfo="skip", opacity=0.6,
            line={"color": theme.hue(e.loss_at.loss).role.light, "width": 1, "dash": "dash"},
        )
        for e, clean in zip(view.estimators, view.clean, strict=True)
    ]  # fmt: skip
    traces += [
        theme.scatter(
            name=e.name, x=view.positions, y=slopes, mode="lines", line=dashed(e, 2.5),
            hovertemplate="%{x:.4g}: %{y:.4g}<extra></extra>",
        )
        for e, slopes in zip(view.estimators, view.slopes, strict=True)
    ]  # fmt: skip
    last = np.where(np.isfinite(view.slopes[:, -1]), view.slopes[:, -1], high)
    hues = [theme.hue(e.loss_at.loss) for e in view.estimators]
    return [
        *traces,
        end_names(ends[1], apart(last, 0.075 * (high - low)), view.estimators),
        theme.scatter(
            name=_("where the point is"), x=join(view.current, view.current), y=[low, high],
            mode="lines", line={"color": theme.HAND.light, "width": 2}, hoverinfo="skip",
        ),
        theme.scatter(
            name=_("fits at this point"), y=view.now, mode="markers", hoverinfo="skip",
            x=np.broadcast_to(view.current[..., None], view.now.shape).copy(),
            marker={
                "color": [hue.role.light for hue in hues], "size": 10, "opacity": 1,
                "symbol": [hue.marker for hue in hues],
            },
        ),
    ]  # fmt: skip


def _heights(view: SensitivityView) -> list[float]:
    return range_of(view.slopes, view.clean)


def sensitivity_layout(view: SensitivityView) -> dict[str, object]:
    """Position of the point against fitted number; the same wherever the point is."""
    low, high = float(view.positions[0]), float(view.positions[-1])
    title = _("{axis} of {point}").format(
        axis=say.axis_name(view)[0], point=say.point(view.problem, view.row)
    )
    return theme.layout(
        xaxis=theme.axis(theme.named(title, say.axis_name(view)[1]), range=[low, high]),
        yaxis=theme.axis(fitted_name(view.problem), range=_heights(view)),
        margin=margins(view.estimators),
        uirevision=f"{view.problem.key} {view.row} {view.axis}",
    )


def sensitivity_figure(view: SensitivityView) -> go.Figure:
    """The fitted number of each estimator as a function of where one point is."""
    return theme.figure(sensitivity_traces(view), sensitivity_layout(view))


def sensitivity(view: SensitivityView, key: str = "", decimals: int = 2) -> LiveFigure:
    """The sensitivity curves; with the `key` of a control, the upright line can be dragged.

    The positions are then the stops, so where the point is must be one of them.
    """
    name, unit = say.axis_name(view)
    alt = _(
        "{noun} of {n} fits against {axis} of {point}, one curve each, with a dashed level where"
        " the fit is without the point. An upright line marks where the point is: {at}."
    ).format(
        noun=say.noun(view.problem), n=len(view.estimators), axis=name,
        point=say.point(view.problem, view.row),
        at=f"{words.plain(float(view.current))} {unit}".rstrip(),
    )  # fmt: skip
    motions = (_sensitivity_motion(view, key, decimals),) if key else ()
    return LiveFigure(
        (sensitivity_figure(view),), alt[:1].upper() + alt[1:], say.sensitivity_sentence(view),
        _sensitivity_table(view), (TALL_BOX,), motions,
    )  # fmt: skip


def _sensitivity_motion(view: SensitivityView, key: str, decimals: int) -> Motion:
    name, unit = say.axis_name(view)

    def track() -> Track:
        batch = view.moving
        patch = patch_of(sensitivity_traces(batch), sensitivity_traces(batch.at(0)))
        stops = range(len(view.positions))
        return Track((patch,), tuple(say.sensitivity_sentence(batch.at(k)) for k in stops))

    return Motion(
        Axis(key, name, view.positions, unit, decimals), float(view.current), track,
        Handle(say.point(view.problem, view.row), view.positions, _heights(view)[0], "x"),
    )  # fmt: skip


def _sensitivity_table(view: SensitivityView) -> Table:
    name, unit = say.axis_name(view)
    some = np.unique(np.linspace(0, len(view.positions) - 1, 11).round().astype(int))
    rows = [
        (words.plain(float(view.positions[k])), *map(words.number, view.slopes[:, k])) for k in some
    ]
    rows.append((_("without the point"), *map(words.number, view.clean)))
    return Table((theme.named(name, unit), *(e.name for e in view.estimators)), tuple(rows))
