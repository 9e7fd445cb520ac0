"""Texts: where they lie, what is learnt, and what scikit-learn's linear models make of them."""

import csv
import io
import time
import zipfile

import jieba
import numpy as np
import scipy.sparse as sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, f1_score
from sklearn.svm import LinearSVC

from places import data, split_of

SHOPPING = "zh-sentiment/online_shopping_10_cats.zip"

# name: file, column of the text, column of the label, columns left out
SETS = {
    "waimai_10k": ("zh-sentiment/waimai_10k.csv", "review", "label", []),
    "online_shopping_10_cats:sentiment": (SHOPPING, "review", "label", ["cat"]),
    "online_shopping_10_cats:category": (SHOPPING, "review", "cat", ["label"]),
    "en-sst2": ("en-sst2/train.tsv", "column1", "column2", []),
}


def recipe(name):
    file, _, label, drop = SETS[name]
    columns = f"label: {label}" + (f", ignore: [{', '.join(drop)}]" if drop else "")
    split = f"{{valid: {data('en-sst2/dev.tsv')}, test: {data('en-sst2/test.tsv')}}}" if name == "en-sst2" else f"{{file: {split_of(name.split(':')[0])}}}"
    return f"task: text-classification\ndata: {{source: {data(file)}, columns: {{{columns}}}, split: {split}}}\n"


def metrics(name):
    return ["accuracy", "macro-f1"]


def rows_of(name):
    """The texts, the labels and each row's part."""
    file, text, label, _ = SETS[name]
    if name == "en-sst2":
        parts = [(part, line.rstrip("\n").rsplit("\t", 1)) for part in ("train", "dev", "test") for line in open(data(f"en-sst2/{part}.tsv"), encoding="utf-8")]
        return [row[0] for _, row in parts], np.array([row[1] for _, row in parts]), np.array([part.replace("dev", "valid") for part, _ in parts])
    if file.endswith(".zip"):
        archive = zipfile.ZipFile(data(file))
        content = archive.read(archive.namelist()[0]).decode("utf-8-sig")
    else:
        content = data(file).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    return [row[text] for row in rows], np.array([row[label] for row in rows]), np.array(open(split_of(name.split(":")[0])).read().split())


def peers(name):
    """Yields (method, {metric: value}, seconds): words and runs of characters, weighed by rarity, into a linear model whose strength the validation rows choose."""
    texts, y, part = rows_of(name)
    train, valid, test = part == "train", part == "valid", part == "test"
    english = name == "en-sst2"
    cut = texts if english else [" ".join(jieba.cut(text)) for text in texts]
    start = time.time()
    words = TfidfVectorizer(token_pattern=r"(?u)\S+", sublinear_tf=True, min_df=2).fit([t for t, k in zip(cut, train) if k])
    characters = TfidfVectorizer(analyzer="char_wb" if english else "char", ngram_range=(1, 5 if english else 3), sublinear_tf=True, min_df=2).fit([t for t, k in zip(texts, train) if k])
    x = sparse.hstack([words.transform(cut), characters.transform(texts)]).tocsr()
    shared = time.time() - start
    for method, fits in {
        "scikit-learn logistic regression, words and characters": [lambda c=c: LogisticRegression(C=c, max_iter=300) for c in (1, 4, 16)],
        "scikit-learn LinearSVC, words and characters": [lambda c=c: LinearSVC(C=c) for c in (0.1, 0.3, 1)],
    }.items():
        start = time.time()
        models = [make().fit(x[train], y[train]) for make in fits]
        model = max(models, key=lambda m: m.score(x[valid], y[valid]))
        answers = model.predict(x[test])
        yield method, {"accuracy": accuracy_score(y[test], answers), "macro-f1": f1_score(y[test], answers, average="macro")}, shared + time.time() - start
