using System.Text.Json;
using System.Text.Json.Nodes;
using Anneal.Formats;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.Tagging;

/// <summary>The sizes of a <see cref="RecurrentTagger"/>.</summary>
/// <param name="Size">Features of a token.</param>
/// <param name="PairSize">Features of what else is seen of it: pairs of characters, or a word's ends and form.</param>
/// <param name="Hidden">Features of the state of each direction.</param>
/// <param name="Layers">Recurrent layers.</param>
/// <param name="Dropout">Share of features that is dropped while it learns.</param>
public sealed record RecurrentTaggerSizes(int Size, int PairSize, int Hidden, int Layers, double Dropout);

/// <summary>Reads a sentence with an LSTM from both ends and chooses the tags of all tokens together.</summary>
/// <remarks>
/// Huang et al., "Bidirectional LSTM-CRF Models for Sequence Tagging", 2015. On disk: config.json, model.safetensors and the vocabularies in features.json.
/// State: <c>tables.0.weight</c>, …, <c>recurrent.…</c>, <c>output.…</c>, <c>crf.transitions</c>, …
/// </remarks>
public sealed class RecurrentTagger : TokenTagger
{
    private const string ModelType = "bilstm-crf";

    private readonly TokenFeatures features;
    private readonly RecurrentTaggerSizes sizes;

    private RecurrentTagger(IReadOnlyList<string> labels, TokenFeatures features, RecurrentTaggerSizes sizes, Reader reader)
        : base(labels, reader, reader.Chain)
    {
        this.features = features;
        this.sizes = sizes;
    }

    /// <param name="labels">The tags.</param>
    /// <param name="features">What it sees of tokens.</param>
    /// <param name="sizes">The sizes.</param>
    /// <param name="generator">Draws first weights and dropout.</param>
    public static RecurrentTagger Create(IReadOnlyList<string> labels, TokenFeatures features, RecurrentTaggerSizes sizes, Generator generator) =>
        new(labels, features, sizes, new Reader(labels, features, sizes, generator));

    /// <inheritdoc/>
    public override bool AreWords => features.AreWords;

    /// <inheritdoc/>
    public override IReadOnlyList<TaggerRow> Rows(IReadOnlyList<string> tokens) => [new TaggerRow(0, features.Encode(tokens), [.. Enumerable.Range(0, tokens.Count)], tokens.Count)];

    /// <inheritdoc/>
    private protected override Tensor Emit(IReadOnlyList<TaggerRow> rows)
    {
        int time = rows.Max(row => row.Time), slots = features.Slots;
        int[] ids = new int[rows.Count * time * slots]; // zero is padding
        for (int r = 0; r < rows.Count; r++)
        {
            // Slot by slot: [slots, rows, time].
            for (int t = 0; t < rows[r].Time; t++)
                for (int s = 0; s < slots; s++) ids[(((s * rows.Count) + r) * time) + t] = rows[r].Ids[(t * slots) + s];
        }

        return ((Reader)Network).Emit(Tensor.From(ids, [slots, rows.Count, time]), Tensor.From(rows.Select(row => (long)row.Time).ToArray(), [rows.Count]));
    }

    /// <inheritdoc/>
    public override void Write(string folder)
    {
        ModelFolder.Write(folder, new JsonObject
        {
            ["model_type"] = ModelType,
            ["labels"] = new JsonArray([.. Labels.Select(label => JsonValue.Create(label))]),
            ["size"] = sizes.Size,
            ["pair_size"] = sizes.PairSize,
            ["hidden_size"] = sizes.Hidden,
            ["num_hidden_layers"] = sizes.Layers,
            ["dropout"] = sizes.Dropout,
        }, Network.StateDict());
        features.Write(folder);
    }

    internal static bool Knows(ModelFolder folder) => folder.Config.TryGetProperty("model_type", out JsonElement type) && type.ValueKind == JsonValueKind.String && type.GetString() == ModelType;

    internal static RecurrentTagger Read(ModelFolder folder)
    {
        string file = Path.Combine(folder.Path, ModelFolder.ConfigName);
        string[] labels = folder.Config.TryGetProperty("labels", out JsonElement list) && list.ValueKind == JsonValueKind.Array && list.GetArrayLength() is > 0 and <= 4096 && list.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(item => item.GetString()!)]
            : throw Broken("labels");
        RecurrentTaggerSizes sizes = new(Number("size", 1 << 14), Number("pair_size", 1 << 14), Number("hidden_size", 1 << 14), Number("num_hidden_layers", 64), 0);
        TokenFeatures features = TokenFeatures.Read(folder.Path);
        Reader reader;
        using (Initialize.Deferred()) reader = new Reader(labels, features, sizes, new Generator(0));
        reader.Adopt(folder.Names.ToDictionary(name => name, folder.Read, StringComparer.Ordinal));
        return new RecurrentTagger(labels, features, sizes, reader);

        int Number(string name, int most) => folder.Config.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int number) && number >= 1 && number <= most ? number : throw Broken(name);
        ModelFileException Broken(string place) => new(file, place, "it is missing or makes no sense.", "Run the recipe again to get a whole bundle.");
    }

    /// <summary>Features, a recurrent layer from both ends, and how each tag fits.</summary>
    private sealed class Reader : Module
    {
        private readonly TokenFeatures features;
        private readonly Embedding[] tables;
        private readonly Dropout dropout;
        private readonly Lstm recurrent;
        private readonly Linear output;

        public Reader(IReadOnlyList<string> labels, TokenFeatures features, RecurrentTaggerSizes sizes, Generator generator)
        {
            this.features = features;
            Language.Section section = Register("tables", new Language.Section());
            tables = [.. Enumerable.Range(0, features.TableOf(features.Slots - 1) + 1).Select(t =>
                section.Add(t.ToString(System.Globalization.CultureInfo.InvariantCulture), Table(features.CountOf(t), t == 0 ? sizes.Size : sizes.PairSize, generator)))];
            recurrent = Register("recurrent", new Lstm(sizes.Size + ((features.Slots - 1) * sizes.PairSize), sizes.Hidden, sizes.Layers, bidirectional: true, dropout: sizes.Dropout, generator: generator));
            output = Register("output", new Linear(2 * sizes.Hidden, labels.Count, generator: generator));
            dropout = Register("dropout", new Dropout(sizes.Dropout, generator));
            Chain = Register("crf", new LinearChainCrf(labels.Count, TagOrder.Forbidden(labels)));
        }

        public LinearChainCrf Chain { get; }

        public override Tensor Forward(Tensor input) => throw new NotSupportedException("A tagger needs the lengths of its rows.");

        /// <summary>Ids <c>[slots, rows, time]</c> become <c>[rows, time, tags]</c>.</summary>
        public Tensor Emit(Tensor ids, Tensor lengths)
        {
            Tensor seen = Tensor.Concat([.. Enumerable.Range(0, features.Slots).Select(slot => tables[features.TableOf(slot)].Forward(ids.Select(0, slot)))], axis: -1);
            Tensor states = recurrent.Run(dropout.Forward(seen), lengths: lengths).Output;
            return output.Forward(dropout.Forward(states));
        }

        /// <summary>Smaller first numbers than usual: with deviation 1, rare signs weigh as much as known ones.</summary>
        private static Embedding Table(int count, int size, Generator generator)
        {
            const double Deviation = 0.3;
            Embedding table = new(count, size, TokenFeatures.Padding, generator);
            if (Initialize.IsDeferred) return table;
            using (Gradients.NoGrad())
            {
                foreach (ref float number in table.Weight.AsSpan<float>()) number *= (float)Deviation;
            }

            return table;
        }
    }
}
