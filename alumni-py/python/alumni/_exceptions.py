"""One exception class for each kind of input that could not be used."""

from __future__ import annotations

from typing import ClassVar

from alumni._alumni import ErrorKind


class AlumniError(ValueError):
    """Input that could not be used; the base of all the others.

    A *no*, a *not yet* or a *cannot tell* is never an error: those are answers.

    Attributes
    ----------
    kind : ErrorKind or None
        The kind, stable across versions and languages. Each kind has a class of its own.
    path : str
        Where in the input, for example ``criteria[3].require: 1:14``; empty for a single value.
    message : str
        What was expected and what was found, without the path.

    Examples
    --------
    >>> import alumni as al
    >>> try:
    ...     al.calendar.Period.parse("5 lightyears")
    ... except al.AlumniError as error:
    ...     print(type(error).__name__, error.kind, error.message)
    ParseError syntax expected years, months, weeks or days, got `lightyears`
    """

    kind: ClassVar[ErrorKind | None] = None
    path: str
    message: str

    def __init__(self, message: str, path: str = "") -> None:
        super().__init__(message, path)
        self.message = message
        self.path = path

    def __str__(self) -> str:
        return f"{self.path}: {self.message}" if self.path else self.message


class ParseError(AlumniError):
    """The text is not in the expected form."""

    kind = ErrorKind.SYNTAX


class UnknownNameError(AlumniError):
    """A name (fact, purpose, column, code) or word that is not known here."""

    kind = ErrorKind.UNKNOWN_NAME


class WrongTypeError(AlumniError, TypeError):
    """A value of another type than expected."""

    kind = ErrorKind.WRONG_TYPE


class OutOfRangeError(AlumniError):
    """A value outside the range that has a meaning."""

    kind = ErrorKind.OUT_OF_RANGE


class InconsistentError(AlumniError):
    """Two parts of the input contradict each other."""

    kind = ErrorKind.INCONSISTENT


class DuplicateError(AlumniError):
    """An id that occurs twice where it must be unique."""

    kind = ErrorKind.DUPLICATE


class MissingError(AlumniError):
    """A required part is absent."""

    kind = ErrorKind.MISSING


class TooLargeError(AlumniError):
    """The input exceeds a documented size or depth limit."""

    kind = ErrorKind.TOO_LARGE


class AlumniInternalError(RuntimeError):
    """A fault of the library itself, not of the input. Please report it."""


_BY_KIND = {
    str(of.kind): of
    for of in (
        ParseError,
        UnknownNameError,
        WrongTypeError,
        OutOfRangeError,
        InconsistentError,
        DuplicateError,
        MissingError,
        TooLargeError,
    )
}


def _of_kind(kind: str, path: str, message: str) -> AlumniError:
    """Make the exception for an error of the core."""
    return _BY_KIND.get(kind, AlumniError)(message, path)


for _class in (AlumniError, AlumniInternalError, *_BY_KIND.values()):
    # Users import them from here, so that is what tracebacks and pickles should say.
    _class.__module__ = "alumni"
