"""The same fits by lifelines and lifetimes.

Usage: peers.py FOLDER --round N
"""

import argparse
import json
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from lifelines import CoxPHFitter, KaplanMeierFitter
from lifetimes import BetaGeoFitter, ModifiedBetaGeoFitter

NAMES = ["x0", "x1", "x2", "x3", "x4"]


def line(group: str, engine: str, number: int, unit: str, value: float) -> None:
    measured = {"group": group, "engine": engine, "mode": "", "round": number, "unit": unit}
    print(json.dumps(measured | {"value": float(value)}), flush=True)


def timed(group: str, engine: str, number: int, run):
    start = time.process_time()
    answer = run()
    line(group, engine, number, "ms", (time.process_time() - start) * 1e3)
    return answer


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--round", type=int, default=0)
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    number = options.round

    def read(name: str, kind: str):
        return np.fromfile(options.folder / f"{name}.{kind}", dtype=f"<{kind}")

    days, ended = read("days", "i4"), read("ended", "u1")
    curve = timed("Kaplan-Meier", "lifelines", number, lambda: KaplanMeierFitter().fit(days, ended))
    line("survival after a year", "lifelines", number, "", curve.predict(365))
    frame = pd.DataFrame({name: read(name, "f8") for name in NAMES} | {"days": days, "ended": ended})
    fit = timed("Cox, 5 columns", "lifelines", number, lambda: CoxPHFitter().fit(frame, "days", "ended"))
    line("coefficient", "lifelines", number, "", fit.params_["x0"])
    line("standard error", "lifelines", number, "", fit.standard_errors_["x0"])

    acts = [read(name, "f8") for name in ("frequency", "recency", "age")]
    fit = timed("BG/NBD", "lifetimes", number, lambda: BetaGeoFitter().fit(*acts))
    for name in ("r", "alpha", "a", "b"):
        line(name, "lifetimes", number, "", fit.params_[name])
    timed("MBG/NBD", "lifetimes", number, lambda: ModifiedBetaGeoFitter().fit(*acts))


main()
