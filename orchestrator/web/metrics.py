"""Counts for whoever watches the service, in Prometheus' text format; no path, only routes."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

KIND = "text/plain; version=0.0.4; charset=utf-8"
# Seconds; the last bucket takes all.
BUCKETS = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0)
TOOK = "orchestrator_http_request_seconds"
ANSWERED = "Requests answered since the start, by route, method and status."
Labels = Mapping[str, object]


class Metrics:
    """What has been answered since the start, by route."""

    def __init__(self) -> None:
        self._answers: Counter[tuple[str, str, int]] = Counter()
        self._buckets: defaultdict[str, list[int]] = defaultdict(lambda: [0] * (len(BUCKETS) + 1))
        self._seconds: Counter[str] = Counter()

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one answer."""
        self._answers[route, method, status] += 1
        self._buckets[route][bisect_left(BUCKETS, seconds)] += 1
        self._seconds[route] += seconds  # type: ignore[assignment] # a Counter adds floats too

    def lines(self) -> Iterator[str]:
        """Return the counts as lines."""
        rows = (
            ({"route": route, "method": method, "status": status}, count)
            for (route, method, status), count in sorted(self._answers.items())
        )
        yield from family("orchestrator_http_requests_total", "counter", ANSWERED, rows)
        yield from head(TOOK, "histogram", "Seconds from a request to its answer, by route.")
        for route, buckets in sorted(self._buckets.items()):
            yield from self._histogram(TOOK, route, buckets)

    def _histogram(self, name: str, route: str, buckets: list[int]) -> Iterator[str]:
        held = 0
        for limit, count in zip((*BUCKETS, "+Inf"), buckets, strict=True):
            held += count
            yield sample(f"{name}_bucket", {"route": route, "le": limit}, held)
        yield sample(f"{name}_sum", {"route": route}, round(self._seconds[route], 6))
        yield sample(f"{name}_count", {"route": route}, held)


def family(name: str, kind: str, told: str, rows: Iterable[tuple[Labels, float]]) -> Iterator[str]:
    """Return one measure with all its samples; `told` says to an operator what it counts."""
    yield from head(name, kind, told)
    yield from (sample(name, labels, value) for labels, value in rows)


def head(name: str, kind: str, told: str) -> Iterator[str]:
    """Return what stands before the samples of a measure."""
    yield f"# HELP {name} {told}"
    yield f"# TYPE {name} {kind}"


def sample(name: str, labels: Labels, value: float) -> str:
    """Return one sample as a line."""
    shown = ",".join(f'{key}="{_quoted(each)}"' for key, each in labels.items())
    return f"{name}{{{shown}}} {value}" if shown else f"{name} {value}"


def _quoted(value: object) -> str:
    return str(value).replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
