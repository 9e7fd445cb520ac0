/* llama.cpp through libllama's C interface, without JavaScript and sampling. Reads lines "decode N" (N one-token steps with logits and argmax
   after 16 tokens) and "prefill N" (one batch of N tokens, logits of the last), answers each with {"tokensPerSecond": ..., "loadMs": ..., "residentMiB": ...}.
   No header is needed: the parameter structs are opaque blobs (System V x86-64 passes them in memory), defaults kept but for the types of keys and values
   where CACHE is f16 or q8_0: they are the two ones (F16) behind two pointers that are null.
   Build: gcc -O2 llama.c FOLDER/libllama.*.so FOLDER/libggml.*.so FOLDER/libggml-base.so -Wl,-rpath,FOLDER
   Run:   ./llama FOLDER model.gguf THREADS [CACHE] */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct { char bytes[1024]; } Parameters;
typedef struct { int32_t count; int32_t *tokens; void *rest[5]; } Batch;
void ggml_backend_load_all_from_path(const char *);
void llama_backend_init(void);
Parameters llama_model_default_params(void);
Parameters llama_context_default_params(void);
void *llama_model_load_from_file(const char *, Parameters);
void *llama_init_from_model(void *, Parameters);
void llama_set_n_threads(void *, int32_t, int32_t);
Batch llama_batch_get_one(int32_t *, int32_t);
int32_t llama_decode(void *, Batch);
void *llama_get_memory(const void *);
void llama_memory_clear(void *, bool);
float *llama_get_logits_ith(void *, int32_t);
void llama_synchronize(void *);
void llama_log_set(void *, void *);

static void quiet(int level, const char *text, void *data) { (void)level; (void)text; (void)data; }
static double now(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return t.tv_sec + 1e-9 * t.tv_nsec; }
static long resident(void) {
    char line[256]; long kib = 0; FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f)) if (!strncmp(line, "VmRSS:", 6)) kib = atol(line + 6);
    if (f) fclose(f);
    return kib / 1024;
}

/* Types of keys and values; 8 is Q8_0. */
static int keep(Parameters *parameters, int type) {
    int *fields = (int *)parameters->bytes;
    for (int i = 16; i < 64; i++)
        if (!fields[i] && !fields[i + 1] && !fields[i + 2] && !fields[i + 3] && fields[i + 4] == 1 && fields[i + 5] == 1) { fields[i + 4] = fields[i + 5] = type; return 0; }
    return 1;
}

int main(int count, char **arguments) {
    if (count < 4) return 2;
    llama_log_set(quiet, 0);
    ggml_backend_load_all_from_path(arguments[1]);
    llama_backend_init();
    double start = now();
    void *model = llama_model_load_from_file(arguments[2], llama_model_default_params());
    Parameters parameters = llama_context_default_params();
    if (count > 4 && !strcmp(arguments[4], "q8_0") && keep(&parameters, 8)) return 3;
    void *context = model ? llama_init_from_model(model, parameters) : 0;
    if (!context) return 1;
    double load = now() - start;
    int threads = atoi(arguments[3]), n;
    llama_set_n_threads(context, threads, threads);
    char what[16];
    int32_t tokens[512];
    while (scanf("%15s %d", what, &n) == 2) {
        for (int i = 0; i < 512; i++) tokens[i] = 300 + rand() % 30000;
        llama_memory_clear(llama_get_memory(context), true);
        double seconds;
        if (!strcmp(what, "prefill")) {
            start = now();
            if (n > 512 || llama_decode(context, llama_batch_get_one(tokens, n))) return 1;
            llama_synchronize(context);
            seconds = now() - start;
        } else {
            if (llama_decode(context, llama_batch_get_one(tokens, 16))) return 1;
            llama_synchronize(context);
            int32_t next = tokens[0];
            start = now();
            for (int i = 0; i < n; i++) {
                if (llama_decode(context, llama_batch_get_one(&next, 1))) return 1;
                float *logits = llama_get_logits_ith(context, -1);
                int best = 0;
                for (int j = 1; j < 32000; j++) if (logits[j] > logits[best]) best = j;
                next = best;
            }
            seconds = now() - start;
        }
        printf("{\"tokensPerSecond\": %.2f, \"loadMs\": %.1f, \"residentMiB\": %ld}\n", n / seconds, load * 1e3, resident());
        fflush(stdout);
    }
    _Exit(0);
}
