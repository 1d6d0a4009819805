"""Arguments with which every function of the header goes well."""

import ctypes
import hashlib
import json
from pathlib import Path

import library

# 2022-04-01, and noon of that day in UTC.
DAYS = 19083
MICROSECONDS = (19083 * 24 + 12) * 3_600_000_000

HEALTH_MODEL = (Path(__file__).resolve().parents[2] / "alumni-core/presets/health.toml").read_bytes()

WORKER = b"""{"id": "w-1042", "rehire_flag": "yes", "spells": [
    {"start": "2016-04-01", "end": "2021-09-30", "grade": 2, "separation": {"kind": "voluntary"}}]}"""

POLICY = b"""
id = "return-track"
version = 3
effective_from = 2026-04-01
title = "Return track"
[[criteria]]
id = "cooling-off"
require = "since_separation >= 6 months"
"""

VOCABULARY = b"""
[[facts]]
name = "hours_a_week"
type = "decimal"
title = "weekly hours"
minimum = 0
"""

LADDER = b"""
id = "ladder"
version = 1
title = "Ladder"
[[steps]]
id = "network"
[steps.policy]
id = "network"
version = 1
criteria = [{ id = "cooling-off", require = "since_separation >= 6 months" }]
"""
BOOK = b"""
[[versions]]
id = "return"
version = 1
criteria = [{ id = "cooling-off", require = "since_separation >= 6 months" }]
"""
RECORD = b"""{"engine": "0", "input_hash": "0", "worker": {"id": "w-1"}, "decision": {"worker": "w-1",
    "as_of": "2022-04-01", "outcome": "undetermined", "criteria": [], "missing": [], "titles": {}, "facts": [],
    "policy": {"id": "return", "version": 1, "hash": "0"}}}"""

NOTICE = """{"id": "alumni", "version": 1, "purposes": ["job_contact"],
    "text": {"en": "We may write to you about open positions."}}"""
LEDGER = f"""{{"purposes": [{{"id": "job_contact", "title": "Jobs", "legal_basis": "consent"}}],
    "notices": [{NOTICE}]}}""".encode()
CONTROLLER = """{"id": "https://example.com/acme", "name": "Acme", "address": "Tokyo", "contact": "Office",
    "email": "a@example.com", "phone": "+81", "policy_url": "https://example.com", "language": "ja", "jurisdiction": ["loc:JP"],
    "withdrawal": "https://example.com", "processing": {"job_contact": {"personal_data": [{"category": "pd:EmailAddress"}],
    "storage_locations": ["loc:JP"], "retention": {"kind": "temporal", "length": "P2Y"}, "service": "Alumni",
    "collection_method": "form"}}}"""
GIVEN = """{"source": "form", "id": "ce_12", "subject": "w-0471", "purpose": "job_contact", "kind": "given",
    "occurred_at": "2021-03-29T10:00:00+09:00", "received_at": "2021-03-29T10:00:00+09:00", "notice": {"id": "alumni", "version": 1}}"""
# On one channel only, and after the receipts of consent were given.
WITHDRAWN = """{"source": "form", "id": "ce_13", "subject": "w-0471", "purpose": "job_contact", "kind": "withdrawn",
    "channel": "sms", "occurred_at": "2022-04-01T06:00:00Z", "received_at": "2022-04-01T06:00:00Z"}"""
LEDGER_WITH_EVENT = f"""{{"purposes": [{{"id": "job_contact", "title": "Jobs", "legal_basis": "consent"}}],
    "notices": [{NOTICE}], "events": [{GIVEN}, {WITHDRAWN}]}}""".encode()
CONSENT_RECORD = (
    b"""{"@type": "dpv:ConsentRecord", "dct:identifier": "r", "dct:conformsTo": "s", "dct:language": "ja",
    "dpv:hasDataSubject": "w-0471", "dpv:hasJurisdiction": "loc:JP", "dpv:hasNotice": "n",
    "dpv:hasDataController": {"@id": "a", "@type": "dpv:Organisation", "dpv:hasName": "A", "dpv:hasAddress": "T", "dpv:hasContact": "c"},
    "dpv:hasConsentControl": {"@type": "dpv:WithdrawConsent", "dpv:isExercisedAt": "https://example.com"},
    "dpv:hasProcess": {"dpv:hasPurpose": "job_contact", "dpv:hasPersonalData": "pd:EmailAddress", "dpv:hasRecipient": "a",
        "dpv:hasStorageCondition": [{"dpv:hasLocation": "loc:JP"}, {"dpv:hasDuration": "P2Y"}]},
    "dpv:hasConsentStatus": {"@type": ["dpv:ConsentGiven", "dpv:ExpressedConsent"], "dpv:isIndicatedBy": "dpv:DataSubject",
        "dpv:isIndicatedAtTime": "2021-03-29T10:00:00+09:00", "dpv:hasDuration": {"@type": "dpv:EndlessDuration"},
        "alumni:event": """
    + GIVEN.encode()
    + b"}}"
)
PAYLOAD = (
    '{"actor":"subject","kind":"refused","occurred_at":"2021-03-29T01:00:00Z","purpose":"p","subject":"w"}'
)
COMMITMENT = hashlib.sha256(b"alumni event payload 1\n" + bytes(32) + PAYLOAD.encode()).hexdigest()
ENCODED_EVENT = json.dumps(
    {
        "header": f'{{"commitment":"{COMMITMENT}","format":"alumni-event-1","id":"e","received_at":"2021-03-29T01:00:00Z",'
        '"source":"s"}',
        "payload": PAYLOAD,
        "salt": "00" * 32,
    }
).encode()
RECEIPT_REQUEST = f"""{{"subject": "w-0471", "purposes": ["job_contact"], "id": "r", "at": "2022-04-01T00:00:00Z",
    "controller": {CONTROLLER}}}""".encode()
EVENTS = b"""[{"source": "form", "id": "ce_12", "subject": "w-0471", "purpose": "job_contact", "kind": "given",
    "occurred_at": "2021-03-29T10:00:00+09:00", "received_at": "2021-03-29T10:00:00+09:00", "notice": {"id": "alumni", "version": 1}}]"""
EVENTS_CSV = b"""source,id,subject,purpose,kind,occurred_at,received_at
mail,ce_88,w-0471,job_contact,withdrawn,2025-07-01T18:00:00+09:00,2025-07-01T18:00:05+09:00
"""

LIST_CSV = b"subject,purpose,answer\nw-1,job_contact,yes\n"

PACK = b"""
id = "own"
version = 1
title = "Own"
offset = "+09:00"
rules = []
"""

