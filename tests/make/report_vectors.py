"""Expected values for `fairness.report` and `fairness.input_hash`: whole documents, put together here by hand.

The documents are written out with this script's own tables and sentences, from the packs' data; fingerprints come from
`hashlib` and `hmac`. Figures of selections come from the oracle of `fairness.selection`.
"""

import hashlib
import hmac

import corpus
import fairness_oracle as oracle
import report_kinds
from report_pages import EACH, SCREENING, VERSION, applied, compact, day, pack, sha256, table

SOURCE = "tests/make/report_vectors.py: documents put together by hand; hashlib and hmac of Python"


def figures():
    """A report of Japan's ratios and of a compression index, whole."""
    as_of = "2026-03-31"
    japan = {"all_percent": 55.7, "regular_percent": 72.0, "non_regular_percent": None}
    compression = {"newcomers": 3, "incumbents": 14, "index": 1.05}
    title = {"en": "Pay 2025", "ja": "2025年度の賃金"}
    rows = {"en": "Newcomers | G5", "ja": "新任者 | G5"}
    question = {
        "title": title,
        "as_of": as_of,
        "findings": [
            {"id": "japan", "finding": {"japan_pay_ratios": japan}},
            {"id": "g5", "title": rows, "input_hash": "of-rows", "finding": {"compression": compression}},
        ],
    }
    said = {
        "en": [
            "Women's average pay is 55.7% of men's (all workers). "
            "Women's average pay is 72.0% of men's (regular workers). "
            "The ratio of women's average pay to men's cannot be formed (non-regular workers). ",
            "The median pay of 3 who came in is 1.05 times that of 14 who are there. ",
        ],
        "ja": [
            "女性の平均賃金は男性の55.7%です(全労働者)。女性の平均賃金は男性の72.0%です(正規雇用労働者)。"
            "男女の賃金の差異を計算できません(非正規雇用労働者)。",
            "新たに加わった3人の賃金の中央値は、在籍者14人の1.05倍です。",
        ],
    }
    text = [{lang: said[lang][i] + EACH[lang] for lang in said} for i in (0, 1)]
    titles = [
        {"en": "Japan's difference in wages between women and men", "ja": "男女の賃金の差異"},
        rows,
    ]
    rule = applied(pack("jp-wage-difference"), as_of)
    report = {
        "title": title,
        "as_of": as_of,
        "library_version": VERSION,
        "verdict": None,
        "sections": [
            {
                "id": "japan",
                "title": titles[0],
                "verdict": None,
                "text": text[0],
                "rules": ["jp-wage-difference"],
                "families": [],
                "input_hash": None,
                "finding": {"japan_pay_ratios": japan},
            },
            {
                "id": "g5",
                "title": rows,
                "verdict": None,
                "text": text[1],
                "rules": [],
                "families": [],
                "input_hash": "of-rows",
                "finding": {"compression": compression},
            },
        ],
        "families": [],
        "rules": [rule],
        "input_hash": sha256(compact(question)),
        "screening": SCREENING,
    }
    words = {
        "en": {
            "as_of": "As of: ",
            "by": "Made by: alumni ",
            "hash": "SHA-256 of the findings: ",
            "overview": "Overview",
            "head": ["Finding", "Verdict"],
            "figure": ["Figure", "Value"],
            "kinds": ["All workers", "Regular workers", "Non-regular workers"],
            "sides": ["Newcomers", "Incumbents", "Compression index"],
            "rests": "Rests on: ",
            "input": "Fingerprint of the input: ",
            "rules": "Rules and methods",
            "rule": ["Id", "Version", "Title", "In effect from", "until", "Source"],
            "colon": ": ",
        },
        "ja": {
            "as_of": "基準日:",
            "by": "作成:alumni ",
            "hash": "所見のSHA-256:",
            "overview": "一覧",
            "head": ["所見", "判定"],
            "figure": ["項目", "値"],
            "kinds": ["全労働者", "正規雇用労働者", "非正規雇用労働者"],
            "sides": ["新たに加わった人", "在籍者", "圧縮指数"],
            "rests": "拠りどころ:",
            "input": "入力のハッシュ値:",
            "rules": "規則と方法",
            "rule": ["ID", "版", "名称", "適用開始日", "適用終了日", "出典"],
            "colon": ":",
        },
    }

    def markdown(lang):
        word = words[lang]
        names = [title[lang].replace("|", "\\|") for title in titles]
        return "\n\n".join(
            [
                f"# {title[lang]}",
                f"- {word['as_of']}{day(as_of, lang)}\n- {word['by']}{VERSION}\n"
                f"- {word['hash']}{report['input_hash']}",
                f"## {word['overview']}",
                table(word["head"], [[name, "–"] for name in names]),
                f"## {names[0]}",
                text[0][lang],
                table(
                    word["figure"], list(map(list, zip(word["kinds"], ["55.7%", "72.0%", "–"], strict=True)))
                ),
                f"- {word['rests']}jp-wage-difference",
                f"## {names[1]}",
                text[1][lang],
                table(word["figure"], list(map(list, zip(word["sides"], ["3", "14", "1.050"], strict=True)))),
                f"- {word['input']}of-rows",
                f"## {word['rules']}",
                table(
                    word["rule"],
                    [
                        [
                            rule["id"],
                            str(rule["version"]),
                            rule["title"][lang],
                            day(rule["effective_from"], lang),
                            "–",
                            rule["source"],
                        ]
                    ],
                ),
                f"- {rule['id']}{word['colon']}{rule['note'][lang]}",
                SCREENING[lang] + "\n",
            ]
        )

    return {
        "name": "figures without a verdict, the whole document in both languages",
        "given": question,
        "expect": {
            "report": report,
            # Of the bytes: the JSON as a text in JSON.
            "sha256": sha256(compact(compact(report))),
            "markdown": {lang: markdown(lang) for lang in ("en", "ja")},
        },
    }


