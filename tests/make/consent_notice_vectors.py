"""Two versions of a notice compared, and plans for asking people again.

The rules stand in docs/guide/consent-notices.md. Here a notice is taken apart into single facts, each about one purpose, and
two versions are compared fact by fact; lengths are laid on the calendar from every day of eight years. A plan is made by
walking the calendar a quarter of an hour at a time, with the rules of contact as contact_vectors.py has them. The dates of the
legal packs are those that consent_pack_vectors.py has typed from the account of the law.
"""

import functools
import itertools
import random
from datetime import UTC, date, datetime, timedelta

import consent_pack_vectors as law
import contact_vectors as contact
import corpus
from consent_oracle import notice_hash
from dateutil.relativedelta import relativedelta

ORDER = [
    "purpose_added", "purpose_changed", "purpose_related", "purpose_removed",
    "recipient_added", "recipient_role", "recipient_removed", "recipients_unsaid",
    "transfer_added", "transfer_changed", "transfer_removed", "transfers_unsaid",
    "retention_longer", "retention_shorter", "retention_changed",
    "item_added", "item_removed", "items_unsaid", "controller_changed", "contact_changed", "text_changed",
]  # fmt: skip
UNSAID = {
    "recipients_unsaid": "recipient_added",
    "transfers_unsaid": "transfer_added",
    "items_unsaid": "item_added",
}
GRADES = ["none", "notify", "ask_again"]
LISTS = {
    "recipients": ("id", "recipient", "role", lambda of: of["role"]),
    "transfers": ("country", "transfer", "changed", lambda of: {k: of.get(k) for k in of if k not in ("country", "purposes")}),
    "data_items": ("id", "item", None, lambda of: None),
}  # fmt: skip
PLACES = ["email", "sms", "phone", "postal", "sns", "in_app"]
DAYS = [date(2020, 1, 1) + timedelta(days=day) for day in range(8 * 366)]


@functools.cache
def compared(old, new):
    """Whether the new length ends before (-1), with (0) or after (1) the old one, from every day."""
    return {(end(day, new) > end(day, old)) - (end(day, new) < end(day, old)) for day in DAYS}


def end(day, length):
    number, unit = int(length[1:-1]), length[-1]
    return day + relativedelta(**{{"Y": "years", "M": "months", "W": "weeks", "D": "days"}[unit]: number})


def kept_longer(old, new):
    """The change that two lengths are, on whatever day they begin."""
    if old == new:
        return None
    if not old or not new:
        return "retention_changed"
    if "endless" in (old["kind"], new["kind"]):
        return "retention_longer" if new["kind"] == "endless" else "retention_shorter"
    if old["kind"] != "temporal" or new["kind"] != "temporal":
        return "retention_changed"
    signs = compared(old["length"], new["length"])
    return {(1,): "retention_longer", (-1,): "retention_shorter", (0,): None}.get(
        tuple(signs), "retention_changed"
    )


def about(entry, purpose):
    return not entry.get("purposes") or purpose in entry["purposes"]


