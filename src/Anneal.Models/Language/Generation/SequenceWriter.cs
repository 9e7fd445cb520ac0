using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>Writes what an <see cref="EncoderDecoder"/> answers to sequences: a translation, a summary, a transcript.</summary>
/// <param name="model">The model.</param>
/// <param name="maxTokens">The most tokens of an answer.</param>
/// <param name="beams">How many beginnings are kept for each answer; 1 takes the likeliest token each time.</param>
/// <param name="lengthPenalty">Answers are compared by their log-probability over their length to this power.</param>
/// <example>
/// <code>
/// int[][] answers = new SequenceWriter(model, maxTokens: 60, beams: 4).Write(ids, padding);
/// </code>
/// </example>
public sealed class SequenceWriter(EncoderDecoder model, int maxTokens, int beams = 1, double lengthPenalty = 1)
{
    private readonly int maxTokens = maxTokens >= 1 ? maxTokens : throw new ArgumentOutOfRangeException(nameof(maxTokens), maxTokens, "An answer needs at least one token.");
    private readonly int beams = beams is >= 1 and <= 64 ? beams : throw new ArgumentOutOfRangeException(nameof(beams), beams, "From 1 to 64 beginnings can be kept.");

    /// <summary>Writes an answer to each row.</summary>
    /// <param name="input">What is read: see <see cref="EncoderDecoder.Read"/>.</param>
    /// <param name="padding">Its padding, or null.</param>
    /// <param name="begin">What each answer begins with behind the start token, such as Whisper's language and task.</param>
    /// <returns>The tokens of each, without those that it began with and without its end.</returns>
    /// <exception cref="ArgumentException">The sequence is longer than the model's positions, or an id is out of range.</exception>
    public int[][] Write(Tensor input, Tensor? padding = null, params ReadOnlySpan<int> begin)
    {
        using var scope = new TensorScope();
        using var noGradients = Gradients.NoGrad();
        EncoderDecoderState state = model.Start(input, padding);
        int rows = state.Count;
        int[] first = [model.Config.StartId, .. begin];
        long most = Math.Min(maxTokens, model.Config.DecoderPositions - (long)first.Length);
        var found = new List<(double Score, int[] Ids)>[rows];
        var alive = new List<Beam>();
        for (int r = 0; r < rows; r++)
        {
            found[r] = [];
            alive.Add(new Beam(r, [], 0, r));
        }
        int[] ids = [.. Enumerable.Repeat(first, rows).SelectMany(f => f)];
        Tensor logits = model.Next(Tensor.From(ids, [rows, first.Length]), state).Select(1, first.Length - 1);
        for (int t = 0; alive.Count > 0; t++)
        {
            alive = Next(alive, logits, found, last: t + 1 >= most);
            logits.Dispose();
            if (alive.Count == 0) break;
            state = state.Move([.. alive.Select(b => b.From)]);
            using var step = new TensorScope();
            logits = step.Keep(model.Next(Tensor.From([.. alive.Select(b => b.Ids[^1])], [alive.Count, 1]), state).Select(1, 0));
        }
        return [.. found.Select(f => f.MaxBy(a => a.Score).Ids)];
    }

    private List<Beam> Next(List<Beam> alive, Tensor logits, List<(double Score, int[] Ids)>[] found, bool last)
    {
        using var scope = new TensorScope();
        ReadOnlySpan<float> numbers = logits.LogSoftmax().Contiguous().AsReadOnlySpan<float>();
        int vocabulary = model.Config.Vocabulary;
        var next = new List<Beam>();
        for (int i = 0; i < alive.Count;)
        {
            int row = alive[i].Row, end = i;
            var options = new List<Beam>();
            for (; end < alive.Count && alive[end].Row == row; end++) Continue(alive[end], end, numbers.Slice(end * vocabulary, vocabulary), options);
            next.AddRange(Choose(options, found[row], last));
            i = end;
        }
        return next;
    }

    /// <summary>The likeliest ways to go on.</summary>
    private void Continue(Beam beam, int place, ReadOnlySpan<float> logProbabilities, List<Beam> options)
    {
        // One more than is kept, since one may be the end.
        Span<int> best = stackalloc int[beams + 1];
        int count = 0;
        for (int id = 0; id < logProbabilities.Length; id++)
        {
            int at = count;
            while (at > 0 && logProbabilities[id] > logProbabilities[best[at - 1]]) at--;
            if (at >= best.Length) continue;
            count = Math.Min(count + 1, best.Length);
            for (int i = count - 1; i > at; i--) best[i] = best[i - 1];
            best[at] = id;
        }
        foreach (int id in best[..count]) options.Add(new Beam(beam.Row, [.. beam.Ids, id], beam.Score + logProbabilities[id], place));
    }

    /// <summary>Keeps the best of a row; those that end are put with what was found.</summary>
    private List<Beam> Choose(List<Beam> options, List<(double Score, int[] Ids)> found, bool last)
    {
        var kept = new List<Beam>();
        int rank = 0;
        foreach (Beam option in options.OrderByDescending(o => o.Score))
        {
            if (kept.Count == beams) break;
            if (option.Ids[^1] == model.Config.EndId)
            {
                if (rank < beams) found.Add((Scored(option, option.Ids.Length), option.Ids[..^1]));
            }
            else
            {
                kept.Add(option);
            }
            rank++;
            if (beams == 1) break;
        }
        if (last)
        {
            foreach (Beam beam in kept) found.Add((Scored(beam, beam.Ids.Length), beam.Ids));
            kept.Clear();
        }

        // As many answers as beginnings are enough: the rest is less likely already.
        if (found.Count >= beams && kept.Count > 0 && found.Max(f => f.Score) >= Scored(kept[0], kept[0].Ids.Length)) kept.Clear();
        return kept;
    }

    private double Scored(Beam beam, int length) => beam.Score / Math.Pow(length, lengthPenalty);

    /// <summary>A beginning of an answer.</summary>
    /// <param name="Row">The row that it answers.</param>
    /// <param name="Ids">Its tokens.</param>
    /// <param name="Score">Its log-probability.</param>
    /// <param name="From">The row of the state that it goes on from.</param>
    private sealed record Beam(int Row, int[] Ids, double Score, int From);
}
