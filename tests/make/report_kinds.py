"""Reports of regressions, compa-ratios and findings about policies: their pages put together by hand.

The regression is that of 1, 2, 4, 7 on a yes-or-no column, whose figures have closed forms with two degrees of freedom.
"""

from math import comb, erfc, sqrt

from report_pages import EACH, SCREENING, VERSION, compact, day, sha256, table

DAY = "2026-03-31"
LANGS = ("en", "ja")
HASH = "5a" * 32

# t of two degrees of freedom: P(|T| > t) = 1 - t / sqrt(2 + t^2), so that its quantile of 97.5 % has a closed form too.
QUANTILE = sqrt(2 * 0.95**2 / (1 - 0.95**2))


def coefficient(name, estimate, variance):
    error = sqrt(variance)
    t = estimate / error
    return {
        "name": name,
        "estimate": estimate,
        "standard_error": error,
        "degrees": 2.0,
        "t": t,
        "p": 1 - t / sqrt(2 + t * t),
        "lower": estimate - QUANTILE * error,
        "upper": estimate + QUANTILE * error,
    }


# 1 and 2 without, 4 and 7 with: means 1.5 and 5.5, squares left 0.5 + 4.5, of 21 about the mean.
REGRESSION = {
    "observations": 4,
    "residual_degrees": 2,
    "errors": "classical",
    "degrees": "residual",
    "confidence": 0.95,
    "coefficients": [coefficient("intercept", 1.5, 2.5 / 2), coefficient("returned", 4.0, 2.5)],
    "dropped": ["again"],
    "r_squared": 16 / 21,
    "residual_variance": 2.5,
    "leverage": {"highest": 0.5, "row": 0, "mean": 0.5, "above_twice_mean": 0, "full": 0},
}
POSITION = {"people": 2, "mean_of_ratios": 1.05, "ratio_of_sums": 1.1}


def said(code, **arguments):
    return {"code": code, "args": dict(sorted(arguments.items()))}


def fact(title, **counts):
    return {
        "fact": title["en"],
        "title": title,
        "protected": False,
        "read": True,
        "complete": True,
        "known": 0,
        "unknown": 0,
        "changed": 0,
        "better": 0,
        "worse": 0,
        "values": [],
        "criteria": [],
        "groups": [],
        "withheld": [],
        "reasons": [],
    } | counts


SEX = {"en": "sex", "ja": "性別"}
YEAR = {"en": "year of graduation", "ja": "卒業年"}
HANGING = {
    "policy": {"id": "return", "version": 3, "hash": HASH},
    "as_of": "2026-03-01",
    "rows": 412,
    "facts": [
        fact(
            SEX,
            protected=True,
            read=False,
            known=400,
            unknown=12,
            reasons=[said("counterfactual-not-read", fact={"type": "phrase", "value": SEX})],
        ),
        fact(
            YEAR,
            known=412,
            changed=7,
            better=5,
            worse=2,
            values=[
                {"value": "2009", "changed": 2, "better": 0, "worse": 2},
                {"value": None, "changed": 5, "better": 5, "worse": 0},
            ],
            criteria=[{"criterion": "recent", "changed": 6}, {"criterion": "senior", "changed": 1}],
            reasons=[
                said(
                    "counterfactual-changed",
                    fact={"type": "phrase", "value": YEAR},
                    known={"type": "integer", "value": 412},
                    changed={"type": "integer", "value": 7},
                    better={"type": "integer", "value": 5},
                    worse={"type": "integer", "value": 2},
                ),
                said(
                    "counterfactual-criterion",
                    criterion={"type": "text", "value": "recent"},
                    changed={"type": "integer", "value": 6},
                ),
            ],
        ),
    ],
    "missing_columns": [],
    "unusable": [],
}

