/* oneDNN's sgemm. Reads lines "M K N layout" (layout nn, nt: B given transposed, tn: A given transposed),
   answers each with {"median": GFLOP/s, "min": ..., "max": ...} of a few runs of at least 50 ms.
   Build: gcc -O2 gemm_dnnl.c -ldnnl */
#include <dnnl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + 1e-9 * t.tv_nsec; }
static int compare(const void *a, const void *b) { double x = *(const double *)a, y = *(const double *)b; return x < y ? -1 : x > y; }

int main(void) {
    long m, k, n, om = 0, ok = 0, on = 0;
    char layout[8];
    float *a = 0, *b = 0, *c = 0;
    while (scanf("%ld %ld %ld %7s", &m, &k, &n, layout) == 4) {
        if (m != om || k != ok || n != on) {
            free(a); free(b); free(c);
            a = aligned_alloc(64, (m * k * 4 + 63) / 64 * 64); b = aligned_alloc(64, (k * n * 4 + 63) / 64 * 64); c = aligned_alloc(64, (m * n * 4 + 63) / 64 * 64);
            for (long i = 0; i < m * k; i++) a[i] = (i % 17) * .1f;
            for (long i = 0; i < k * n; i++) b[i] = (i % 13) * .1f;
            memset(c, 0, m * n * 4);
            om = m; ok = k; on = n;
        }
        int ta = strcmp(layout, "tn") == 0, tb = strcmp(layout, "nt") == 0;
#define PRODUCT dnnl_sgemm(ta ? 'T' : 'N', tb ? 'T' : 'N', m, n, k, 1.f, a, ta ? m : k, b, tb ? k : n, 0.f, c, n)
        PRODUCT; PRODUCT;
        double t = now(); PRODUCT; t = now() - t;
        long times = 0.05 / (t > 1e-7 ? t : 1e-7);
        if (times < 1) times = 1;
        double v[5];
        for (int r = 0; r < 5; r++) {
            t = now();
            for (long i = 0; i < times; i++) PRODUCT;
            v[r] = 2e-9 * m * k * n * times / (now() - t);
        }
        qsort(v, 5, sizeof *v, compare);
        printf("{\"median\":%.2f,\"min\":%.2f,\"max\":%.2f}\n", v[2], v[0], v[4]);
        fflush(stdout);
    }
    return 0;
}
