"""Expected values for `calendar.*`, from the definitions in words and Python's own `datetime`.

Where python-dateutil is installed, every sum and every count of months is compared with its `relativedelta` as well.
"""

from datetime import date, timedelta

import corpus

try:
    from dateutil.relativedelta import relativedelta
except ImportError:
    relativedelta = None
    print("skipped: the comparison with python-dateutil, which is not installed")

UNITS = {"Y": "years", "M": "months", "W": "weeks", "D": "days"}


def units(period):
    """`P1Y6M` as {"years": 1, "months": 6}."""
    found, digits = {}, ""
    for letter in period[1:]:
        if letter.isdigit():
            digits += letter
        else:
            found[UNITS[letter]] = int(digits)
            digits = ""
    return found


def last_day(year, month):
    following = date(year + month // 12, month % 12 + 1, 1) if (year, month) != (9999, 12) else None
    return 31 if following is None else (following - timedelta(days=1)).day


def move(day, period, sign):
    """Years and months in one step with the month-end clamp, then weeks and days; None outside the years 1-9999."""
    count = units(period)
    months = day.year * 12 + day.month - 1 + sign * (12 * count.get("years", 0) + count.get("months", 0))
    year, month = divmod(months, 12)
    try:
        first = date(year, month + 1, 1)
        moved = first.replace(day=min(day.day, last_day(year, month + 1)))
        moved += sign * timedelta(days=7 * count.get("weeks", 0) + count.get("days", 0))
    except (ValueError, OverflowError):
        moved = None
    if relativedelta:
        try:
            other = day + sign * relativedelta(**count)
        except (ValueError, OverflowError):
            other = None
        assert moved == other, (day, period, moved, other)
    return moved


def completed_months(first, until):
    """The largest n with first + n months <= until, by counting up; 0 when until is earlier."""
    n = 0
    while (reached := move(first, f"P{n + 1}M", 1)) is not None and reached <= until:
        n += 1
    if relativedelta and until >= first:
        delta = relativedelta(until, first)
        assert n == delta.years * 12 + delta.months, (first, until, n, delta)
    return n


def moved(name, day, period, sign):
    found = move(date.fromisoformat(day), period, sign)
    given = {"date": day, "period": period}
    return {"name": name, "given": given, "expect": found and found.isoformat()}


def in_words(name, day, words, period):
    case = moved(name, day, period, 1)
    return {**case, "given": {"date": day, "period": words}}


def between(name, first, until, count):
    given = {"from": first, "until": until}
    return {
        "name": name,
        "given": given,
        "expect": count(date.fromisoformat(first), date.fromisoformat(until)),
    }


def refused(name, given, kind):
    return {"name": name, "given": given, "expect": {"error": {"kind": kind}}}


ADD = [
    ("31 January and one month is the last day of February", "2021-01-31", "P1M"),
    ("31 January and one month in a leap year is 29 February", "2020-01-31", "P1M"),
    ("30 January and one month is clamped too", "2021-01-30", "P1M"),
    ("28 January and one month needs no clamp", "2021-01-28", "P1M"),
    ("31 March and one month is 30 April", "2021-03-31", "P1M"),
    ("31 March and two months is 31 May: the clamp is not kept on the way", "2021-03-31", "P2M"),
    ("29 February and one year is 28 February", "2020-02-29", "P1Y"),
    ("29 February and four years is 29 February", "2020-02-29", "P4Y"),
    ("29 February 1896 and four years is 28 February, for 1900 was no leap year", "1896-02-29", "P4Y"),
    ("29 February 1996 and four years is 29 February, for 2000 was one", "1996-02-29", "P4Y"),
    ("29 February and twelve months is as one year", "2020-02-29", "P12M"),
    ("years and months are added in one step", "2020-02-29", "P3Y12M"),
    ("months before days: 31 January, one month and one day", "2021-01-31", "P1M1D"),
    ("years, months, weeks and days together", "2019-12-31", "P1Y2M1W3D"),
    ("six months over the end of a year", "2021-08-31", "P6M"),
    ("six months from 1 October", "2021-10-01", "P6M"),
    ("one day at the end of a year", "2021-12-31", "P1D"),
    ("one day at the end of February", "2021-02-28", "P1D"),
    ("one day at the end of February in a leap year", "2020-02-28", "P1D"),
    ("a year of days is not a year", "2020-01-01", "P365D"),
    ("weeks are seven days", "2024-02-26", "P52W"),
    ("nothing", "2024-02-29", "P0D"),
    ("the last day of the calendar", "9999-12-30", "P1D"),
    ("one day after the last day of the calendar has no result", "9999-12-31", "P1D"),
    ("one month beyond the calendar has no result", "9999-12-01", "P1M"),
]
SUBTRACT = [
    ("31 March less one month is the last day of February", "2021-03-31", "P1M"),
    ("31 March less one month in a leap year", "2020-03-31", "P1M"),
    ("28 February less one month is 28 January: subtraction does not undo the clamp", "2021-02-28", "P1M"),
    ("29 February less one year", "2020-02-29", "P1Y"),
    ("31 December less six months", "2021-12-31", "P6M"),
    ("1 April less one day, the last day of a Japanese business year", "2022-04-01", "P1D"),
    ("months before days", "2021-03-31", "P1M1D"),
    ("one month back over the turn of a year", "2021-01-31", "P1M"),
    ("thirteen months", "2021-03-31", "P13M"),
    ("1 March less one day in a leap year", "2020-03-01", "P1D"),
    ("the first day of the calendar", "0001-01-02", "P1D"),
    ("one day before the first day of the calendar has no result", "0001-01-01", "P1D"),
    ("one year before the calendar has no result", "0001-12-31", "P1Y"),
]
MONTHS = [
    ("the same day", "2021-01-31", "2021-01-31"),
    ("31 January has reached one month on 28 February", "2021-01-31", "2021-02-28"),
    ("31 January has not reached one month on 27 February", "2021-01-31", "2021-02-27"),
    ("31 January in a leap year has not reached one month on 28 February", "2020-01-31", "2020-02-28"),
    ("31 January in a leap year has reached one month on 29 February", "2020-01-31", "2020-02-29"),
    ("31 January reaches two months on 31 March, not before", "2021-01-31", "2021-03-30"),
    ("31 January reaches two months on 31 March", "2021-01-31", "2021-03-31"),
    ("29 February has reached twelve months on 28 February", "2020-02-29", "2021-02-28"),
    (
        "29 February has not reached forty-eight months on 28 February of a leap year",
        "2020-02-29",
        "2024-02-28",
    ),
    ("30 November has reached three months on 28 February", "2020-11-30", "2021-02-28"),
    ("one day short of six months: last day employed 30 September", "2021-10-01", "2022-03-31"),
    ("six months: last day employed 30 September", "2021-10-01", "2022-04-01"),
    (
        "a spell from 1 April to 31 March, laid to the day after, is thirty-six months",
        "2016-04-01",
        "2019-04-01",
    ),
    ("an earlier end is nothing", "2021-05-01", "2021-04-01"),
    ("a much earlier end is nothing", "2021-05-01", "1999-04-01"),
    ("over a century", "1900-02-28", "2026-02-28"),
    ("over the turn of a year", "2020-12-31", "2021-01-31"),
]
YEARS = [
    ("a year less a day", "2020-03-01", "2021-02-28"),
    ("a year to the day", "2020-03-01", "2021-03-01"),
    ("29 February has completed a year on 28 February", "2020-02-29", "2021-02-28"),
    ("29 February has not completed four years on 28 February", "2020-02-29", "2024-02-28"),
    ("29 February has completed four years on 29 February", "2020-02-29", "2024-02-29"),
    ("a spell of three years, laid to the day after its last", "2016-04-01", "2019-04-01"),
    ("a spell of three years less its last day", "2016-04-01", "2019-03-31"),
    ("five years at the end of a year", "2015-12-31", "2020-12-31"),
    ("365 days are not a year when one of them is 29 February", "2020-01-01", "2020-12-31"),
    ("an earlier end is nothing", "2021-05-01", "2020-04-01"),
]
DAYS = [
    ("the same day", "2021-01-01", "2021-01-01"),
    ("spells that touch: from the last day to the first day of the next is one", "2019-03-31", "2019-04-01"),
    (
        "spells that overlap by a day: from the last day to the first day of the next is none",
        "2019-03-31",
        "2019-03-31",
    ),
    ("backwards is negative", "2021-01-02", "2021-01-01"),
    ("over 29 February", "2020-02-28", "2020-03-01"),
    ("over the end of February", "2021-02-28", "2021-03-01"),
    ("a leap year", "2020-01-01", "2021-01-01"),
    ("a common year", "2021-01-01", "2022-01-01"),
    ("1900 was a common year", "1900-01-01", "1901-01-01"),
    ("2000 was a leap year", "2000-01-01", "2001-01-01"),
    ("a spell of three years, laid to the day after its last", "2016-04-01", "2019-04-01"),
    ("the whole calendar", "0001-01-01", "9999-12-31"),
]

# First days of the eras: 元号法 (Act No. 43 of 1979) and the cabinet orders on each change; the Gregorian calendar since
# 明治6年1月1日 (太政官布告第337号). Each day below was also compared once with java.time.chrono.JapaneseDate (OpenJDK 17).
ERAS = {"明治": 1868, "大正": 1912, "昭和": 1926, "平成": 1989, "令和": 2019}


def era(name, text, kanji, year, month, day):
    return {
        "name": name,
        "given": {"text": text},
        "expect": date(ERAS[kanji] + year - 1, month, day).isoformat(),
    }


def iso(name, text, expect):
    return {"name": name, "given": {"text": text}, "expect": date.fromisoformat(expect).isoformat()}


PARSE = [
    era("kanji and era year", "平成27年4月1日", "平成", 27, 4, 1),
    era("the letter of the era with dots", "H27.4.1", "平成", 27, 4, 1),
    era("the letter of the era with slashes", "H27/4/1", "平成", 27, 4, 1),
    era("a small letter", "h27.4.1", "平成", 27, 4, 1),
    era("full-width letters and digits", "Ｈ２７．４．１", "平成", 27, 4, 1),
    era("spaces between the parts", "平成 27 年 4 月 1 日", "平成", 27, 4, 1),
    era("the first year of an era is called gannen", "令和元年5月1日", "令和", 1, 5, 1),
    era("the first year of an era may be written as a number", "令和1年5月1日", "令和", 1, 5, 1),
    era("the last day of Heisei", "平成31年4月30日", "平成", 31, 4, 30),
    era("the first day of Heisei", "平成元年1月8日", "平成", 1, 1, 8),
    era("the last day of Showa", "昭和64年1月7日", "昭和", 64, 1, 7),
    era("the first day of Showa", "昭和元年12月25日", "昭和", 1, 12, 25),
    era("the last day of Taisho", "大正15年12月24日", "大正", 15, 12, 24),
    era("the first day of Taisho", "大正元年7月30日", "大正", 1, 7, 30),
    era("the last day of Meiji", "明治45年7月29日", "明治", 45, 7, 29),
    era("29 February in an era year", "令和6年2月29日", "令和", 6, 2, 29),
    iso("ISO 8601", "2015-04-01", "2015-04-01"),
    iso("ISO 8601 without leading zeros", "2015-4-1", "2015-04-01"),
    iso("ISO 8601 without hyphens", "20150401", "2015-04-01"),
    iso("slashes", "2015/04/01", "2015-04-01"),
    iso("dots", "2015.4.1", "2015-04-01"),
    iso("kanji and Western year", "2015年4月1日", "2015-04-01"),
    iso("an exporter's midnight", "2015-04-01T00:00:00", "2015-04-01"),
    iso("an exporter's midnight after a space", "2015-04-01 00:00:00", "2015-04-01"),
    iso("spaces around", "  2015-04-01 ", "2015-04-01"),
    iso("29 February of a leap year", "2000-02-29", "2000-02-29"),
    iso("the last day of a year", "2021/12/31", "2021-12-31"),
]
NOT_DATES = [
    ("nothing", "", "syntax"),
    ("a word", "soon", "syntax"),
    ("two digits of a year", "15/4/1", "syntax"),
    ("an era year without its era", "27年4月1日", "syntax"),
    ("a month", "2015-04", "syntax"),
    ("a time of the day", "2015-04-01T12:00:00", "syntax"),
    ("a letter that is no era", "Q3.4.1", "syntax"),
    ("something after the day", "2015年4月1日付", "syntax"),
    ("29 February of a common year", "2015-02-29", "out_of_range"),
    ("29 February 1900", "1900-02-29", "out_of_range"),
    ("31 April", "2015/4/31", "out_of_range"),
    ("a thirteenth month", "2015-13-01", "out_of_range"),
    ("a day zero", "2015-04-00", "out_of_range"),
    ("a day after the era had ended", "平成31年5月1日", "out_of_range"),
    ("a day before the era began", "令和元年4月30日", "out_of_range"),
    ("the last day of Showa was not yet Heisei", "平成元年1月7日", "out_of_range"),
    ("29 February of a common era year", "令和5年2月29日", "out_of_range"),
]
NOT_PERIODS = [
    ("a word that is no unit", "5 lightyears"),
    ("a number without a unit", "5"),
    ("a fraction", "1.5 years"),
    ("a negative number", "-1 days"),
    ("the smaller unit first", "P1D1Y"),
]

RULES = "alumni-core/src/calendar.rs, rules 1 and 2, worked out by tests/make/calendar_vectors.py with Python's datetime"
CHECKED = RULES + " and compared with python-dateutil 4.0.0"

corpus.main(
    {
        "calendar/add.json": {
            "call": "calendar.add",
            "source": CHECKED,
            "cases": [moved(*case, 1) for case in ADD]
            + [in_words("a period in words", "2021-08-31", "1 year 6 months", "P1Y6M")]
            + [
                refused("not a period: " + name, {"date": "2021-01-01", "period": period}, "syntax")
                for name, period in NOT_PERIODS
            ],
        },
        "calendar/subtract.json": {
            "call": "calendar.subtract",
            "source": CHECKED,
            "cases": [moved(*case, -1) for case in SUBTRACT],
        },
        "calendar/completed_months.json": {
            "call": "calendar.completed_months",
            "source": CHECKED,
            "cases": [between(*case, completed_months) for case in MONTHS],
        },
        "calendar/completed_years.json": {
            "call": "calendar.completed_years",
            "source": CHECKED,
            "cases": [
                between(*case, lambda first, until: completed_months(first, until) // 12) for case in YEARS
            ],
        },
        "calendar/days_between.json": {
            "call": "calendar.days_between",
            "source": "Python's datetime, in tests/make/calendar_vectors.py",
            "cases": [between(*case, lambda first, until: (until - first).days) for case in DAYS],
        },
        "calendar/parse_date.json": {
            "call": "calendar.parse_date",
            "source": "元号法 and its cabinet orders for the eras, Python's datetime for the rest; in tests/make/calendar_vectors.py",
            "cases": [
                *PARSE,
                *(refused("not a date: " + name, {"text": text}, kind) for name, text, kind in NOT_DATES),
            ],
        },
    }
)
