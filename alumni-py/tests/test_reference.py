"""The published cases of fairness, which lie beside the project, through the public Python API."""

import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest


def load(name: str, folder: Path) -> ModuleType:
    """A module of the tests by its file: none of them is installed."""
    spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


HERE = Path(__file__).parent
CALLS = load("test_vectors", HERE).CALLS
reference_cases = load("reference_cases", HERE.parents[1] / "tests")
QUESTIONS = reference_cases.questions()


@pytest.mark.skipif(not QUESTIONS, reason=reference_cases.SKIPPED)
@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.case)
def test_published(question: Any) -> None:
    assert question.wrong(CALLS[question.call](question.given)) == []


@pytest.mark.skipif(not QUESTIONS, reason=reference_cases.SKIPPED)
def test_every_printed_figure_is_asked_for_or_left_out_with_a_reason() -> None:
    assert reference_cases.unasked(QUESTIONS) == []
    # A question fewer is missed.
    assert reference_cases.unasked(QUESTIONS[1:]) != []
