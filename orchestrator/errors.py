"""The one error that is meant for the person at the keyboard."""


class OrchestratorError(Exception):
    """A sentence for the person, said without a traceback.

    `message` is a catalogue key with `{name}` places; `values` fill them when it is said.
    """

    exit_code = 1

    def __init__(self, message: str, /, **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.values = values

    def __str__(self) -> str:
        """Say it in English: for logs, where no reader's language is known."""
        return self.message.format_map(self.values)


class UsageError(OrchestratorError):
    """The command was called in a way it does not understand."""

    exit_code = 2
