"""Facts about public data, computed with pandas and without the library: `tests/data/real_facts.json`.

The data are not part of this repository; the facts are. `alumni-core/tests/real` reads the same files and must find the same.
Without arguments the facts are written, with `--check` they are compared; where the data or pandas are absent this says so.

Congress. Every member of the US Congress by two-year term, 1947 to 2014, published by FiveThirtyEight under CC BY 4.0. The rule
by which terms become spells: the n-th Congress lasts from 3 January of the year 1789 + 2(n - 1) to 2 January two years later;
a person is a member of a chamber throughout every Congress for which the file has a row; consecutive Congresses in one chamber
are one spell, and the chamber is the employer. A spell that includes the last Congress of the file has not ended.

IRC. Messages with the links that people annotated by hand from each message to those it replies to: Kummerfeld et al., *A
large-scale corpus for conversation disentanglement*, ACL 2019, CC BY 4.0. A message without links starts a conversation. A
person is a user within one log.
"""

import collections
import hashlib
import json
import sys
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT.parent / "shared" / "reference" / "real"
FACTS = ROOT / "tests" / "data" / "real_facts.json"
AS_OF = date(2014, 7, 1)

try:
    import pandas
except ImportError:
    pandas = None


def digest(lines):
    """One number for a whole table: lines sorted by byte, each ended by a line feed."""
    text = "".join(line + "\n" for line in sorted(lines))
    return hashlib.sha256(text.encode()).hexdigest()


def histogram(values):
    return {str(value): count for value, count in sorted(collections.Counter(values).items())}


