using System.Globalization;
using System.Text.Json;
using Anneal.Formats;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training.Language;

/// <summary>The low-rank adapters of a network: small trained changes, kept apart from its weights or merged into them.</summary>
/// <remarks>On disk as Hugging Face's PEFT has them: <c>adapter_config.json</c> and <c>adapter_model.safetensors</c>.</remarks>
public sealed class LowRankAdapters
{
    private const string ConfigFile = "adapter_config.json";
    private const string WeightsFile = "adapter_model.safetensors";
    private const string Prefix = "base_model.model.";

    private readonly LowRankChoice choice;
    private readonly (string Name, Nn.Linear Layer, LowRankAdapter Adapter)[] adapters;
    private bool merged;

    private LowRankAdapters(LowRankChoice choice, (string, Nn.Linear, LowRankAdapter)[] adapters)
    {
        this.choice = choice;
        this.adapters = adapters;
    }

    /// <summary>Numbers in all adapters.</summary>
    public long ParameterCount => adapters.Sum(one => one.Adapter.ParameterCount);

    /// <summary>Freezes a network and adds adapters, which change nothing until they have learnt.</summary>
    /// <param name="network">The network.</param>
    /// <param name="choice">Which layers, how large.</param>
    /// <param name="generator">Draws the first numbers.</param>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public static LowRankAdapters Attach(Module network, LowRankChoice choice, Generator generator)
    {
        network.Freeze();
        var layers = network.NamedModules()
            .Where(m => m.Value is Nn.Linear && m.Key.Contains('.', StringComparison.Ordinal) && (choice.Layers.Count == 0 || choice.Layers.Contains(m.Key[(m.Key.LastIndexOf('.') + 1)..], StringComparer.Ordinal)))
            .Select(m => (Name: m.Key, Layer: (Nn.Linear)m.Value)).ToArray();
        if (layers.Length == 0) throw new ArgumentException($"The network has no linear layer named {string.Join(", ", choice.Layers)}.", nameof(choice));
        return new LowRankAdapters(choice, [.. layers.Select(one => (one.Name, one.Layer, Add(one.Layer)))]);

        LowRankAdapter Add(Nn.Linear layer)
        {
            (int outputs, int inputs) = layer.Quantized is { } matrix ? (matrix.Shape[0], matrix.Shape[1]) : (layer.Weight.Shape[0], layer.Weight.Shape[1]);
            LowRankAdapter adapter = new(inputs, outputs, choice.Rank, choice.Alpha, generator);
            layer.Adapt(adapter);
            return adapter;
        }
    }

    /// <summary>Adds the changes to the weights and takes the adapters off: the network does the same at its old speed.</summary>
    /// <exception cref="InvalidOperationException">A weight is quantised and can't be changed, or they are merged already.</exception>
    public void Merge()
    {
        if (merged) throw new InvalidOperationException("The adapters are merged already.");
        Change(add: true);
        foreach ((_, Nn.Linear layer, _) in adapters) layer.Adapt(null);
        merged = true;
    }

    /// <summary>Takes the changes out of the weights again and puts the adapters back on.</summary>
    /// <exception cref="InvalidOperationException">They are not merged.</exception>
    public void Unmerge()
    {
        if (!merged) throw new InvalidOperationException("The adapters are not merged.");
        Change(add: false);
        foreach ((_, Nn.Linear layer, LowRankAdapter adapter) in adapters) layer.Adapt(adapter);
        merged = false;
    }

    /// <summary>Writes the adapters alone.</summary>
    /// <param name="folder">A folder that is there.</param>
    /// <exception cref="IOException">A file can't be written.</exception>
    public void Write(string folder)
    {
        Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        foreach ((string name, _, LowRankAdapter adapter) in adapters)
        {
            tensors.Add($"{Prefix}{name}.lora_A.weight", adapter.A);
            tensors.Add($"{Prefix}{name}.lora_B.weight", adapter.B);
        }

        SafeTensors.Write(Path.Combine(folder, WeightsFile), tensors, new Dictionary<string, string>(StringComparer.Ordinal) { ["format"] = "pt" });
        string[] layers = [.. adapters.Select(one => one.Name[(one.Name.LastIndexOf('.') + 1)..]).Distinct(StringComparer.Ordinal)];
        File.WriteAllText(Path.Combine(folder, ConfigFile), string.Create(CultureInfo.InvariantCulture, $$"""
            {
              "peft_type": "LORA",
              "task_type": "CAUSAL_LM",
              "r": {{choice.Rank}},
              "lora_alpha": {{choice.Alpha}},
              "lora_dropout": 0.0,
              "bias": "none",
              "target_modules": [{{string.Join(", ", layers.Select(layer => $"\"{layer}\""))}}]
            }

            """));
    }

    /// <summary>Freezes a network and adds adapters that were written.</summary>
    /// <param name="network">The network that they were trained on.</param>
    /// <param name="folder">The folder that holds them.</param>
    /// <exception cref="FormatException">The files are damaged, or made for another network.</exception>
    /// <exception cref="IOException">A file can't be read.</exception>
    public static LowRankAdapters Read(Module network, string folder)
    {
        const int MostRank = 4096;
        LowRankChoice choice;
        try
        {
            using JsonDocument config = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, ConfigFile)));
            JsonElement root = config.RootElement;
            choice = new LowRankChoice(root.GetProperty("r").GetInt32(), root.GetProperty("lora_alpha").GetDouble(), [.. root.GetProperty("target_modules").EnumerateArray().Select(layer => layer.GetString()!)]);
            if (choice.Rank is < 1 or > MostRank || !double.IsFinite(choice.Alpha) || choice.Layers.Count == 0) throw new FormatException($"{ConfigFile} asks for a rank of {choice.Rank}.");
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new FormatException($"{ConfigFile} is no description of low-rank adapters: {e.Message}", e);
        }

        SafeTensorsFile saved = SafeTensors.Open(Path.Combine(folder, WeightsFile));
        try
        {
            LowRankAdapters read = Attach(network, choice, new Generator(0));
            using Gradients.NoGradScope noGradients = Gradients.NoGrad();
            foreach ((string name, _, LowRankAdapter adapter) in read.adapters)
            {
                adapter.A.CopyFrom(saved.Read($"{Prefix}{name}.lora_A.weight"));
                adapter.B.CopyFrom(saved.Read($"{Prefix}{name}.lora_B.weight"));
            }

            return read;
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException)
        {
            throw new FormatException($"{WeightsFile} does not fit the network: {e.Message}", e);
        }
    }

    private void Change(bool add)
    {
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        foreach ((_, Nn.Linear layer, LowRankAdapter adapter) in adapters)
        {
            using Tensor change = adapter.Change();
            using Tensor sum = add ? layer.Weight + change : layer.Weight - change;
            layer.Weight.CopyFrom(sum);
        }
    }
}
