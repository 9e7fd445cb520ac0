using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training.Language;

/// <summary>A model that is there already, made ready to be trained further.</summary>
public sealed class TunedModel
{
    private readonly TuneChoice choice;

    private TunedModel(TuneChoice choice, Decoder network, Tokenizer tokenizer, string? template)
    {
        this.choice = choice;
        Network = network;
        Tokenizer = tokenizer;
        Template = template;
    }

    /// <summary>The network.</summary>
    public Decoder Network { get; }

    /// <summary>Its tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Its chat template; null where it has none.</summary>
    public string? Template { get; }

    /// <summary>The adapters, once they are there.</summary>
    public LowRankAdapters? Adapters { get; private set; }

    /// <summary>Reads a model.</summary>
    /// <exception cref="UserErrorException">There is none, or it is damaged.</exception>
    public static TunedModel Open(TuneChoice choice)
    {
        try
        {
            if (File.Exists(choice.From) && Path.GetExtension(choice.From).Equals(".gguf", StringComparison.OrdinalIgnoreCase))
            {
                GgufFile file = GgufFile.Open(choice.From);
                return new TunedModel(choice, DecoderGguf.Read(file, trainable: true), TokenizerFiles.Read(choice.From), file.Metadata.FindText("tokenizer.chat_template"));
            }

            if (Directory.Exists(choice.From)) return new TunedModel(choice, DecoderFolder.Read(choice.From, trainable: true), TokenizerFiles.Read(choice.From), TemplateOf(choice.From));
        }
        catch (Exception e) when (e is ModelFileException or FileNotFoundException or JsonException)
        {
            throw new UserErrorException(LanguageTrainingMessages.NotTrainable, LanguageTrainingMessages.NotTrainableWayOut, new Place(choice.From), e);
        }

        throw new UserErrorException(LanguageTrainingMessages.NotTrainable, LanguageTrainingMessages.NotTrainableWayOut, new Place(choice.From));
    }

    /// <summary>Freezes what is not to learn, and adds adapters where they are asked for.</summary>
    /// <param name="generator">Draws the adapters' first numbers.</param>
    /// <exception cref="UserErrorException">The network has no such layers.</exception>
    public void Prepare(Generator generator)
    {
        switch (choice.Kind)
        {
            case TuneKind.Frozen:
                Network.Freeze();
                int first = Math.Max(0, Network.Config.Layers - choice.LastBlocks);
                foreach ((string name, Tensor parameter) in Network.NamedParameters()) parameter.RequiresGradient = BlockOf(name) >= first || name.EndsWith("norm.weight", StringComparison.Ordinal) && BlockOf(name) < 0;
                break;
            case TuneKind.Qlora:
                foreach ((string name, Module module) in Network.NamedModules())
                {
                    if (module is Nn.Linear linear && BlockOf(name) >= 0 && linear.Weight.Shape[1] % 32 == 0) linear.Quantize(QuantizedMatrix.From(linear.Weight, BlockFormat.Q4_0));
                }

                Attach(Network, generator);
                break;
            case TuneKind.Lora:
                Attach(Network, generator);
                break;
        }
    }

    /// <summary>The network with what it learnt in its weights.</summary>
    /// <param name="adapterFolder">A folder that is there, for the adapters; they are written where there are any.</param>
    public Decoder Finish(string adapterFolder)
    {
        if (Adapters is null) return Network;
        Adapters.Write(adapterFolder);
        if (choice.Kind == TuneKind.Lora)
        {
            Adapters.Merge();
            return Network;
        }

        // Weights of four bits can't take a change up: the adapters go into the weights as they were.
        Decoder whole = Open(choice).Network;
        LowRankAdapters.Read(whole, adapterFolder).Merge();
        return whole;
    }

    private void Attach(Module network, Generator generator)
    {
        try
        {
            Adapters = LowRankAdapters.Attach(network, choice.LowRank, generator);
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException(LanguageTrainingMessages.NoSuchLayer, LanguageTrainingMessages.NoSuchLayerWayOut, inner: e);
        }
    }

    /// <summary>The number of the block that a parameter or a layer is in; -1 for none.</summary>
    private static int BlockOf(string name)
    {
        foreach (string part in name.Split('.'))
            if (int.TryParse(part, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out int block)) return block;
        return -1;
    }

    private static string? TemplateOf(string folder)
    {
        string jinja = Path.Combine(folder, "chat_template.jinja"), config = Path.Combine(folder, "tokenizer_config.json");
        if (File.Exists(jinja)) return File.ReadAllText(jinja);
        if (!File.Exists(config)) return null;
        using JsonDocument json = JsonDocument.Parse(File.ReadAllBytes(config));
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("chat_template", out JsonElement template) && template.ValueKind == JsonValueKind.String ? template.GetString() : null;
    }
}
