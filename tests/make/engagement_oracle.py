"""Expected values for `engagement.*`, by brute force over the definitions in words.

Powers of two are computed to 50 digits, contributions are rounded to whole units of 2^-40 and added as integers, and what
answers what is found by looking through the whole record for every event. Intervals come from exact Poisson sums and from
Wilson's formula, in decimal arithmetic.
"""

from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, getcontext
from pathlib import Path

getcontext().prec = 50
UNIT = 2**40
POSTS = {"post_intro", "post_update", "post_question", "post_help_request", "post_promo"}
MESSAGES = {"nominate", "answer", "reply", "direct_message", "introduction", "application"}
TAKING_PART = {"reaction", "event_rsvp", "event_attend", "event_rate", "perk_use", "broker_action"}
OTHERS = {"profile_view", "directory_search", "visit", "job_view", "open", "click", "opt_out"}
MAILINGS = {
    *("company_push", "job_post", "rehire_push", "referral_request"),
    *("event_invite", "perk_offer", "career_advice"),
}
KNOWN = POSTS | MESSAGES | TAKING_PART | OTHERS | MAILINGS
SPOKEN = POSTS | MESSAGES
PRESETS = Path(__file__).resolve().parents[2] / "alumni-core/presets"
SOURCE = "tests/make/engagement_oracle.py: brute force over the written definitions, in exact arithmetic"


def instant(event):
    return datetime.fromisoformat(event["at"]).astimezone(UTC)


def moment(event):
    return instant(event), event["id"]


def start_of(day):
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC)


def each_once(events):
    return list({event["id"]: event for event in events}.values())


def directed_at(event, kind):
    return event.get("target") if event.get("target_type") == kind else None


def thread_of(event):
    return event.get("thread") or directed_at(event, "content")


def latest(events):
    return max(events, key=moment, default=None)


def follows(event, earlier):
    """Later in time; of two events of one instant the one that names the other as its content, else the one with the higher id."""
    if instant(event) != instant(earlier):
        return instant(event) > instant(earlier)
    names = directed_at(event, "content") == earlier["id"]
    named = directed_at(earlier, "content") == event["id"]
    return names if names != named else event["id"] > earlier["id"]


def answered(event, parties):
    """The one earlier event that `event` answers, or None: content, thread, prompt, direct, in this order."""
    person = directed_at(event, "person")

    def fits(other):
        to = person is None or other["actor"] == person
        return other["actor"] != event["actor"] and follows(event, other) and to

    by_id = {other["id"]: other for other in parties}
    content = by_id.get(directed_at(event, "content"))
    if content and fits(content):
        return content
    if thread := thread_of(event):
        talk = [other for other in parties if thread_of(other) == thread]
        root = by_id.get(thread) or min(talk, key=moment)
        if root not in talk:
            talk.append(root)
        if person is None and root["actor"] != event["actor"]:
            talk = [root]
        if found := latest([other for other in talk if fits(other)]):
            return found
    prompt = by_id.get(event.get("prompted_by"))
    if prompt and fits(prompt):
        return prompt
    towards = [other for other in parties if directed_at(other, "person") == event["actor"]]
    return latest([other for other in towards if person and fits(other)])


def contribution(weight, half_life_days, seconds):
    exponent = -Decimal(seconds) / (Decimal(half_life_days) * 86400)
    exact = Decimal(weight) * Decimal(2) ** exponent * UNIT
    return int(exact.to_integral_value(ROUND_HALF_EVEN))


def window(per, when):
    """The number of the fixed window: from Monday 1970-01-05, or from January 1970."""
    count, unit = per.split() if " " in per else ("1", per)
    count, unit = int(count), unit.rstrip("s")
    if unit in ("month", "year"):
        return ((when.year - 1970) * 12 + when.month - 1) // (count * (12 if unit == "year" else 1))
    days = (when.date() - date(1970, 1, 5)).days
    return days // (count * (7 if unit == "week" else 1))


def recency(events, model, as_of):
    two_way = {kind: kind in SPOKEN for kind in KNOWN}
    two_way |= {kind["kind"]: kind["two_way"] for kind in model["kinds"] if "two_way" in kind}

    def is_party(event):
        kind, who = event["kind"], event["actor_type"]
        if who == "system":
            return False
        speaks = two_way.get(kind, False)
        return speaks or (who != "alumnus" and (kind not in KNOWN or kind in MAILINGS))

    parties = [event for event in events if is_party(event)]

    def names(event, earlier):
        """Whether the event says which one it answers, and does not stand for an answer to whatever came last."""
        if earlier["id"] in (directed_at(event, "content"), event.get("prompted_by")):
            return True
        thread = thread_of(event)
        if directed_at(event, "person") or thread is None:
            return False
        if opening := next((one for one in parties if one["id"] == thread), None):
            return opening is earlier
        return earlier is min((one for one in parties if thread_of(one) == thread), key=moment)

    days = {}
    for event in parties:
        earlier = answered(event, parties)
        if earlier is None or not two_way.get(event["kind"], False):
            continue
        asked = instant(earlier).date()
        own = instant(event).date() if names(event, earlier) else asked
        for one, day in ((earlier, asked), (event, own)):
            if one["actor_type"] == "alumnus":
                days[one["actor"]] = max(day, days.get(one["actor"], day))
    return {person: (date.fromisoformat(as_of) - day).days for person, day in days.items()}


