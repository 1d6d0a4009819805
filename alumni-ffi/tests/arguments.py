"""Every function of the header with every argument wrong in turn: NULL, not UTF-8, no such date, no such number.

What a call needs to go well stands in `samples.py`; a function that it does not know fails the test.
"""

import ctypes
import math
import sys
import time

import library
import samples

C = library.load()
FUNCTIONS = library.prototypes()
NUMBERS = library.constants()
NONE = 2**32 - 1
INVALID_DATE = library.Date(-(2**31))
INVALID_INSTANT = library.Instant(-(2**63))


class Call:
    """A call of `name` that goes well, whose arguments can be replaced."""

    def __init__(self, name):
        self.function = FUNCTIONS[name]
        self.error = ctypes.c_void_p()
        self.handles = []
        self.arguments = {}
        for parameter, kind in self.function.parameters.items():
            self.arguments[parameter] = self.good(parameter, kind)

    def good(self, parameter, kind):
        """An argument with which the call goes well."""
        name = self.function.name
        if parameter == "error" and kind.depth == 2:
            return ctypes.byref(self.error)
        sample = samples.argument(name, parameter)
        # The same name may be a number here and the place of a handle there.
        if sample is not None and not (kind.depth and isinstance(sample, int)):
            return sample
        if kind.is_handle:
            handle = make(kind.name, **self.related(kind.name))
            self.handles.append((kind.name, handle))
            return handle
        if kind.is_handles:
            handle = make(kind.name)
            self.handles.append((kind.name, handle))
            return (ctypes.c_void_p * 1)(handle)
        if kind.name == "alumni_date" and kind.depth == 0:
            return library.Date(samples.DAYS)
        if kind.name == "alumni_instant" and kind.depth == 0:
            return library.Instant(samples.MICROSECONDS)
        if kind.depth and not kind.const:
            return ctypes.byref(ctypes.c_void_p() if kind.name not in library.VALUES else kind.ctype._type_())
        raise SystemExit(f"samples.py has no `{parameter}` for {name}")

    def related(self, kind):
        """The arguments that a handle of this kind must be made with to fit the others."""
        return {
            name: self.arguments[name] for name in samples.RELATED.get(kind, ()) if name in self.arguments
        }

    def __call__(self, **wrong):
        """What the function returns, and the path of its error."""
        self.error.value = None
        if self.function.name.endswith("_free"):
            self.handles.clear()
        found = getattr(C, self.function.name)(*{**self.arguments, **wrong}.values())
        path = C.alumni_error_path(self.error)
        C.alumni_error_free(self.error)
        for parameter, kind in self.function.parameters.items():
            if (
                kind.depth == 2
                and not kind.is_handles
                and kind.name not in library.VALUES
                and parameter != "error"
            ):
                out = wrong.get(parameter, self.arguments[parameter])
                if out is not None:
                    free(kind.name, out._obj)
                    out._obj.value = None
        return found, path.decode() if path is not None else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for kind, handle in self.handles:
            free(kind, handle)


def free(kind, handle):
    """Frees a handle, unless other handles own it."""
    getattr(C, f"{kind}_free")(handle)


def make(kind, **related):
    """A new handle of this type."""
    if kind == "alumni_error":
        error, ignored = ctypes.c_void_p(), library.Date()
        C.alumni_date_parse(b"?", ctypes.byref(ignored), ctypes.byref(error))
        return error
    name = samples.MAKERS[kind]
    handle = ctypes.c_void_p()
    with Call(name) as call:
        (out,) = (p for p, t in call.function.parameters.items() if t.name == kind and t.depth == 2)
        arguments = {**call.arguments, **related, out: ctypes.byref(handle)}
        status = getattr(C, name)(*arguments.values())
        if status != 0:
            raise SystemExit(f"{name} should go well: {C.alumni_error_text(call.error).decode()}")
    return handle


def nothing(name, kind, found):
    """Whether an accessor's answer is what the header says for `nothing to return`."""
    if kind.name == "void":
        return True
    if name in samples.NOTHING:
        return found == samples.NOTHING[name]
    if kind.depth == 1 and not (kind.is_text or kind.is_handle):
        return not found  # A NULL pointer to numbers.
    if kind.depth:
        return found is None
    if kind.name == "double":
        return math.isnan(found)
    if kind.name == "alumni_date":
        return found.days == INVALID_DATE.days
    if kind.name == "alumni_instant":
        return found.microseconds == INVALID_INSTANT.microseconds
    # A count is 0, a member of an enum ALUMNI_NONE.
    return found == (NONE if name.endswith(samples.ENUM_ACCESSORS) else 0)