USE = b"""{"source": "hr", "id": "u-1", "system": "hr", "subject": "w-0471", "purpose": "job_contact",
    "at": "2022-03-01T00:00:00Z", "received_at": "2022-03-01T00:00:00Z"}"""
DOWNSTREAM = (
    b"""{"id": "d", "version": 1, "house_deadline": {"days": 3}, "systems": [{"id": "hr", "title": "HR"}]}"""
)
REGISTER = b"""{"rules": %s, "uses": [%s]}""" % (DOWNSTREAM, USE)
NOTICE_2 = """{"id": "alumni", "version": 2, "purposes": ["job_contact"], "effective_from": "2022-06-01T00:00:00Z",
    "text": {"en": "We and our agency may write to you."}, "recipients": [{"id": "agency", "role": "third_party"}]}"""
PLAN_REQUEST = f"""{{"notice": {NOTICE_2}, "asking": "job_contact", "channels": ["email"], "sender": "hr", "message": "m-2",
    "at": "2022-04-01T12:00:00Z"}}""".encode()

CONTACTS = b"""{"rules": {"id": "contact", "version": 1}, "contacts": [{"token": "t-1", "subject": "w-0471",
    "purpose": "job_contact", "channel": "email", "sender": "hr", "message": "m-1", "at": "2022-04-01T11:59:00Z",
    "expires_at": "2022-04-01T12:14:00Z", "state": "reserved"}]}"""
INTERACTIONS = b"""[{"id": "e-1", "at": "2022-03-01T10:00:00+09:00", "kind": "event_attend", "actor": "w-1042",
    "actor_type": "alumnus"}, {"id": "e-2", "at": "2022-03-02T10:00:00+09:00", "kind": "event_attend", "actor": "w-2",
    "actor_type": "alumnus"}]"""
INTERACTIONS_CSV = b"""id,at,kind,actor,actor_type
e-1,2022-03-01T10:00:00+09:00,event_attend,w-1042,alumnus
"""
MODEL = b"""id = "ours"
version = 1
title = "Ours"
source = "steering group"
half_life_days = 180
kinds = [{ kind = "event_attend", weight = 5 }]
purposes = [{ purpose = "job_contact", kinds = { event_attend = 2 } }]
tenure = [{ from_years = 1, factor = 1.5 }]
"""
RFM_MODEL = b'{"id": "ours", "version": 1, "title": "Ours", "source": "us", "groups": 3}'
WINDOW_MODEL = b"""id = "ours"
version = 1
title = "Ours"
source = "steering group"
windows = [{ name = "all" }]
kinds = [{ kind = "event_attend", points = 5 }]
"""
PEOPLE = (ctypes.c_char_p * 2)(b"w-1042", b"w-9")

PEOPLE_CSV = b"worker_id,rehire_flag\nw-1,yes\n"
SPELLS_CSV = b"worker_id,start_on,end_on,separation_kind\nw-1,2016-04-01,2021-09-30,voluntary\n"
TABLES = json.dumps({"people.csv": PEOPLE_CSV.decode(), "spells.csv": SPELLS_CSV.decode()}).encode()
MAPPINGS = library.ROOT / "alumni-core/mappings"

GROUPS = (ctypes.c_char_p * 2)(b"women", b"men")
CONSIDERED = (ctypes.c_uint64 * 2)(52, 80)
SELECTED = (ctypes.c_uint64 * 2)(24, 48)
PAY_QUESTION = b'{"people": [{"group": "men", "pay": {"minor": 100, "currency": "JPY"}}]}'
OFFER_COHORT = b'{"people": [{"pay": {"minor": 100, "currency": "JPY"}}]}'
AMOUNTS = (library.Money * 2)(library.Money(5_200_000, b"JPY"), library.Money(6_500_000, b"JPY"))


REPEAT_LAW = b'{"model": "bg_nbd", "parameters": [0.243, 4.414, 0.793, 2.426]}'

COX_FIT = b"""{
    "options": {"duration": "days", "event": "back", "covariates": ["years"]},
    "people": 2, "ended": 1, "dropped": [], "separated_by": [],
    "convergence": {"reached": true, "steps": 1, "decrement": 0.0, "failure": null},
    "coefficients": [{
        "name": "years", "coefficient": 0.1, "standard_error": 1.0, "hazard_ratio": 1.1, "lower": 0.2, "upper": 7.8, "p": 0.9,
        "mean": 3.0
    }],
    "log_likelihood": -1.0, "log_likelihood_null": -1.1,
    "baseline": [{"time": 10.0, "hazard": 0.5, "survival": 0.6}], "watched_until": 20.0
}"""

# Two people who left from two tracks, one of them back.
AWAY = b"""{"ends": ["back"], "groups": [
    {"group": "a", "exits": [{"time": 1.0, "open": 0, "ended": [1]}]},
    {"group": "b", "exits": [{"time": 2.0, "open": 1, "ended": [0]}]}
]}"""


EVENT_COLUMNS = b"id", b"at", b"kind", b"actor", b"actor_type"


class EmptyTable:
    """An Arrow stream of a table without rows, whole again for every call that takes it."""

    def __init__(self, *names, form=b"i"):
        stream, schema = library.ArrowArrayStream, library.ArrowSchema

        def released(pointer):
            pointer.contents.release = type(pointer.contents.release)()

        self.released = [dict(kind._fields_)["release"](released) for kind in (stream, schema)]
        self.fields = [schema(format=form, name=name, flags=2, release=self.released[1]) for name in names]
        self.children = (ctypes.POINTER(schema) * len(names))(*map(ctypes.pointer, self.fields))

        def get_schema(_, out):
            for field in self.fields:
                field.release = self.released[1]
            made = schema(
                format=b"+s",
                name=b"",
                n_children=len(names),
                children=self.children,
                release=self.released[1],
            )
            ctypes.memmove(out, ctypes.byref(made), ctypes.sizeof(made))
            return 0

        def get_next(_, out):
            ctypes.memset(out, 0, ctypes.sizeof(library.ArrowArray))
            return 0

        fields = dict(stream._fields_)
        self.callbacks = [
            fields["get_schema"](get_schema),
            fields["get_next"](get_next),
            fields["get_last_error"](),
            self.released[0],
        ]
        self.stream = stream()

    @property
    def _as_parameter_(self):
        self.stream = library.ArrowArrayStream(*self.callbacks, None)
        return ctypes.addressof(self.stream)


