"""A map of 200 x 200 mean losses, beside plain broadcasting: `python -m tests.benchmarks.surfaces`.

Squared error of a line needs the data once, five numbers, and then the same time for any number of
rows; every other loss goes through the rows in blocks. Plain broadcasting makes one array of places
x rows; where that needs more than `MOST` bytes it is not tried. Equal heights are checked, not
timed. Times are of this machine; what carries over are the ratios and the memory.
"""

import time
import tracemalloc
from collections.abc import Callable

import numpy as np

from lossviz import LOSSES, LossAt
from lossviz.numerics import Array
from lossviz.surfaces.mean_loss import MeanLoss

GRID = 200
MOST = 2e9
SIZES = (100, 1_000, 10_000, 100_000, 1_000_000)
A, B = np.linspace(-3, 3, GRID), np.linspace(-3, 3, GRID)[:, None]


def sample(n: int) -> tuple[Array, Array]:
    rng = np.random.default_rng(0)
    x = rng.normal(size=n)
    return x, 1 + 0.5 * x + rng.standard_t(3, n)


def plain(loss_at: LossAt, x: Array, y: Array) -> Array:
    """One array of places x rows."""
    return loss_at.value(y, A[..., None] + B[..., None] * x).mean(axis=-1)


def measured(run: Callable[[], Array]) -> tuple[Array, float, float]:
    """The result, seconds, and the peak of memory in MB (of a second run)."""
    begin = time.perf_counter()
    result = run()
    seconds = time.perf_counter() - begin
    tracemalloc.start()
    run()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return result, seconds, peak / 1e6


def row(*cells: str) -> None:
    print("".join(f"{cell:>14}" for cell in cells))


def compare(key: str, sizes: tuple[int, ...]) -> None:
    loss_at = LOSSES[key].at()
    print(f"\n{loss_at.loss.name}, {GRID} x {GRID} places")
    row("rows", "one pass ms", "map ms", "peak MB", "plain ms", "peak MB", "ratio")
    for n in sizes:
        x, y = sample(n)
        begin = time.perf_counter()
        surface = MeanLoss(loss_at, x, y)
        told = surface.moments is not None
        passed = 1e3 * (time.perf_counter() - begin)
        heights, seconds, peak = measured(lambda s=surface: s.mean(A, B))
        ours = (f"{n:,}", f"{passed:.2f}" if told else "-", f"{1e3 * seconds:.2f}", f"{peak:.1f}")
        if GRID**2 * n * 8 > MOST:
            row(*ours, "-", "-", "-")
            continue
        other, longer, most = measured(lambda x=x, y=y: plain(loss_at, x, y))
        np.testing.assert_allclose(heights, other, rtol=1e-9)
        row(*ours, f"{1e3 * longer:.1f}", f"{most:.0f}", f"{longer / seconds:.2f}")


def main() -> None:
    compare("squared_error", SIZES)
    compare("absolute_error", SIZES[:3])
    compare("huber", SIZES[:3])


if __name__ == "__main__":
    main()
