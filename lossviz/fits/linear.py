"""Lines and planes: the coefficients that minimise the mean of a regression loss."""

from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from lossviz.core import Facts, Form, Influence, LossAt
from lossviz.fits import exact, irls, quantile_lp, starts
from lossviz.fits.closed_form import least_squares
from lossviz.fits.design import Data, Design, build, check_data
from lossviz.fits.pinball import Pieces, pieces
from lossviz.fits.result import Fit, Minimiser, point_range
from lossviz.fits.scale import mad
from lossviz.i18n import _
from lossviz.numerics import Array, as_float

Scale = float | Literal["mad"] | None
Start = Literal["ols", "lad"] | ArrayLike | None

SAME = 1e-6
"""Two minima are one when their fitted values differ by less than this part of the spread of y."""


def fit_linear(
    loss_at: LossAt,
    X: ArrayLike,
    y: ArrayLike,
    scale: Scale = None,
    start: Start = None,
    sample_weight: ArrayLike | None = None,
    intercept: bool = True,
) -> Fit:
    """Minimise the (weighted) mean of the loss of (y - prediction) / scale.

    X (n, k) without a column of ones, or (n,) for a line; y (n,). Coefficients (k+1,), intercept
    first, or (k,) with `intercept=False`. Weights count rows: 2 is the row twice, 0 is no row.

    scale : None is 1; a number in units of y; "mad" is median(|r|) / 0.6745 of the residuals,
        estimated anew until pull and scale agree (the residuals about 0, not about their median).
    start : for losses that are not convex, and for "mad", the answer may depend on where one
        starts. None tries several (least squares, absolute error, least trimmed squares and lines
        through random rows; seeded) and keeps the lowest objective; with "mad", where objectives
        do not compare, a loss that lets go of far points keeps the smallest scale, and any other
        starts at least squares. "ols", "lad" or coefficients: only that one.

    A batch solves S fits in one call. y (S, n) is a batch, with X shared, (n,) or (n, k), or of
    its own for each, (S, n) or (S, n, k): a two-dimensional X of the shape of y is one x per data
    set. So is a loss with parameters of shape (S, 1). Results have a leading axis S, and
    `sample_weight` may be (n,) or (S, n).

    Columns that depend on earlier ones (a constant x, too few rows) get coefficient 0; `message`
    says so and the range of every coefficient that could be anything is -inf to inf.

    ValueError for a loss that is not a regression loss, for empty or unequal data, NaN or infinite
    values, a scale that is not positive, an unknown scale or start. No exception where a fit does
    not converge: see `converged` and `message`.
    """
    return _fit(loss_at, check_data(loss_at, X, y, sample_weight), scale, start, intercept)


def fit_location(
    loss_at: LossAt,
    y: ArrayLike,
    scale: Scale = None,
    sample_weight: ArrayLike | None = None,
    start: Start = None,
) -> Fit:
    """The best constant: `fit_linear` without an x, coefficients (1,).

    y (n,), or (S, n) for a batch. The median's interval is `coef_range`; the coefficient is its
    middle. With "mad" the scale is that of the residuals about the constant being fitted.
    """
    return _fit(loss_at, check_data(loss_at, None, y, sample_weight), scale, start, True)


def _fit(loss_at: LossAt, data: Data, scale: Scale, start: Start, intercept: bool) -> Fit:
    width = _check_scale(scale)
    n_coefficients = data.columns.shape[-1] + intercept
    begin = _check_start(start, n_coefficients, len(data.y))
    if n_coefficients == 0:
        raise ValueError("nothing to fit: X has no columns and intercept is False")
    with np.errstate(over="ignore", under="ignore", invalid="ignore", divide="ignore"):
        if not data.batch:
            return _single(loss_at, data, width, begin, intercept)
        design = _regular(data, intercept)
        if design is None:  # some data set does not determine its line: one by one
            return _stack(
                [
                    _single(
                        irls.loss_rows(loss_at, np.array([s])),
                        _only(data, s),
                        width,
                        begin[s : s + 1] if isinstance(begin, np.ndarray) else begin,
                        intercept,
                    )
                    for s in range(len(data.y))
                ]
            )
        return _solve(loss_at, design, width, begin)