def later(day, years):
    """The same day so many years later; 28 February where that year has no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 2, 28)


def completed_years(start, until):
    years = until.year - start.year
    return years - (later(start, years) > until)


def congress_facts():
    terms = pandas.read_csv(DATA / "congress_terms.csv", dtype=str)
    rows = len(terms)
    terms = terms.assign(number=terms.congress.astype(int))[
        ["bioguide", "chamber", "number"]
    ].drop_duplicates()
    terms = terms.sort_values(["bioguide", "chamber", "number"])
    # A new spell begins wherever the number does not follow the one before.
    follows = terms.groupby(["bioguide", "chamber"]).number.diff().eq(1)
    terms = terms.assign(spell=(~follows).cumsum())
    spells = terms.groupby(["bioguide", "chamber", "spell"]).number.agg(["min", "max"]).reset_index()
    latest = int(terms.number.max())

    def first_day(number):
        return date(1789 + 2 * (number - 1), 1, 3)

    # `until` is the day after the last, or the day that is asked about.
    spells["start"] = [first_day(number) for number in spells["min"]]
    spells["until"] = [AS_OF if number == latest else first_day(number + 1) for number in spells["max"]]

    lines, tenure, total, since, eligible, waiting = [], [], [], [], [], 0
    for person, own in spells.groupby("bioguide"):
        stretches = sorted(zip(own.start, own.until, strict=True))
        days, reached = 0, date.min
        for start, until in stretches:
            start = max(start, reached)
            if until > start:
                days += (until - start).days
                reached = until
        end = max(own.until)
        total_years = completed_years(end - timedelta(days=days), end)
        # The latest spell ends last; of several, it is the one that started last.
        start = max(start for start, until in stretches if until == end)
        tenure.append(completed_years(start, end))
        total.append(total_years)
        if end < AS_OF:
            since.append(completed_years(end, AS_OF))
            eligible.append(total_years >= 10 and since[-1] >= 2)
            waiting += total_years >= 10 and since[-1] < 2
        lines.append(f"{person},{len(own)},{min(own.start)},{end},{days},{total_years}")
    away = []
    for _, own in spells.sort_values("start").groupby(["bioguide", "chamber"]):
        away += [
            completed_years(before, after)
            for before, after in zip(own.until[:-1], own.start[1:], strict=True)
        ]
    counts = spells.groupby("bioguide").size()
    chamber_counts = spells.groupby(["bioguide", "chamber"]).size().groupby("bioguide").max()
    return {
        "source": "FiveThirtyEight, congress-age, every member of the US Congress by term, 1947-2014",
        "licence": "CC BY 4.0; only facts computed from it are here",
        "as_of": str(AS_OF),
        "rows": rows,
        "people": len(counts),
        "spells": len(spells),
        "people_by_spells": histogram(counts),
        "people_with_two_or_more_spells": int((counts >= 2).sum()),
        "people_back_in_the_same_chamber": int((chamber_counts >= 2).sum()),
        "employed": int(sum(1 for _, own in spells.groupby("bioguide") if max(own["max"]) == latest)),
        "tenure_years": histogram(tenure),
        "total_tenure_years": histogram(total),
        "years_since_separation": histogram(since),
        "years_away": histogram(away),
        "policy": "total_tenure >= 10 years and since_separation >= 2 years, of those who left",
        "policy_eligible": sum(1 for one in eligible if one),
        "policy_eligible_but_for_waiting": int(waiting),
        "table": "id, spells, first day, day after the last or the day asked about, days in all, completed years in all",
        "table_sha256": digest(lines),
    }


def irc_facts():
    messages = pandas.read_csv(DATA / "irc_replies.csv", dtype={"reply_to": "string"})
    messages["person"] = messages.log + "/" + messages.user.astype(str)
    links = messages.assign(to=messages.reply_to.str.split()).explode("to").dropna(subset=["to"])
    links["to"] = links.to.astype(int)
    authors = messages[["log", "msg", "person"]].rename(columns={"msg": "to", "person": "author"})
    links = links.merge(authors, on=["log", "to"], how="left")
    starts = messages[messages.reply_to.isna()]
    others = links[links.author.notna() & (links.author != links.person)]
    repliers = others.groupby(["log", "to"]).person.nunique()
    answered = starts.merge(repliers.rename("repliers"), left_on=["log", "msg"], right_index=True, how="left")
    answered = answered.repliers.fillna(0).astype(int)
    # Those who reply to one message outside the file are in one conversation with each other.
    outside = links[links.author.isna()].groupby(["log", "to"]).person.agg(set)
    together = set().union(*(people for people in outside if len(people) > 1))
    exchanged = set(others.person) | set(others.author) | together
    posts = starts.groupby("person").size()
    replies = links.groupby("person").size()
    people = sorted(set(messages.person))
    lines = [
        f"{person},{posts.get(person, 0)},{replies.get(person, 0)},{str(person in exchanged).lower()}"
        for person in people
    ]
    return {
        "source": "Kummerfeld et al., A large-scale corpus for conversation disentanglement, ACL 2019",
        "licence": "CC BY 4.0; only facts computed from it are here",
        "messages": len(messages),
        "logs": messages.log.nunique(),
        "people": len(people),
        "starts": len(starts),
        "people_who_started": starts.person.nunique(),
        "replies": len(links),
        "replies_to_oneself": int((links.author == links.person).sum()),
        "replies_to_messages_outside": int(links.author.isna().sum()),
        "starts_answered_by_others": int((answered > 0).sum()),
        "starts_by_repliers": histogram(answered),
        "people_in_an_exchange": len(exchanged),
        "table": "log/user, starts, replies, whether in an exchange with somebody else",
        "table_sha256": digest(lines),
    }


def main():
    if pandas is None or not DATA.exists():
        missing = (
            "pandas is not installed" if pandas is None else f"{DATA.relative_to(ROOT.parent)} is absent"
        )
        print(f"skipped: facts about public data, for {missing}")
        return
    facts = {"made_by": "tests/make/real_facts.py", "congress": congress_facts(), "irc": irc_facts()}
    text = json.dumps(facts, indent=2) + "\n"
    if "--check" not in sys.argv:
        FACTS.write_text(text)
    elif not FACTS.exists() or FACTS.read_text() != text:
        sys.exit(f"{FACTS.name} is not as {Path(__file__).name} computes it")
    print(f"{len(facts['congress']) + len(facts['irc'])} facts about two public data sets")


main()
