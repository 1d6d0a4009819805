"""How Python asks the C library: calls, handles that are freed, and values as C takes and gives them."""

import ctypes
import datetime
import json

import compare
import library
import pyarrow

C = library.load()
EPOCH = datetime.date(1970, 1, 1).toordinal()


def asked(name, *arguments, out=ctypes.c_void_p):
    """Calls a function whose last two arguments are an out argument and the error; returns what came out."""
    out, error = out(), ctypes.c_void_p()
    if getattr(C, name)(*arguments, ctypes.byref(out), ctypes.byref(error)) == 0:
        return out
    raise failure(error)


def failure(error):
    """The error as values; it is freed."""
    parts = (C.alumni_error_kind(error), C.alumni_error_path(error), C.alumni_error_message(error))
    C.alumni_error_free(error)
    return compare.CoreError(*(part.decode() for part in parts))


def done(name, *arguments):
    """Calls a function whose last argument is the error, and that returns nothing else."""
    error = ctypes.c_void_p()
    if getattr(C, name)(*arguments, ctypes.byref(error)) != 0:
        raise failure(error)


class Handle:
    """A handle that is freed at the end of a `with` block; calling it asks one of its accessors."""

    def __init__(self, kind, name, *arguments):
        self.kind, self.pointer = kind, asked(name, *arguments)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        getattr(C, f"{self.kind}_free")(self.pointer)

    def __call__(self, accessor, *arguments):
        return getattr(C, f"{self.kind}_{accessor}")(self.pointer, *arguments)

    def json(self):
        """The handle's JSON as values."""
        return json.loads(self("json"))


def text(value):
    """A text as C takes it: a string as it is, anything else as JSON."""
    return (value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)).encode()


def date(value):
    """A date as C takes it."""
    return library.Date(datetime.date.fromisoformat(value).toordinal() - EPOCH)


def microseconds(value):
    """An instant as C takes it."""
    at = datetime.datetime.fromisoformat(value)
    return (at - datetime.datetime.fromtimestamp(0, datetime.UTC)) // datetime.timedelta(microseconds=1)


def iso(found):
    """A date as JSON has it; None when it is invalid."""
    if not C.alumni_date_is_valid(found):
        return None
    return f"{C.alumni_date_year(found):04}-{C.alumni_date_month(found):02}-{C.alumni_date_day(found):02}"


def read(made):
    """The rows of a stream."""
    return pyarrow.RecordBatchReader._import_from_c(ctypes.addressof(made)).read_all().to_pylist()


def instant(value):
    """An instant as C takes it."""
    return asked("alumni_instant_parse", value.encode(), out=library.Instant)


def report(name, *arguments):
    """The JSON of a consent report."""
    with Handle("alumni_consent_report", name, *arguments) as found:
        return found.json()


def request(given, *names):
    """The arguments of these names as JSON."""
    return text({name: given[name] for name in names if name in given})


def texts(values):
    """A list of texts as C takes it."""
    return (ctypes.c_char_p * len(values))(*(value.encode() for value in values))


def with_table(kind, handle):
    """What the JSON of a handle says, when its table says the same."""
    out = library.ArrowArrayStream()
    done(f"{handle.kind}_stream", handle.pointer, ctypes.addressof(out))
    assert read(out) == compare.rows_out(kind, handle.json())
    return handle.json()
