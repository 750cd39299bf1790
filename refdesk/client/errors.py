"""What can go wrong, named by what the caller should do next.

No message holds an API key, a question, or more than a line of what a stranger sent.
"""

from __future__ import annotations

from dataclasses import dataclass

from api.library_schemas import FieldErrorOut
from api.schemas import DisclaimerOut


class RefdeskError(Exception):
    """Base of all errors of this package."""


class AddressError(RefdeskError, ValueError):
    """The address or the API key cannot be used: mend it."""


class UnreachableError(RefdeskError):
    """No connection: see that the service runs and that host and port are right."""


class LateError(RefdeskError):
    """No whole reply in the time allowed: try again later, or allow more time."""


class ReplyError(RefdeskError):
    """What came is none of the contract, broke off or is too large: is there a Refdesk service?"""


class DisclaimerError(ReplyError):
    """A reply without a whole disclaimer: nothing of it may be shown."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Problem details (RFC 9457) as they came.

    Attributes:
        status: HTTP status.
        code: Stable code, "invalid-request"; "" where the service did not say.
        line: The whole as one line.
        errors: Fields that cannot be used, with status 422.
        disclaimer: As in every reply; None where something before the service replied.
        retry_after: Seconds after which the service wants to be asked again, or None.
    """

    status: int
    code: str
    line: str
    errors: tuple[FieldErrorOut, ...] = ()
    disclaimer: DisclaimerOut | None = None
    retry_after: float | None = None


class ServiceError(RefdeskError):
    """The service replied with an error."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.line)
        self.problem = problem


class RequestError(ServiceError):
    """The request cannot be used as it is: mend it (`problem.errors` names the fields)."""


class NotAllowedError(ServiceError):
    """No API key, one that is unknown, expired or revoked, or a role that may not do this."""


class NotFoundError(ServiceError):
    """There is no such article, passage or answer."""


class BusyError(ServiceError):
    """Too many requests, or not ready: ask again later (`problem.retry_after`)."""


class ServiceFailedError(ServiceError):
    """The service failed: its operator finds the reason in its log."""


def service_error(problem: Problem) -> ServiceError:
    """Return the error of a problem, of the kind that its status stands for."""
    kinds: dict[int, type[ServiceError]] = {
        401: NotAllowedError, 403: NotAllowedError, 404: NotFoundError,
        429: BusyError, 503: BusyError,
    }  # fmt: skip
    other = RequestError if problem.status < 500 else ServiceFailedError
    return kinds.get(problem.status, other)(problem)