TITLES = {
    "fit": {"en": "A regression", "ja": "回帰分析"},
    "range": {"en": "Pay against the midpoints of ranges", "ja": "レンジ中央値に対する賃金の位置"},
    "hanging": {"en": "What decisions hang on", "ja": "判定を左右する情報"},
}
TEXTS = {
    "fit": {
        "en": "The columns account for 76% of the variation of the outcome over 4 rows. "
        "Left out because they depend on the columns before them: again. "
        "The highest leverage of a single row is 0.50; rows with more than twice the mean: 0. " + EACH["en"],
        "ja": "4行について、各列で目的変数の変動の76%を説明できます。"
        "前の列から決まるため除いた列があります(again)。"
        "1行のてこ比は最大0.50で、平均の2倍を超える行は0行です。" + EACH["ja"],
    },
    "range": {
        "en": "The mean of the compa-ratios of 2 people is 1.05. "
        "The sum of their pay is 1.10 times the sum of the midpoints. " + EACH["en"],
        "ja": "2人のコンパレシオの平均は1.05です。賃金の合計はレンジ中央値の合計の1.10倍です。" + EACH["ja"],
    },
    "hanging": {
        "en": "No rule asks for sex: no decision hangs on it.\n"
        "Changing only year of graduation would change 7 of 412 decisions: 5 for the better, 2 for the worse. "
        "Criterion recent accounts for 6 of them.\n"
        "Changing a fact on paper shows what the rules do, not why a person's facts are as they are.",
        "ja": "「性別」を参照する基準はなく、判定がこれに左右されることはありません。\n"
        "「卒業年」だけを変えると、412件の判定のうち7件が変わります(有利に変わるもの5件、不利に変わるもの2件)。"
        "うち6件は基準「recent」によるものです。\n"
        "情報を書面上で変えた結果は基準の働きを示すもので、その人の情報がなぜそうなっているかを示すものではありません。",
    },
}


def six_digits(value):
    """Of the sizes that stand here."""
    whole = len(str(int(abs(value))))
    return f"{value:.{6 - whole}f}"


def fit(lang):
    head = {
        "en": [
            "Column",
            "Estimate",
            "Standard error",
            "Lower end",
            "Upper end",
            "Degrees of freedom",
            "t",
            "p (t test)",
        ],
        "ja": ["列", "推定値", "標準誤差", "下限", "上限", "自由度", "t値", "p値(t検定)"],
    }[lang]
    rows = [
        [
            one["name"],
            *(six_digits(one[key]) for key in ("estimate", "standard_error", "lower", "upper")),
            f"{one['degrees']:.1f}",
            f"{one['t']:.2f}",
            f"{one['p']:.4f}",
        ]
        for one in REGRESSION["coefficients"]
    ]
    names = {
        "en": [
            *("Rows", "Residual degrees of freedom", "Standard errors by", "Confidence of intervals"),
            *("R squared", "Highest leverage"),
        ],
        "ja": ["行数", "残差の自由度", "標準誤差の種類", "区間の信頼度", "決定係数", "てこ比の最大"],
    }[lang]
    values = ["4", "2", "classical", "95.0%", "0.762", "0.500"]
    return [table(head, rows), table(figure(lang), list(map(list, zip(names, values, strict=True))))]


def figure(lang):
    return {"en": ["Figure", "Value"], "ja": ["項目", "値"]}[lang]


def position(lang):
    names = {
        "en": ["People", "Mean of compa-ratios", "Sum of pay over sum of midpoints"],
        "ja": ["人数", "コンパレシオの平均", "賃金の合計÷中央値の合計"],
    }[lang]
    rows = [[name, value] for name, value in zip(names, ["2", "1.050", "1.100"], strict=True)]
    return [table(figure(lang), rows)]


