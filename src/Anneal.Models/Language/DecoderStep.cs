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
    public static unsafe DecoderStep Of(DecoderConfig config, ReadOnlySpan<SequenceStep> steps)
    {
        int rows = Check(config, steps);
        var ids = new int[rows];
        var positions = new int[rows];
        var wanted = new List<long>(rows);
        var runs = new List<CachedRun>(steps.Length);
        var sequences = new (int, int, int)[steps.Length];
        var owners = new object[steps.Length];
        int row = 0;
        for (int s = 0; s < steps.Length; s++)
        {
            (KeyValueSequence sequence, ReadOnlyMemory<int> next, bool everyPosition) = steps[s];
            sequence.Reserve(next.Length);
            next.Span.CopyTo(ids.AsSpan(row));
            for (int i = 0; i < next.Length; i++)
            {
                positions[row + i] = sequence.Length + i;
                if (everyPosition || i == next.Length - 1) wanted.Add(row + i);
            }
            for (int i = 0; i < next.Length; i += CachedAttention.RunRows)
            {
                runs.Add(new CachedRun
                {
                    Pages = sequence.Pages, FirstRow = row + i, Rows = Math.Min(CachedAttention.RunRows, next.Length - i), FirstPosition = sequence.Length + i,
                });
            }
            sequences[s] = (row, next.Length, sequence.Length + next.Length);
            owners[s] = sequence;
            row += next.Length;
        }
        var paged = new PagedRows { Runs = [.. runs], Positions = positions, Sequences = sequences, Owner = owners, KeyHeads = config.KeyHeads, Size = config.HeadSize };
        return new DecoderStep(Tensor.From(ids, [rows]), paged, wanted.Count == rows ? null : Tensor.From([.. wanted], [wanted.Count]));
    }

    private static int Check(DecoderConfig config, ReadOnlySpan<SequenceStep> steps)
    {
        int rows = 0;
        for (int s = 0; s < steps.Length; s++)
        {
            SequenceStep step = steps[s];
            if (step.Ids.IsEmpty) throw new ArgumentException("A step of generation needs at least one token for each sequence.", nameof(steps));
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
