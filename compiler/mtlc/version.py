"""The version of mtlc."""

VERSION = "0.1.0"
