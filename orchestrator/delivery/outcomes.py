"""How sending one message can end, other than well.

`reply` is what the mail server said, without addresses, or a sentence of ours without placeholders.
"""


class Outcome(Exception):  # noqa: N818 - an end that sending can have, not a fault of the program
    """The message was not sent, as far as is known."""

    def __init__(self, reply: str) -> None:
        super().__init__(reply)
        self.reply = reply


class Deferred(Outcome):
    """Not now: the server said 4xx, or the connection broke before the message was handed over."""


class Untried(Deferred):
    """The message never had its turn: no server, no connection free, no room on the disk.

    It says nothing about the message, so it counts as no attempt; the next try may be in seconds.
    """


class Rejected(Outcome):
    """Never: the server said 5xx, or the message cannot be put to it at all."""


class Uncertain(Outcome):
    """The message was handed over and no answer came: it may have been taken (RFC 1047)."""


class Fenced(Exception):  # noqa: N818 - as above
    """The message is no longer ours to send; nothing of it was."""
