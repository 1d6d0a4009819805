"""What a new version of a notice changes and what follows from it, by the definitions of docs/guide/consent-notices.md."""

import functools
import itertools
from datetime import date, datetime, timedelta

import consent_law as law
from consent_acts import notice_hash
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
    """Every fact that differs, grouped by what it is about: [(change, item, role, safeguard, the earlier one, purposes)]."""
    facts = {}

    def add(change, item, purpose, role=None, safeguard=None, earlier=None):
        facts.setdefault((change, item, role, safeguard, earlier), set()).add(purpose)

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
                    earlier = before[key].get("safeguard")
                    add(f"{kind}_{other}", key, purpose, of.get("role"), of.get("safeguard"), earlier)
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
        change, _, role, safeguard, earlier, _ = difference
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
            excusing = effect.get("unless_safeguards", [])
            if safeguard and safeguard in excusing:
                continue
            # It is about losing what excused; who lost nothing needed the same before.
            if change == "transfer_changed" and excusing and earlier not in excusing:
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
            for purpose in each[-1]:
                groups.setdefault(rules.strictest([regime], each, purposes[purpose]), []).append(purpose)
            for grade, rule in sorted(groups, key=lambda of: (-GRADES.index(of[0]), of[1] or "")):
                of = {"regime": regime, "consequence": grade, "purposes": groups[grade, rule]}
                rulings.append({**of, "rule": rule} if rule else of)
                worst[regime] = max(worst[regime], grade, key=GRADES.index)
                asks |= set(groups[grade, rule]) if grade == "ask_again" else set()
        row = {"change": each[0], "purposes": each[-1], "rulings": rulings}
        for name, value in zip(("item", "role", "safeguard", "safeguard_before"), each[1:5], strict=True):
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


PURPOSES = [
    {"id": "news", "title": "News", "legal_basis": "consent", "class": "information"},
    {"id": "jobs", "title": "Jobs", "legal_basis": "consent", "class": "recruiting"},
    {"id": "events", "title": "Events", "legal_basis": "consent"},
    {"id": "records", "title": "Records", "legal_basis": "legitimate_interest", "class": "administration"},
    {"id": "notices", "title": "Notices", "legal_basis": "legitimate_interest", "class": "administration"},
]
