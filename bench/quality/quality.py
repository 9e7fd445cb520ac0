"""Trains Anneal and its peers on the same rows and prints what both reach on the test rows."""

import argparse
import json
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

import pictures
import tables
import texts
from places import CLI

KINDS = [tables, texts, pictures]


def anneal(kind, name, seed):
    """Runs a recipe of two lines and returns the test rows' metrics and the seconds of the whole run."""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "recipe.yaml").write_text(kind.recipe(name) + (f"train: {{seed: {seed}}}\n" if seed else ""))
        start = time.time()
        run = subprocess.run(["dotnet", str(CLI), "run", folder, "--json", "--out", str(Path(folder) / "out")], capture_output=True, text=True, check=False)
        seconds = time.time() - start
        if run.returncode != 0:
            raise SystemExit(f"{name}: anneal ended with {run.returncode}: {run.stderr or run.stdout}")
        last = json.loads(run.stdout.strip().splitlines()[-1])
        return {key.replace("_", "-"): value for key, value in last["metrics"].items()}, seconds


def show(value):
    return f"{value:,.0f}" if value > 100 else f"{value:.4f}"


def main():
    options = argparse.ArgumentParser()
    options.add_argument("--only", default="")
    options.add_argument("--no-peers", action="store_true")
    options.add_argument("--seeds", type=int, default=1)
    asked = options.parse_args()
    only = [name for name in asked.only.split(",") if name]
    print("| data | method | test rows | seconds |\n|---|---|---|---|", flush=True)
    for kind in KINDS:
        for name in kind.SETS:
            if only and name not in only:
                continue
            runs = [anneal(kind, name, seed) for seed in ([None] if asked.seeds == 1 else range(1, asked.seeds + 1))]
            values = {m: statistics.mean(run[0][m] for run in runs) for m in kind.metrics(name)}
            rows = [("**Anneal**" + (f", mean of {asked.seeds} seeds" if asked.seeds > 1 else ""), values, statistics.mean(run[1] for run in runs))]
            print_row(name, *rows[0])
            for method, values, seconds in [] if asked.no_peers else kind.peers(name):
                print_row(name, method, {m: values[m] for m in kind.metrics(name)}, seconds)


def print_row(name, method, values, seconds):
    print(f"| {name} | {method} | {', '.join(f'{m} {show(v)}' for m, v in values.items())} | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
