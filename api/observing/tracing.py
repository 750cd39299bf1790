"""Traces by configuration: a span for each request, and under it one for each stage of an answer.

Without `trace_endpoint` nothing of OpenTelemetry is imported. A span has what a log line has: no
path, no query string, no question. It is sent in the background and dropped where the collector is
slow or away: an answer never waits for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final, Protocol

from api.settings import Settings, SettingsError
from api.version import refdesk_version
from rag.stages import STAGE_TOLD, Told

if TYPE_CHECKING:
    from opentelemetry.trace import Span, Tracer

_NAME: Final = "refdesk"
_FLUSH_MS: Final = 2000


class RequestSpan(Protocol):
    """The span of one request."""

    def ended(self, method: str, route: str, status: int) -> None:
        """Tell what became of the request."""


class Tracing(Protocol):
    """Where spans go."""

    @contextmanager
    def request(self, request_id: str, parent: str | None) -> Iterator[RequestSpan]:
        """Give the span of a request, open while the block runs.

        Args:
            request_id: The id in its log lines.
            parent: The `traceparent` header (W3C Trace Context) of a trusted proxy.
        """

    def close(self) -> None:
        """Send what is left, for two seconds at most."""


class NoTracing:
    """No spans."""

    @contextmanager
    def request(self, request_id: str, parent: str | None) -> Iterator[RequestSpan]:
        """Give a span that goes nowhere."""
        del request_id, parent
        yield _Nowhere()

    def close(self) -> None:
        """Do nothing."""


class _Nowhere:
    def ended(self, method: str, route: str, status: int) -> None:
        pass


def tracing_of(settings: Settings) -> Tracing:
    """Return where the settings want spans.

    Raises:
        SettingsError: Traces are asked for and the packages are not installed.
    """
    if not settings.trace_endpoint:
        return NoTracing()
    try:
        return OpenTelemetry(settings.trace_endpoint, settings.trace_percent)
    except ModuleNotFoundError as error:
        raise SettingsError(
            f"trace_endpoint needs {error.name}: install refdesk[telemetry]"
        ) from None


class OpenTelemetry:
    """Spans sent to a collector over OTLP/HTTP."""

    def __init__(self, endpoint: str, percent: int) -> None:
        """Begin to send.

        Args:
            endpoint: Base address of the collector, "http://collector:4318".
            percent: How many of a hundred requests are traced.

        Raises:
            ModuleNotFoundError: The packages are not installed.
        """
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor
        from opentelemetry.sdk.trace.sampling import ParentBasedTraceIdRatio

        self._provider = TracerProvider(
            sampler=ParentBasedTraceIdRatio(percent / 100),
            resource=Resource.create({"service.name": _NAME, "service.version": refdesk_version()}),
        )
        exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=5)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer(_NAME)

    @contextmanager
    def request(self, request_id: str, parent: str | None) -> Iterator[RequestSpan]:
        """Give the span of a request; the stages of its answer become spans under it."""
        from opentelemetry.trace import SpanKind
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        carrier: Mapping[str, str] = {"traceparent": parent} if parent else {}
        around = TraceContextTextMapPropagator().extract(carrier)
        with self._tracer.start_as_current_span(
            "request",
            context=around,
            kind=SpanKind.SERVER,
            attributes={"refdesk.request_id": request_id},
            record_exception=False,  # its words may hold a question's
        ) as span:
            token = STAGE_TOLD.set(_stages_of(self._tracer))
            try:
                yield _Open(span)
            finally:
                STAGE_TOLD.reset(token)

    def close(self) -> None:
        """Send what is left, for two seconds at most."""
        # The library would go on trying for longer than a service may take to stop.
        self._provider.force_flush(_FLUSH_MS)
        self._provider.shutdown()


class _Open:
    def __init__(self, span: Span) -> None:
        self._span = span

    def ended(self, method: str, route: str, status: int) -> None:
        self._span.update_name(f"{method} {route}".strip())
        self._span.set_attribute("http.request.method", method)
        self._span.set_attribute("http.route", route)
        self._span.set_attribute("http.response.status_code", status)


def _stages_of(tracer: Tracer) -> Told:
    def told(stage: str, began: int, ended: int) -> None:
        tracer.start_span(stage, start_time=began).end(ended)

    return told
