"""Two versions of a notice compared, and plans for asking people again.

The rules stand in docs/guide/consent-notices.md. Here a notice is taken apart into single facts, each about one purpose, and
two versions are compared fact by fact; lengths are laid on the calendar from every day of eight years. A plan is made by
walking the calendar a quarter of an hour at a time, with the rules of contact as contact_vectors.py has them. The dates of the
legal packs are those that consent_law.py has typed from the account of the law.
"""

import itertools
import random

import consent_law as law
import corpus
from consent_notice_oracle import LISTS, PURPOSES, diff, instant
from consent_plan_cases import plan_cases

LENGTHS = [
    {"kind": "temporal", "length": length} for length in ("P1Y", "P2Y", "P24M", "P18M", "P30D", "P1M", "P90D", "P2W")
] + [{"kind": "endless"}, {"kind": "until_event", "event": "the account is closed"}]  # fmt: skip
SAID = {"en": "As the recipient's rules say.", "ja": "提供先の規程による。"}
EFFECTIVE = "2026-06-01T00:00:00+09:00"


def entries(rng, field, purposes):
    names = {
        "recipients": ["agency", "group", "vendor"],
        "transfers": ["US", "DE", "TH", None],
        "data_items": ["email", "employer", "salary"],
    }[field]
    found = []
    for name in rng.sample(names, rng.randrange(0, 3)):
        entry = {LISTS[field][0]: name} if name else {}
        if field == "recipients":
            entry["role"] = rng.choice(["third_party", "processor", "joint"])
        if field == "transfers":
            if rng.random() < 0.6:
                entry["safeguard"] = rng.choice(["adequacy", "equivalent_measures", "consent"])
            for part in ("measures", "regime" if name else "unknown_because"):
                if rng.random() < 0.6:
                    entry[part] = SAID
        if rng.random() < 0.4:
            entry["purposes"] = sorted(rng.sample(purposes, rng.randrange(1, len(purposes) + 1)))
        found.append(entry)
    return found


def a_notice(rng, version, text):
    purposes = rng.sample(["news", "jobs", "events", "records"], rng.randrange(1, 5))
    made = {"id": "alumni", "version": version, "purposes": purposes, "text": {"ja": text}}
    if rng.random() < 0.5:
        made["text"]["en"] = rng.choice([text, "We write to you."])
    for field in LISTS:
        if rng.random() < 0.8:
            made[field] = entries(rng, field, purposes)
    for field in ("controller", "contact"):
        if rng.random() < 0.7:
            made[field] = rng.choice(["Example K.K.", "Example Holdings"])
    kept = {purpose: rng.choice(LENGTHS) for purpose in sorted(purposes) if rng.random() < 0.6}
    if kept:
        made["retention"] = kept
    declared = {
        purpose: rng.choice(["related", "unrelated"]) for purpose in sorted(purposes) if rng.random() < 0.2
    }
    if declared:
        made["purpose_changes"] = declared
    return made


def later_version(rng, old):
    """A version that differs in a few things."""
    fresh = a_notice(rng, old["version"] + 1, rng.choice([old["text"]["ja"], "改めてご案内します。"]))
    new = {**old, "version": old["version"] + 1, "text": fresh["text"], "effective_from": EFFECTIVE}
    for drop in ("purpose_changes", "material", "material_for"):
        new.pop(drop, None)
    for field in rng.sample([*LISTS, "controller", "contact", "retention", "purposes", "purpose_changes"], 3):
        new.pop(field, None)
        if field in fresh:
            new[field] = fresh[field]
    return scoped(rng, new)


def scoped(rng, new):
    """The same without what is said about purposes that it does not explain."""
    purposes = new["purposes"]
    for field in LISTS:
        if field in new:
            new[field] = [
                {**of, "purposes": sorted(set(of["purposes"]) & set(purposes))} if of.get("purposes") else of
                for of in new[field]
            ]
            new[field] = [of for of in new[field] if of.get("purposes", True)]
    for field in ("retention", "purpose_changes"):
        kept = {purpose: of for purpose, of in new.get(field, {}).items() if purpose in purposes}
        new.pop(field, None)
        if kept:
            new[field] = kept
    if rng.random() < 0.3:
        new["material"] = True
        if rng.random() < 0.5:
            new["material_for"] = sorted(rng.sample(purposes, 1))
    return new


