"""The C library through ctypes, declared from the header itself. Standard library only.

`ALUMNI_LIBRARY` says where libalumni.so is; without it, where `alumni-ffi/tests/run.sh` installs it.
"""

import ctypes
import dataclasses
import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HEADER = ROOT / "alumni-ffi/include/alumni.h"


class Date(ctypes.Structure):
    """alumni_date"""

    _fields_ = [("days", ctypes.c_int32)]


class Instant(ctypes.Structure):
    """alumni_instant"""

    _fields_ = [("microseconds", ctypes.c_int64)]


class Money(ctypes.Structure):
    """alumni_money"""

    _fields_ = [("minor", ctypes.c_int64), ("currency", ctypes.c_char * 4)]


class ExpectedImpact(ctypes.Structure):
    """alumni_expected_impact"""

    _fields_ = [(name, ctypes.c_double) for name in ("impact_ratio", "rate", "reference_rate", "cutoff")]


class Ruling(ctypes.Structure):
    """alumni_ruling"""

    _fields_ = [
        ("outcome", ctypes.c_uint32),
        ("criteria", ctypes.c_uint32),
        *((name, ctypes.c_uint64 * 16) for name in ("unmet", "review", "unknown")),
    ]


class ArrowSchema(ctypes.Structure):
    """struct ArrowSchema"""


class ArrowArray(ctypes.Structure):
    """struct ArrowArray"""


class ArrowArrayStream(ctypes.Structure):
    """struct ArrowArrayStream"""


ArrowSchema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(ArrowSchema))),
    ("dictionary", ctypes.c_void_p),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(ArrowSchema))),
    ("private_data", ctypes.c_void_p),
]
ArrowArray._fields_ = [
    (name, ctypes.c_int64) for name in ("length", "null_count", "offset", "n_buffers", "n_children")
] + [(name, ctypes.c_void_p) for name in ("buffers", "children", "dictionary", "release", "private_data")]
ArrowArrayStream._fields_ = [
    (
        "get_schema",
        ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ArrowArrayStream), ctypes.POINTER(ArrowSchema)),
    ),
    (
        "get_next",
        ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ArrowArrayStream), ctypes.POINTER(ArrowArray)),
    ),
    ("get_last_error", ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.POINTER(ArrowArrayStream))),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(ArrowArrayStream))),
    ("private_data", ctypes.c_void_p),
]


VALUES = {
    "void": None,
    "bool": ctypes.c_bool,
    "char": ctypes.c_char,
    "double": ctypes.c_double,
    "size_t": ctypes.c_size_t,
    "int32_t": ctypes.c_int32,
    "int64_t": ctypes.c_int64,
    "uint8_t": ctypes.c_uint8,
    "uint32_t": ctypes.c_uint32,
    "uint64_t": ctypes.c_uint64,
    "alumni_status": ctypes.c_uint32,
    "alumni_date": Date,
    "alumni_instant": Instant,
    "alumni_money": Money,
    "alumni_expected_impact": ExpectedImpact,
    "alumni_ruling": Ruling,
}


@dataclasses.dataclass(frozen=True)
class Type:
    """A C type: its name without qualifiers, how many pointers deep, and whether what it points to is const."""

    name: str
    depth: int
    const: bool

    @property
    def is_text(self):
        """Whether it is `const char *`."""
        return self.name == "char" and self.depth == 1

    @property
    def is_handle(self):
        """Whether it is a pointer to an opaque struct."""
        return self.name not in VALUES and self.depth == 1

    @property
    def is_handles(self):
        """Whether it is an array of pointers to opaque structs."""
        return self.name not in VALUES and self.depth == 2 and self.const

    @property
    def ctype(self):
        """The type in ctypes."""
        if self.is_text:
            return ctypes.c_char_p
        if self.name not in VALUES:
            return ctypes.c_void_p if self.depth == 1 else ctypes.POINTER(ctypes.c_void_p)
        if self.name == "char":
            return ctypes.POINTER(ctypes.c_char_p)
        kind = VALUES[self.name]
        for _ in range(self.depth):
            kind = ctypes.POINTER(kind)
        return kind


@dataclasses.dataclass(frozen=True)
class Function:
    """A prototype."""

    name: str
    returns: Type
    parameters: dict


def _type(text):
    words = text.replace("*", " * ").split()
    names = [word for word in words if word not in ("const", "*", "struct")]
    assert len(names) == 1, text
    return Type(names[0], words.count("*"), "const" in words)


def prototypes():
    """Every function of the header by name."""
    text = re.sub(r"/\*.*?\*/", "", HEADER.read_text(encoding="utf-8"), flags=re.S)
    found = {}
    for returns, name, arguments in re.findall(r"ALUMNI_API\s+([\w\s*]+?)(\w+)\(([^)]*)\);", text):
        parameters = {}
        for argument in arguments.split(","):
            if argument.strip() != "void":
                kind, parameter = re.fullmatch(r"\s*(.*?)(\w+)\s*", argument, flags=re.S).groups()
                parameters[parameter] = _type(kind)
        found[name] = Function(name, _type(returns), parameters)
    return found


def constants():
    """Every number that the header defines, by name."""
    text = HEADER.read_text(encoding="utf-8")
    return {
        name: int(number) for name, number in re.findall(r"^#define (ALUMNI_\w+) (\d+)$", text, flags=re.M)
    }


def load():
    """The library, every function of the header declared."""
    path = os.environ.get("ALUMNI_LIBRARY", ROOT / "build/c/lib/libalumni.so")
    library = ctypes.CDLL(str(path))
    for function in prototypes().values():
        entry = getattr(library, function.name)
        entry.restype = function.returns.ctype
        entry.argtypes = [kind.ctype for kind in function.parameters.values()]
    return library