def selection(name, *groups):
    """One selection of a report, and its finding by the oracle."""
    given = {"groups": [{"group": g, "considered": n, "selected": x} for g, n, x in groups]}
    return {"id": name, "call": "selection", "given": given}, oracle.report(list(groups), {})


def worked_example():
    """The worked example of the sentences: its words are those of the guide."""
    entry, found = selection("offers", ("women", 52, 24), ("men", 80, 48))
    finding = found["findings"][0]
    text = {
        "en": "Women were selected at 46% (24/52), men at 60% (48/80): ratio 0.77, 95% interval 0.53-1.07 (score). "
        "A difference this large would appear about 13 times in 100 if the true rates were equal (mid-p 0.13). "
        "These numbers could reliably detect only ratios below about 0.59. INSUFFICIENT: the data cannot tell. "
        + EACH["en"],
        "ja": "womenの選考通過率は46%(24/52)、menは60%(48/80)で、比は0.77(95%区間0.53〜1.07、スコア法)です。"
        "真の通過率が等しい場合でも、この程度の差は100回に約13回生じます(mid-p=0.13)。"
        "この人数で確実に検出できるのは、比が約0.59未満の場合に限られます。"
        "【データ不足】このデータからは判断できません。" + EACH["ja"],
    }
    return {
        "name": "the worked example, with its rule and family",
        "given": {"as_of": "2026-03-31", "findings": [entry]},
        "expect": {
            "report": {
                "title": {"en": "Fairness report", "ja": "公平性の点検報告書"},
                "verdict": "insufficient",
                "sections": [
                    {
                        "id": "offers",
                        "verdict": "insufficient",
                        "text": text,
                        "rules": ["four-fifths"],
                        "families": ["offers"],
                        "finding": {
                            "selection": {
                                "findings": [{key: finding[key] for key in ("mid_p", "adjusted_p")}]
                            }
                        },
                    }
                ],
                "families": [
                    {"id": "offers", "findings": ["offers"], "comparisons": 1, "adjustment": "holm"}
                ],
                "rules": [applied(pack("four-fifths"), "2026-03-31")],
                "screening": SCREENING,
            }
        },
    }