def differences(old, new, between=()):
    """Every fact that differs, grouped by what it is about: [(change, item, purposes, role, safeguard)]."""
    facts = {}

    def add(change, item, purpose, role=None, safeguard=None):
        facts.setdefault((change, item, role, safeguard), set()).add(purpose)

    both = set(old["purposes"]) & set(new["purposes"])
    for purpose in set(new["purposes"]):
        declared = [n.get("purpose_changes", {}).get(purpose) for n in [*between, new]]
        # What was unrelated once is unrelated to what people were told first.
        if "unrelated" in declared:
            add("purpose_changed" if purpose in both else "purpose_added", purpose, purpose)
        elif "related" in declared:
            add("purpose_related", purpose, purpose)
        elif purpose not in both:
            add("purpose_added", purpose, purpose)
    for purpose in set(old["purposes"]) - both:
        add("purpose_removed", purpose, purpose)
    for purpose in both:
        for field, (name, kind, other, content) in LISTS.items():
            if field not in new:
                if field in old:
                    add(f"{kind}s_unsaid", None, purpose)
                continue
            before = {of.get(name): of for of in old.get(field, []) if about(of, purpose)}
            now = {of.get(name): of for of in new[field] if about(of, purpose)}
            for key, of in now.items():
                if key not in before:
                    add(f"{kind}_added", key, purpose, of.get("role"), of.get("safeguard"))
                elif content(before[key]) != content(of):
                    add(f"{kind}_{other}", key, purpose, of.get("role"), of.get("safeguard"))
            for key in before:
                if key not in now:
                    add(f"{kind}_removed", key, purpose)
        change = kept_longer(old.get("retention", {}).get(purpose), new.get("retention", {}).get(purpose))
        if change:
            add(change, purpose, purpose)
        for field in ("controller", "contact"):
            if old.get(field) != new.get(field):
                add(f"{field}_changed", None, purpose)
        languages = sorted(
            tag for tag in {*old["text"], *new["text"]} if old["text"].get(tag) != new["text"].get(tag)
        )
        if languages:
            add("text_changed", ", ".join(languages), purpose)
    found = [(*key, sorted(purposes)) for key, purposes in facts.items()]
    return sorted(found, key=lambda of: (ORDER.index(of[0]), of[1] or ""))


class Rules:
    """The rules about notices of some packs, at an instant, for a set of regimes."""

    def __init__(self, packs, at):
        self.laws = [
            rule
            for pack in packs
            for rule in pack["rules"]
            if rule["effect"]["kind"] == "notice_change"
            and law.begin(pack, rule["effective_from"]) <= at
            and not ("effective_until" in rule and law.begin(pack, rule["effective_until"]) <= at)
        ]

    def strictest(self, regimes, difference, purpose):
        """(grade, rule id or None) of one difference for one purpose."""
        change, _, role, safeguard, _ = difference
        best = ("none", None)
        for rule in self.laws:
            effect = rule["effect"]
            if not any(of == rule["regime"] or of.startswith(rule["regime"] + "-") for of in regimes):
                continue
            if UNSAID.get(change, change) not in effect["changes"]:
                continue
            if effect.get("bases") and purpose["legal_basis"] not in effect["bases"]:
                continue
            if rule.get("purposes") and purpose.get("class", rule["purposes"][0]) not in rule["purposes"]:
                continue
            if effect.get("roles") and role and role not in effect["roles"]:
                continue
            if safeguard and safeguard in effect.get("unless_safeguards", []):
                continue
            if best[1] is None or GRADES.index(effect["then"]) > GRADES.index(best[0]):
                best = (effect["then"], rule["id"])
        return best


def packs_of(given):
    return [law.LOADED[pack] if isinstance(pack, str) else pack for pack in given.get("packs", [])]


def in_use(given):
    regimes = given.get("regimes", {})
    named = {*regimes.get("everyone", []), *itertools.chain(*regimes.get("subjects", {}).values())}
    if not regimes.get("everyone"):
        named |= {rule["regime"] for pack in packs_of(given) for rule in pack["rules"]}
    return sorted(named)


