"""Everything public is documented, and every example in the documentation runs."""

import doctest
import enum
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import alumni
import pytest

MODULES = [alumni] + [
    importlib.import_module(f"alumni.{found.name}")
    for found in pkgutil.iter_modules(alumni.__path__)
    if not found.name.startswith("_")
]


def public() -> Iterator[tuple[str, Any]]:
    """Every public module, class, function and member, each once."""
    seen: set[int] = set()
    for module in MODULES:
        yield module.__name__, module
        for name in module.__all__:
            value = getattr(module, name)
            if id(value) in seen or not (inspect.isclass(value) or inspect.isroutine(value)):
                continue
            seen.add(id(value))
            yield f"{module.__name__}.{name}", value
            if inspect.isclass(value) and not issubclass(value, enum.Enum):
                for member in vars(value):
                    of = getattr(value, member)
                    if not member.startswith("_") and (callable(of) or inspect.isdatadescriptor(of)):
                        yield f"{module.__name__}.{name}.{member}", of


PUBLIC = dict(public())


@pytest.mark.parametrize("name", PUBLIC)
def test_everything_public_says_what_it_is(name: str) -> None:
    text = inspect.getdoc(PUBLIC[name])
    assert text, f"{name} has no docstring"
    first = text.splitlines()[0]
    assert first.endswith((".", "?")), f"{name}: the first line is a sentence: {first}"


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, value in PUBLIC.items()
        if inspect.isclass(value) and not issubclass(value, enum.Enum | Exception)
    ],
)
def test_every_class_shows_an_example(name: str) -> None:
    assert ">>> " in (PUBLIC[name].__doc__ or ""), f"{name} has no example"


@pytest.mark.parametrize("name", [name for name, value in PUBLIC.items() if ">>> " in (value.__doc__ or "")])
def test_examples_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    test = doctest.DocTestParser().get_doctest(inspect.getdoc(PUBLIC[name]) or "", {}, name, None, None)
    output: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(test, out=output.append)
    assert runner.failures == 0, "".join(output)


def test_every_module_lists_its_names_in_order() -> None:
    for module in MODULES:
        names = [name for name in module.__all__ if name != "__version__"]
        assert names == sorted(names), module.__name__
        assert all(hasattr(module, name) for name in module.__all__)


def test_the_readme_runs(capsys: pytest.CaptureFixture[str]) -> None:
    text = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
    snippets = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    assert snippets
    for snippet in snippets:
        exec(compile(snippet, "README.md", "exec"), {})
        said = re.findall(r"print\(.*\)  # (.*)", snippet)
        assert capsys.readouterr().out.splitlines() == said
