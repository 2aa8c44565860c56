"""`--watch`: what is run again, when, and what is printed of it."""
