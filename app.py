"""The server: `streamlit run app.py`.

The script that a session runs is named here instead of being this file: a script beside a folder
`pages/` gets Streamlit's automatic navigation on the first run of a server, and a link to a page
would then be answered with "Page not found".
"""

import streamlit as st

from lossviz.ui.answers import ROUTE

app = st.App("lossviz/ui/main.py", routes=[ROUTE])