def instant(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def diff(given, old, new, at):
    purposes = {purpose["id"]: purpose for purpose in given["purposes"]}
    between = [
        of
        for of in given["notices"]
        if of["id"] == new["id"] and old["version"] < of["version"] < new["version"]
    ]
    rules, regimes = Rules(packs_of(given), at), in_use(given)
    found = differences(old, new, sorted(between, key=lambda of: of["version"]))
    worst, asks, rows = dict.fromkeys(regimes, "none"), set(), []
    for each in found:
        rulings = []
        for regime in regimes:
            groups = {}
            for purpose in each[4]:
                groups.setdefault(rules.strictest([regime], each, purposes[purpose]), []).append(purpose)
            for grade, rule in sorted(groups, key=lambda of: (-GRADES.index(of[0]), of[1] or "")):
                of = {"regime": regime, "consequence": grade, "purposes": groups[grade, rule]}
                rulings.append({**of, "rule": rule} if rule else of)
                worst[regime] = max(worst[regime], grade, key=GRADES.index)
                asks |= set(groups[grade, rule]) if grade == "ask_again" else set()
        row = {"change": each[0], "purposes": each[4], "rulings": rulings}
        for name, value in zip(("item", "role", "safeguard"), each[1:4], strict=True):
            if value is not None:
                row[name] = value
        if not rulings:
            del row["rulings"]
        rows.append(row)
    consents = {id_ for id_, purpose in purposes.items() if purpose["legal_basis"] == "consent"}
    both = set(old["purposes"]) & set(new["purposes"])
    asks |= (set(new["purposes"]) - both) & consents
    return {
        "from": {"id": old["id"], "version": old["version"], "hash": notice_hash(old)},
        "to": {"id": new["id"], "version": new["version"], "hash": notice_hash(new)},
        "differences": rows,
        "consequences": worst,
        "asks": sorted(asks),
        "ends": sorted(asks & both & consents),
        "findings": [{"code": code} for code in findings(given, old, new, rows, asks & both & consents, at)],
    }


def material(notice, purpose):
    return bool(notice.get("material")) and purpose in notice.get("material_for", [purpose])


def findings(given, old, new, rows, ends, at):
    both = set(old["purposes"]) & set(new["purposes"])
    if any(not material(new, purpose) for purpose in ends):
        yield "notice-material-missing"
    if any(material(new, purpose) for purpose in both - ends):
        yield "notice-material-by-text-alone"
    if [row["change"] for row in rows] == ["text_changed"]:
        yield "notice-text-alone"
    if rows and old["text"] == new["text"]:
        yield "notice-text-silent"
    unchanged = [tag for tag, text in new["text"].items() if old["text"].get(tag) == text]
    if unchanged and len(unchanged) < len(new["text"]):
        yield "notice-translation-unchanged"
    if set(old["text"]) - set(new["text"]):
        yield "notice-translation-missing"
    parts = ("controller", "recipients", "transfers", "data_items", "retention")
    if any(part not in old and part not in new for part in parts):
        yield "notice-not-compared"
    for transfer in new.get("transfers", []):
        wanted = {"measures", "regime" if "country" in transfer else "unknown_because"}
        rules = [
            pack
            for pack in packs_of(given)
            for rule in pack["rules"]
            if rule["effect"]["kind"] == "transfer_information"
            and law.begin(pack, rule["effective_from"]) <= at
            and any(of == rule["regime"] or of.startswith(rule["regime"] + "-") for of in in_use(given))
            and transfer.get("country") not in pack["home"]
        ]
        if rules and transfer.get("safeguard") != "adequacy" and wanted - set(transfer):
            yield "notice-transfer-incomplete"
    if not Rules(packs_of(given), at).laws:
        yield "notice-no-rules"


# Notices to compare

PURPOSES = [
    {"id": "news", "title": "News", "legal_basis": "consent", "class": "information"},
    {"id": "jobs", "title": "Jobs", "legal_basis": "consent", "class": "recruiting"},
    {"id": "events", "title": "Events", "legal_basis": "consent"},
    {"id": "records", "title": "Records", "legal_basis": "legitimate_interest", "class": "administration"},
    {"id": "notices", "title": "Notices", "legal_basis": "legitimate_interest", "class": "administration"},
]
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
    changed = {
        "purpose_added": {"purposes": ["p", "other"]},
        "purpose_changed": {"purpose_changes": {"p": "unrelated"}},
        "purpose_related": {"purpose_changes": {"p": "related"}},
        "recipient_added": {"recipients": [*full["recipients"], {"id": "new", "role": role}]},
        "recipient_role": {"recipients": [{"id": "old", "role": role}]},
        "recipient_removed": {"recipients": []},
        "transfer_added": {"transfers": [*full["transfers"], {"country": "VN", "regime": SAID, "measures": SAID}]},
        "transfer_changed": {"transfers": [{"country": "TH", "regime": SAID, "measures": {"en": "X", "ja": "X"}}]},
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


# Plans

OWN = {
    "id": "own", "version": 1, "title": "Own", "offset": "+09:00",
    "rules": [
        {
            "id": id_, "article": f"Rule {id_}", "text": "Own.", "regime": regime, "effective_from": "2020-01-01",
            "source": "Intranet", "checked": "primary", "dates_checked": "primary",
            "effect": {"kind": "notice_change", "changes": changes, "then": then, **more},
        }
        for id_, regime, changes, then, more in [
            ("own-ask", "aa", ["recipient_added", "item_added", "purpose_changed"], "ask_again", {"bases": ["consent"]}),
            ("own-tell", "aa", ["retention_longer", "controller_changed"], "notify", {}),
            ("own-mild", "bb", ["recipient_added", "item_added", "purpose_changed", "retention_longer"], "notify", {}),
        ]
    ] + [
        {
            "id": "own-reask", "article": "Rule own-reask", "text": "Own.", "regime": "bb",
            "effective_from": "2020-01-01", "source": "Intranet", "checked": "primary", "dates_checked": "primary",
            "effect": {"kind": "reask_not_before", "after": "6 months"},
        }
    ],
}  # fmt: skip


class Gate(contact.World):
    """The rules of contact, and an asking purpose that an objection or a restriction ends."""

    def __init__(self, given, rules):
        super().__init__({**given, "rules": rules["rules"], "pauses": rules.get("pauses", [])})
        for sent in rules.get("contacts", []):
            self.log.append({**sent, "sent": instant(sent["settled_at"])})

    def permitted(self, request, at):
        question = request["question"]
        return not any(
            event["subject"] == question["subject"]
            and event["purpose"] == question["purpose"]
            and event["kind"] in ("objected", "restricted")
            for event in self.given["events"]
        )


class Plan:
    def __init__(self, given):
        self.given, self.request = given, given["request"]
        self.new = self.request["notice"]
        self.at = instant(self.request["at"])
        self.effective = instant(self.new["effective_from"]) if "effective_from" in self.new else None
        self.by = instant(self.request["deadline"]) if "deadline" in self.request else self.effective
        self.eve = self.at
        if self.effective and self.effective > self.at:
            self.eve = self.effective - timedelta(microseconds=1)
        self.purposes = {purpose["id"]: purpose for purpose in given["purposes"]}
        self.old = {
            of["version"]: of
            for of in given["notices"]
            if of["version"] < self.new["version"]
            and self.request.get("from", of["version"]) == of["version"]
        }
        self.gate = Gate(given, given["contacts"])
        self.rules = Rules(packs_of(given), self.effective or self.at)

    def of(self, subject, purpose):
        """The person's events about one purpose, by time."""
        found = [e for e in self.given["events"] if (e["subject"], e["purpose"]) == (subject, purpose)]
        return sorted(found, key=lambda event: instant(event["occurred_at"]))

    def standing(self, subject, purpose, at):
        """("yes", version, ended) or a word."""
        events = [event for event in self.of(subject, purpose) if instant(event["occurred_at"]) <= at]
        if any(event["kind"] == "restricted" for event in events):
            return ("restricted",)
        decisions = [event for event in events if event["kind"] in ("given", "withdrawn", "objected")]
        if not decisions:
            return ("nothing",)
        last = decisions[-1]
        if last["kind"] != "given":
            return ("no", last)
        version = last["notice"]["version"]
        until = instant(last["valid_until"]) if "valid_until" in last else None
        replaced = [
            instant(of["effective_from"])
            for of in self.given["notices"]
            if of["version"] > version and material(of, purpose) and purpose in of["purposes"]
        ]
        ends = sorted(
            [(until, "lapsed")] * bool(until) + [(when, "replaced") for when in replaced],
            key=lambda of: of[0],
        )
        if ends and ends[0][0] <= at:
            if ends[0][1] == "lapsed":
                return ("lapsed",)
            return ("yes", version, True) if version in self.old else ("nothing",)
        if version in self.old:
            return ("yes", version, False)
        return ("answered",) if version >= self.new["version"] else ("nothing",)

    def follows(self, subject, purpose, version):
        regimes = self.given.get("regimes", {})
        own = [*regimes.get("everyone", []), *regimes.get("subjects", {}).get(subject, [])]
        own = own or in_use(self.given)
        between = [of for of in self.given["notices"] if version < of["version"] < self.new["version"]]
        found = [
            self.rules.strictest(own, each, self.purposes[purpose])[0]
            for each in differences(self.old[version], self.new, between)
            if purpose in each[4]
        ]
        return max(found, key=GRADES.index, default="none")

    def person(self, subject):
        ask, tell, stake, member, why = set(), set(), set(), False, {}
        for purpose, of in self.purposes.items():
            yeses = [
                e
                for e in self.of(subject, purpose)
                if e["kind"] == "given" and e["notice"]["version"] in self.old
            ]
            if not yeses:
                continue
            now = self.standing(subject, purpose, self.eve)
            member |= now[0] in ("yes", "answered")
            if purpose not in self.new["purposes"] or of["legal_basis"] != "consent":
                continue
            version = now[1] if now[0] == "yes" else max(self.old)
            grade = self.follows(subject, purpose, version)
            if material(self.new, purpose):
                grade = "ask_again"
            if now[0] == "yes" and grade == "ask_again":
                ask.add(purpose)
                stake.add(purpose)
            elif now[0] == "yes" and grade == "notify":
                tell.add(purpose)
            elif now[0] != "yes" and grade != "none":
                if now[0] == "lapsed" and self.standing(subject, purpose, self.at)[0] not in (
                    "yes",
                    "answered",
                ):
                    continue
                why[purpose] = {"no": "said-no", "lapsed": "lapses-before"}.get(now[0], now[0])
        latest = max(self.old)
        for purpose in self.new["purposes"]:
            of, is_new = self.purposes[purpose], purpose not in self.old[latest]["purposes"]
            consent = of["legal_basis"] == "consent"
            if (consent and not (is_new and member)) or ("from" in self.request and not member):
                continue
            grade = "ask_again" if consent else self.follows(subject, purpose, latest)
            if grade == "none":
                continue
            now = self.standing(subject, purpose, self.eve)
            again = now[0] == "no" and consent and self.may_reask(subject, now[1])
            if now[0] in ("no", "restricted") and not again:
                why[purpose] = {"no": "said-no"}.get(now[0], now[0])
            elif not (consent and now[0] in ("yes", "answered")):
                (ask if grade == "ask_again" else tell).add(purpose)
        return ask, tell - ask, stake, {p: c for p, c in why.items() if c != "nothing"}

    def may_reask(self, subject, no):
        regimes = self.given.get("regimes", {})
        own = [*regimes.get("everyone", []), *regimes.get("subjects", {}).get(subject, [])] or in_use(
            self.given
        )
        over = law.after(law.local_day(OWN, instant(no["occurred_at"])), "6 months")
        return (
            bool(self.request.get("ask_after_no"))
            and "bb" in own
            and OWN in packs_of(self.given)
            and over <= (self.at - timedelta(hours=12)).date()
        )

    def free(self, subject, moment):
        """The first quarter of an hour, and the channel."""
        while moment < self.by:
            for channel in self.request["channels"]:
                asked = {
                    "question": {"subject": subject, "purpose": self.request["asking"], "channel": channel},
                    "sender": self.request["sender"], "message": self.request["message"],
                }  # fmt: skip
                offset = self.request.get("utc_offsets", {}).get(subject)
                if offset:
                    asked["utc_offset"] = offset
                if self.gate.permitted(asked, moment) and not self.gate.stands(asked, moment):
                    return moment, channel
            moment += contact.QUARTER
        return None

    def expect(self):
        zone = contact.offset(self.given["contacts"]["rules"].get("utc_offset", "+0000"))
        people = {}
        for subject in sorted({event["subject"] for event in self.given["events"]}):
            ask, tell, stake, why = self.person(subject)
            if ask or tell or why:
                people[subject] = {"ask": ask, "tell": tell, "stake": stake, "why": why, "slot": None}
        concerned = {subject: of for subject, of in people.items() if of["ask"] or of["tell"]}
        order = []
        for subject, of in concerned.items():
            slot = self.free(subject, self.at)
            if slot:
                order.append((not of["stake"], slot[0], subject, slot))
        used = {}
        for *_, subject, slot in sorted(order, key=lambda each: each[:3]):
            while slot:
                day = slot[0].astimezone(zone).date()
                if used.get(day, 0) < self.request.get("per_day", 10**9):
                    used[day] = used.get(day, 0) + 1
                    concerned[subject]["slot"] = (day, *slot)
                    break
                morning = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(days=1)
                slot = self.free(subject, morning)
        return self.written(people, concerned)

    def written(self, people, concerned):
        rows, days, losses = [], {}, {}
        for subject, of in people.items():
            row = {"subject": subject, "consequence": "none"}
            if of["ask"] or of["tell"]:
                row["consequence"] = "ask_again" if of["ask"] else "notify"
            for name, key in (("ask", "ask"), ("tell", "tell"), ("at_stake", "stake")):
                if of[key]:
                    row[name] = sorted(of[key])
            if of["why"]:
                row["reasons"] = {p: [{"code": f"reconsent-{code}"}] for p, code in of["why"].items()}
            if of["slot"]:
                day, at, channel = of["slot"]
                row["planned"] = {"on": str(day), "at": contact.written(at), "channel": channel}
                counts = days.setdefault((str(day), PLACES.index(channel), channel), [0, 0])
                counts[not of["ask"]] += 1
            for purpose in [*sorted(of["stake"]), *([None] if of["stake"] else [])]:
                loss = losses.setdefault(purpose, [0, 0])
                loss[0] += 1
                loss[1] += of["slot"] is None
            rows.append(row)
        ask = sum(bool(of["ask"]) for of in concerned.values())
        everybody = {event["subject"] for event in self.given["events"]}
        return {
            "by": contact.written(self.by),
            "ask": ask,
            "tell": len(concerned) - ask,
            "nothing": len(everybody) - len(concerned),
            "people": rows,
            "days": [
                {"on": day, "channel": channel, "ask": a, "tell": t}
                for (day, _, channel), (a, t) in sorted(days.items())
            ],
            "loss": self.loss(losses.get(None, [0, 0])),
            "purposes": {purpose: self.loss(loss) for purpose, loss in losses.items() if purpose},
        }

    def loss(self, counts):
        stake, least = counts
        found = {"at_stake": stake, "least": least, "most": stake}
        if "rate" in self.request:
            rate = self.request["rate"]
            found["expected"] = {
                name: least + (stake - least) * (1 - rate[of])
                for name, of in (("low", "high"), ("estimate", "estimate"), ("high", "low"))
            }
        return found


def plan_world(rng):
    versions = [{
        "id": "alumni", "version": 1, "purposes": ["news", "jobs", "records"], "text": {"ja": "ご案内します。"},
        "recipients": [], "data_items": [{"id": "email"}], "controller": "Example K.K.",
        "retention": {"news": {"kind": "temporal", "length": "P2Y"}},
    }]  # fmt: skip
    changes = [
        {"recipients": [{"id": "agency", "role": "third_party", "purposes": ["jobs"]}]},
        {"data_items": [{"id": "email"}, {"id": "employer", "purposes": ["news"]}]},
        {"retention": {"news": {"kind": "temporal", "length": "P3Y"}}},
        {"controller": "Example Holdings"},
        {"purposes": ["news", "jobs", "records", "events"]},
        {"purpose_changes": {"jobs": "unrelated"}},
        {"text": {"ja": "改めてご案内します。"}},
        {"purposes": ["news", "records"], "recipients": []},
    ]
    for version in range(2, 2 + rng.randrange(1, 3)):
        new = {**versions[-1], "version": version}
        new.pop("purpose_changes", None)
        for change in rng.sample(changes, rng.randrange(1, 4)):
            new |= change
        for drop in ("material", "material_for", "effective_from"):
            new.pop(drop, None)
        for field in ("recipients", "purpose_changes"):
            if "jobs" not in new["purposes"]:
                new.pop(field, None)
        versions.append(new)
    last = versions[-1]
    begin = datetime(2026, 5, 1, tzinfo=UTC)
    at = begin + contact.QUARTER * rng.randrange(0, 96)
    effective = at + timedelta(days=rng.choice([-3, 1, 3, 6, 10]))
    effective = effective.replace(minute=0)
    last["effective_from"] = contact.written(effective)
    if rng.random() < 0.4:
        last["material"] = True
        if rng.random() < 0.5:
            last["material_for"] = [rng.choice(last["purposes"])]
    request = {
        "notice": last, "asking": "notices", "channels": rng.sample(["email", "phone", "postal"], rng.randrange(1, 3)),
        "sender": "office", "message": "notice", "at": contact.written(at),
    }  # fmt: skip
    if effective <= at or rng.random() < 0.3:
        request["deadline"] = contact.written(at + timedelta(days=rng.choice([2, 5])))
    if rng.random() < 0.2:
        request["from"] = rng.randrange(1, last["version"])
    if rng.random() < 0.4:
        request["per_day"] = rng.choice([1, 2, 3])
    if rng.random() < 0.5:
        request["rate"] = {"low": 0.25, "estimate": 0.5, "high": 0.75}
    if rng.random() < 0.5:
        request["ask_after_no"] = True
    if rng.random() < 0.3:
        request["utc_offsets"] = {"w-1": "-05:00"}
    return versions, request, at, effective


def plan_case(rng, number):
    versions, request, at, effective = plan_world(rng)
    # Whether the new version is on file already makes no difference but to what has ended.
    on_file = versions if rng.random() < 0.5 else versions[:-1]
    events = []

    def event(subject, purpose, kind, when, **more):
        when = contact.written(when)
        events.append({
            "source": "form", "id": f"e{len(events)}", "subject": subject, "purpose": purpose, "kind": kind,
            "occurred_at": when, "received_at": when, **more,
        })  # fmt: skip

    for person in range(rng.randrange(3, 9)):
        subject = f"w-{person}"
        for purpose in ("news", "jobs", "events"):
            explaining = [of["version"] for of in on_file if purpose in of["purposes"]]
            if not explaining or rng.random() < 0.3:
                continue
            given = at - timedelta(days=rng.randrange(300, 900))
            more = {"notice": {"id": "alumni", "version": rng.choice(explaining)}}
            if rng.random() < 0.2:
                more["valid_until"] = contact.written(
                    rng.choice([at + timedelta(hours=12), effective + timedelta(days=9)])
                )
            event(subject, purpose, "given", given, **more)
            if rng.random() < 0.2:
                again = {"notice": {"id": "alumni", "version": max(explaining)}}
                event(subject, purpose, "given", at - timedelta(days=280), **again)
            if rng.random() < 0.2:
                event(subject, purpose, "withdrawn", at - timedelta(days=rng.choice([20, 250])))
            elif rng.random() < 0.1:
                event(subject, purpose, "restricted", at - timedelta(days=20), actor="controller")
        for purpose in ("records", "notices"):
            if rng.random() < 0.12:
                event(subject, purpose, "objected", at - timedelta(days=30))
    event("w-nobody", "notices", "requested", at - timedelta(days=40))
    rules = contact.rules(rng)
    contacts = {"rules": rules}
    for place in range(rng.randrange(0, 4)):
        sent = at - contact.QUARTER * rng.randrange(1, 400)
        contacts.setdefault("contacts", []).append({
            "token": f"t{place}", "subject": f"w-{rng.randrange(0, 4)}", "purpose": "jobs",
            "channel": rng.choice(["email", "phone"]), "sender": "hr", "message": f"m{place}",
            "at": contact.written(sent), "expires_at": contact.written(sent), "state": "sent",
            "settled_at": contact.written(sent),
        })  # fmt: skip
    if rng.random() < 0.3:
        contacts["pauses"] = [{"subject": "w-1", "from": contact.written(at - timedelta(days=3))}]
    given = {
        "purposes": PURPOSES, "notices": on_file, "events": events, "packs": [OWN],
        "regimes": rng.choice([{}, {"everyone": ["aa"]}, {"everyone": ["bb"]}, {"everyone": ["bb"], "subjects": {"w-1": ["aa"], "w-2": ["aa"]}}]),
        "contacts": contacts, "request": request,
    }  # fmt: skip
    return {"name": f"plan {number}", "given": given, "expect": Plan(given).expect()}


def plan_cases():
    rng = random.Random(17)
    cases = [plan_case(rng, number) for number in range(90)]
    people = [person for case in cases for person in case["expect"]["people"]]
    reasons = {of["code"] for person in people for said in person.get("reasons", {}).values() for of in said}
    assert len(reasons) >= 4, reasons
    assert sum("planned" in person for person in people) >= 120
    assert sum(case["expect"]["loss"]["least"] > 0 for case in cases) >= 10
    assert sum(case["expect"]["tell"] > 0 for case in cases) >= 20
    yield from cases
    yield from plan_errors(cases[0]["given"])


def plan_errors(given):
    request = {**given["request"], "at": "2026-05-01T00:00:00Z", "deadline": "2026-05-02T00:00:00Z"}
    request.pop("from", None)

    def case(name, kind, path, **changes):
        changed = {key: value for key, value in {**request, **changes}.items() if value is not None}
        return {
            "name": name,
            "given": {**given, "request": changed},
            "expect": {"error": {"kind": kind, "path": path}},
        }

    notice = {
        key: value
        for key, value in request["notice"].items()
        if key not in ("effective_from", "material", "material_for")
    }
    notice["version"] = 9
    yield case("no deadline", "missing", "deadline", deadline=None, notice=notice)
    yield case("a deadline that is over", "inconsistent", "deadline", deadline="2026-05-01T00:00:00Z")
    yield case("an unknown purpose to ask under", "unknown_name", "asking", asking="notice")
    yield case("no channel", "missing", "channels", channels=[])
    yield case("no message a day", "out_of_range", "per_day", per_day=0)
    yield case("a rate above one", "out_of_range", "rate", rate={"low": 0.5, "estimate": 0.9, "high": 1.1})
    yield case("a rate out of order", "out_of_range", "rate", rate={"low": 0.5, "estimate": 0.4, "high": 0.6})
    yield case("a version that is not on file", "unknown_name", "from", **{"from": 7, "notice": notice})
    yield case("no earlier version", "missing", "notice.version", notice={**notice, "id": "other"})
    yield case("a sender without a name", "missing", "sender", sender="")


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
            "consent/notice_diff.json": document("consent.notice_diff", [*diff_cases(), *error_cases()]),
            "consent/notice_rules.json": document("consent.notice_diff", side_cases()),
            "consent/notice_marked.json": document("consent.notice_marked", marked_cases()),
            "consent/notice_contradictions.json": document(
                "consent.notice_contradictions", contradiction_cases()
            ),
            "consent/reconsent.json": document("consent.reconsent", plan_cases()),
        }
    )