def modified(model, purpose=None, years=None):
    """The model as a document for a purpose and so many completed years: the double nearest to each product, one after the other."""
    made = {key: value for key, value in model.items() if key not in ("purposes", "tenure")}
    factors, ids = [], [model["id"]]
    if purpose is not None:
        found = next(one for one in model["purposes"] if one["purpose"] == purpose)
        factors.append(lambda kind: found["kinds"].get(kind, 1))
        ids.append(purpose)
        if "source" in found:
            made["source"] += f"; {purpose}: {found['source']}"
    bands = model.get("tenure", [])
    if years is None:
        if bands:
            made["tenure"] = bands
        if purpose is None and "purposes" in model:
            made["purposes"] = model["purposes"]
    elif bands:
        below = [band for band in bands if band["from_years"] <= years]
        band = below[-1] if below else {"from_years": 0, "factor": 1}
        factors.append(lambda kind: band["factor"])
        ids.append(f"tenure-{band['from_years']}")
        if "source" in band:
            made["source"] += f"; {ids[-1]}: {band['source']}"
    kinds = []
    for kind in model["kinds"]:
        weight = float(kind["weight"])
        for factor in factors:
            weight *= factor(kind["kind"])
        kinds.append(kind | {"weight": weight})
    return made | {"id": "/".join(ids), "kinds": kinds}


def score_by_tenure(model, events, as_of, permitted, years):
    """Everybody's score by the model for their own tenure, put together; whoever has none by the plain weights."""
    plain = modified(model, years=None)
    scores = score(plain, events, as_of, permitted)
    for place, one in enumerate(scores["people"]):
        own = years.get(one["person"])
        if own is not None:
            theirs = score(modified(model, years=own), events, as_of, permitted)["people"][place]
            below = [band["factor"] for band in model["tenure"] if band["from_years"] <= own]
            scores["people"][place] = theirs | {"tenure_factor": float(below[-1]) if below else 1.0}
    return scores


def score(model, events, as_of, permitted=None):
    end = start_of(as_of)
    kinds = {kind["kind"]: kind for kind in model["kinds"]}
    unique = each_once(events)
    tally = dict.fromkeys(("after_as_of", "by_others", "not_permitted", "capped", "counted"), 0)
    tally |= {"received": len(events), "duplicates": len(events) - len(unique), "unknown_kinds": {}}
    own, refused, seen = {}, set(), []
    for event in unique:
        person, kind = event["actor"], event["kind"]
        if instant(event) >= end:
            tally["after_as_of"] += 1
        elif event["actor_type"] != "alumnus":
            tally["by_others"] += 1
            seen.append(event)
        elif permitted is not None and person not in permitted:
            tally["not_permitted"] += 1
            refused.add(person)
        else:
            seen.append(event)
            mine = own.setdefault(person, {})
            if kind in kinds:
                mine.setdefault(kind, []).append(event)
            else:
                tally["unknown_kinds"][kind] = tally["unknown_kinds"].get(kind, 0) + 1
    days = recency(seen, model, as_of)
    people = []
    for person, mine in sorted(own.items()):
        parts = []
        for kind, same in mine.items():
            rule, used, units = kinds[kind], {}, 0
            for event in sorted(same, key=moment):
                if cap := rule.get("cap"):
                    place = window(cap["per"], instant(event))
                    if used.get(place, 0) == cap["count"]:
                        tally["capped"] += 1
                        continue
                    used[place] = used.get(place, 0) + 1
                else:
                    used[None] = used.get(None, 0) + 1
                seconds = (end - instant(event)) // timedelta(seconds=1)
                half_life = rule.get("half_life_days", model["half_life_days"])
                units += contribution(rule["weight"], half_life, seconds)
            count = sum(used.values())
            tally["counted"] += count
            parts.append(
                (
                    -units,
                    kind,
                    {
                        "kind": kind,
                        "contribution": units / UNIT,
                        "events": count,
                        "capped": len(same) - count,
                    },
                )
            )
        parts.sort(key=lambda part: part[:2])
        people.append(
            {
                "person": person,
                "score": -sum(part[0] for part in parts) / UNIT,
                "parts": [part[2] for part in parts],
                "recency_days": days.get(person),
            }
        )
    return {
        "people": people,
        "not_scored": [{"person": person} for person in sorted(refused)],
        "tally": tally,
    }


