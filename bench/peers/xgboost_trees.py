"""XGBoost's hist on the tables of the bench `trees`: milliseconds per tree, of preparation, and the largest resident size."""

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
import xgboost as xgb

TREES, WARM_UP = 50, 10


def made():
    rows, columns = 1_000_000, 28
    # The generator of TreesBench.cs, all columns abreast; column-major, so that it is filled without gaps.
    values = np.empty((rows, columns), np.float32)
    # state after n steps = a^n * seed + c * (a^n - 1) / (a - 1): powers by doubling, so that a column is one array operation.
    a, c = np.uint64(6364136223846793005), np.uint64(1442695040888963407)
    with np.errstate(over="ignore"):
        power, shift = np.array([a]), np.array([c])
        while len(power) < rows:
            shift = np.concatenate([shift, power * shift[-1] + shift])
            power = np.concatenate([power, power * power[-1]])
        power, shift = power[:rows], shift[:rows]
        for column in range(columns):
            values[:, column] = ((power * np.uint64(column + 1) + shift) >> np.uint64(40)).astype(np.float32) * np.float32(1 / (1 << 24))
    labels = values[:, 0] * values[:, 1] + np.float32(0.3) * values[:, 2] + np.float32(0.3) * values[:, 3] > np.float32(0.55)
    return values, labels.astype(np.float32)


def adult():
    import pandas as pd
    frame = pd.read_csv(Path(__file__).resolve().parents[3] / "shared" / "data" / "adult" / "adult.csv")
    label = (frame.pop("income-per-year").str.strip() == ">50K").astype(np.float32).values
    return pd.get_dummies(frame).astype(np.float32).values, label


values, labels = adult() if sys.argv[1] == "adult" else made()
threads = int(sys.argv[2])
times = [time.perf_counter()]
table = xgb.DMatrix(values, label=labels, nthread=threads)


class Clock(xgb.callback.TrainingCallback):
    def after_iteration(self, model, epoch, evals_log):
        times.append(time.perf_counter())
        return False


xgb.train(dict(objective="binary:logistic", tree_method="hist", max_depth=6, eta=0.1, max_bin=256, nthread=threads), table, WARM_UP + TREES, callbacks=[Clock()])
each = (times[-1] - times[WARM_UP]) / TREES * 1000
print(json.dumps(dict(ms_per_tree=each, prepare_ms=(times[1] - times[0]) * 1000 - each, peak_rss_MiB=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)))
