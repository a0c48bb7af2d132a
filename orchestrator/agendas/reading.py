"""The bytes of an agenda file become an Agenda, and everything that is to be said about it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from orchestrator.agendas import checks
from orchestrator.agendas.crowds import crowds
from orchestrator.agendas.decoding import BREAK, decode
from orchestrator.agendas.models import Agenda
from orchestrator.agendas.places import Raw, Spot, existing, position
from orchestrator.agendas.salvaging import CUT, Repaired
from orchestrator.agendas.validating import Validated, validate
from orchestrator.agendas.walking import Tree, walk
from orchestrator.findings import Finding, Path, finding, stops_build

MOST_FINDINGS = 1_000
WEIGHTS = ("error", "publish", "warning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read from a file.

    `agenda` is None where a finding stops the build; `salvage` is what could be read of the file
    all the same, without its bad parts: for further checks, never to be built from.
    """

    agenda: Agenda | None = None
    salvage: Agenda | None = None
    findings: tuple[Finding, ...] = ()
    lines: tuple[str, ...] = ()
    data: Raw = None
    spot: Spot | None = None
    repaired: Repaired | None = None
    invented: frozenset[Path] = frozenset()

    def locate(self, found: Finding) -> tuple[int, int]:
        """Return line and column (from 1, columns in code points) of a finding of this file."""
        if found.mark is not None or self.spot is None:
            return found.mark or (1, 1)
        return position(self.spot, found.path, on_key=found.on_key)

    def placed(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """Return findings about the salvage as findings about the file, without echoes."""
        return tuple(
            replace(found, path=existing(self.data, path))
            for found in findings
            if not self._is_invented(path := self._original(found.path))
        )

    def _original(self, path: Path) -> Path:
        return self.repaired.original(path) if self.repaired else path

    def _is_invented(self, path: Path) -> bool:
        return any(path[:length] in self.invented for length in range(1, len(path) + 1))


def read(data: bytes) -> Reading:
    """Read an agenda file; whatever it holds, every problem becomes a finding."""
    decoded = decode(data)
    if decoded.text is None:
        return Reading(findings=decoded.findings)
    lines = tuple(BREAK.split(decoded.text))
    tree = walk(decoded.text, lines)
    found = (*decoded.findings, *tree.findings)
    if tree.data is None or tree.spot is None:
        return Reading(findings=found, lines=lines)
    return _checked(tree, validate(tree), found, lines)


def _checked(
    tree: Tree, validated: Validated, found: tuple[Finding, ...], lines: tuple[str, ...]
) -> Reading:
    reading = Reading(
        lines=lines,
        data=tree.data,
        spot=tree.spot,
        repaired=validated.repaired,
        invented=frozenset(
            path
            for path, value in validated.repairs.items()
            if value is not CUT and path[-1] != "id"
        ),
    )
    crowd = tuple(crowds(validated.agenda)) if validated.agenda else ()
    agenda = None if crowd else validated.agenda
    checked = (*crowd, *_cross_checked(tree, validated, agenda))
    found = (*found, *validated.findings, *reading.placed(checked))
    return replace(
        reading,
        salvage=agenda,
        agenda=None if stops_build(found) else agenda,
        findings=tuple(sorted(limited(found), key=reading.locate)),
    )


def _cross_checked(tree: Tree, validated: Validated, agenda: Agenda | None) -> tuple[Finding, ...]:
    if agenda is None or tree.spot is None:
        return ()
    subject = checks.Subject(
        agenda=agenda,
        data=tree.data,
        spot=tree.spot,
        repaired=validated.repaired,
        repairs=validated.repairs,
    )
    return tuple(checks.check(subject))


def limited(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Leave out what nobody would read any more: what stops least goes first."""
    told = tuple(each for each in found if each.code != "W304")
    if len(told) <= MOST_FINDINGS:
        return found
    by_weight = sorted(told, key=lambda each: WEIGHTS.index(each.severity))
    return (*by_weight[:MOST_FINDINGS], finding("W304", limit=MOST_FINDINGS))