def first_day(length, as_of):
    """The day from which a window of so many days, months or years before `as_of` counts."""
    count, unit = length.split()
    day, unit = date.fromisoformat(as_of), unit.rstrip("s")
    if unit == "day":
        return day - timedelta(days=int(count))
    months = day.year * 12 + day.month - 1 - int(count) * (12 if unit == "year" else 1)
    while True:
        try:
            return date(months // 12, months % 12 + 1, day.day)
        except ValueError:  # 31 August less 6 months is the last of February
            day -= timedelta(days=1)


def measured_within(model, events, as_of, name, permitted=None):
    """Points with caps within a window, by fractions; the distance to 50 digits."""
    window = next(one for one in model["windows"] if one["name"] == name)
    begin = first_day(window["length"], as_of).isoformat() if "length" in window else None
    kinds = {kind["kind"]: kind for kind in model["kinds"]}
    unique = each_once(events)
    counts = dict.fromkeys(("after_as_of", "by_others", "not_permitted", "capped", "counted"), 0)
    counts |= {"received": len(events), "duplicates": len(events) - len(unique), "unknown_kinds": {}}
    before, own, refused = 0, {}, set()
    for event in unique:
        if instant(event) >= start_of(as_of):
            counts["after_as_of"] += 1
        elif begin and instant(event) < start_of(begin):
            before += 1
        elif event["actor_type"] != "alumnus":
            counts["by_others"] += 1
        elif permitted is not None and event["actor"] not in permitted:
            counts["not_permitted"] += 1
            refused.add(event["actor"])
        else:
            mine = own.setdefault(event["actor"], {})
            if event["kind"] in kinds:
                mine[event["kind"]] = mine.get(event["kind"], 0) + 1
            else:
                unknown = counts["unknown_kinds"]
                unknown[event["kind"]] = unknown.get(event["kind"], 0) + 1
    people = []
    for person, mine in sorted(own.items()):
        parts = []
        for kind, found in mine.items():
            used = min(found, kinds[kind].get("cap", found))
            points = used * Decimal(kinds[kind]["points"])
            parts.append(
                {"kind": kind, "contribution": float(points), "events": used, "capped": found - used}
            )
        parts.sort(key=lambda part: (-part["contribution"], part["kind"]))
        score = sum((Decimal(part["contribution"]) for part in parts), Decimal(0))
        count = sum(part["events"] for part in parts)
        counts["counted"] += count
        counts["capped"] += sum(part["capped"] for part in parts)
        one = {"person": person, "score": float(score), "count": count, "parts": parts}
        if factors := model.get("distance"):
            across, up = Decimal(factors["score"]) * score, Decimal(factors["count"]) * count
            one["distance"] = float((across**2 + up**2).sqrt())
        people.append(one)
    height = "distance" if "distance" in model else "score"
    for one in people:
        one["rank"] = 1 + sum(other[height] > one[height] for other in people)
    not_scored = [{"person": person} for person in sorted(refused)]
    return {
        "from": begin,
        "people": people,
        "not_scored": not_scored,
        "before_window": before,
        "tally": counts,
    }


def side(event):
    return "alumni" if event["actor_type"] == "alumnus" else "company"


def within(events, first, until):
    return [event for event in events if start_of(first) <= instant(event) < start_of(until)]


def unknown(events):
    found = {}
    for event in events:
        if event["kind"] not in KNOWN:
            found[event["kind"]] = found.get(event["kind"], 0) + 1
    return found


def traffic(events, first, until):
    events = each_once(events)
    messages = [event for event in events if event["kind"] in SPOKEN | MAILINGS]
    alumni = {event["actor"] for event in events if side(event) == "alumni"}
    company = {event["actor"] for event in events} - alumni

    def audience(event):
        kind = event.get("target_type")
        if kind == "person":
            return "company" if event["target"] in company else "alumni"
        if kind in ("event", "perk", "opportunity"):
            return "company" if side(event) == "alumni" else "alumni"
        if kind == "network" or (kind is None and event["kind"] in POSTS):
            return "alumni"
        earlier = answered(event, messages)
        return side(earlier) if earlier else "alumni"

    def one_message(event):
        """Whatever makes two events one message: a mailing of the company's to people is one to all of them."""
        mailed = event["kind"] in MAILINGS and side(event) == "company" and directed_at(event, "person")
        if not mailed:
            return event["id"]
        when = ("thread", event["thread"]) if "thread" in event else ("day", instant(event).date())
        return event["actor"], event["kind"], *when

    sent = {(one_message(event), side(event), audience(event)) for event in within(messages, first, until)}
    flows = [(speaker, heard) for _, speaker, heard in sent]
    n = len(flows) - flows.count(("company", "company"))

    def flow(*ends):
        return {"count": flows.count(ends), "share": flows.count(ends) / n if n else None}

    return {
        "n": n,
        "company_to_alumni": flow("company", "alumni"),
        "alumni_to_company": flow("alumni", "company"),
        "alumni_to_alumni": flow("alumni", "alumni"),
        "within_company": flows.count(("company", "company")),
        "unknown_kinds": unknown(within(events, first, until)),
    }


# The 0.975 quantile of the standard normal distribution, Abramowitz and Stegun table 26.2 and beyond.
Z = Decimal("1.95996398454005423552")


def proportion(count, of):
    if of == 0:
        return {"count": 0, "of": 0, "share": None, "lower": 0.0, "upper": 1.0}
    n, p = Decimal(of), Decimal(count) / Decimal(of)
    middle, reach = p + Z * Z / (2 * n), Z * (p * (1 - p) / n + Z * Z / (4 * n * n)).sqrt()
    lower, upper = ((middle + sign * reach) / (1 + Z * Z / n) for sign in (-1, 1))
    return {"count": count, "of": of, "share": count / of, "lower": float(lower), "upper": float(upper)}


def poisson_at_most(count, mean):
    term = total = Decimal(1)
    for k in range(1, count + 1):
        term *= mean / k
        total += term
    return total * (-mean).exp()


def mean_where(count, probability):
    """The Poisson mean at which X <= count has this probability."""
    low, high = Decimal(0), Decimal(2 * count + 40)
    for _ in range(100):
        middle = (low + high) / 2
        if poisson_at_most(count, middle) > probability:
            low = middle
        else:
            high = middle
    return low


def rate(count, days):
    scale = Decimal(365) / days
    lower = mean_where(count - 1, Decimal("0.975")) if count else Decimal(0)
    upper = mean_where(count, Decimal("0.025"))
    figures = {"per_year": count * scale, "lower": lower * scale, "upper": upper * scale}
    return {"count": count, "days": days} | {name: float(value) for name, value in figures.items()}


def pulse(events, members, first, until):
    record = each_once(events)
    by_id = {event["id"]: event for event in record}
    by_alumni = [event for event in within(record, first, until) if event["actor_type"] == "alumnus"]
    posts = [event for event in by_alumni if event["kind"] in POSTS]

    def organic(post):
        if "prompted_by" not in post:
            return True
        prompt = by_id.get(post["prompted_by"])
        return prompt is not None and prompt["actor_type"] == "alumnus"

    def who(kinds):
        return {event["actor"] for event in by_alumni if event["kind"] in kinds}

    prompts = any("prompted_by" in event for event in record)
    asked = [
        event
        for event in within(record, first, until)
        if event["kind"] in ("post_help_request", "post_question") and to_everybody(event, record)
    ]
    return {
        "members": len(members),
        "posts": rate(len(posts), (start_of(until) - start_of(first)).days),
        "posted": proportion(len(who(POSTS) & set(members)), len(members)),
        "acted": proportion(len(who(SPOKEN | TAKING_PART) & set(members)), len(members)),
        "last_request": replies(latest(asked), record, members, until) if asked else None,
        "organic": proportion(sum(map(organic, posts)), len(posts)) if prompts else None,
        "outside_roster": len({event["actor"] for event in by_alumni} - set(members)),
        "unknown_kinds": unknown(by_alumni),
    }


def to_everybody(question, record):
    """Put to nobody in particular, and nothing came before it where it stands."""
    thread = thread_of(question)
    if directed_at(question, "person"):
        return False
    if thread is None or thread == question["id"]:
        return True
    before = [event for event in record if thread_of(event) == thread and follows(question, event)]
    return not before and all(event["id"] != thread for event in record)


def replies(request, record, members, until):
    gone = {
        event["actor"]
        for event in record
        if event["kind"] == "opt_out"
        and event["actor_type"] == "alumnus"
        and instant(event) < instant(request)
    }
    members = set(members) - gone
    words = [
        event
        for event in record
        if event["actor_type"] == "alumnus"
        and event["kind"] in SPOKEN
        and event["actor"] in members
        and instant(event) < start_of(until)
    ]

    def replying(event):
        named = request["id"] in (
            event.get("thread"),
            directed_at(event, "content"),
            event.get("prompted_by"),
        )
        together = "thread" in event and event.get("thread") == request.get("thread")
        other = event["actor"] != request["actor"] and follows(event, request)
        return other and (named or together)

    repliers = {event["actor"] for event in words if replying(event)}

    def first(person):
        return replying(min((event for event in words if event["actor"] == person), key=moment))

    return {
        "event": request["id"],
        "asked_by": request["actor_type"],
        "days_open": (date.fromisoformat(until) - instant(request).date()).days,
        "replies": proportion(len(repliers), len(set(members) - {request["actor"]})),
        "first_timers": sum(map(first, repliers)),
    }
