"""The text of an agenda file is changed in one place and kept to the letter everywhere else."""

from orchestrator.agendas.rewriting.moving import move_item, move_speaker
from orchestrator.agendas.rewriting.putting import put_people
from orchestrator.agendas.rewriting.sound import RewritingError

__all__ = ["RewritingError", "move_item", "move_speaker", "put_people"]
