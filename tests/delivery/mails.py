"""Messages to carry, and marks that say yes or no."""

from __future__ import annotations

from orchestrator.delivery import Mail


def mail(number: int = 1, recipient: str = "head.of@kz.example.org", text: str = "Hello") -> Mail:
    name = f"<m{number}@example.org>"
    lines = [
        f"Message-ID: {name}",
        "From: secretariat@example.org",
        f"To: {recipient}",
        "",
        text,
        "",
    ]
    return Mail(
        message_id=name,
        sender="secretariat@example.org",
        recipient=recipient,
        data="\r\n".join(lines).encode(),
    )


class Marks:
    """Counts how often it was asked, and says the same each time."""

    def __init__(self, *, ours: bool = True) -> None:
        self.asked = 0
        self._ours = ours

    async def __call__(self) -> bool:
        self.asked += 1
        return self._ours