class Numbers(EmptyTable):
    """An Arrow stream of one batch of columns of floats, or of whole numbers, whole again for every call that takes it."""

    def __init__(self, columns, form=b"g"):
        super().__init__(*columns, form=form)
        release = ctypes.CFUNCTYPE(None, ctypes.POINTER(ctypes.c_uint64))

        def released(array):
            # The ninth field is the function itself.
            array[8] = 0

        self.release = release(released)
        address = ctypes.cast(self.release, ctypes.c_void_p).value
        number = {b"g": ctypes.c_double, b"l": ctypes.c_int64}[form]
        self.values = [(number * len(values))(*values) for values in columns.values()]
        rows = len(self.values[0])

        def array(buffers, children):
            buffers = (ctypes.c_void_p * len(buffers))(*buffers)
            children = (ctypes.c_void_p * max(len(children), 1))(*map(ctypes.addressof, children))
            counts = (rows, 0, 0, len(buffers), len(columns) if children[0] else 0)
            fields = (*counts, ctypes.addressof(buffers), ctypes.addressof(children), 0, address, 0)
            self.kept += [buffers, children, made := (ctypes.c_uint64 * 10)(*fields)]
            return made

        def get_next(_, out):
            if self.given:
                ctypes.memset(out, 0, 80)
                return 0
            self.given, self.kept = True, []
            parts = [array([None, ctypes.addressof(values)], []) for values in self.values]
            ctypes.memmove(out, array([None], parts), 80)
            return 0

        self.callbacks[1] = dict(library.ArrowArrayStream._fields_)["get_next"](get_next)

    @property
    def _as_parameter_(self):
        self.given = False
        return super()._as_parameter_


class Room:
    """Where a stream goes; what came before is released."""

    def __init__(self):
        self.stream = library.ArrowArrayStream()

    @property
    def _as_parameter_(self):
        if self.stream.release:
            self.stream.release(ctypes.byref(self.stream))
        return ctypes.addressof(self.stream)


