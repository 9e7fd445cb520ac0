"""Where the data and our command line lie."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("ANNEAL_DATA", ROOT.parent / "shared" / "data"))
CLI = ROOT / "src" / "Anneal.Cli" / "bin" / "Release" / "net10.0" / "anneal.dll"


def data(file):
    return DATA / file


def split_of(name):
    return DATA / "splits" / f"{name}.txt"
