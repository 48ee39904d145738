"""The Hessian of the MSE in formula and words: its axes, and what a step makes of each error."""

from lossviz.i18n import _
from lossviz.surfaces.curvature import Bowl
from lossviz.surfaces.shrinking import LIMIT_BAND, STEPS, Shrinking
from lossviz.words import number, plain, tex_number

HESSIAN = (
    r"H &= \frac{\partial^2\,\text{MSE}}{\partial\theta\,\partial\theta^{\top}}"
    r" = \begin{pmatrix} 2 & 2\,\bar x \\ 2\,\bar x & 2\,\overline{x^2} \end{pmatrix}"
)
"""Second derivatives of the MSE in (intercept, slope)."""


def hessian_tex(bowl: Bowl) -> str:
    """The Hessian with its numbers, its eigenvalues and the condition number, line by line."""
    rows = r" \\ ".join(" & ".join(f"{cell:.4g}" for cell in row) for row in bowl.hessian.tolist())
    steep, flat = (tex_number(value, 4) for value in bowl.curvatures.tolist())
    lines = (
        HESSIAN,
        rf"&= \begin{{pmatrix}} {rows} \end{{pmatrix}}",
        rf"\lambda_{{\max}} &= {steep}, \quad \lambda_{{\min}} = {flat}",
        rf"\frac{{\lambda_{{\max}}}}{{\lambda_{{\min}}}} &= {tex_number(bowl.condition)}",
    )
    return r"\begin{aligned} " + r" \\[1ex] ".join(lines) + r" \end{aligned}"


def no_y(nouns: str) -> str:
    """What the curvature does not see."""
    return _(
        "There is no y in it: the curvature of the MSE does not see y. Move the {nouns} up or"
        " down in any way: the bowl slides to another place without changing shape."
    ).format(nouns=nouns)


def shrinking_sentence(view: Shrinking) -> str:
    """The two factors, and which axis is the slow one."""
    rate = plain(float(view.rate))
    (steep, flat), (high, low) = view.factors.tolist(), view.bowl.curvatures.tolist()
    return _(
        "At learning rate {rate} a step multiplies the error along the steep axis by"
        " 1 − {rate} × {high} = {steep}, along the gentle axis by 1 − {rate} × {low} = {flat}."
        " {verdict}"
    ).format(
        rate=rate, high=number(high, 5), low=number(low, 5), steep=number(steep),
        flat=number(flat), verdict=_verdict(abs(steep), abs(flat), swings=steep < 0),
    )  # fmt: skip


def _verdict(steep: float, flat: float, *, swings: bool) -> str:
    if abs(steep - 1) <= LIMIT_BAND:
        return _("The steep axis is at its limit: its error hardly shrinks or grows.")
    if steep > 1:
        return _("Larger than 1 in size: the error along the steep axis grows without end.")
    if abs(steep - flat) <= LIMIT_BAND:
        return _("Both errors shrink alike: no rate does better by the slower one.")
    if steep < flat:
        return _("The gentle axis is the slow one: a larger rate would help it.")
    assert swings  # a factor above 0 is smaller along the steep axis
    return _("The steep axis is the slow one: its error changes sides at every step.")


def best_sentence(view: Shrinking) -> str:
    """What the condition number costs."""
    bowl = view.bowl
    slow = (bowl.condition - 1) / (bowl.condition + 1)
    return _(
        "The error is how far intercept and slope are from the lowest place. The longer the valley,"
        " the slower the walk. The contour is {ratio} times as long as it is wide, the root of the"
        " condition number {condition}. One rate serves both axes: the best one is"
        " 2 / (λmax + λmin) = {rate}, where a step leaves {share} of either error."
    ).format(
        ratio=number(bowl.condition**0.5), condition=number(bowl.condition),
        rate=number(view.best_rate), share=number(slow),
    )  # fmt: skip


def shrinking_alt() -> str:
    """What there is to see."""
    return _(
        "Left, a contour map over intercept and slope with the contour through the flat line, an"
        " ellipse, its short steep axis and its long gentle one, and the path of {n} steps. Right,"
        " the error left along either axis against the step."
    ).format(n=STEPS)
