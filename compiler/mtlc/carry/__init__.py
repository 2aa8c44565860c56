"""Checkpoints carried over from one model to another that computes the same."""