def hanging(lang):
    yes, no = {"en": ("yes", "no"), "ja": ("はい", "いいえ")}[lang]
    counts = {
        "en": ["Other outcome", "Better", "Worse"],
        "ja": ["結果が変わる人", "有利になる人", "不利になる人"],
    }[lang]
    head = {
        "en": ["Fact", "Protected", "Asked for by a rule", "Known", "Not known"],
        "ja": ["情報", "保護対象", "基準での参照", "値のある人", "値のない人"],
    }[lang]
    of = {
        "en": f"Policy return, version 3, as of {day('2026-03-01', lang)} (SHA-256 {HASH})",
        "ja": f"ポリシーreturn(第3版)、{day('2026-03-01', lang)}現在(SHA-256:{HASH})",
    }[lang]
    to = {"en": "year of graduation changed to", "ja": "「卒業年」を次の値に変えた場合"}[lang]
    value, other = {"en": ("Value", "any other value"), "ja": ("値", "その他の値")}[lang]
    criterion = {"en": "Criterion", "ja": "基準"}[lang]
    return [
        of,
        table(
            [*head, *counts],
            [
                [SEX[lang], yes, no, "400", "12", "0", "0", "0"],
                [YEAR[lang], no, yes, "412", "0", "7", "5", "2"],
            ],
        ),
        to,
        table([value, *counts], [["2009", "2", "0", "2"], [other, "5", "5", "0"]]),
        table([criterion, counts[0]], [["recent", "6"], ["senior", "1"]]),
    ]


def figures_and_policies():
    question = {
        "as_of": DAY,
        "findings": [
            {"id": "fit", "finding": {"regression": REGRESSION}},
            {"id": "range", "finding": {"compa_ratios": POSITION}},
            {"id": "hanging", "input_hash": "of-rows", "finding": {"counterfactuals": HANGING}},
        ],
    }
    title = {"en": "Fairness report", "ja": "公平性の点検報告書"}
    report = {
        "title": title,
        "as_of": DAY,
        "library_version": VERSION,
        "verdict": None,
        "sections": [
            {
                "id": entry["id"],
                "title": TITLES[entry["id"]],
                "verdict": None,
                "text": TEXTS[entry["id"]],
                "rules": [],
                "families": [],
                "input_hash": entry.get("input_hash"),
                "finding": entry["finding"],
            }
            for entry in question["findings"]
        ],
        "families": [],
        "rules": [],
        "input_hash": sha256(compact(question)),
        "screening": SCREENING,
    }
    words = {
        "en": [
            "As of: ",
            "Made by: alumni ",
            "SHA-256 of the findings: ",
            "Overview",
            "Fingerprint of the input: ",
        ],
        "ja": ["基準日:", "作成:alumni ", "所見のSHA-256:", "一覧", "入力のハッシュ値:"],
    }
    heads = {"en": ["Finding", "Verdict"], "ja": ["所見", "判定"]}

    def markdown(lang):
        as_of, by, sha, overview, fingerprint = words[lang]
        parts = [
            f"# {title[lang]}",
            f"- {as_of}{day(DAY, lang)}\n- {by}{VERSION}\n- {sha}{report['input_hash']}",
            f"## {overview}",
            table(heads[lang], [[TITLES[name][lang], "–"] for name in TITLES]),
        ]
        for name, tables in {"fit": fit, "range": position, "hanging": hanging}.items():
            parts += [f"## {TITLES[name][lang]}", *TEXTS[name][lang].split("\n"), *tables(lang)]
        return "\n\n".join([*parts, f"- {fingerprint}of-rows", SCREENING[lang] + "\n"])

    return {
        "name": "a regression, positions in ranges and what decisions hang on, the whole document in both languages",
        "given": question,
        "expect": {
            "report": report,
            "sha256": sha256(compact(compact(report))),
            "markdown": {lang: markdown(lang) for lang in LANGS},
        },
    }


