"""What the repository needs and the wheel does not hold."""