def world(rng, notices):
    regimes = [
        {},
        {"everyone": ["jp"]},
        {"everyone": ["jp", "eu-de"]},
        {"subjects": {"w-1": ["us-ca"]}},
        {"everyone": ["br"], "subjects": {"w-1": ["eu"], "w-2": ["in"]}},
    ]
    packs = rng.choice([law.FILES, law.FILES, ["jp-appi", "jp-employment-security"], []])
    given = {"purposes": PURPOSES, "notices": notices}
    if packs:
        of = rng.choice(regimes)
        if packs is not law.FILES:
            of = rng.choice([{}, {"everyone": ["jp"]}])
        given |= {"packs": packs, "regimes": of}
    return given


def diff_cases():
    rng = random.Random(28)
    for number in range(120):
        old = scoped(rng, {**a_notice(rng, 1, "ご案内します。")})
        for drop in ("material", "material_for"):
            old.pop(drop, None)
        middle = later_version(rng, old)
        new = later_version(rng, middle)
        of_three = rng.random() < 0.4
        if not of_three:
            new = middle
        given = {**world(rng, [old, middle] if of_three else []), "old": old, "new": new}
        at = rng.choice([None, None, "2021-01-01T00:00:00Z", "2027-06-01T00:00:00Z"])
        if at:
            given["at"] = at
        expect = diff(given, old, new, instant(at or EFFECTIVE))
        yield {"name": f"two versions {number}", "given": given, "expect": expect}


def example(change, effect, rule):
    """Two versions that differ in `change` alone, for a purpose and in a way that `rule` is about."""
    basis = (effect.get("bases") or ["consent"])[0]
    purpose = {
        "id": "p",
        "title": "P",
        "legal_basis": basis,
        "class": (rule.get("purposes") or ["membership"])[0],
    }
    other = {**purpose, "id": "other", "title": "Other"}
    full = {
        "id": "n", "version": 1, "purposes": ["p"], "text": {"en": "We tell you."}, "controller": "Example K.K.",
        "contact": "privacy@example.com", "recipients": [{"id": "old", "role": "processor"}],
        "transfers": [{"country": "TH", "regime": SAID, "measures": SAID}], "data_items": [{"id": "email"}],
        "retention": {"p": {"kind": "temporal", "length": "P2Y"}},
    }  # fmt: skip
    role = (effect.get("roles") or ["third_party"])[0]
    to = full["transfers"][0]
    if effect.get("unless_safeguards"):
        to |= {"safeguard": effect["unless_safeguards"][0]}
    changed = {
        "purpose_added": {"purposes": ["p", "other"]},
        "purpose_changed": {"purpose_changes": {"p": "unrelated"}},
        "purpose_related": {"purpose_changes": {"p": "related"}},
        "recipient_added": {"recipients": [*full["recipients"], {"id": "new", "role": role}]},
        "recipient_role": {"recipients": [{"id": "old", "role": role}]},
        "recipient_removed": {"recipients": []},
        "transfer_added": {"transfers": [*full["transfers"], {"country": "VN", "regime": SAID, "measures": SAID}]},
        "transfer_changed": {"transfers": [{**to, "safeguard": "consent", "measures": {"en": "X", "ja": "X"}}]},
        "retention_longer": {"retention": {"p": {"kind": "temporal", "length": "P3Y"}}},
        "retention_shorter": {"retention": {"p": {"kind": "temporal", "length": "P1Y"}}},
        "retention_changed": {"retention": {"p": {"kind": "until_event", "event": "leaving"}}},
        "item_added": {"data_items": [*full["data_items"], {"id": "salary"}]},
        "controller_changed": {"controller": "Example Holdings"},
        "contact_changed": {"contact": "dpo@example.com"},
    }[change]  # fmt: skip
    return [purpose, other], full, {**full, "version": 2, **changed}