def policy_gap():
    """Two of four women pass and three of four men; one woman fails both criteria, one woman and one man the site alone."""
    people = [("women", "Osaka", 1), ("women", "Osaka", 2), ("women", "Tokyo", 2), ("women", "Tokyo", 3)]
    people += [("men", "Tokyo", 2), ("men", "Tokyo", 2), ("men", "Tokyo", 3), ("men", "Osaka", 2)]
    policy = {
        "id": "return",
        "version": 1,
        "criteria": [
            {"id": "site", "require": "site = Tokyo"},
            {"id": "grade", "require": "grade >= 2"},
        ],
        "facts": [{"name": "site", "type": "category", "title": "place of work"}],
    }
    rows = [{"sex": sex, "site": site, "grade": grade} for sex, site, grade in people]
    given = {"policy": policy, "rows": rows, "as_of": "2026-04-01", "attribute": "sex"}
    # Of the women one fails the site alone and one both, of the men one the site alone.
    parts = [
        {"criterion": "site", "part": (1 + 1 / 2) / 4 - 1 / 4, "gap_without": 4 / 4 - 3 / 4},
        {"criterion": "grade", "part": (1 / 2) / 4, "gap_without": 3 / 4 - 2 / 4},
    ]
    return {
        "name": "gaps under a policy carry their standard, their family and their parts",
        "given": {
            "as_of": "2026-04-01",
            "findings": [{"id": "gaps", "call": "programme.policy_gap", "given": given}],
        },
        "expect": {
            "report": {
                "sections": [
                    {
                        "id": "gaps",
                        "title": {"en": "Gaps in pass rates by criterion", "ja": "基準別に見た通過率の差"},
                        "rules": ["four-fifths"],
                        "families": ["gaps"],
                        "finding": {
                            "policy_gap": {
                                "attribute": "sex",
                                "rows": 8,
                                "report": {"attributions": [{"group": "women", "gap": 0.25, "parts": parts}]},
                            }
                        },
                    }
                ],
                "families": [{"id": "gaps", "findings": ["gaps"], "comparisons": 1, "adjustment": "holm"}],
            }
        },
    }


def rates():
    """3 of 10 against 7 of 10: every figure by hand, Fisher's test by counting the tables with both margins fixed."""
    counts = {"a": (10, 3), "b": (10, 7)}
    asked = {
        "confidence": 0.95,
        "groups": [{"considered": n, "group": name, "selected": x} for name, (n, x) in counts.items()],
    }
    tables = [comb(10, k) * comb(10, 10 - k) for k in range(11)]
    fisher = sum(count for count in tables if count <= tables[3]) / sum(tables)
    # 5 of 10 are expected in each of four cells, and each is off by 2; the square of a normal variable has 1 degree.
    pearson = 4 * 2**2 / 5
    p = erfc(sqrt(pearson / 2))
    texts = {
        "en": "The rates of 2 groups taken together: Pearson's chi-square is "
        f"{pearson:.2f} on one degree of freedom, and p is {p:.3f}. A and b are the pair that chance explains least: by Fisher's exact "
        f"test p is {fisher:.2f}, and {fisher:.2f} adjusted for one pair (Holm). Screening statistic, not a legal finding.",
        "ja": f"2群の通過率をまとめて比べると、ピアソンのカイ二乗値は{pearson:.2f}(自由度1)、p値は{p:.3f}です。"
        f"1組のうち、偶然では最も説明しにくいのはaとbの差で、フィッシャーの正確検定のp値は{fisher:.2f}(全組についてのホルム補正後は{fisher:.2f})です。"
        "本値は点検のための統計であり、法的な判断ではありません。",
    }
    return {
        "name": "rates by every named test, in both languages",
        "given": {"as_of": DAY, "findings": [{"id": "rates", "call": "compare_rates", "given": asked}]},
        "expect": {
            "report": {
                "verdict": None,
                "sections": [
                    {
                        "id": "rates",
                        "title": {"en": "Rates by every named test", "ja": "各種の検定による通過率の比較"},
                        "text": texts,
                        "families": ["rates"],
                        "input_hash": sha256(compact(asked)),
                    }
                ],
                "families": [{"id": "rates", "findings": ["rates"], "comparisons": 1, "adjustment": "holm"}],
            }
        },
    }


def cases():
    return [figures_and_policies(), policy_gap(), rates()]
