"""Pictures: where they lie and what the network of the baselines, written in PyTorch, makes of them."""

import gzip
import time

import numpy as np
import torch
from torch import nn

from places import data, split_of

# name: source, model (None: the default), split
SETS = {
    "mnist:mlp": ("mnist", "mlp"),
    "mnist:simple-cnn": ("mnist", "simple-cnn"),
    "mnist": ("mnist", None),
    "fashion-mnist": ("fashion-mnist", None),
    "sdnet2018-mini": ("sdnet2018-mini/sdnet2018-mini.tar.gz", None),
}


def recipe(name):
    source, model = SETS[name]
    split = f", split: {{file: {split_of(name)}}}" if name == "sdnet2018-mini" else ""
    return f"task: image-classification\ndata: {{source: {data(source)}{split}}}\n" + (f"model: {model}\n" if model else "")


def metrics(name):
    return ["accuracy"]


def idx(file):
    raw = gzip.open(data(file)).read()
    return np.frombuffer(raw, np.uint8, offset=16 if "images" in file else 8)


def peers(name):
    """Yields (method, {metric: value}, seconds). The peer of sdnet2018-mini is in the table of the data's baselines only."""
    source, model = SETS[name]
    if name == "sdnet2018-mini":
        return
    torch.manual_seed(7)
    torch.set_num_threads(2)
    part = {k: (torch.tensor(idx(f"{source}/{k}-images-idx3-ubyte.gz").reshape(-1, 1, 28, 28) / 255.0, dtype=torch.float32), torch.tensor(idx(f"{source}/{k}-labels-idx1-ubyte.gz").astype(np.int64))) for k in ("train", "t10k")}
    if model == "mlp":
        method, epochs, net = "PyTorch 784-128-10, Adam", 5, nn.Sequential(nn.Flatten(), nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 10))
    elif model == "simple-cnn":
        method, epochs, net = "PyTorch conv 32, 128, Adam", 3, nn.Sequential(nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Flatten(), nn.Linear(21632, 128), nn.ReLU(), nn.Linear(128, 10))
    else:
        method, epochs = "PyTorch conv 32, conv 64, batch norm, dropout, one cycle", 6
        net = nn.Sequential(nn.Conv2d(1, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3, padding=1), nn.BatchNorm2d(64), nn.ReLU(), nn.MaxPool2d(2),
                            nn.Flatten(), nn.Dropout(0.3), nn.Linear(3136, 128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, 10))
    x, y = part["train"]
    steps = len(x) // 128
    optimizer = torch.optim.Adam(net.parameters(), 1e-3)
    schedule = None if model else torch.optim.lr_scheduler.OneCycleLR(optimizer, 4e-3, epochs * steps)
    start = time.time()
    for _ in range(epochs):
        order = torch.randperm(len(x))
        for step in range(steps):
            rows = order[step * 128:(step + 1) * 128]
            optimizer.zero_grad()
            nn.functional.cross_entropy(net(x[rows]), y[rows]).backward()
            optimizer.step()
            if schedule:
                schedule.step()
    seconds = time.time() - start
    net.eval()
    with torch.no_grad():
        answers = torch.cat([net(b).argmax(1) for b in part["t10k"][0].split(1000)])
    yield method, {"accuracy": (answers == part["t10k"][1]).float().mean().item()}, seconds
