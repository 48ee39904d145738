"""What a forecast over several classes costs: the views of the multi-class page."""