# By function and parameter, or by parameter alone.
ARGUMENTS = {
    "index": 0,
    "way": 0,
    "limit": 5,
    "lang": 0,
    "period": b"6 months",
    "reason": 0,
    "tables_json": TABLES,
    "overlay_json": b'{"mapping": "canonical"}',
    ("alumni_tables_from_json", "json"): TABLES,
    ("alumni_tables_add_csv", "name"): b"people.csv",
    ("alumni_tables_add_csv", "bytes"): (ctypes.c_uint8 * len(PEOPLE_CSV))(*PEOPLE_CSV),
    ("alumni_tables_add_csv", "length"): len(PEOPLE_CSV),
    ("alumni_mapping_parse", "document"): (MAPPINGS / "smarthr.toml").read_bytes(),
    ("alumni_mapping_shipped", "id"): b"canonical",
    ("alumni_programme_parse", "document"): (
        library.ROOT / "alumni-core/presets/starter-programme.toml"
    ).read_bytes(),
    ("alumni_programme_with_mapping", "mapping"): b"smarthr",
    "part": 0,
    "person": b"w-1042",
    "csv": INTERACTIONS_CSV,
    "members": PEOPLE,
    "member_count": 2,
    "ids": PEOPLE,
    "from": library.Date(DAYS - 365),
    ("alumni_interactions_from_json", "json"): INTERACTIONS,
    ("alumni_interactions_check_json", "json"): INTERACTIONS,
    ("alumni_score_model_parse", "document"): MODEL,
    ("alumni_score_model_preset", "name"): b"alumni",
    "events_json": EVENTS,
    "events_csv": EVENTS_CSV,
    "subject": b"w-0471",
    "purpose": b"job_contact",
    "channel": 0,
    "recipient": b"agency",
    "question_json": b'{"subject": "w-0471", "purpose": "job_contact", "at": "2022-04-01T00:00:00Z"}',
    "known_at": ctypes.pointer(library.Instant(MICROSECONDS)),
    ("alumni_notice_from_json", "json"): NOTICE.encode(),
    "older_json": NOTICE.encode(),
    "newer_json": NOTICE_2.encode(),
    ("alumni_ledger_notice_diff_json", "at"): ctypes.pointer(library.Instant(MICROSECONDS)),
    ("alumni_ledger_plan_reconsent_json", "request_json"): PLAN_REQUEST,
    ("alumni_pack_parse", "document"): PACK,
    ("alumni_pack_shipped", "id"): b"jp-appi",
    ("alumni_packs_from_json", "json"): b'["jp-appi"]',
    "said": b"STOP",
    "regimes": (ctypes.c_char_p * 1)(b"jp"),
    "regime_count": 1,
    "directory": b'{"fields": [{"id": "employer", "title": "Employer", "purpose": "job_contact"}], "provided_by": "operator"}',
    "takeover": b"""{"source": "line:tokyo", "purpose": "job_contact", "channel": "sns", "members": ["w-1"],
        "notice": {"id": "alumni", "version": 1}, "at": "2022-04-01T09:00:00+09:00"}""",
    ("alumni_ledger_from_json", "json"): LEDGER_WITH_EVENT,
    "countries_json": b'{"all_alumni": "JP"}',
    (
        "alumni_ledger_record_json",
        "request_json",
    ): f"""{{"subject": "w-0471", "purpose": "job_contact", "id": "r",
        "controller": {CONTROLLER}}}""".encode(),
    ("alumni_ledger_receipt_json", "request_json"): RECEIPT_REQUEST,
    ("alumni_ledger_kantara_receipt_json", "request_json"): RECEIPT_REQUEST,
    ("alumni_consent_record_from_json", "record_json"): CONSENT_RECORD,
    ("alumni_consent_record_restore", "record_json"): CONSENT_RECORD,
    ("alumni_consent_record_import", "record_json"): CONSENT_RECORD,
    ("alumni_consent_record_read", "records_json"): CONSENT_RECORD,
    "receipt_json": b'{"@type": "dpv:ConsentReceipt", "dct:identifier": "r", "dct:conformsTo": "s"}',
    "import_json": b'{"source": "p", "received_at": "2022-04-01T00:00:00Z", "purposes": {"job_contact": "job_contact"}}',
    "list_csv": LIST_CSV,
    (
        "alumni_ledger_import_list_csv",
        "options_json",
    ): b'{"source": "l", "received_at": "2022-04-01T00:00:00Z"}',
    ("alumni_ledger_extend_table", "events"): EmptyTable(
        b"source", b"id", b"subject", b"purpose", b"kind", b"occurred_at", b"received_at", form=b"u"
    ),
    ("alumni_ledger_export_events", "out"): Room(),
    ("alumni_answers_export", "out"): Room(),
    **{
        (function, parameter): value
        for function, csv in [
            ("alumni_ledger_extend_csv_bytes", EVENTS_CSV),
            ("alumni_ledger_import_list_csv_bytes", LIST_CSV),
        ]
        for parameter, value in [
            ("name", b"list.csv"),
            ("bytes", (ctypes.c_uint8 * len(csv))(*csv)),
            ("length", len(csv)),
        ]
    },
    **{
        (function, "options_json"): b'{"source": "l", "received_at": "2022-04-01T00:00:00Z"}'
        for function in ("alumni_ledger_import_list_csv_bytes", "alumni_ledger_import_list_table")
    },
    ("alumni_ledger_import_list_table", "list"): EmptyTable(b"subject", b"answer", form=b"u"),
    ("alumni_ledger_may_table", "questions"): EmptyTable(b"subject", b"purpose", b"at", form=b"u"),
    ("alumni_ledger_may_table", "options_json"): b'{"unusable": "denied"}',
    ("alumni_ledger_may_table", "id"): b"subject",
    ("alumni_snapshot_may_table", "questions"): EmptyTable(b"subject", b"purpose", form=b"u"),
    ("alumni_snapshot_may_table", "options_json"): b'{"unusable": "denied"}',
    ("alumni_snapshot_may_table", "id"): b"subject",
    ("alumni_snapshot_may_all", "subjects"): PEOPLE,
    ("alumni_snapshot_may_all", "subject_count"): 2,
    ("alumni_snapshot_everybody", "evidence"): 1,
    ("alumni_snapshot_everybody", "out"): Room(),
    (
        "alumni_ledger_timeline_json",
        "request_json",
    ): b'{"subject": "w-0471", "until": "2022-04-01T00:00:00Z"}',
    ("alumni_ledger_funnel_json", "request_json"): (
        b'{"purpose": "job_contact", "channel": "email", "at": "2022-04-01T00:00:00Z"}'
    ),
    "event_json": GIVEN.encode(),
    "salt": b"00" * 32,
    "encoded_json": ENCODED_EVENT,
    (
        "alumni_ledger_agreed_json",
        "request_json",
    ): b'{"subject": "w-0471", "at": "2022-04-01T09:00:00+09:00"}',
    ("alumni_ledger_visible_json", "request_json"): (
        b'{"subject": "w-0471", "since": "2021-04-01T00:00:00Z", "until": "2022-04-01T00:00:00Z"}'
    ),
    "rules_json": b'[{"purpose": "job_contact", "keep_for": "2 years", "start": "permission_ended"}]',
    ("alumni_ledger_access", "options_json"): b'{"at": "2022-04-01T09:00:00+09:00"}',
    ("alumni_ledger_access_with_uses", "options_json"): b'{"at": "2022-04-01T09:00:00+09:00"}',
    ("alumni_ledger_access_with", "options_json"): b'{"at": "2022-04-01T09:00:00+09:00"}',
    "request_json": b"""{"question": {"subject": "w-0471", "purpose": "job_contact", "channel": "email",
        "at": "2022-04-01T12:00:00Z"}, "sender": "hr", "message": "m-1"}""",
    "contact_json": b'{"token": "t-9", "subject": "w-0471", "purpose": "newsletter", "channel": "email", "sender": "office",'
    b' "message": "m-9", "at": "2022-04-01T00:00:00Z", "expires_at": "2022-04-01T00:05:00Z", "state": "sent",'
    b' "settled_at": "2022-04-01T00:01:00Z"}',
    "pause_json": b'{"subject": "w-0471", "from": "2022-04-01T00:00:00Z"}',
    ("alumni_contacts_new", "rules"): b'{"id": "contact", "version": 1}',
    ("alumni_contacts_from_json", "json"): CONTACTS,
    "token": b"t-1",
    "utc_offset": b"+09:00",
    ("alumni_propagation_new", "rules"): DOWNSTREAM,
    ("alumni_propagation_from_json", "json"): REGISTER,
    "uses_json": b"[%s]" % USE,
    "acknowledgements_json": b"""[{"source": "hr", "id": "a-1", "system": "hr", "subject": "w-0471", "status": "stopped",
        "at": "2022-04-01T00:00:00Z", "received_at": "2022-04-01T00:00:00Z"}]""",
    "matrix_json": b'{"subject": "w-0471", "at": "2022-04-01T00:00:00Z", "cells": [], "provisions": []}',
    "controller_json": CONTROLLER.encode(),
    ("alumni_ledger_withdrawal_receipt", "id"): b"r",
    "worker_json": WORKER,
    "groups": GROUPS,
    "considered": CONSIDERED,
    "selected": SELECTED,
    "count": 2,
    ("alumni_policy_parse", "document"): POLICY,
    "rule": b'{">=": [{"var": "grade"}, 3]}',
    "options": b'{"id": "p", "outcomes": {"yes": "eligible"}}',
    "xml": b"""<definitions><decision name="d"><decisionTable>
        <input><inputExpression><text>grade</text></inputExpression></input><output/>
        <rule><inputEntry><text>&gt;= 3</text></inputEntry><outputEntry><text>"yes"</text></outputEntry></rule>
        </decisionTable></decision></definitions>""",
    ("alumni_policy_parse_with", "document"): POLICY,
    ("alumni_vocabulary_parse", "document"): VOCABULARY,
    ("alumni_policy_shipped", "id"): b"three-years",
    ("alumni_ladder_shipped", "id"): b"re-engagement",
    ("alumni_ladder_parse", "document"): LADDER,
    ("alumni_ladder_parse_with", "document"): LADDER,
    ("alumni_vocabulary_find", "name"): b"tenure",
    ("alumni_vocabulary_unknown", "names"): PEOPLE,
    **{
        (function, parameter): value
        for function in ("alumni_policy_decide_stream", "alumni_policy_decide_table")
        for parameter, value in [
            ("table", EmptyTable(b"since_separation")),
            ("options", 0),
            ("id", b"since_separation"),
            ("out", Room()),
        ]
    },
    ("alumni_decisions_export", "out"): Room(),
    ("alumni_policy_simulate", "after"): None,
    ("alumni_policy_simulate", "table"): EmptyTable(b"since_separation", form=b"n"),
    ("alumni_policy_simulate", "options"): 0,
    ("alumni_policy_simulate", "groups"): (ctypes.c_char_p * 1)(b"since_separation"),
    "group_count": 1,
    ("alumni_programme_policy_gap", "table"): EmptyTable(b"since_separation", form=b"n"),
    ("alumni_programme_policy_gap", "options"): 0,
    "gap_json": b'{"attribute": "since_separation"}',
    ("alumni_programme_counterfactuals", "table"): EmptyTable(b"since_separation", form=b"n"),
    ("alumni_programme_counterfactuals", "options"): 0,
    "facts_json": b"{}",
    ("alumni_fairness_expected_impact", "difference"): 0.15,
    "selection_rate": 0.25,
    "group_share": 0.3,
    "p": (ctypes.c_double * 2)(0.01, 0.04),
    "p_count": 2,
    ("alumni_standard_selection_stream", "table"): EmptyTable(b"since_separation", form=b"n"),
    ("alumni_standard_selection_stream", "options"): b"""{"outcome": "since_separation",
        "attributes": ["since_separation"]}""",
    ("alumni_standard_strata", "strata"): GROUPS,
    "unknown_considered": 2,
    "unknown_selected": 1,
    ("alumni_local_law_144_parse", "document"): b'{"attributes": ["sex"], "cells": []}',
    **{
        (function, parameter): value
        for function in ("alumni_ladder_decide_stream", "alumni_ladder_decide_table")
        for parameter, value in [
            ("table", EmptyTable(b"since_separation")),
            ("options", 0),
            ("id", b"since_separation"),
            ("out", Room()),
        ]
    },
    ("alumni_ladder_decisions_export", "out"): Room(),
    "row": 0,
    ("alumni_ladder_check_steps", "count"): 1,
    ("alumni_book_parse", "document"): BOOK,
    "before": 1,
    "after": 1,
    "version": 1,
    "record_json": RECORD,
    "records_json": b"[" + RECORD + b"]",
    ("alumni_standard_parse", "document"): b'id = "ours"\nversion = 1',
    ("alumni_money_parse", "text"): b"5200000 JPY",
    ("alumni_interactions_from_stream", "table"): EmptyTable(*EVENT_COLUMNS, form=b"u"),
    ("alumni_interactions_check_stream", "table"): EmptyTable(*EVENT_COLUMNS, form=b"u"),
    ("alumni_score_model_score_stream", "table"): EmptyTable(*EVENT_COLUMNS, form=b"u"),
    ("alumni_score_model_score_recency_stream", "table"): EmptyTable(*EVENT_COLUMNS, form=b"u"),
    ("alumni_score_model_score_recency_stream", "out"): Room(),
    ("alumni_score_model_score_stream", "out"): Room(),
    ("alumni_score_model_score_totals_stream", "table"): EmptyTable(*EVENT_COLUMNS, form=b"u"),
    ("alumni_score_model_score_totals_stream", "out"): Room(),
    ("alumni_engagement_ranks_stream", "table"): EmptyTable(b"person", b"score", form=b"u"),
    ("alumni_engagement_ranks_stream", "out"): Room(),
    ("alumni_engagement_ranks_stream", "options_json"): b"{}",
    ("alumni_score_model_for_tenure", "years"): 5,
    ("alumni_rfm_model_parse", "document"): RFM_MODEL,
    ("alumni_rfm_model_preset", "name"): b"hughes-1994",
    ("alumni_window_model_parse", "document"): WINDOW_MODEL,
    ("alumni_window_model_preset", "name"): b"belmont-2025",
    ("alumni_window_model_measure", "window"): b"all",
    "tenure_years_json": b'{"w-1042": 5}',
    ("alumni_score_model_learn_half_life", "options_json"): b"{}",
    ("alumni_scores_ranks", "segments_json"): b'{"w-1": "Tokyo"}',
    ("alumni_scores_ranks", "options_json"): b"{}",
    ("alumni_scores_moves", "segments_json"): b'{"w-1": "Tokyo"}',
    ("alumni_scores_moves", "options_json"): b"{}",
    ("alumni_activity_log_from_json", "json"): b'{"events": []}',
    ("alumni_activity_log_from_bytes", "bytes"): (ctypes.c_uint8 * 21)(*b"alumni activity 1\n\0\0\0"),
    ("alumni_activity_log_from_bytes", "length"): 21,
    ("alumni_activity_log_remove", "id"): b"e-1",
    "account": b"w-1-private",
    "ranks_json": b'{"people": [], "segments": [], "reasons": []}',
    "before_json": b'{"people": [], "segments": [], "reasons": []}',
    ("alumni_durations_from_stream", "table"): EmptyTable(b"days", b"back"),
    ("alumni_durations_from_stream", "options_json"): b'{"duration": "days", "event": "back"}',
    **{
        (f"alumni_engagement_{name}", "table"): EmptyTable(*columns, form=b"g")
        for name, columns in [
            ("fit_repeat", (b"frequency", b"recency", b"age")),
            ("predict_stream", (b"frequency", b"recency", b"age")),
            ("fit_value", (b"frequency", b"value")),
        ]
    },
    ("alumni_engagement_fit_repeat", "model"): b"mbg_nbd",
    **{
        (f"alumni_engagement_{name}", "options_json"): b"{}"
        for name in ("fit_repeat", "predict_stream", "fit_value")
    },
    **{(f"alumni_engagement_{name}", "law_json"): REPEAT_LAW for name in ("predict", "predict_stream")},
    ("alumni_engagement_mean_value", "law_json"): b'{"parameters": [6.25, 3.74, 15.44]}',
    "frequency": 2.0,
    "recency": 30.43,
    "age": 38.86,
    "horizon": 39.0,
    ("alumni_engagement_mean_value", "value"): 22.35,
    ("alumni_engagement_health", "members_json"): b'["w-1"]',
    ("alumni_engagement_health", "model"): HEALTH_MODEL,
    ("alumni_fairness_compare_rates_json", "question_json"): (
        b'{"groups": [{"group": "a", "considered": 4, "selected": 3}, {"group": "b", "considered": 4, "selected": 1}]}'
    ),
    ("alumni_fairness_power_of_rates_json", "question_json"): (
        b'{"first_rate": 0.5, "second_rate": 0.75, "power": 0.9}'
    ),
    ("alumni_engagement_shrink_json", "question_json"): b'{"law": "share", "groups": []}',
    ("alumni_engagement_proportion", "of"): 4,
    ("alumni_engagement_rate", "days"): 365,
    ("alumni_engagement_participation", "segments_json"): b'{"w-1": "sales"}',
    ("alumni_engagement_participation", "minimum_cell"): 1,
    ("alumni_engagement_repeat_acts_stream", "options_json"): b'{"as_of": "2024-06-01"}',
    ("alumni_engagement_repeat_acts_stream", "out"): Room(),
    ("alumni_engagement_hold_back", "options_json"): b'{"as_of": "2024-06-01", "horizon_days": 30}',
    ("alumni_engagement_silence_json", "question_json"): b'{"count": 1, "days": 14, "silent_days": 42}',
    ("alumni_engagement_rate_power_json", "question_json"): b'{"per_week": 0.5, "weeks": 12}',
    ("alumni_engagement_share_power_json", "question_json"): b'{"people": 140, "share": 0.2}',
    ("alumni_engagement_predict_stream", "out"): Room(),
    ("alumni_engagement_calibration", "table"): EmptyTable(b"any", b"came"),
    ("alumni_engagement_calibration", "options_json"): b'{"predicted": "any", "happened": "came"}',
    ("alumni_engagement_cox", "table"): EmptyTable(b"days", b"back", b"years"),
    (
        "alumni_engagement_cox",
        "options_json",
    ): b'{"duration": "days", "event": "back", "covariates": ["years"]}',
    ("alumni_engagement_cox_predict_stream", "fit_json"): COX_FIT,
    ("alumni_engagement_cox_predict_stream", "table"): EmptyTable(b"years"),
    ("alumni_engagement_cox_predict_stream", "out"): Room(),
    "times": (ctypes.c_double * 2)(30.0, 90.0),
    "time_count": 2,
    ("alumni_engagement_concordance", "table"): EmptyTable(b"days", b"back", b"score"),
    (
        "alumni_engagement_concordance",
        "options_json",
    ): b'{"duration": "days", "event": "back", "score": "score"}',
    ("alumni_engagement_calibration_stream", "table"): EmptyTable(b"any", b"came"),
    ("alumni_engagement_calibration_stream", "options_json"): b'{"predicted": "any", "happened": "came"}',
    ("alumni_engagement_calibration_stream", "out"): Room(),
    **{
        (f"alumni_durations_{name}_stream", "out"): Room()
        for name in ("kaplan_meier", "nelson_aalen", "aalen_johansen")
    },
    ("alumni_durations_from_json", "json"): AWAY,
    ("alumni_graph_from_json", "json"): b'{"people": ["a", "b"], "ties": [[0, 1, 1.0]]}',
    ("alumni_graph_from_stream", "table"): EmptyTable(b"from", b"to"),
    ("alumni_graph_from_stream", "options_json"): b'{"from": "from", "to": "to"}',
    ("alumni_graph_from_interactions", "options_json"): b'{"as_of": "2025-07-01"}',
    ("alumni_graph_measures_stream", "out"): Room(),
    **{
        (f"alumni_{of}_stream", "out"): Room()
        for of in (
            *("selection_report", "table_report", "strata_report", "threshold_report"),
            *("local_law_144", "published_selection"),
        )
    },
    ("alumni_graph_between", "segments_json"): b'{"a": "sales"}',
    ("alumni_graph_between", "minimum_cell"): 5,
    "most": 3,
    **{
        (f"alumni_graph_{name}", "options_json"): b"{}"
        for name in ("summary", "measures", "measures_stream", "page_rank", "betweenness", "communities")
    },
    ("alumni_engagement_responsiveness", "options_json"): b"{}",
    ("alumni_engagement_inequality", "silent_members"): 0,
    "amounts": (ctypes.c_double * 2)(1.0, 3.0),
    ("alumni_durations_only", "end"): b"back",
    **{
        (f"alumni_durations_{name}", "options_json"): b"{}"
        for name in (
            *("kaplan_meier", "nelson_aalen", "aalen_johansen", "weibull"),
            *("kaplan_meier_stream", "nelson_aalen_stream", "aalen_johansen_stream"),
        )
    },
    ("alumni_standard_thresholds", "people"): EmptyTable(b"sex", b"years"),
    (
        "alumni_standard_thresholds",
        "options_json",
    ): b'{"fact": "years", "attribute": "sex", "thresholds": [3, 5]}',
    **{
        (f"alumni_fairness_{of}_stream", "people"): EmptyTable(*columns, form=b"l")
        for of, columns in {
            "uk_pay_gaps": (b"group", b"pay"),
            "eu_pay_gaps": (b"group", b"pay"),
            "adjusted_pay_gap": (b"group", b"pay"),
            "inversions": (b"pay", b"returner", b"tenure_months"),
            "compa_ratios": (b"pay", b"midpoint"),
            "compression": (b"pay", b"newcomer"),
            "logib": (
                *(b"pay", b"sex", b"years_of_training", b"years_of_service", b"years_of_earning"),
                *(b"skill_level", b"professional_position"),
            ),
            "japan_pay_ratios": (b"pay", b"sex"),
        }.items()
    },
    **{
        (f"alumni_fairness_{of}_stream", "options_json"): b'{"currency": "JPY"}'
        for of in (
            *("uk_pay_gaps", "eu_pay_gaps", "adjusted_pay_gap", "inversions", "compa_ratios", "compression"),
            *("logib", "japan_pay_ratios"),
        )
    },
    ("alumni_fairness_regress_stream", "people"): Numbers(
        {b"pay": (1.0, 2.0, 4.0), b"years": (0.0, 1.0, 1.0)}
    ),
    ("alumni_fairness_regress_stream", "options_json"): b'{"outcome": "pay", "columns": ["years"]}',
    **{
        (entry, "people"): Numbers({b"sex": (1, 2), b"hired": (1, 0)}, form=b"l")
        for entry in ("alumni_local_law_144_from_stream", "alumni_fairness_publish_stream")
    },
    **{
        (entry, "options_json"): b'{"attributes": ["sex"], "outcome": "hired"}'
        for entry in ("alumni_local_law_144_from_stream", "alumni_fairness_publish_stream")
    },
    ("alumni_offer_cohort_from_stream", "people"): Numbers({b"pay": (500, 600)}, form=b"l"),
    ("alumni_offer_cohort_from_stream", "options_json"): b'{"currency": "JPY"}',
    ("alumni_fairness_uk_pay_gaps_json", "question_json"): PAY_QUESTION,
    ("alumni_fairness_eu_pay_gaps_json", "question_json"): PAY_QUESTION,
    ("alumni_fairness_adjusted_pay_gap_json", "question_json"): PAY_QUESTION,
    ("alumni_fairness_inversions_json", "question_json"): b'{"people": []}',
    (
        "alumni_fairness_report_from_json",
        "question_json",
    ): b'{"as_of": "2026-03-31", "findings": [{"id": "a", "finding": {"japan_pay_ratios": {"all_percent": 55.7}}}]}',
    (
        "alumni_fairness_publish_json",
        "question_json",
    ): b'{"attributes": ["sex"], "cells": [{"categories": ["women"], "considered": 52, "selected": 24}]}',
    ("alumni_fairness_input_hash", "document_json"): b'{"selected": 3}',
    ("alumni_fairness_input_hash", "key"): (ctypes.c_uint8 * 4)(1, 2, 3, 4),
    ("alumni_fairness_input_hash", "key_length"): 4,
    "totals_json": b"[]",
    "people_json": b"[]",
    "newcomers": AMOUNTS,
    "newcomer_count": 2,
    "incumbents": AMOUNTS,
    "incumbent_count": 2,
    "outcome": (ctypes.c_double * 2)(1.0, 2.0),
    "rows": 2,
    ("alumni_fairness_regress", "names"): (ctypes.c_char_p * 1)(b"years"),
    ("alumni_fairness_regress", "columns"): (ctypes.c_double * 2)(3.0, 4.0),
    ("alumni_fairness_regress", "column_count"): 1,
    ("alumni_fairness_regress", "options_json"): b"{}",
    ("alumni_offer_cohort_parse", "document"): OFFER_COHORT,
    "candidate_json": b"{}",
    "offer_json": b'{"pay": {"minor": 100, "currency": "JPY"}}',
    ("alumni_fairness_compa_ratios", "pay"): AMOUNTS,
    ("alumni_fairness_compa_ratios", "midpoint"): AMOUNTS,
    **{
        (f"alumni_fairness_{of}", name): library.Money(amount, b"JPY")
        for of, name, amount in [
            ("compa_ratio", "pay", 7_000_000),
            ("compa_ratio", "midpoint", 6_500_000),
            ("range_penetration", "pay", 7_000_000),
            ("range_penetration", "minimum", 5_400_000),
            ("range_penetration", "maximum", 7_600_000),
        ]
    },
    ("alumni_date_parse", "text"): b"2015-04-01",
    ("alumni_date_ymd", "year"): 2015,
    ("alumni_date_ymd", "month"): 4,
    ("alumni_date_ymd", "day"): 1,
    ("alumni_instant_parse", "text"): b"2025-07-01T18:00:00+09:00",
    ("alumni_instant_unix", "seconds"): 0,
    ("alumni_worker_from_json", "json"): WORKER,
    ("alumni_judge_decide_json", "json"): b"{}",
    ("alumni_judge_decide_json", "length"): 2,
    ("alumni_judge_explain", "worker"): b"w-1",
    ("alumni_ruling_status", "ruling"): ctypes.byref(library.Ruling(0, 1)),
    ("alumni_facts_get", "name"): b"tenure",
}


