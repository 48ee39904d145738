"""The frame: one navigation for every page, in the order of the walk. Run by `app.py`."""

import streamlit as st

from lossviz.ui.frame import PAGES
from lossviz.ui.specs.walk import WALK


def navigate() -> None:
    """Show the walk above the page the reader is on, and run that page."""
    st.set_page_config(page_title="lossviz", layout="wide")
    # a group without a name stands in the bar itself, not in a menu
    walk = [
        st.Page(
            PAGES / script,
            title=f"{page.number} {page.title}",
            url_path=page.key,
            default=page.number == 1,
        )
        for page, script in WALK
    ]
    st.navigation({"": walk}, position="top").run()


navigate()
