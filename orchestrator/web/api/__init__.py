"""The interface for machines: the same verbs and readings as JSON, described by itself."""