def argument(function, parameter):
    """An argument with which the function goes well, or None."""
    return ARGUMENTS.get((function, parameter), ARGUMENTS.get(parameter))


# Which function makes a handle.
# Where an array's first number stands in an error's path, when it is not under the parameter's name alone.
PLACES = {("alumni_fairness_regress", "columns"): "columns[0].values[0]"}

MAKERS = {
    "alumni_worker": "alumni_worker_from_json",
    "alumni_facts": "alumni_worker_facts",
    "alumni_vocabulary": "alumni_vocabulary_parse",
    "alumni_unknown_facts": "alumni_vocabulary_unknown",
    "alumni_judge": "alumni_policy_judge",
    "alumni_row": "alumni_judge_row",
    "alumni_ladder": "alumni_ladder_parse",
    "alumni_ladder_decision": "alumni_ladder_decide",
    "alumni_library": "alumni_library_open",
    "alumni_policy": "alumni_policy_parse",
    "alumni_imported": "alumni_policy_from_json_logic",
    "alumni_check": "alumni_policy_check",
    "alumni_comparison": "alumni_policy_compare",
    "alumni_ladder_check": "alumni_ladder_check_steps",
    "alumni_decision": "alumni_policy_decide",
    "alumni_nearest": "alumni_policy_nearest",
    "alumni_decisions": "alumni_policy_decide_table",
    "alumni_ladder_decisions": "alumni_ladder_decide_table",
    "alumni_simulation": "alumni_policy_simulate",
    "alumni_group_changes": "alumni_programme_group_changes",
    "alumni_policy_gap": "alumni_programme_policy_gap",
    "alumni_counterfactuals": "alumni_programme_counterfactuals",
    "alumni_adjusted_p": "alumni_fairness_adjust_p_values",
    "alumni_case_report": "alumni_policy_run_cases",
    "alumni_book": "alumni_book_parse",
    "alumni_record": "alumni_book_record",
    "alumni_replay": "alumni_book_replay_json",
    "alumni_policy_diff": "alumni_book_diff",
    "alumni_migration": "alumni_book_migrate_json",
    "alumni_notice": "alumni_notice_from_json",
    "alumni_ledger": "alumni_ledger_from_json",
    "alumni_pack": "alumni_pack_shipped",
    "alumni_packs": "alumni_packs_from_json",
    "alumni_consent_report": "alumni_ledger_directory",
    "alumni_extended": "alumni_ledger_extend_json",
    "alumni_answer": "alumni_ledger_may",
    "alumni_answers": "alumni_ledger_may_table",
    "alumni_snapshot": "alumni_ledger_snapshot",
    "alumni_stands": "alumni_snapshot_may",
    "alumni_summary": "alumni_ledger_summary",
    "alumni_consent_document": "alumni_ledger_visible_json",
    "alumni_access_export": "alumni_ledger_access",
    "alumni_contacts": "alumni_contacts_from_json",
    "alumni_propagation": "alumni_propagation_from_json",
    "alumni_recorded": "alumni_propagation_record_uses_json",
    "alumni_propagation_report": "alumni_ledger_propagation",
    "alumni_withdrawal_receipt": "alumni_ledger_withdrawal_receipt",
    "alumni_permit": "alumni_ledger_reserve_json",
    "alumni_settled": "alumni_ledger_commit",
    "alumni_notice_diff": "alumni_ledger_notice_diff_json",
    "alumni_reconsent_plan": "alumni_ledger_plan_reconsent_json",
    "alumni_interactions": "alumni_interactions_from_json",
    "alumni_score_model": "alumni_score_model_parse",
    "alumni_rfm_model": "alumni_rfm_model_parse",
    "alumni_window_model": "alumni_window_model_parse",
    "alumni_permitted": "alumni_permitted_only",
    "alumni_scores": "alumni_score_model_score",
    "alumni_activity_log": "alumni_activity_log_new",
    "alumni_score_report": "alumni_score_model_why_between",
    "alumni_durations": "alumni_durations_from_json",
    "alumni_return_report": "alumni_durations_kaplan_meier",
    "alumni_graph": "alumni_graph_from_json",
    "alumni_network_report": "alumni_graph_summary",
    "alumni_engagement_answer": "alumni_engagement_silence_json",
    "alumni_traffic": "alumni_engagement_traffic",
    "alumni_pulse": "alumni_engagement_pulse",
    "alumni_tables": "alumni_tables_from_json",
    "alumni_mapping": "alumni_mapping_shipped",
    "alumni_import": "alumni_mapping_import",
    "alumni_programme": "alumni_programme_starter",
    "alumni_data": "alumni_programme_read",
    "alumni_review": "alumni_programme_review",
    "alumni_standard": "alumni_standard_parse",
    "alumni_selection_report": "alumni_fairness_selection",
    "alumni_threshold_report": "alumni_standard_thresholds",
    "alumni_strata_report": "alumni_standard_strata",
    "alumni_rate_report": "alumni_fairness_compare_rates_json",
    "alumni_table_report": "alumni_standard_selection_stream",
    "alumni_local_law_144": "alumni_local_law_144_parse",
    "alumni_offer_cohort": "alumni_offer_cohort_parse",
    "alumni_pay_report": "alumni_fairness_eu_pay_gaps_json",
    "alumni_published_selection": "alumni_fairness_publish_json",
    "alumni_fairness_report": "alumni_fairness_report_from_json",
    "alumni_input_hash": "alumni_fairness_input_hash",
}

