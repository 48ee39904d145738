"""The server: `streamlit run app.py`.

The script that a session runs is named here instead of being this file: a script beside a folder
`pages/` gets Streamlit's automatic navigation on the first run of a server, and a link to a page
would then be answered with "Page not found".
"""

from importlib import import_module

import streamlit as st

from lossviz.ui.answers import ROUTE

# Streamlit loads pandas with its first page and plotly looks for it: of two first readers at once
# one would find it half loaded
import_module("pandas")

app = st.App("lossviz/ui/main.py", routes=[ROUTE])
