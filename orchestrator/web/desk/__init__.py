"""The desk: what an organiser decides, edits and publishes."""