# Handles that fit only the handle they were made with, by its name among the arguments.
RELATED = {"alumni_row": ("judge",)}

# Pointers that may be NULL, and dates that may be invalid, as the header says.
OPTIONAL = {
    ("alumni_policy_decide_stream", "id"),
    ("alumni_policy_decide_table", "id"),
    ("alumni_ladder_decide_stream", "id"),
    ("alumni_ladder_decide_table", "id"),
    ("alumni_book_replay_json", "worker_json"),
    ("alumni_ledger_extend_json", "extended"),
    ("alumni_ledger_extend_csv", "extended"),
    ("alumni_ledger_extend_csv_bytes", "extended"),
    ("alumni_ledger_extend_table", "extended"),
    ("alumni_ledger_may_table", "options_json"),
    ("alumni_ledger_may_table", "id"),
    ("alumni_snapshot_may_table", "options_json"),
    ("alumni_snapshot_may_table", "id"),
    ("alumni_ledger_funnel_json", "contacts"),
    ("alumni_ledger_access_with", "propagation"),
    ("alumni_ledger_access_with", "contacts"),
    ("alumni_ledger_may", "recipient"),
    ("alumni_ledger_may", "known_at"),
    ("alumni_ledger_directory", "known_at"),
    ("alumni_ledger_snapshot", "known_at"),
    ("alumni_ledger_propagation", "known_at"),
    ("alumni_propagation_record_uses_json", "recorded"),
    ("alumni_propagation_record_acknowledgements_json", "recorded"),
    ("alumni_propagation_take_contacts", "recorded"),
    ("alumni_propagation_take_used", "recorded"),
    ("alumni_propagation_take_provisions_json", "recorded"),
    ("alumni_propagation_merge", "recorded"),
    ("alumni_ledger_notice_diff_json", "at"),
    ("alumni_contacts_resume", "ended"),
    ("alumni_activity_log_add", "added"),
    ("alumni_activity_log_add", "duplicates"),
    ("alumni_activity_log_merge", "added"),
    ("alumni_activity_log_merge", "duplicates"),
    ("alumni_activity_log_remove", "removed"),
    ("alumni_activity_log_erase", "removed"),
    ("alumni_score_model_score_stream", "report"),
    ("alumni_score_model_score_recency_stream", "report"),
    ("alumni_score_model_score_recency_stream", "tenure_years_json"),
    ("alumni_score_model_score_stream", "tenure_years_json"),
    ("alumni_score_model_score_totals_stream", "report"),
    ("alumni_score_model_score_totals_stream", "tenure_years_json"),
    ("alumni_engagement_ranks_stream", "options_json"),
    ("alumni_engagement_ranks_stream", "report"),
    ("alumni_score_model_learn_half_life", "options_json"),
    ("alumni_scores_ranks", "segments_json"),
    ("alumni_scores_ranks", "options_json"),
    ("alumni_scores_moves", "segments_json"),
    ("alumni_scores_moves", "options_json"),
    ("alumni_durations_aalen_johansen", "options_json"),
    ("alumni_durations_kaplan_meier", "options_json"),
    ("alumni_durations_nelson_aalen", "options_json"),
    ("alumni_durations_weibull", "options_json"),
    ("alumni_durations_aalen_johansen_stream", "options_json"),
    ("alumni_durations_kaplan_meier_stream", "options_json"),
    ("alumni_durations_nelson_aalen_stream", "options_json"),
    ("alumni_graph_summary", "options_json"),
    ("alumni_graph_measures", "options_json"),
    ("alumni_graph_measures_stream", "options_json"),
    ("alumni_graph_page_rank", "options_json"),
    ("alumni_graph_betweenness", "options_json"),
    ("alumni_graph_communities", "options_json"),
    ("alumni_engagement_responsiveness", "options_json"),
    ("alumni_engagement_fit_repeat", "options_json"),
    ("alumni_engagement_predict_stream", "options_json"),
    ("alumni_engagement_fit_value", "options_json"),
    ("alumni_engagement_health", "model"),
    ("alumni_engagement_health", "opened"),
    ("alumni_fairness_regress", "options_json"),
    ("alumni_offer_cohort_headroom_json", "candidate_json"),
}

# Parameters that are members of an enum, in functions with a status.
ENUMS = {"channel", "options", "silent_members"}

# What an accessor returns where there is nothing, when that is not what its type has.
NOTHING = {
    "alumni_scores_find": 2**64 - 1,
    "alumni_vocabulary_find": 2**64 - 1,
    "alumni_ladder_decision_highest": 2**64 - 1,
    "alumni_ladder_decision_next": 2**64 - 1,
    "alumni_ladder_decisions_highest": 2**64 - 1,
    "alumni_ladder_decisions_next": 2**64 - 1,
    "alumni_scores_person_recency_days": -1,
}

# Ends of the names of accessors that return a member of an enum.
ENUM_ACCESSORS = (
    "_notice_diff_consequence",
    "_finding_severity",
    "_comparison_relation",
    "_comparison_admitted",
    "_comparison_incomplete",
    "_outcome",
    "_change_kind",
    "_criterion_status",
    "_ruling_status",
    "_verdict",
    "_agreement",
    "_obligation",
    "_item_status",
)