def family():
    """Two decision points declared as one family, a third of its own."""
    points = [
        selection("screening", ("a", 100, 45), ("b", 100, 60)),
        selection("offers", ("a", 100, 30), ("b", 100, 60)),
        selection("other", ("a", 100, 52), ("b", 100, 60)),
    ]
    entries = [entry for entry, _ in points]
    for entry in entries[:2]:
        entry["family"] = "returns"
    p = [found["findings"][0]["mid_p"] for _, found in points]
    adjusted = [*oracle.holm(p[:2]), p[2]]
    sections = [
        {
            "families": [family],
            "finding": {
                "selection": {"findings": [{"mid_p": raw, "adjusted_p": value}], "comparisons": count}
            },
        }
        for family, raw, value, count in zip(
            ("returns", "returns", "other"), p, adjusted, (2, 2, 1), strict=True
        )
    ]
    return {
        "name": "selections of a declared family are adjusted together",
        "given": {"as_of": "2026-03-31", "findings": entries},
        "expect": {
            "report": {
                "sections": sections,
                "families": [
                    {
                        "id": "returns",
                        "findings": ["screening", "offers"],
                        "comparisons": 2,
                        "adjustment": "holm",
                    },
                    {"id": "other", "findings": ["other"], "comparisons": 1, "adjustment": "holm"},
                ],
            }
        },
    }


def own_rule():
    rule = {"id": "eu-2023-970", "version": 2, "title": "Ours", "source": "Works agreement 7"}
    euros = {"minor": 9500, "currency": "EUR"}
    men = {"minor": 10000, "currency": "EUR"}
    people = [
        {"group": "women", "pay": euros, "category": "G5"},
        {"group": "men", "pay": men, "category": "G5"},
    ]
    expected = applied({**rule, "title": {"en": "Ours", "ja": "Ours"}}, "2026-03-31")
    return {
        "name": "a rule of the caller takes the place of the library's",
        "given": {
            "as_of": "2026-03-31",
            "findings": [{"id": "pay", "call": "eu_pay_gaps", "given": {"people": people}}],
            "rules": [rule],
        },
        "expect": {"report": {"verdict": "review", "rules": [expected]}},
    }


def not_yet():
    entry = {"id": "pay", "call": "eu_pay_gaps", "given": {"people": []}}
    return {
        "name": "a rule that is not in effect on the day is said to be so",
        "given": {"as_of": "2026-06-06", "findings": [entry]},
        "expect": {"report": {"rules": [applied(pack("eu-2023-970"), "2026-06-06") | {"in_effect": False}]}},
    }


def refused(name, findings, kind, path):
    return {
        "name": name,
        "given": {"as_of": "2026-03-31", "findings": findings},
        "expect": {"error": {"kind": kind, "path": path}},
    }


def hashes():
    documents = [
        ("an object, its keys in any order", {"selected": 3, "considered": 9}),
        ("lists keep their order", [[3, 1, 2], {"b": None, "a": True}]),
        ("numbers with a point and letters of Japan", {"賃金": [1.5, 0.1, -2.0, 12345678901234567]}),
    ]
    for name, document in documents:
        text = compact(document, sort_keys=True)
        yield {"name": name, "given": {"document": document}, "expect": sha256(text)}
        key = "32 bytes that nobody else can tell"
        keyed = hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
        yield {"name": f"{name}, with a key", "given": {"document": document, "key": key}, "expect": keyed}


JAPAN = {"japan_pay_ratios": {"all_percent": None, "regular_percent": None, "non_regular_percent": None}}

corpus.main(
    {
        "fairness/report.json": {
            "call": "fairness.report",
            "source": SOURCE,
            "cases": [
                figures(),
                *report_kinds.cases(),
                worked_example(),
                family(),
                own_rule(),
                not_yet(),
                refused("no finding", [], "missing", "findings"),
                refused(
                    "an id twice",
                    [{"id": "a", "finding": JAPAN}, {"id": "a", "finding": JAPAN}],
                    "duplicate",
                    "findings[1].id",
                ),
                refused("an empty id", [{"id": " ", "finding": JAPAN}], "missing", "findings[0].id"),
                refused(
                    "a family of what is no selection",
                    [{"id": "a", "family": "f", "finding": JAPAN}],
                    "inconsistent",
                    "findings[0].family",
                ),
            ],
        },
        "fairness/input_hash.json": {
            "call": "fairness.input_hash",
            "source": "hashlib and hmac of Python over the sorted document",
            "cases": list(hashes()),
        },
    }
)