def _check_scale(scale: Scale) -> float | None:
    """A positive number, or None for "mad"."""
    if scale is None:
        return 1.0
    if isinstance(scale, str):
        if scale != "mad":
            raise ValueError(f'scale must be None, a positive number or "mad", got {scale!r}')
        return None
    width = as_float(scale, "scale")
    if width.ndim > 0 or not 0 < width < np.inf:
        raise ValueError(f'scale must be None, a positive number or "mad", got {scale}')
    return float(width)


def _check_start(start: Start, n_coefficients: int, total: int) -> str | Array | None:
    """A known name, None, or coefficients (S, p)."""
    if start is None or (isinstance(start, str) and start in {"ols", "lad"}):
        return None if start is None else str(start)
    if isinstance(start, str):
        raise ValueError(f'start must be None, "ols", "lad" or coefficients, got {start!r}')
    given = as_float(start, "start")
    if given.shape not in {(n_coefficients,), (total, n_coefficients)}:
        raise ValueError(f"start must have shape ({n_coefficients},), got {given.shape}")
    if not np.all(np.isfinite(given)):
        raise ValueError("start must be finite numbers")
    return np.broadcast_to(given, (total, n_coefficients))


def _only(data: Data, s: int) -> Data:
    rows = slice(s, s + 1)
    columns = data.columns[s] if data.columns.ndim == 3 else data.columns
    return Data(data.y[rows], columns, data.weight[rows], batch=False)


def _regular(data: Data, intercept: bool) -> Design | None:
    """The design of a batch, or None where a data set does not determine its coefficients."""
    try:
        design = build(data.y, data.weight, data.columns, intercept)
    except ValueError:
        return None
    if np.all(data.weight > 0):
        return None if design.free.any() else design
    gram = design.gram((data.weight > 0) * 1.0)
    return None if np.linalg.eigvalsh(gram)[:, 0].min() < 1e-9 else design


def _single(
    loss_at: LossAt, data: Data, width: float | None, begin: str | Array | None, intercept: bool
) -> Fit:
    """One fit, to the rows of positive weight; then the weights of all rows."""
    used = data.weight[0] > 0
    columns = data.columns
    design = build(data.y[:, used], data.weight[:, used], columns[used], intercept)
    batch = _solve(loss_at, design, width, begin)
    fit = batch.at(0)
    if not used.all():
        x = np.column_stack([np.ones(len(columns)), columns]) if intercept else columns
        residual = data.y[0] - x @ fit.coefficients
        fit = replace(fit, weights=_loss_weights(loss_at, residual[None], np.array([fit.scale]))[0])
    return fit


def _stack(fits: list[Fit]) -> Fit:
    return Fit(
        coefficients=np.array([f.coefficients for f in fits]),
        objective=np.array([f.objective for f in fits]),
        scale=np.array([f.scale for f in fits]),
        weights=np.array([f.weights for f in fits]),
        alternatives=tuple(replace(a, stop=s) for s, f in enumerate(fits) for a in f.alternatives),
        coef_range=np.array([f.coef_range for f in fits]),
        converged=np.array([f.converged for f in fits]),
        n_iter=np.array([f.n_iter for f in fits]),
        message=tuple(f.message for f in fits),
    )


def _solve(loss_at: LossAt, design: Design, width: float | None, begin: str | Array | None) -> Fit:
    """All data sets of a design; those whose loss has another form are a group of their own."""
    total = len(design.y)
    if not any(np.ndim(v) > 0 for v in loss_at.params.values()):
        return _group(loss_at, loss_at.facts, design, width, begin, [None] * total)
    alone = [_scalar(loss_at, s) for s in range(total)]
    facts = [a.facts for a in alone]
    kinds: dict[tuple[Form, bool, Influence, int], list[int]] = {}
    for s, f in enumerate(facts):
        kinds.setdefault((f.form, f.convex, f.influence, len(f.kinks)), []).append(s)
    parts: list[Fit | None] = [None] * total
    for members in kinds.values():
        rows = np.array(members)
        fit = _group(
            irls.loss_rows(loss_at, rows),
            facts[members[0]],
            design.take(rows),
            width,
            begin[rows] if isinstance(begin, np.ndarray) else begin,
            [alone[s] for s in members],
        )
        if len(members) == total:
            return fit
        for position, s in enumerate(members):
            parts[s] = fit.at(position)
    return _stack([p for p in parts if p is not None])


