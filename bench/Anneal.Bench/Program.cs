using Anneal.Bench;
using Anneal.Tensors.Threading;

// One entry per bench: what `-- NAME` runs and `-- list` shows.
var benches = new SortedDictionary<string, (string What, Action<BenchOptions> Run)>(StringComparer.Ordinal)
{
    ["gemm"] = ("float32 matrix products; --set peers|training|conv|small|all, --shape MxKxN[:nn|nt|tn]", GemmBench.Run),
    ["mlp"] = ("784-128-10 with Adam, an epoch of 60,000, batch 32 and 128", MlpBench.Run),
    ["simplecnn"] = ("a training step of a convolution and two linear layers, batch 64, SGD", SimpleCnnBench.Run),
    ["resnet18"] = ("--set train (32x32, batch 64) or forward (224x224, batch 1)", ResNet18Bench.Run),
    ["attention"] = ("attention alone, forward and backward", AttentionBench.Run),
    ["encoder"] = ("training step of a text encoder: d 128, 4 heads, 2 layers, T=128, batch 32, AdamW", EncoderBench.Run),
    ["gpt-baby"] = ("training step of a small GPT: 6 layers, 6 heads, 384, T=256, batch 12", GptBench.RunBaby),
    ["gpt2-124m"] = ("training step of GPT-2 with 124 million parameters: batch 4, T=64", GptBench.Run124M),
    ["bert-base"] = ("forward pass of BERT base: batch 1, T=128", BertBench.Run),
    ["lstm-small"] = ("training step of Embedding(1000,16), LSTM(16), T 100, batch 32", LstmBench.RunSmall),
    ["lstm-big"] = ("training step of Embedding(20000,128), LSTM(128), T 100, batch 64", LstmBench.RunBig),
    ["trees"] = ("boosted trees, depth 6, 256 bins: --set made (1,000,000 x 28) or adult", TreesBench.Run),
    ["blocks"] = ("products with stored weights, format by format; --name PART", BlocksBench.Run),
    ["decode"] = ("tokens one by one from the GGUF files in --models FOLDER (or ANNEAL_GGUF), --name PART", GenerationBench.RunDecode),
    ["prefill"] = ("a prompt of 256 tokens, the same files", GenerationBench.RunPrefill),
    ["serve"] = ("a language model's answers to 1, 2, 4, 8 and 16 clients at once: GPT-2 with 124 million random weights", ServeBench.Run),
    ["load"] = ("from a file's name to the first token, the same files; one --name a run", GenerationBench.RunLoad),
    ["tokenize"] = ("texts to tokens and back, one core: GPT-2, cl100k, Llama 2, BERT; and learning vocabularies on all", TokenizeBench.Run),
    ["ceiling"] = ("multiply-adds in registers: what the machine can do at most", FmaCeiling.Run),
    ["operations"] = ("every operation of the tests' table, forward and backward; --name PART", OperationsBench.Run),
};

if (args.Length == 0 || args[0] is "list" or "--help")
{
    foreach ((string name, (string what, _)) in benches) Console.WriteLine($"{name,-14} {what}");
    Console.WriteLine("options: --threads N (default: 1, then all cores)  --against (compare with the peers, A B A B)  --pairs N (of those, default 3)");
    return 0;
}
if (!benches.TryGetValue(args[0], out (string What, Action<BenchOptions> Run) bench))
{
    Console.Error.WriteLine($"There is no bench named '{args[0]}'. Known: {string.Join(", ", benches.Keys)}.");
    return 2;
}
if (!BenchOptions.TryParse(args.AsSpan(1), out BenchOptions? options, out string? mistake))
{
    Console.Error.WriteLine(mistake);
    return 2;
}
foreach (int threads in options.ThreadCounts)
{
    WorkerPool.ThreadCount = threads;
    bench.Run(options with { Threads = threads });
}
return 0;
