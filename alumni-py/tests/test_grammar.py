"""The grammar in the documentation, taken at its word: rules drawn from it at random are never refused for their form."""

import random
import re
from collections.abc import Iterator
from pathlib import Path

import alumni as al
import pytest

_PAGE = Path(__file__).parents[2] / "docs/formats/grammar.md"

# What stands for the classes of letters, with values that exist: what the grammar cannot say is not tested here.
_CHOICES = {
    "name": ["voluntary", "sales", "主任", "x_1", "JP01"],
    "fact": [
        "grade",
        "employed",
        "tenure",
        "pay",
        "job_families",
        "start_date",
        'time_in_job_family("R & D")',
    ],
    "text": ['"sales"', '"R & D"', r'"a \"quoted\" \\ text"', '""'],
    "digits": ["0", "3", "12", "400"],
    "digit": list("0123456789"),
    "number": ["0", "3", "-3", "0.75", "5_000", "-12.5"],
    "money": ["5000000 JPY", "0.50 EUR", "5_000 USD", "-3 JPY"],
    "date": ["2020-02-29", "2024-04-01"],
    "period": ["5 years", "1 year 6 months", "2 weeks", "1 month 10 days"],
}


def _productions() -> dict[str, list[str]]:
    """Each production as its symbols."""
    block = re.search(r":name: grammar\n(.*?)```", _PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert block is not None
    found = {}
    for production in block[1].split(" ;\n"):
        if production.strip():
            name, _, body = production.partition("=")
            found[name.strip()] = re.findall(r"\"[^\"]+\"|'[^']+'|[\w-]+|[][{}()|]", body)
    return found


_GRAMMAR = _productions()


class _Writer:
    """Writes a random text of a production; beyond a depth, only choices that lead out of recursion."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng

    def production(self, name: str, depth: int) -> str:
        if name in _CHOICES:
            return self.rng.choice(_CHOICES[name])
        if depth > 24 and name == "test":
            return "employed"
        symbols = iter([*_GRAMMAR[name], ")"])
        return self.alternatives(symbols, depth)

    def alternatives(self, symbols: Iterator[str], depth: int) -> str:
        """Text of one alternative; reads up to the closing bracket."""
        choices: list[list[tuple[str, str | list[str]]]] = [[]]
        for symbol in symbols:
            match symbol:
                case ")" | "]" | "}":
                    break
                case "|":
                    choices.append([])
                case "(" | "[" | "{":
                    choices[-1].append((symbol, self._inside(symbols)))
                case _:
                    choices[-1].append(("", symbol))
        return " ".join(filter(None, (self.part(part, depth) for part in self.rng.choice(choices))))

    def _inside(self, symbols: Iterator[str]) -> list[str]:
        """The symbols up to the matching bracket, with it."""
        inside: list[str] = []
        open_brackets = 1
        while open_brackets:
            symbol = next(symbols)
            open_brackets += (symbol in "([{") - (symbol in ")]}")
            inside.append(symbol)
        return inside

    def part(self, part: tuple[str, str | list[str]], depth: int) -> str:
        bracket, inside = part
        if isinstance(inside, list):
            times = {"(": 1, "[": self.rng.randrange(2), "{": self.rng.choice([0, 0, 1, 2])}[bracket]
            return " ".join(self.alternatives(iter(inside), depth + 1) for _ in range(times))
        symbol = inside
        if symbol[0] in "\"'":
            return symbol[1:-1]
        return self.production(symbol, depth + 1)


def test_every_production_is_one_that_can_be_drawn() -> None:
    named = {symbol for body in _GRAMMAR.values() for symbol in body if re.fullmatch(r"[a-z][\w-]*", symbol)}
    assert named - set(_GRAMMAR) - set(_CHOICES) == {"letter", "character", "currency"}
    assert set(_GRAMMAR) >= {"rule", "test", "comparison", "range", "membership", "set", "known", "operand"}


@pytest.mark.parametrize("seed", range(40))
def test_a_rule_of_the_grammar_is_never_refused_for_its_form(seed: int) -> None:
    rng = random.Random(seed)
    accepted = 0
    for _ in range(100):
        rule = _Writer(rng).production("rule", 0)
        if len(rule) > 8_000:
            continue
        document = {"id": "p", "version": 1, "criteria": [{"id": "c", "require": rule}]}
        try:
            policy = al.Policy.from_dict(document)
        except al.AlumniError as error:
            # Types and values are another matter.
            assert error.kind != "syntax", f"{rule}: {error}"
            continue
        accepted += 1
        printed = policy.criteria[0].expression
        again = al.Policy.from_dict({**document, "criteria": [{"id": "c", "require": printed}]})
        assert again.criteria[0].expression == printed
        assert again.hash == policy.hash
    assert accepted
