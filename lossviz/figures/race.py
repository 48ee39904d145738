"""The breakdown race: the error of each loss against the contaminated share, and the guess before.

Axes are the same for every kind of contamination, so that they give nothing away.
"""

import numpy as np
import plotly.graph_objects as go

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.fitted_lines import TALL_BOX, apart, dashed, end_names, margins
from lossviz.figures.live import LiveFigure, Table
from lossviz.i18n import _
from lossviz.race import BROKEN, RaceView
from lossviz.words import influence as say

HIGHEST_ERROR = 3 * BROKEN
"""Top of the race, the same for every kind, so that an axis gives nothing away."""


def race_figure(view: RaceView, *, hidden: bool = False, guess: float | None = None) -> go.Figure:
    """Median slope error against contaminated share, a curve per estimator.

    `hidden` draws the axes, the level of breaking and the reader's `guess`, a share, only.
    """
    traces = [
        theme.scatter(
            name=_("broken"), x=[0, 50], y=[BROKEN, BROKEN], mode="lines", hoverinfo="skip",
            line={"color": theme.TEXT.light, "width": 1, "dash": "dash"},
        ),
        theme.scatter(
            name=_("what broken means"), x=[0], y=[BROKEN], mode="text", hoverinfo="skip",
            text=[_("above: broken")], textposition="top right",
            textfont={"color": theme.TEXT.light},
        ),
    ]  # fmt: skip
    if not hidden:
        traces += _race_curves(view)
    if guess is not None:
        traces += [
            theme.scatter(
                name=_("your guess"), x=[100 * guess] * 2, y=[0, HIGHEST_ERROR], mode="lines",
                line={"color": theme.HAND.light, "width": 2.5}, hoverinfo="skip",
            ),
            theme.scatter(
                name=_("guess"), x=[100 * guess + (0.7 if guess < 0.3 else -0.7)],
                y=[HIGHEST_ERROR], mode="text",
                text=[_("your guess")], hoverinfo="skip",
                textposition="bottom right" if guess < 0.3 else "bottom left",
                textfont={"color": theme.HAND.light},
            ),
        ]  # fmt: skip
    x = theme.axis(
        _("contaminated points (%)"), range=[-1.5, 51],
        tickvals=[0, 10, 20, 30, 40, 50],
    )  # fmt: skip
    title = _("median error of the slope")
    layout = theme.layout(
        xaxis=x,
        yaxis=theme.axis(title, range=[0, HIGHEST_ERROR]),
        margin=margins(view.estimators),
        uirevision=view.kind,
    )
    return theme.figure(traces, layout)


def _race_curves(view: RaceView) -> list[theme.Trace]:
    share = 100 * view.shares
    traces = []
    for e, errors in zip(view.estimators, view.errors, strict=True):
        hue = theme.hue(e.loss_at.loss)
        traces.append(
            theme.scatter(
                name=e.name, x=share, y=errors, mode="lines+markers", line=dashed(e, 2.5),
                marker={"color": hue.role.light, "symbol": hue.marker, "size": 8, "opacity": 1},
                hovertemplate="%{x:.0f} %: %{y:.3f}<extra></extra>",
            )
        )  # fmt: skip
    last = max(view.done - 1, 0)
    ends = np.nan_to_num(np.minimum(view.errors[:, last], 0.97 * HIGHEST_ERROR))
    names = apart(ends, 0.07 * HIGHEST_ERROR)
    low = max(0.0, 0.03 * HIGHEST_ERROR - float(names.min()))
    high = max(0.0, float(names.max()) - 0.97 * HIGHEST_ERROR)
    return [*traces, end_names(share[last] + 1, names + low - high, view.estimators)]


def race(view: RaceView, *, hidden: bool = False, guess: float | None = None) -> LiveFigure:
    """The race, or before the reveal its axes and the guess."""
    if hidden:
        alt = _("Axes for the median error of the slope against the contaminated share, empty.")
        if guess is not None:
            alt += " " + _("An upright line at your guess, {share}.").format(
                share=words.percent(guess)
            )
    else:
        alt = _(
            "Median error of the slope against the contaminated share, 0 to {most}: one curve for"
            " each of {n} losses, and a dashed level at {broken}."
        ).format(
            most=words.percent(float(view.shares[-1])), n=len(view.estimators),
            broken=words.number(BROKEN, 2),
        )  # fmt: skip
    shown = () if hidden else view.estimators
    rows = tuple(
        (
            words.percent(float(share)),
            str(view.spoilt(k)),
            *(words.number(float(view.errors[e, k])) for e in range(len(shown))),
        )
        for k, share in enumerate(view.shares)
        if hidden or k < view.done
    )
    columns = (
        _("share"), _("points of {n}").format(n=view.n), *(e.name for e in shown),
    )  # fmt: skip
    return LiveFigure(
        (race_figure(view, hidden=hidden, guess=guess),), alt,
        say.race_sentence(view, hidden=hidden, guess=guess), Table(columns, rows), (TALL_BOX,),
    )  # fmt: skip