def wrong_arguments(function):
    """(what is wrong, arguments to replace, expected status, expected path), for a function with a status."""
    for parameter, kind in function.parameters.items():
        if parameter == "error":
            continue
        optional = (function.name, parameter) in samples.OPTIONAL
        if kind.depth and not optional:
            yield "NULL", {parameter: None}, "NULL_ARGUMENT", parameter
        if kind.is_text:
            yield "bytes that are not UTF-8", {parameter: b"\xff"}, "INVALID_UTF8", parameter
        if kind.name == "char" and kind.depth == 2:
            several = samples.argument(function.name, parameter)
            for bad, status in ((None, "NULL_ARGUMENT"), (b"\xff", "INVALID_UTF8")):
                items = type(several)(*[bad] * len(several))
                yield f"an array of {bad}", {parameter: items}, status, parameter
        if kind.depth == 0 and kind.name in ("alumni_date", "alumni_instant") and not optional:
            bad = INVALID_DATE if kind.name == "alumni_date" else INVALID_INSTANT
            yield "no date", {parameter: bad}, "OUT_OF_RANGE", parameter
        if kind.name == "alumni_instant" and kind.depth == 1 and kind.const:
            yield "no instant", {parameter: ctypes.pointer(INVALID_INSTANT)}, "OUT_OF_RANGE", parameter
        if optional:
            by_value = kind.depth == 0 and kind.name == "alumni_date"
            yield "nothing", {parameter: INVALID_DATE if by_value else None}, None, None
        if kind.depth == 0 and kind.name == "alumni_money":
            for code in (b"", b"yen", b"\xff\xff\xff", b"EURO"):
                yield (
                    f"{code} as currency",
                    {parameter: library.Money(1, code)},
                    "SYNTAX",
                    f"{parameter}.currency",
                )
        if kind.name == "double" and kind.depth < 2 and (kind.const or not kind.depth):
            for bad in (math.nan, math.inf, -math.inf):
                if kind.depth:
                    several = samples.argument(function.name, parameter)
                    path = samples.PLACES.get((function.name, parameter), f"{parameter}[0]")
                    yield f"{bad} first", {parameter: type(several)(bad, *several[1:])}, "OUT_OF_RANGE", path
                else:
                    yield f"{bad}", {parameter: bad}, "OUT_OF_RANGE", parameter
        if parameter in samples.ENUMS and kind.depth == 0:
            yield "no such number", {parameter: 4_000_000_000}, "BAD_ENUM", parameter


def faults(function):
    """What is wrong with a function's answers to wrong arguments, and how many were tried."""
    found, tried = [], 0

    def check(what, right, answer):
        nonlocal tried
        tried += 1
        if not right:
            found.append(f"{function.name} with {what}: {answer}")

    with Call(function.name) as call:
        if "error" in function.parameters and function.parameters["error"].depth == 2:
            check("good arguments", (answer := call()) == (0, None), answer)
            for what, wrong, status, path in wrong_arguments(function):
                answer = call(**wrong)
                if status is None:
                    check(f"{what} for the optional {wrong}", answer == (0, None), answer)
                    continue
                check(f"{what} for `{path}`", answer == (NUMBERS[f"ALUMNI_STATUS_{status}"], path), answer)
                check(
                    f"{what} for `{path}` and no error", (answer := call(**wrong, error=None))[0] != 0, answer
                )
            pointers = {p: None for p, kind in function.parameters.items() if kind.depth}
            required = [p for p in pointers if p != "error" and (function.name, p) not in samples.OPTIONAL]
            if required:
                answer = call(**pointers)
                check("NULL everywhere", answer[0] == NUMBERS["ALUMNI_STATUS_NULL_ARGUMENT"], answer)
        else:
            for parameter, kind in function.parameters.items():
                wrong = {}
                if kind.depth:
                    wrong = {parameter: None}
                elif kind.name == "size_t":
                    wrong = {parameter: 2**64 - 1}
                elif parameter == "lang":
                    wrong = {parameter: 4_000_000_000}
                elif kind.name in ("alumni_date", "alumni_instant"):
                    wrong = {parameter: INVALID_DATE if kind.name == "alumni_date" else INVALID_INSTANT}
                if wrong:
                    answer = call(**wrong)[0]
                    check(f"{wrong}", nothing(function.name, function.returns, answer), answer)
                if kind.is_text:
                    answer = call(**{parameter: b"\xff"})[0]
                    check(
                        f"bytes that are not UTF-8 for `{parameter}`",
                        nothing(function.name, function.returns, answer),
                        answer,
                    )
    return found, tried


def main():
    """Prints what is wrong, and how many calls were tried."""
    start = time.monotonic()
    wrong, tried = [], 0
    for function in FUNCTIONS.values():
        found, count = faults(function)
        wrong += found
        tried += count
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"wrong arguments to {len(FUNCTIONS)} functions")
    print(f"{tried - len(wrong)} passed, {len(wrong)} failed in {time.monotonic() - start:.2f}s")
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
