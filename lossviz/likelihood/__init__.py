"""Maximum likelihood in numbers: noise over observations, what it multiplies and adds up to."""
