using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Text.Examples;
using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.Tagging;

/// <summary>Tags the tokens of a text: what each is part of.</summary>
/// <example>
/// <code>
/// TokenTagger tagger = TokenTagger.Open("runs/entities-20260101-120000");
/// foreach (TextSpan span in tagger.Find("李雷去了南京。")) Console.WriteLine($"{span.Type} {span.Text}");
/// </code>
/// </example>
public abstract class TokenTagger
{
    /// <summary>Sentences that go through the network at once when they are only read.</summary>
    private const int RowsAtOnce = 32;

    private protected TokenTagger(IReadOnlyList<string> labels, Module network, LinearChainCrf crf)
    {
        Labels = labels;
        Network = network;
        Chain = crf;
    }

    /// <summary>The tags, in the order of the network's outputs.</summary>
    public IReadOnlyList<string> Labels { get; }

    /// <summary>What learns.</summary>
    public Module Network { get; }

    /// <summary>Whether its tokens are words; otherwise each character is one.</summary>
    public abstract bool AreWords { get; }

    /// <summary>What tags cost behind each other.</summary>
    private protected LinearChainCrf Chain { get; }

    /// <summary>A sentence as the network reads it: one row, or several where it is too long for one.</summary>
    public abstract IReadOnlyList<TaggerRow> Rows(IReadOnlyList<string> tokens);

    /// <summary>How each tag fits each token.</summary>
    /// <returns><c>[rows, longest row's tokens, tags]</c>.</returns>
    private protected abstract Tensor Emit(IReadOnlyList<TaggerRow> rows);

    /// <summary>The mean over tokens of -log of the probability of the true tags.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="tags">The true tags of each row's tokens, as places in <see cref="Labels"/>.</param>
    /// <returns>A single number.</returns>
    public Tensor Loss(IReadOnlyList<TaggerRow> rows, IReadOnlyList<int[]> tags)
    {
        int time = rows.Max(row => row.Places.Length);
        long[] path = new long[rows.Count * time], lengths = new long[rows.Count];
        for (int r = 0; r < rows.Count; r++)
        {
            lengths[r] = tags[r].Length;
            for (int t = 0; t < tags[r].Length; t++) path[(r * time) + t] = tags[r][t];
        }

        return Chain.Loss(Emit(rows), Tensor.From(path, [rows.Count, time]), Tensor.From(lengths, [rows.Count])) * ((double)rows.Count / lengths.Sum());
    }

    /// <summary>The likeliest tags of sentences. The network is in inference mode afterwards.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Tag(IReadOnlyList<IReadOnlyList<string>> sentences)
    {
        Network.Eval();
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        string[][] told = [.. sentences.Select(tokens => new string[tokens.Count])];
        (int Sentence, TaggerRow Row)[] rows = [.. sentences.SelectMany((tokens, i) => tokens.Count == 0 ? [] : Rows(tokens).Select(row => (i, row))).OrderBy(one => one.row.Places.Length)];
        foreach ((int Sentence, TaggerRow Row)[] batch in rows.Chunk(RowsAtOnce))
        {
            using TensorScope scope = new();
            int[][] tags = Chain.Decode(Emit([.. batch.Select(one => one.Row)]), [.. batch.Select(one => one.Row.Places.Length)]);
            for (int r = 0; r < batch.Length; r++)
                for (int t = 0; t < tags[r].Length; t++) told[batch[r].Sentence][batch[r].Row.First + t] = Labels[tags[r][t]];
        }

        return told;
    }

    /// <summary>The spans of a text, in its order.</summary>
    /// <param name="text">Any text; half of a surrogate pair counts as U+FFFD.</param>
    public IReadOnlyList<TextSpan> Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        IReadOnlyList<IReadOnlyList<Range>> sentences = TextCutting.Sentences(text, AreWords);
        IReadOnlyList<IReadOnlyList<string>> tags = Tag([.. sentences.Select(pieces => (IReadOnlyList<string>)[.. pieces.Select(piece => TextCutting.Whole(text[piece]))])]);
        List<TextSpan> spans = [];
        for (int s = 0; s < sentences.Count; s++)
        {
            foreach (TagSpan span in TagSpan.Of(tags[s]))
            {
                int start = sentences[s][span.Start].Start.Value, end = sentences[s][span.End - 1].End.Value;
                spans.Add(new TextSpan(span.Type, start, end, text[start..end]));
            }
        }

        return spans;
    }

    /// <summary>Writes the model into a folder.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public abstract void Write(string folder);

    /// <summary>Opens a tagger.</summary>
    /// <param name="path">A bundle, or a folder as Hugging Face lays BERT and RoBERTa out, with a head for tokens.</param>
    /// <exception cref="UserErrorException">There is none, or it is damaged.</exception>
    public static TokenTagger Open(string path)
    {
        try
        {
            ModelFolder folder = ModelFolder.Open(path);
            if (RecurrentTagger.Knows(folder)) return RecurrentTagger.Read(folder);
            return EncoderFolder.Knows(folder) ? EncoderTagger.Read(folder) : throw new UserErrorException(TaggingMessages.NoTagger(path), TaggingMessages.NoTaggerWayOut);
        }
        catch (Exception e) when (LanguageModelFiles.Explain(e, path) is not null)
        {
            throw LanguageModelFiles.Explain(e, path)!;
        }
        catch (Exception e) when (e is ArgumentException or KeyNotFoundException or JsonException)
        {
            throw new UserErrorException(TaggingMessages.NoTagger(path), TaggingMessages.NoTaggerWayOut, new Place(path), e);
        }
    }
}

/// <summary>Tokens as a tagger's network reads them.</summary>
/// <param name="First">The first of them in their sentence.</param>
/// <param name="Ids">Their numbers.</param>
/// <param name="Places">Where each token stands among the network's places.</param>
/// <param name="Time">The network's places.</param>
public sealed record TaggerRow(int First, int[] Ids, int[] Places, int Time);

/// <summary>Something that was found in a text.</summary>
/// <param name="Type">What it is, such as <c>PER</c>.</param>
/// <param name="Start">Its first character (UTF-16 unit).</param>
/// <param name="End">The character behind its last.</param>
/// <param name="Text">Its characters.</param>
public sealed record TextSpan(string Type, int Start, int End, string Text);
