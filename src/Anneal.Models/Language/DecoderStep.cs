using Anneal.Tensors;
using Anneal.Tensors.Kernels;
using Anneal.Tensors.Operations;

namespace Anneal.Models.Language;

/// <summary>Steps of sequences laid out as rows: checked, and with room made for their keys and values.</summary>
/// <param name="Ids"><c>[rows]</c>.</param>
/// <param name="Rows">Where each row stands.</param>
/// <param name="Wanted">The rows whose logits are wanted; null for all.</param>
internal sealed record DecoderStep(Tensor Ids, PagedRows Rows, Tensor? Wanted)
{
    public static DecoderStep Of(DecoderConfig config, ReadOnlySpan<SequenceStep> steps)
    {
        int rows = Check(config, steps);
        var ids = new int[rows];
        var wanted = new List<long>(rows);
        var sequences = new KeyValueSequence[steps.Length];
        var counts = new int[steps.Length];
        int row = 0;
        for (int s = 0; s < steps.Length; s++)
        {
            SequenceStep step = steps[s];
            (sequences[s], counts[s]) = (step.Sequence, step.Ids.Length);
            step.Ids.Span.CopyTo(ids.AsSpan(row));
            for (int i = step.EveryPosition ? 0 : step.Ids.Length - 1; i < step.Ids.Length; i++) wanted.Add(row + i);
            row += step.Ids.Length;
        }
        PagedRows paged = RowsOf(sequences, counts, config.KeyHeads, config.HeadSize);
        return new DecoderStep(Tensor.From(ids, [rows]), paged, wanted.Count == rows ? null : Tensor.From([.. wanted], [wanted.Count]));
    }

    /// <summary>Rows of sequences of which all go on by as many tokens.</summary>
    public static PagedRows RowsOf(KeyValueSequence[] sequences, int count, int keyHeads, int headSize) => RowsOf(sequences, [.. sequences.Select(_ => count)], keyHeads, headSize);

    private static unsafe PagedRows RowsOf(KeyValueSequence[] sequences, int[] counts, int keyHeads, int headSize)
    {
        var positions = new int[counts.Sum()];
        var runs = new List<CachedRun>(sequences.Length);
        var places = new (int, int, int)[sequences.Length];
        int row = 0;
        for (int s = 0; s < sequences.Length; s++)
        {
            KeyValueSequence sequence = sequences[s];
            int count = counts[s];
            sequence.Reserve(count);
            for (int i = 0; i < count; i++) positions[row + i] = sequence.Length + i;
            for (int i = 0; i < count; i += CachedAttention.RunRows)
                runs.Add(new CachedRun { Pages = sequence.Pages, FirstRow = row + i, Rows = Math.Min(CachedAttention.RunRows, count - i), FirstPosition = sequence.Length + i });
            places[s] = (row, count, sequence.Length + count);
            row += count;
        }
        return new PagedRows { Runs = [.. runs], Positions = positions, Sequences = places, Owner = sequences, Stored = sequences[0].Format, KeyHeads = keyHeads, Size = headSize };
    }

    private static int Check(DecoderConfig config, ReadOnlySpan<SequenceStep> steps)
    {
        int rows = 0;
        for (int s = 0; s < steps.Length; s++)
        {
            SequenceStep step = steps[s];
            if (step.Ids.IsEmpty) throw new ArgumentException("A step of generation needs at least one token for each sequence.", nameof(steps));
            if (step.Sequence.Format != steps[0].Sequence.Format) throw new ArgumentException("All sequences of a step keep their keys and values in one format.", nameof(steps));
            for (int other = 0; other < s; other++)
                if (ReferenceEquals(steps[other].Sequence, step.Sequence)) throw new ArgumentException("A sequence can't be in one step twice.", nameof(steps));
            if (step.Ids.Length > config.Positions - step.Sequence.Length)
                throw new ArgumentException($"{step.Sequence.Length} tokens and {step.Ids.Length} more are longer than the {config.Positions} positions of the model.", nameof(steps));
            foreach (int id in step.Ids.Span)
                if ((uint)id >= (uint)config.Vocabulary) throw new ArgumentException($"The id {id} is outside the vocabulary, 0..{config.Vocabulary - 1}.", nameof(steps));
            rows = checked(rows + step.Ids.Length);
        }
        return rows;
    }
}
