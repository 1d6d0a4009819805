"""Arguments with which every function of the header goes well."""

# 2022-04-01, and noon of that day in UTC.
DAYS = 19083
MICROSECONDS = (19083 * 24 + 12) * 3_600_000_000

WORKER = b"""{"id": "w-1042", "rehire_flag": "yes", "spells": [
    {"start": "2016-04-01", "end": "2021-09-30", "grade": 2, "separation": {"kind": "voluntary"}}]}"""

# By function and parameter, or by parameter alone.
ARGUMENTS = {
    "index": 0,
    "lang": 0,
    "period": b"6 months",
    ("alumni_date_parse", "text"): b"2015-04-01",
    ("alumni_date_ymd", "year"): 2015,
    ("alumni_date_ymd", "month"): 4,
    ("alumni_date_ymd", "day"): 1,
    ("alumni_instant_parse", "text"): b"2025-07-01T18:00:00+09:00",
    ("alumni_instant_unix", "seconds"): 0,
    ("alumni_worker_from_json", "json"): WORKER,
    ("alumni_facts_get", "name"): b"tenure",
}

# Which function makes a handle.
MAKERS = {
    "alumni_worker": "alumni_worker_from_json",
    "alumni_facts": "alumni_worker_facts",
}

# Pointers that may be NULL, and dates that may be invalid, as the header says.
OPTIONAL = set()

# Parameters that are members of an enum, in functions with a status.
ENUMS = set()
