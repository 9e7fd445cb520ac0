using System.Text.Json;
using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.Tagging;

/// <summary>Tags tokens with BERT or RoBERTa: the features of each token's first piece tell its tag.</summary>
/// <remarks>Devlin et al., "BERT", 2018, section 5.3. A sentence that is longer than the model's positions is read in rows one behind the other.</remarks>
public sealed class EncoderTagger : TokenTagger
{
    /// <summary>Says whether tokens are words, which Hugging Face's files don't.</summary>
    private const string TokensFile = "tagger.json";

    private readonly EncoderModel model;
    private readonly Tokenizer tokenizer;
    private readonly int begin, end, unknown;

    /// <param name="model">An encoder with a head for tokens.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="areWords">Whether tokens are words; otherwise each character is one.</param>
    /// <exception cref="ArgumentException">The model has another head.</exception>
    public EncoderTagger(EncoderModel model, Tokenizer tokenizer, bool areWords)
        : base(model.Config.Labels, model, Independent(model.Config.Labels))
    {
        if (model.Config.Task != EncoderTask.Tokens) throw new ArgumentException("This encoder has no head for tokens.", nameof(model));
        this.model = model;
        this.tokenizer = tokenizer;
        AreWords = areWords;
        begin = tokenizer.ClassId ?? tokenizer.BeginId ?? 0;
        end = tokenizer.SeparatorId ?? tokenizer.EndId ?? 0;
        unknown = tokenizer.UnknownId ?? 0;
    }

    /// <inheritdoc/>
    public override bool AreWords { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<TaggerRow> Rows(IReadOnlyList<string> tokens)
    {
        int longest = model.Config.Sizes.Positions - model.Config.Sizes.FirstPosition;
        List<TaggerRow> rows = [];
        List<int> ids = [begin], places = [];
        int first = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            // A word in more pieces than a row has places is read from its beginning.
            int[] pieces = tokenizer.Encode(tokens[i], addSpecial: false);
            if (pieces.Length == 0) pieces = [unknown];
            if (pieces.Length > longest - 2) pieces = pieces[..(longest - 2)];
            if (ids.Count + pieces.Length + 1 > longest) Close(i);
            places.Add(ids.Count);
            ids.AddRange(pieces);
        }

        if (places.Count > 0) Close(tokens.Count);
        return rows;

        void Close(int next)
        {
            ids.Add(end);
            rows.Add(new TaggerRow(first, [.. ids], [.. places], ids.Count));
            first = next;
            ids = [begin];
            places = [];
        }
    }

    /// <inheritdoc/>
    private protected override Tensor Emit(IReadOnlyList<TaggerRow> rows)
    {
        int time = rows.Max(row => row.Time), tokens = rows.Max(row => row.Places.Length);
        long[] ids = new long[rows.Count * time], places = new long[rows.Count * tokens];
        bool[] padding = new bool[ids.Length];
        Array.Fill(ids, model.Config.PadId);
        Array.Fill(padding, true);
        for (int r = 0; r < rows.Count; r++)
        {
            for (int t = 0; t < rows[r].Time; t++) ids[(r * time) + t] = rows[r].Ids[t];
            padding.AsSpan(r * time, rows[r].Time).Clear();
            for (int t = 0; t < tokens; t++) places[(r * tokens) + t] = (r * time) + (t < rows[r].Places.Length ? rows[r].Places[t] : 0);
        }

        Tensor logits = model.Forward(Tensor.From(ids, [rows.Count, time]), Tensor.From(padding, [rows.Count, time]));
        return logits.Reshape(rows.Count * time, Labels.Count).IndexSelect(0, Tensor.From(places, [places.Length])).Reshape(rows.Count, tokens, Labels.Count);
    }

    /// <inheritdoc/>
    public override void Write(string folder)
    {
        EncoderFolder.Write(model, folder);
        TokenizerFiles.Write(tokenizer, folder);
        File.WriteAllText(Path.Combine(folder, TokensFile), AreWords ? "{\"words\": true}\n" : "{\"words\": false}\n");
    }

    internal static EncoderTagger Read(ModelFolder folder)
    {
        EncoderModel model = EncoderFolder.Read(folder);
        string file = Path.Combine(folder.Path, TokensFile);
        bool areWords = !File.Exists(file) || !ModelFolder.Json(file).TryGetProperty("words", out JsonElement words) || words.ValueKind != JsonValueKind.False;
        return new EncoderTagger(model, TokenizerFiles.Read(folder.Path), areWords);
    }

    /// <summary>Tags that cost nothing behind each other: each token's are chosen by themselves, but never in an order that makes no sense.</summary>
    private static LinearChainCrf Independent(IReadOnlyList<string> labels)
    {
        LinearChainCrf chain = new(labels.Count, TagOrder.Forbidden(labels));
        chain.Freeze();
        return chain;
    }
}
