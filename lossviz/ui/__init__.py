"""What the reader touches: the only part of the library that imports streamlit."""