def side_cases():
    """Every change of every rule on each side of the day on which the rule begins."""
    for name in law.FILES:
        pack = law.LOADED[name]
        for rule in pack["rules"]:
            effect = rule["effect"]
            if effect["kind"] != "notice_change":
                continue
            start = law.begin(pack, law.DATES[rule["id"]][0])
            for change in effect["changes"]:
                purposes, old, new = example(change, effect, rule)
                answers = []
                for side, at in (("before", start - law.SECOND), ("on", start)):
                    given = {
                        "purposes": purposes, "notices": [], "packs": [name],
                        "regimes": {"everyone": [rule["regime"]]}, "old": old, "new": new, "at": law.written(at),
                    }  # fmt: skip
                    expect = diff(given, old, new, at)
                    [row] = [row for row in expect["differences"] if row["change"] == change]
                    answers.append([(of["consequence"], of.get("rule")) for of in row["rulings"]])
                    yield {
                        "name": f"{rule['id']}: {change} {side} its first day",
                        "given": given,
                        "expect": expect,
                    }
                assert answers[0] != answers[1], (rule["id"], change)


def safeguard_cases():
    """What a transfer rests on changes: the consequences are written by hand from GDPR Art. 49(1) and APPI Art. 28(1)."""
    full = {"id": "n", "purposes": ["news"], "text": {"en": "We tell you."}, "effective_from": EFFECTIVE}
    for before, now, regime, wanted in [
        ("adequacy", "consent", "eu", "ask_again"),
        ("adequacy", "consent", "jp", "ask_again"),
        ("adequacy", None, "eu", "ask_again"),
        ("adequacy", None, "jp", "ask_again"),
        ("equivalent_measures", "consent", "eu", "ask_again"),
        ("equivalent_measures", None, "jp", "ask_again"),
        ("adequacy", "equivalent_measures", "eu", "notify"),
        ("adequacy", "equivalent_measures", "jp", "none"),
        ("consent", "adequacy", "eu", "notify"),
        (None, "consent", "eu", "notify"),
        (None, "consent", "jp", "none"),
        ("consent", None, "jp", "none"),
    ]:
        of = [
            {"country": "US", **({"safeguard": safeguard} if safeguard else {})}
            for safeguard in (before, now)
        ]
        old, new = {**full, "version": 1, "transfers": of[:1]}, {**full, "version": 2, "transfers": of[1:]}
        given = {
            "purposes": PURPOSES, "notices": [], "packs": ["eu-gdpr-eprivacy", "jp-appi"],
            "regimes": {"everyone": [regime]}, "old": old, "new": new,
        }  # fmt: skip
        expect = diff(given, old, new, instant(EFFECTIVE))
        assert expect["consequences"] == {regime: wanted}, (before, now, regime)
        assert expect["asks"] == (["news"] if wanted == "ask_again" else [])
        name = f"{regime}: a transfer rests on {now or 'nothing said'} after {before or 'nothing said'}"
        yield {"name": name, "given": given, "expect": expect}


