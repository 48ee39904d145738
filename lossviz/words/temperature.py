"""A temperature in words: what it changes and what it leaves."""

import math

from lossviz.i18n import _
from lossviz.multiclass.species import TRUE
from lossviz.multiclass.temperature import Temperature
from lossviz.multiclass.triangle import SPECIES
from lossviz.words import number
from lossviz.words.classes import chance, fixed


def temperature_sentence(view: Temperature) -> str:
    """The cost at this temperature, and which one is the cheapest."""
    heat = float(view.heat)
    said = _("Logits divided by {heat}: {true} gets {p} and costs {cost} nats.").format(
        heat=fixed(heat, 2), true=SPECIES[TRUE], p=chance(float(view.p[TRUE])),
        cost=number(float(view.cost)),
    )  # fmt: skip
    return f"{said} {_best(view)} {_order(view)}"


def _order(view: Temperature) -> str:
    order = [SPECIES[k] for k in view.order]
    verdict = _("right") if view.order[0] == TRUE else _("wrong")
    return _(
        "At every temperature the order is {order}: the answer “{first}” stays {verdict}."
    ).format(order=", ".join(order), first=order[0], verdict=verdict)


def _best(view: Temperature) -> str:
    if view.best == 0:
        return _("The true species is ahead: the colder, the cheaper, down towards 0.")
    if math.isinf(view.best):
        return _(
            "The true species has less than the average logit: the hotter, the cheaper, but never"
            " below log 3 = {know_nothing}, the cost of equal shares."
        ).format(know_nothing=f"{view.lowest:.3f}")
    if fixed(float(view.heat), 2) == fixed(view.best, 2):
        return _("That is the cheapest temperature, to two decimals.")
    return _("The cheapest temperature is {best}: {lowest} nats.").format(
        best=fixed(view.best, 2), lowest=number(view.lowest)
    )


def what_it_is_for() -> str:
    """What a temperature is used for."""
    return _(
        "One temperature for all forecasts, chosen on data that the model has not been fitted to,"
        " makes a model that is too sure pay less and changes none of its answers. So accuracy"
        " cannot see it and cross-entropy can."
    )
