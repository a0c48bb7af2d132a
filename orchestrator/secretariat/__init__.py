"""The verbs: each joins the rooms for one thing that the secretariat of a forum does."""