def error_cases():
    """Written by hand: what cannot be compared."""
    old = {"id": "n", "version": 1, "purposes": ["news"], "text": {"en": "We tell you."}}
    new = {**old, "version": 2, "effective_from": EFFECTIVE}
    given = {"purposes": PURPOSES, "notices": [old], "old": old, "new": new}

    def case(name, kind, path, **changes):
        expect = {"error": {"kind": kind, "path": path}}
        return {"name": name, "given": {**given, **changes}, "expect": expect}

    def entry(field, *found):
        return {"new": {**new, field: list(found)}}

    yield case("another notice", "inconsistent", "new.id", new={**new, "id": "other"})
    yield case("the same version", "inconsistent", "new.version", new={**new, "version": 1})
    yield case("an unknown purpose", "unknown_name", "new.purposes[0]", new={**new, "purposes": ["newz"]})
    yield case("no instant", "missing", "at", new={**old, "version": 2})
    yield case("another text than on file", "inconsistent", "old", old={**old, "text": {"en": "Other."}})
    recipient = {"id": "a", "role": "joint"}
    yield case(
        "a recipient twice", "duplicate", "new.recipients[1].id", **entry("recipients", recipient, recipient)
    )
    country = {"country": "Japan"}
    yield case("a country that is none", "syntax", "new.transfers[0].country", **entry("transfers", country))
    yield case("two unknown countries", "duplicate", "new.transfers[1].country", **entry("transfers", {}, {}))
    known = {"country": "US", "unknown_because": SAID}
    yield case(
        "a known country that is unknown",
        "inconsistent",
        "new.transfers[0].unknown_because",
        **entry("transfers", known),
    )
    item = {"id": "email", "purposes": ["jobs"]}
    yield case(
        "data for another purpose", "unknown_name", "new.data_items[0].purposes", **entry("data_items", item)
    )
    kept = {"jobs": {"kind": "endless"}}
    yield case("kept for another purpose", "unknown_name", "new.retention", new={**new, "retention": kept})
    kept = {"news": {"kind": "temporal", "length": "P0D"}}
    yield case(
        "kept for no time", "out_of_range", "new.retention.news.length", new={**new, "retention": kept}
    )
    yield case("an empty controller", "missing", "new.controller", new={**new, "controller": " "})
    only = {**new, "material_for": ["news"]}
    yield case("material for a purpose, and not at all", "inconsistent", "new.material_for", new=only)


def marked_cases():
    rng = random.Random(21)
    for number in range(30):
        old = {**a_notice(rng, 1, "ご案内します。")}
        new = later_version(rng, old)
        given = {**world(rng, [old]), "old": old, "new": new}
        ends = diff(given, old, new, instant(EFFECTIVE))["ends"]
        expect = {"version": 2, "purposes": new["purposes"]}
        if ends:
            expect |= {"material": True, "material_for": ends}
        yield {"name": f"marked {number}", "given": given, "expect": expect}
    old = {"id": "n", "version": 1, "purposes": ["news"], "text": {"en": "We tell you."}, "data_items": []}
    new = {**old, "version": 2, "data_items": [{"id": "salary"}]}
    given = {
        "purposes": PURPOSES, "notices": [], "packs": ["eu-gdpr-eprivacy"], "regimes": {"everyone": ["eu"]},
        "old": old, "new": new, "at": "2026-01-01T00:00:00Z",
    }  # fmt: skip
    error = {"error": {"kind": "missing", "path": "effective_from"}}
    yield {"name": "consent ends, and nobody says when", "given": given, "expect": error}


def contradiction_cases():
    rng = random.Random(7)
    for number in range(30):
        first = {**a_notice(rng, 1, "ご案内します。")}
        versions = [first]
        for _ in range(rng.randrange(1, 4)):
            versions.append(later_version(rng, versions[-1]))
        given = {**world(rng, versions), "at": "2026-01-01T00:00:00Z"}
        expect = []
        for old, new in itertools.pairwise(versions):
            found = diff(given, old, new, instant(new.get("effective_from", given["at"])))
            codes = {of["code"] for of in found["findings"]}
            if codes & {"notice-material-missing", "notice-material-by-text-alone"}:
                expect.append(found)
        yield {"name": f"versions on file {number}", "given": given, "expect": expect}


if __name__ == "__main__":
    script = "tests/make/consent_notice_vectors.py"

    def document(call, cases):
        return {
            "call": call,
            "source": f"docs/guide/consent-notices.md, worked out by {script}",
            "cases": list(cases),
        }

    corpus.main(
        {
            "consent/notice_diff.json": document(
                "consent.notice_diff", [*diff_cases(), *safeguard_cases(), *error_cases()]
            ),
            "consent/notice_rules.json": document("consent.notice_diff", side_cases()),
            "consent/notice_marked.json": document("consent.notice_marked", marked_cases()),
            "consent/notice_contradictions.json": document(
                "consent.notice_contradictions", contradiction_cases()
            ),
            "consent/reconsent.json": document("consent.reconsent", plan_cases()),
        }
    )
