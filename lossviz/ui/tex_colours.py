"""Colours in a formula, on a light page and on a dark one."""

from lossviz.figures.theme import Role


def follow_the_page(*roles: Role) -> str:
    """A style sheet: formulas coloured with the light colour of a role take its dark one too.

    KaTeX knows one colour only.
    """
    rules = "\n".join(
        f'.katex [style*="rgb({_as_set(role)})"]'
        f" {{color: light-dark({role.light}, {role.dark}) !important}}"
        for role in roles
    )
    return f"<style>\n{rules}\n</style>"


def _as_set(role: Role) -> str:
    return ", ".join(str(int(role.light[k : k + 2], 16)) for k in (1, 3, 5))
