"""Whether two models are the same, and what shows it."""
