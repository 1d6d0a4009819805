"""Whatever goes in, what comes out is an answer or an error that says what was wrong: never a panic, never a hang."""

import inspect
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import alumni as al
import pytest
from alumni import calendar, consent, eligibility, engagement, fairness, library, programme, text, workforce
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

MODULES = (calendar, text, workforce, eligibility, library, consent, fairness, engagement, programme)

texts = st.one_of(
    st.text(max_size=8),
    st.sampled_from(
        [
            "",
            "\ud800",
            "\0",
            "voluntary",
            "yes",
            "email",
            "5 years",
            "P1Y",
            "2016-04-01",
            "5 JPY",
            "4/5",
            "en",
            "alumni",
            "{}",
            "[]",
            "{",
            'id = "x"',
            "平成27年4月1日",
        ]
    ),
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from([-1, 0, 1, 2**31, 2**63, 2**64, 10**100]),
    st.floats(),
    texts,
    st.binary(max_size=8),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.sampled_from(
        [
            date(2016, 4, 1),
            date(2021, 9, 30),
            datetime(2026, 4, 1, tzinfo=UTC),
            timedelta(days=1),
            Decimal("0.5"),
            object(),
            al.Worker,
            calendar.Span(date(2016, 4, 1), date(2021, 10, 1)),
            calendar.Period(years=1),
            al.Spell(date(2016, 4, 1)),
            al.Worker("w"),
            workforce.Money(1, "JPY"),
            al.Ledger([]),
            al.ScoreModel.preset("alumni"),
        ]
    ),
)
junk = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.tuples(inner, inner),
        st.dictionaries(texts, inner, max_size=3),
        st.dictionaries(
            st.sampled_from(
                ["id", "kind", "start", "group", "considered", "selected", "title", "subject", "at"]
            ),
            inner,
            max_size=5,
        ),
    ),
    max_leaves=5,
)


def callables() -> Iterator[Any]:
    """Every public constructor, function and static method."""
    for module in MODULES:
        for name in module.__all__:
            value = getattr(module, name)
            if inspect.isclass(value):
                if issubclass(value, str):
                    continue
                try:
                    inspect.signature(value)
                except ValueError:
                    pass
                else:
                    yield pytest.param(value, id=f"{module.__name__}.{name}")
                for member in vars(value):
                    if not member.startswith("_") and isinstance(vars(value)[member], staticmethod):
                        yield pytest.param(getattr(value, member), id=f"{module.__name__}.{name}.{member}")
            else:
                yield pytest.param(value, id=f"{module.__name__}.{name}")


@pytest.mark.parametrize("call", list(callables()))
def test_junk_is_answered_or_refused(call: Callable[..., Any]) -> None:
    parameters = inspect.signature(call).parameters.values()

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def run(data: st.DataObject) -> None:
        positional, named = [], {}
        for parameter in parameters:
            if parameter.kind is parameter.KEYWORD_ONLY:
                if parameter.default is parameter.empty or data.draw(st.booleans()):
                    named[parameter.name] = data.draw(junk)
            else:
                positional.append(data.draw(junk))
        try:
            call(*positional, **named)
        except UnicodeEncodeError as error:
            # What `open` says of a name that no file can have.
            assert "surrogates" in str(error)
        except (al.AlumniError, TypeError, OSError) as error:
            assert str(error)

    run()


@pytest.mark.parametrize(
    "value",
    [
        al.Policy.parse('id = "r"\nversion = 1\n[[criteria]]\nid = "c"\nrequire = "grade >= 3"'),
        al.Worker("w", spells=[al.Spell(date(2016, 4, 1))]),
        al.Ledger([consent.Purpose("p", "P", "consent")]),
        al.ScoreModel.preset("alumni"),
        al.Programme.starter(),
        fairness.Standard.default(),
        fairness.selection({"a": (5, 1), "b": (25, 4)}),
        calendar.Span(date(2016, 4, 1), date(2021, 10, 1)),
    ],
    ids=lambda value: type(value).__name__,
)
def test_junk_to_methods_is_answered_or_refused(value: Any) -> None:
    names = [
        name
        for name in dir(value)
        if not name.startswith("_") and callable(getattr(value, name)) and name != "save"
    ]

    @settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def run(data: st.DataObject) -> None:
        call = getattr(value, data.draw(st.sampled_from(names)))
        positional, named = [], {}
        for parameter in inspect.signature(call).parameters.values():
            if parameter.kind is parameter.KEYWORD_ONLY:
                named[parameter.name] = data.draw(junk)
            else:
                positional.append(data.draw(junk))
        try:
            call(*positional, **named)
        except UnicodeEncodeError as error:
            # What `open` says of a name that no file can have.
            assert "surrogates" in str(error)
        except (al.AlumniError, TypeError, OSError) as error:
            assert str(error)

    run()
