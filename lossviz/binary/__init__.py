"""What a forecast of a label costs: the views of the binary page."""
