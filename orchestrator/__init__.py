"""Prepares formal multilingual videoconferences from one agenda file."""

__version__ = "0.1.0"
