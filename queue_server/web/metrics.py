"""What the server counts about itself, for Prometheus."""

import hmac

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from queue_server.protocol.vocabulary import CentreId

_LATENCIES_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_LOOPBACK = frozenset({"127.0.0.1", "::1"})
_PROXIED = ("Forwarded", "X-Forwarded-For", "X-Real-IP")
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The counters and gauges of one server, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "queue_requests", "Requests answered.", ["route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "queue_request_seconds",
            "Seconds until the answer was ready.",
            ["route"],
            buckets=_LATENCIES_S,
            registry=self._registry,
        )
        self._commands = Counter(
            "queue_commands", "Commands by outcome.", ["type", "outcome"], registry=self._registry
        )
        self._sockets = Gauge(
            "queue_live_sockets", "Live views open now.", ["view"], registry=self._registry
        )
        self._waiting = Gauge(
            "queue_waiting", "People waiting.", ["centre"], registry=self._registry
        )
        self._seq = Gauge(
            "queue_journal_seq", "The journal's last event.", ["centre"], registry=self._registry
        )
        # labels() takes a lock and builds keys each time: the children are kept
        self._answers: dict[tuple[str, int], tuple[Counter, Histogram]] = {}
        self._outcomes: dict[tuple[str, str], Counter] = {}

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Count one answer."""
        children = self._answers.get((route, status))
        if children is None:
            children = (self._requests.labels(route, str(status)), self._seconds.labels(route))
            self._answers[route, status] = children
        children[0].inc()
        children[1].observe(seconds)

    def carried_out(self, command: str, outcome: str) -> None:
        """Count one command."""
        child = self._outcomes.get((command, outcome))
        if child is None:
            child = self._commands.labels(command, outcome)
            self._outcomes[command, outcome] = child
        child.inc()

    def socket(self, view: str, change: int) -> None:
        """Count an opened (1) or closed (-1) live view."""
        self._sockets.labels(view).inc(change)

    def floor(self, centre: CentreId, waiting: int, seq: int) -> None:
        """Set what is true of a floor now."""
        self._waiting.labels(centre).set(waiting)
        self._seq.labels(centre).set(seq)

    def text(self) -> bytes:
        """Return everything in Prometheus' own format."""
        return generate_latest(self._registry)


def may_read(request: web.Request, token: str | None) -> bool:
    """Return whether this machine itself asks, or somebody with the token."""
    if token is not None:
        shown = request.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        if hmac.compare_digest(shown, f"Bearer {token}".encode()):
            return True
    # behind a proxy of this machine everybody seems to be this machine
    return request.remote in _LOOPBACK and not any(name in request.headers for name in _PROXIED)
