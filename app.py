"""The frame: one navigation for every page, in the order of the walk."""

import streamlit as st

from lossviz.ui.specs import squared_error, start

WALK = ((start.PAGE, "pages/start.py"), (squared_error.PAGE, "pages/squared_error.py"))

st.set_page_config(page_title="lossviz", layout="wide")
st.navigation(
    {
        "": [
            st.Page(
                path,
                title=f"{page.number} {page.title}",
                url_path=page.key,
                default=page.number == 1,
            )
            for page, path in WALK
        ]
    },
    position="top",
).run()