def _scalar(loss_at: LossAt, s: int) -> LossAt:
    """The loss of data set s, its parameters as numbers."""
    return LossAt(
        loss_at.loss,
        {
            k: float(np.ravel(v)[s if np.size(v) > 1 else 0]) if np.ndim(v) > 0 else v
            for k, v in loss_at.params.items()
        },
    )


def _group(
    loss_at: LossAt,
    facts: Facts,
    design: Design,
    width: float | None,
    begin: str | Array | None,
    alone: list[LossAt | None],
) -> Fit:
    """Data sets whose losses have one form."""
    if facts.form is Form.QUADRATIC:
        fit = _quadratic(loss_at, design, width)
        if fit is not None:
            return fit
    if facts.form is Form.PIECEWISE_LINEAR and facts.convex:
        each = [
            pieces(a if a is not None else loss_at)
            for a in alone[: 1 if alone[0] is None else None]
        ]
        if all(p is not None for p in each):
            shape = [p for p in each if p is not None]
            return _straight(loss_at, shape * (len(design.y) // len(shape)), design, width)
    if facts.convex and facts.influence is not Influence.REDESCENDING:
        return _curved(loss_at, design, width, begin)
    return _several(loss_at, design, width, begin)


# --- the three ways ---------------------------------------------------------------------------


def _quadratic(loss_at: LossAt, design: Design, width: float | None) -> Fit | None:
    """Least squares; None where the loss's pull is not a straight line through 0."""
    probe = np.array([-2.0, -1.0, 0.0, 1.0, 3.0])
    pull = loss_at.psi(probe)
    if not np.allclose(pull, pull[..., 3:4] * probe, rtol=1e-9, atol=1e-300) or np.any(
        pull[..., 3] <= 0
    ):
        return None
    theta = least_squares(design)
    scale, flat = _final_scale(design, theta, width)
    none = np.zeros(len(theta), dtype=int)
    return _report(loss_at, design, theta, scale, ~flat, none, [])


def _straight(loss_at: LossAt, shape: list[Pieces], design: Design, width: float | None) -> Fit:
    """Exact: a quantile fit to one copy of the rows per kink."""
    total, n = design.y.shape
    kinks = np.array([p.kinks for p in shape])
    jumps = np.array([p.jumps for p in shape])
    tau = np.array([[p.tau] for p in shape])
    m = kinks.shape[1]
    scale = np.full(total, 1.0 if width is None else width)
    for _round in range(50 if width is None and np.any(kinks) else 1):
        copies = design
        if m > 1 or np.any(kinks):
            moved = design.y[:, None, :] - scale[:, None, None] * kinks[:, :, None]
            copies = Design(
                moved.reshape(total, m * n),
                (design.weight[:, None, :] * jumps[:, :, None]).reshape(total, m * n),
                np.concatenate([design.basis] * m, axis=-2),
                design.triangle,
                design.centre,
                design.kept,
                design.free,
                design.intercept,
            )
        corners, owner, certified, steps = _vertices(copies, tau)
        count = np.bincount(owner, minlength=total)
        theta = np.zeros((total, design.n_theta))
        np.add.at(theta, owner, corners)
        theta /= count[:, None]
        before = scale
        scale, flat = _final_scale(design, theta, width)
        if np.allclose(scale, before, rtol=1e-12, atol=0):
            break
    order = np.flatnonzero(count[owner] > 1)
    others = [(int(owner[v]), corners[v]) for v in order[np.argsort(owner[order], kind="stable")]]
    return _report(loss_at, design, theta, scale, certified & ~flat, steps, others, tied=True)


def _vertices(design: Design, tau: Array) -> tuple[Array, Array, Array, Array]:
    """Vertices of the sets of minimisers, their owners, whether certified, and steps."""
    total, p = len(design.y), design.n_theta
    if p == 1:
        found = exact.constant(design.basis, design.y, design.weight, tau)
        return found.vertices, found.owner, found.certified, found.n_iter
    if p == 2:
        first = least_squares(design)
        found = exact.line(design.basis, design.y, design.weight, tau, first)
        if found.certified.all():
            return found.vertices, found.owner, found.certified, found.n_iter
    directions = design.coefficients(np.eye(p)).T
    directions = directions[np.abs(directions).sum(axis=1) > 0]
    corners, owner, certified = [], [], np.ones(total, dtype=bool)
    for s in range(total):
        own = quantile_lp.minimisers(
            design.basis if design.shared else design.basis[s],
            design.y[s],
            design.weight[s],
            float(tau[s, 0]),
            directions,
        )
        certified[s] = own is not None
        corners.append(least_squares(design.take(np.array([s]))) if own is None else own)
        owner.append(np.full(len(corners[-1]), s))
    return np.concatenate(corners), np.concatenate(owner), certified, np.zeros(total, dtype=int)


def _first(design: Design, begin: str | Array | None) -> Array:
    """The start that was asked for, as coordinates; least squares where none was."""
    if isinstance(begin, np.ndarray):
        return design.to_theta(begin)
    return starts.least_absolute(design) if begin == "lad" else least_squares(design)


def _curved(loss_at: LossAt, design: Design, width: float | None, begin: str | Array | None) -> Fit:
    """One start, one minimum."""
    found = _from(loss_at, design, _first(design, begin), width, convex=True)
    return _report(loss_at, design, found.theta, found.scale, found.converged, found.n_iter, [])


def _from(
    loss_at: LossAt, design: Design, theta: Array, width: float | None, *, convex: bool
) -> irls.Solution:
    if width is None:
        return irls.reweight_with_mad(loss_at, design, theta)
    return irls.descend(loss_at, design, theta, np.asarray(width), convex=convex)


def _several(
    loss_at: LossAt, design: Design, width: float | None, begin: str | Array | None
) -> Fit:
    """Several starts, the best of the minima they lead to; the others are alternatives."""
    if begin is not None:
        found = _from(loss_at, design, _first(design, begin), width, convex=False)
        return _report(loss_at, design, found.theta, found.scale, found.converged, found.n_iter, [])
    first = starts.several(design)
    total, m, p = first.shape
    every = np.repeat(np.arange(total), m)
    found = _from(
        irls.loss_rows(loss_at, every),
        design.take(every),
        first.reshape(total * m, p),
        width,
        convex=False,
    )
    theta = found.theta.reshape(total, m, p)
    scale = found.scale.reshape(total, m)
    ok = found.converged.reshape(total, m)
    rank = scale if width is None else found.objective.reshape(total, m)
    rank = np.where(ok & np.isfinite(rank), rank, np.inf)
    best = rank.argmin(axis=-1)
    s = np.arange(total)
    others = _distinct(loss_at, design, theta, scale, rank, best)
    return _report(
        loss_at,
        design,
        theta[s, best],
        scale[s, best],
        ok[s, best],
        found.n_iter.reshape(total, m)[s, best],
        others,
    )


def _distinct(
    loss_at: LossAt, design: Design, theta: Array, scale: Array, rank: Array, best: Array
) -> list[tuple[int, Array]]:
    """The other minima, best first: (data set, coordinates); plateaus of no pull are left out."""
    spread = np.ptp(design.y, axis=-1)
    unit = spread / np.sqrt(design.y.shape[-1])  # basis columns have length 1
    found: list[tuple[int, Array]] = []
    for s in range(len(theta)):
        order = np.argsort(rank[s], kind="stable")
        kept = [theta[s, best[s]]]
        one, loss = design.take(np.array([s])), irls.loss_rows(loss_at, np.array([s]))
        for k in order[np.isfinite(rank[s][order])]:
            here = theta[s, k]
            far = min(float(np.abs(here - other).max()) for other in kept)
            if far <= SAME * np.sqrt(design.y.shape[-1]) * max(float(spread[s]), 1e-300):
                continue
            u = one.residual(here[None]) / scale[s, k]
            bowl = one.gram(one.weight * loss.curvature(u, 0.0))[0]
            lowest = np.linalg.eigvalsh(bowl)
            if lowest[0] > 1e-9 * max(abs(lowest[-1]), 1e-300):
                kept.append(here)
                found.append((s, here))
    del unit
    return found


# --- what is reported -------------------------------------------------------------------------


def _final_scale(design: Design, theta: Array, width: float | None) -> tuple[Array, Array]:
    """The scale of a fit that does not depend on it, and where it is zero."""
    if width is not None:
        return np.full(len(theta), width), np.zeros(len(theta), dtype=bool)
    scale = mad(design.residual(theta), design.weight)
    flat = scale <= 1e-13 * np.abs(design.y).max(axis=-1)
    return np.where(flat, 0.0, scale), flat


def _loss_weights(loss_at: LossAt, residual: Array, scale: Array) -> Array:
    """The loss's weight at each residual / scale; at scale 0, its limit there."""
    u = np.where(
        scale[:, None] > 0,
        residual / np.where(scale > 0, scale, 1.0)[:, None],
        np.where(residual == 0, 0.0, np.copysign(np.inf, residual)),
    )
    return np.broadcast_to(loss_at.weight(u), residual.shape)


def _report(
    loss_at: LossAt,
    design: Design,
    theta: Array,
    scale: Array,
    converged: Array,
    n_iter: Array,
    others: list[tuple[int, Array]],
    *,
    tied: bool = False,
) -> Fit:
    """The batch's `Fit` from coordinates; `tied`: the others are minimisers of the same set."""
    total = len(theta)
    residual = design.residual(theta)
    exact_fit = np.abs(residual).max(axis=-1) <= 1e-12 * np.abs(design.y).max(axis=-1)
    flat = (scale == 0) & ~exact_fit
    u = residual / np.where(scale > 0, scale, 1.0)[:, None]
    objective = np.where(flat, np.nan, irls.mean_loss(loss_at, u, design.weight))
    converged = converged | ((scale == 0) & exact_fit)
    coefficients = design.coefficients(theta)
    reach = point_range(coefficients)
    alternatives = []
    owners = np.array([s for s, _theta in others], dtype=int)
    if len(owners):
        part, loss = design.take(owners), irls.loss_rows(loss_at, owners)
        points = np.array([t for _s, t in others])
        where = design.coefficients(points) if design.shared else part.coefficients(points)
        width = scale[owners]
        height = irls.mean_loss(loss, part.residual(points) / width[:, None], part.weight)
        for k, s in enumerate(owners):
            alternatives.append(Minimiser(where[k], float(height[k]), float(width[k]), int(s)))
            if tied:
                reach[s, :, 0] = np.minimum(reach[s, :, 0], where[k])
                reach[s, :, 1] = np.maximum(reach[s, :, 1], where[k])
    reach[:, design.free] = [-np.inf, np.inf]
    several = np.isin(np.arange(total), owners) if tied else np.zeros(total, dtype=bool)
    message = tuple(
        _message(design, bool(flat[s]), bool(converged[s]), bool(several[s])) for s in range(total)
    )
    return Fit(
        coefficients=coefficients,
        objective=objective,
        scale=scale,
        weights=_loss_weights(loss_at, residual, scale),
        alternatives=tuple(alternatives),
        coef_range=reach,
        converged=converged,
        n_iter=n_iter,
        message=message,
    )


def _message(design: Design, flat: bool, converged: bool, several: bool) -> str:
    if flat:
        return _(
            "More than half of the residuals are zero, so their MAD is 0:"
            " there is no scale to divide by."
        )
    if not converged:
        return _("The fit did not settle: the pulls do not balance at these coefficients.")
    if design.free.any():
        return _(
            "The data do not determine every coefficient: a column of X depends on earlier ones"
            " (constant, repeated, or too few rows) and was given the coefficient 0."
        )
    if several:
        return _("Not unique: other coefficients have the same objective.")
    return ""
