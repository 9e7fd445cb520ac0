"""OpenBLAS through numpy. Reads lines "M K N layout" (layout nn, nt: B given transposed, tn: A given transposed),
answers each with {"median": GFLOP/s, "min": ..., "max": ...} of a few runs of at least 50 ms."""
import json, statistics, sys, time
import numpy as np

known = {}
for line in sys.stdin:
    m, k, n, layout = line.split()
    m, k, n = int(m), int(k), int(n)
    if (m, k, n, layout) not in known:
        known.clear()
        a = np.random.rand(k, m).astype(np.float32).T if layout == "tn" else np.random.rand(m, k).astype(np.float32)
        b = np.random.rand(n, k).astype(np.float32).T if layout == "nt" else np.random.rand(k, n).astype(np.float32)
        known[m, k, n, layout] = a, b, np.empty((m, n), np.float32)
    a, b, c = known[m, k, n, layout]
    np.matmul(a, b, out=c), np.matmul(a, b, out=c)
    t = time.perf_counter(); np.matmul(a, b, out=c); t = time.perf_counter() - t
    times = max(1, int(0.05 / max(t, 1e-7)))
    values = []
    for _ in range(5):
        t = time.perf_counter()
        for _ in range(times): np.matmul(a, b, out=c)
        values.append(2e-9 * m * k * n * times / (time.perf_counter() - t))
    print(json.dumps({"median": statistics.median(values), "min": min(values), "max": max(values)}), flush=True)
