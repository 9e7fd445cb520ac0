"""Tables: where they lie, what is learnt, and what scikit-learn and XGBoost make of them."""

import time

import numpy as np
import pandas as pd
import xgboost as xgb
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression, Ridge
from sklearn.metrics import average_precision_score, log_loss, mean_squared_error, roc_auc_score
from sklearn.preprocessing import StandardScaler

from places import data, split_of

# name: file, label, the label's positive class (None: a number), columns left out (they leak the label, repeat another column, or are names)
SETS = {
    "adult": ("adult/adult.csv", "income-per-year", ">50K", []),
    "telco-churn": ("telco-churn/Telco-Customer-Churn.csv", "Churn", "Yes", ["customerID"]),
    "vehicle-fraud": ("vehicle-fraud/fraud_oracle.csv", "FraudFound_P", "1", [
        "PolicyNumber", "VehiclePrice_min", "VehiclePrice_max", "Days_Policy_Accident_Min", "Days_Policy_Accident_Max", "Days_Policy_Claim_Min", "Days_Policy_Claim_max"]),
    "ai4i2020": ("ai4i2020/ai4i2020.csv", "Machine_failure", "1", ["UDI", "Product ID", "TWF", "HDF", "PWF", "OSF", "RNF"]),
    "titanic": ("titanic/train.csv", "Survived", "1", ["PassengerId", "Name", "Ticket", "Cabin"]),
    "california-housing": ("california-housing/housing.csv", "median_house_value", None, []),
}


def recipe(name):
    """The recipe's lines; Anneal leaves row numbers out by itself and reads names and codes as texts, so only leaks and copies of columns are named."""
    file, label, positive, drop = SETS[name]
    left_out = [c for c in drop if c not in ("customerID", "PolicyNumber", "UDI", "Product ID", "PassengerId", "Name", "Ticket", "Cabin")]
    columns = f"label: {label}" + (f", ignore: [{', '.join(left_out)}]" if left_out else "")
    kind = "tabular-regression" if positive is None else "tabular-classification"
    return f"task: {kind}\ndata: {{source: {data(file)}, columns: {{{columns}}}, split: {{file: {split_of(name)}}}}}\n"


def metrics(name):
    """The metrics that are shown, under the names that `run --json` gives them."""
    return ["rmse"] if SETS[name][2] is None else ["auc", "pr-auc", "log-loss"]


def peers(name):
    """Yields (method, {metric: value}, seconds) for the peers."""
    file, label, positive, drop = SETS[name]
    frame = pd.read_csv(data(file), encoding="utf-8-sig")
    if name == "telco-churn":
        frame["TotalCharges"] = pd.to_numeric(frame["TotalCharges"], errors="coerce")
    part = np.array(open(split_of(name)).read().split())
    y = frame[label].values.astype(float) if positive is None else (frame[label].astype(str).str.strip() == positive).astype(int).values
    raw = frame.drop(columns=[label] + drop)
    hot = pd.get_dummies(raw).astype(float)
    hot.columns = range(hot.shape[1])
    codes = raw.copy()
    words = [i for i, c in enumerate(raw.columns) if raw.dtypes.iloc[i] == object]
    for i in words:
        codes[raw.columns[i]] = raw.iloc[:, i].astype("category").cat.codes
    train, valid, test = part == "train", part == "valid", part == "test"

    def score(model, x, rows):
        if positive is None:
            return {"rmse": mean_squared_error(y[rows], model.predict(x[rows]), squared=False)}
        p = model.predict_proba(x[rows])[:, 1]
        return {"auc": roc_auc_score(y[rows], p), "pr-auc": average_precision_score(y[rows], p), "log-loss": log_loss(y[rows], p)}

    def best(models, x):
        """Fits all, keeps the one that the validation rows like best."""
        key = "rmse" if positive is None else "log-loss"
        fitted = [fit() for fit in models]
        return min(fitted, key=lambda m: score(m, x, valid)[key])

    filled = hot.fillna(hot[train].median())
    scaled = StandardScaler().fit(filled[train]).transform(filled)
    start = time.time()
    linear = [lambda a=a: Ridge(a).fit(scaled[train], y[train]) for a in (0.1, 1, 10, 100, 1000)] if positive is None else [
        lambda c=c: LogisticRegression(C=c, max_iter=1000).fit(scaled[train], y[train]) for c in (0.001, 0.01, 0.1, 1, 10)]
    model = best(linear, scaled)
    yield "scikit-learn linear, strength chosen", score(model, scaled, test), time.time() - start

    start = time.time()
    kind = HistGradientBoostingRegressor if positive is None else HistGradientBoostingClassifier
    few = [i for i in words if raw.iloc[:, i].nunique() < 255]
    model = kind(random_state=7, categorical_features=few).fit(codes.values[train].astype(float), y[train])
    yield "scikit-learn HistGradientBoosting", score(model, codes.values.astype(float), test), time.time() - start

    start = time.time()
    kind = xgb.XGBRegressor if positive is None else xgb.XGBClassifier
    model = kind(n_jobs=2, tree_method="hist", random_state=7).fit(hot[train], y[train])
    yield "XGBoost", score(model, hot, test), time.time() - start

    start = time.time()
    metric = "rmse" if positive is None else "logloss"
    choices = [dict(learning_rate=eta, max_depth=depth, subsample=0.8, colsample_bytree=columns) for eta in (0.1, 0.03) for depth in (3, 6, 9) for columns in (0.5, 0.8)]
    fits = [lambda c=c: kind(n_estimators=3000, early_stopping_rounds=60, eval_metric=metric, n_jobs=2, tree_method="hist", random_state=7, **c).fit(
        hot[train], y[train], eval_set=[(hot[valid], y[valid])], verbose=False) for c in choices]
    model = best(fits, hot)
    yield "XGBoost, 12 settings and early stopping", score(model, hot, test), time.time() - start
