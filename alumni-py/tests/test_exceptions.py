import copy
import pickle
import subprocess
import sys

import alumni as al
import pytest
from alumni import _exceptions


def test_every_kind_of_the_core_has_a_class_of_its_own() -> None:
    classes = {kind: type(_exceptions._of_kind(kind.value, "a.b", "expected c")) for kind in al.ErrorKind}
    assert len(set(classes.values())) == len(al.ErrorKind)
    for kind, of in classes.items():
        assert of.kind is kind
        assert issubclass(of, al.AlumniError)
        assert issubclass(of, ValueError)
        assert getattr(al, of.__name__) is of
        assert of.__module__ == "alumni"


def test_a_kind_of_a_newer_core_is_still_an_alumni_error() -> None:
    assert type(_exceptions._of_kind("from_the_future", "", "x")) is al.AlumniError


def test_an_error_says_kind_place_and_what_was_expected() -> None:
    with pytest.raises(al.ParseError) as caught:
        al.Worker.from_json('{"id": "w-1"')
    error = caught.value
    assert error.kind == "syntax"
    assert error.kind is al.ErrorKind.SYNTAX
    assert error.path == "1:12"
    assert str(error) == f"1:12: {error.message}"


def test_a_wrong_type_is_also_a_type_error() -> None:
    with pytest.raises(TypeError):
        al.Worker(5)  # type: ignore[arg-type]


def test_exceptions_survive_pickle_and_copy() -> None:
    error = al.OutOfRangeError("expected less", "grade")
    for other in (pickle.loads(pickle.dumps(error)), copy.copy(error), copy.deepcopy(error)):
        assert type(other) is al.OutOfRangeError
        assert (other.path, other.message, str(other)) == ("grade", "expected less", "grade: expected less")


def test_a_panic_becomes_an_exception_that_programs_can_handle() -> None:
    program = (
        "import alumni as al\n"
        "from alumni import _alumni\n"
        "try:\n"
        "    _alumni._provoke_panic()\n"
        "except Exception as error:\n"
        "    assert type(error) is al.AlumniInternalError, error\n"
        "    assert 'provoked' in str(error)\n"
        "    print('caught')\n"
    )
    # In a process of its own: the panic prints where it happened.
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "caught\n"
