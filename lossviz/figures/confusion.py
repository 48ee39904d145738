"""A table of true against called species, and the costs of right and wrong ones on a line."""

import numpy as np

from lossviz import words
from lossviz.figures import theme
from lossviz.figures.class_bars import COLOURS, LOOKS
from lossviz.figures.live import Box, LiveFigure, Table
from lossviz.i18n import _
from lossviz.multiclass.confusion import LEAST_WRONG, Confusion
from lossviz.words import confusion as say
from lossviz.words.regions import tenths

BOXES = (Box(340, 320, 300), Box(340, 300, 320, 1.3))
GOLDEN = 0.6180339887  # parts of the height: spreads marks without a pattern
SPREAD = 0.62
SIGNS = {"circle": "●", "square": "■", "triangle-up": "▲"}


def table_traces(view: Confusion) -> list[theme.Trace]:
    """A cell for each true and called species, the darker the larger its share of the row."""
    k = np.arange(view.n_classes)
    columns, rows = np.meshgrid(k, k)
    shares = view.row_shares
    cells = [
        f"<b>{int(count)}</b><br>{tenths(float(part))}"
        for count, part in zip(view.counts.ravel(), shares.ravel(), strict=True)
    ]
    return [
        {
            "type": "heatmap", "name": _("shares of the row"), "x": k, "y": k, "z": shares,
            "zmin": 0, "zmax": 1, "showscale": False, "hoverinfo": "skip", "opacity": 0.45,
            "colorscale": [[0, theme.BACKGROUND.light], [1, theme.SQUARE.light]], "xgap": 3,
            "ygap": 3,
        },
        theme.scatter(
            name=_("counts"), x=columns.ravel(), y=rows.ravel(), mode="text", text=cells,
            hoverinfo="skip", textfont={"size": 15, "color": theme.TEXT.light},
        ),
    ]  # fmt: skip


def table_layout(view: Confusion) -> dict[str, object]:
    """True species down, called species across."""
    names, n = list(view.fit.measured.classes), view.n_classes
    ticks = {"tickvals": list(range(n)), "ticktext": names, "showgrid": False}
    return theme.layout(
        xaxis=theme.axis(_("most probable"), range=[-0.5, n - 0.5], **ticks),
        yaxis=theme.axis(_("true species"), range=[n - 0.5, -0.5], **ticks),
        margin={"l": 100, "r": 12, "t": 12, "b": 52},
        uirevision="confusion",
    )


def line_traces(view: Confusion) -> list[theme.Trace]:
    """Every one at its cost, wrong ones above right ones; what neither can cross."""
    fit = view.fit
    height = view.wrong + SPREAD * ((np.arange(len(fit.y)) * GOLDEN) % 1.0 - 0.5)
    traces: list[theme.Trace] = [
        theme.scatter(
            name=_("limit of the {kind}").format(kind=kind), x=[at, at], y=ends, mode="lines+text",
            text=[theme.UNSEEN, text], textposition="top center", hoverinfo="skip",
            cliponaxis=False,
            textfont={"size": 14, "color": theme.TEXT.light},
            line={"color": theme.TEXT.light, "width": 2, "dash": dash},
        )
        for kind, at, ends, dash, text in (
            (_("wrong"), LEAST_WRONG, [0.55, 1.45], "dash", _("log 2")),
            (_("right"), view.most_right, [-0.45, 0.45], "dot", f"log {view.n_classes}"),
        )
    ]  # fmt: skip
    for k, name in enumerate(fit.measured.classes):
        own = fit.y == k
        traces.append(
            theme.scatter(
                name=name, x=fit.costs[own], y=height[own], mode="markers", cliponaxis=False,
                text=[str(row + 1) for row in fit.rows[own]],
                hovertemplate=_("bird %{{text}}, {name}: %{{x:.2g}} nats").format(name=name)
                + "<extra></extra>",
                marker={
                    "color": COLOURS[k], "symbol": LOOKS[k].marker, "size": 8, "opacity": 0.85,
                    "line": {"width": 1, "color": theme.BACKGROUND.light},
                },
            )
        )  # fmt: skip
    return traces


def line_layout(view: Confusion) -> dict[str, object]:
    """Nats across, right and wrong upward."""
    high = max(float(view.fit.costs.max()), view.most_right)
    signs = " ".join(
        f"{SIGNS[look.marker]} {name}"
        for look, name in zip(LOOKS, view.fit.measured.classes, strict=True)
    )
    return theme.layout(
        xaxis=theme.axis(
            _("cost (nats)") + f"<br>{signs}", range=[-0.03 * high, 1.06 * high], nticks=6
        ),
        yaxis=theme.axis(
            _("most probable species is"), range=[-0.55, 1.65], tickvals=[0, 1],
            ticktext=[_("right"), _("wrong")], showgrid=False,
        ),
        margin={"l": 88, "r": 12, "t": 12, "b": 72},
        uirevision="right and wrong",
    )  # fmt: skip


def confusion_live(view: Confusion) -> LiveFigure:
    """Table of counts and line of costs, in figure, words and text."""
    names = view.fit.measured.classes
    rows = tuple(
        (
            name,
            *(
                _("{count} ({part})").format(count=int(count), part=tenths(float(part)))
                for count, part in zip(view.counts[i], view.row_shares[i], strict=True)
            ),
            words.plain(float(view.counts[i].sum())),
        )
        for i, name in enumerate(names)
    )
    columns = (_("true species"), *(_("called {name}").format(name=n) for n in names), _("in all"))
    return LiveFigure(
        (
            theme.figure(table_traces(view), table_layout(view)),
            theme.figure(line_traces(view), line_layout(view)),
        ),
        say.confusion_alt(view), say.confusion_sentence(view), Table(columns, rows), BOXES,
    )  # fmt: skip
