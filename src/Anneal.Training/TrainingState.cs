using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Anneal.Formats;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training;

/// <summary>All that a training needs to go on as if it had never stopped, in one safetensors file.</summary>
internal sealed class TrainingState(Module network, Optimizer optimizer, Schedule? schedule, BestWeights best, Generator generator)
{
    private const string NetworkPart = "network.";
    private const string OptimizerPart = "optimizer.";
    private const string BestPart = "best.";

    /// <summary>How the learning rate goes on.</summary>
    public Schedule? Schedule { get; private set; } = schedule;

    /// <summary>Another schedule goes on where this one stands.</summary>
    public void Continue(Schedule? next)
    {
        if (Schedule is { } now) next?.LoadStateDict(now.StateDict());
        Schedule = next;
    }

    /// <summary>Goes back to what a file holds.</summary>
    /// <returns>The epochs that had run; none when there is no file.</returns>
    public List<EpochReport> Resume(string? file)
    {
        if (file is null || !File.Exists(file)) return [];
        SafeTensorsFile saved = SafeTensors.Open(file);
        network.LoadStateDict(Part(saved, NetworkPart));
        optimizer.LoadStateDict(Part(saved, OptimizerPart));
        List<EpochReport> history = JsonSerializer.Deserialize(saved.Metadata["history"], StateJson.Default.ListEpochReport)!;
        Schedule?.LoadStateDict(JsonSerializer.Deserialize(saved.Metadata["schedule"], StateJson.Default.DictionaryStringDouble)!);
        generator.Position = ulong.Parse(saved.Metadata["generator"], CultureInfo.InvariantCulture);
        EpochReport chosen = history.FindLast(e => e.IsBest)!;
        best.Remember(chosen.Epoch, chosen.ValidLoss, Part(saved, BestPart));
        return history;
    }

    /// <summary>Writes a file that takes the last one's place only when it is whole.</summary>
    public void Save(string? file, List<EpochReport> history)
    {
        if (file is null) return;
        Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        foreach ((string name, Tensor tensor) in network.StateDict()) tensors.Add(NetworkPart + name, tensor);
        foreach ((string name, Tensor tensor) in optimizer.StateDict()) tensors.Add(OptimizerPart + name, tensor);
        foreach ((string name, Tensor tensor) in best.Weights) tensors.Add(BestPart + name, tensor);
        SafeTensors.Write(file, tensors, new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["history"] = JsonSerializer.Serialize(history, StateJson.Default.ListEpochReport),
            ["schedule"] = JsonSerializer.Serialize(new Dictionary<string, double>(Schedule?.StateDict() ?? new Dictionary<string, double>(StringComparer.Ordinal), StringComparer.Ordinal), StateJson.Default.DictionaryStringDouble),
            ["generator"] = generator.Position.ToString(CultureInfo.InvariantCulture),
        });
    }

    private static Dictionary<string, Tensor> Part(SafeTensorsFile saved, string prefix) =>
        saved.Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(name => name[prefix.Length..], saved.Read, StringComparer.Ordinal);
}

/// <summary>A loss that is no number (a training that diverged) must not break the file.</summary>
[JsonSourceGenerationOptions(NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(List<EpochReport>))]
[JsonSerializable(typeof(Dictionary<string, double>))]
internal sealed partial class StateJson : JsonSerializerContext;
