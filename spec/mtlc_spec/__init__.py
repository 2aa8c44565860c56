"""The spec language of mtlc: what can be said, and what it means."""
