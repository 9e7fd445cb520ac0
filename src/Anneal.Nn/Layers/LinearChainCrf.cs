using Anneal.Tensors;
using Anneal.Tensors.Operations;

namespace Anneal.Nn;

/// <summary>A linear-chain conditional random field over tags: what each tag costs behind another, and the likeliest row of tags as a whole.</summary>
/// <remarks>Lafferty et al., "Conditional Random Fields", 2001. State: <c>transitions [tags, tags]</c> (from, to), <c>first [tags]</c>, <c>last [tags]</c>; zeros at first.</remarks>
/// <example>
/// <code>
/// var crf = new LinearChainCrf(7);
/// crf.Loss(emissions, tags, lengths).Backward(); // [32, 50, 7], [32, 50], [32]
/// int[][] told = crf.Decode(emissions, lengths);
/// </code>
/// </example>
public sealed class LinearChainCrf : Module
{
    private readonly Tensor transitions, first, last;
    private readonly bool[,]? forbidden;

    /// <param name="tags">Different tags.</param>
    /// <param name="forbidden">Pairs (from, to) that <see cref="Decode"/> never gives; a row with the number of tags stands for the beginning. Null for none.</param>
    /// <exception cref="ArgumentException">The table has another size.</exception>
    public LinearChainCrf(int tags, bool[,]? forbidden = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tags, 1);
        if (forbidden is not null && (forbidden.GetLength(0) != tags + 1 || forbidden.GetLength(1) != tags)) throw new ArgumentException($"The table of {tags} tags must be [{tags + 1}, {tags}].", nameof(forbidden));
        this.forbidden = forbidden;
        transitions = Register("transitions", Initialize.NewWeight(tags, tags));
        first = Register("first", Initialize.NewWeight(tags));
        last = Register("last", Initialize.NewWeight(tags));
    }

    /// <summary>Not how this module is used: see <see cref="Loss"/> and <see cref="Decode"/>.</summary>
    public override Tensor Forward(Tensor input) => throw new NotSupportedException("A conditional random field has a loss and a decoding.");

    /// <summary>The mean over rows of -log of the probability of their tags.</summary>
    /// <param name="emissions">How each tag fits each place, <c>[batch, time, tags]</c>.</param>
    /// <param name="tags"><c>[batch, time]</c>; what lies behind a row's length is not read.</param>
    /// <param name="lengths">Places of each row, <c>[batch]</c>, at least 1.</param>
    /// <returns>A single number.</returns>
    /// <exception cref="ArgumentException">Shapes don't fit, or a length or a tag is out of range.</exception>
    public Tensor Loss(Tensor emissions, Tensor tags, Tensor lengths)
    {
        (int batch, int time, int count) = Check(emissions);
        if (tags.Rank != 2 || tags.Shape[0] != batch || tags.Shape[1] != time) throw new ArgumentException($"The tags must have shape [{batch}, {time}], not {tags.Shape}.", nameof(tags));
        if (lengths.Rank != 1 || lengths.Shape[0] != batch) throw new ArgumentException($"A length for each of {batch} rows is needed, not shape {lengths.Shape}.", nameof(lengths));
        Tensor path = tags.To(DType.Int64).Contiguous(), checkedLengths = lengths.To(DType.Int64).Contiguous();
        ReadOnlySpan<long> places = checkedLengths.AsReadOnlySpan<long>(), all = path.AsReadOnlySpan<long>();
        for (int row = 0; row < batch; row++)
        {
            if (places[row] < 1 || places[row] > time) throw new ArgumentException($"Row {row} has length {places[row]}: from 1 to {time} are possible.", nameof(lengths));
            foreach (long tag in all.Slice(row * time, (int)places[row]))
                if ((ulong)tag >= (ulong)count) throw new ArgumentException($"Row {row} has tag {tag}: from 0 to {count - 1} are possible.", nameof(tags));
        }

        return LinearChain.Apply(emissions.Contiguous(), transitions, first, last, path, checkedLengths).Mean();
    }

    /// <summary>The likeliest row of tags for each row of places (Viterbi).</summary>
    /// <param name="emissions"><c>[batch, time, tags]</c>.</param>
    /// <param name="lengths">Places of each row.</param>
    /// <exception cref="ArgumentException">Shapes don't fit, or a length is out of range.</exception>
    public int[][] Decode(Tensor emissions, IReadOnlyList<int> lengths)
    {
        (int batch, int time, int count) = Check(emissions);
        if (lengths.Count != batch) throw new ArgumentException($"A length for each of {batch} rows is needed, not {lengths.Count}.", nameof(lengths));
        float[] scores = emissions.To(DType.Float32).Contiguous().ToArray();
        float[] steps = transitions.ToArray<float>(), begin = first.ToArray<float>(), end = last.ToArray<float>();
        if (forbidden is not null)
        {
            for (int to = 0; to < count; to++)
            {
                if (forbidden[count, to]) begin[to] = float.NegativeInfinity;
                for (int from = 0; from < count; from++)
                    if (forbidden[from, to]) steps[(from * count) + to] = float.NegativeInfinity;
            }
        }

        int[][] told = new int[batch][];
        for (int row = 0; row < batch; row++)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(lengths[row], time, nameof(lengths));
            told[row] = Best(scores.AsSpan(row * time * count, lengths[row] * count), steps, begin, end, count);
        }

        return told;
    }

    private static int[] Best(ReadOnlySpan<float> emissions, float[] steps, float[] begin, float[] end, int tags)
    {
        int time = emissions.Length / tags;
        if (time == 0) return [];
        double[] before = new double[tags], now = new double[tags];
        int[] from = new int[time * tags];
        for (int j = 0; j < tags; j++) before[j] = begin[j] + emissions[j];
        for (int t = 1; t < time; t++)
        {
            for (int j = 0; j < tags; j++)
            {
                int best = 0;
                double high = double.NegativeInfinity;
                for (int i = 0; i < tags; i++)
                {
                    double way = before[i] + steps[(i * tags) + j];
                    if (way > high) (high, best) = (way, i);
                }

                now[j] = high + emissions[(t * tags) + j];
                from[(t * tags) + j] = best;
            }

            (before, now) = (now, before);
        }

        int[] path = new int[time];
        for (int j = 1; j < tags; j++)
            if (before[j] + end[j] > before[path[^1]] + end[path[^1]]) path[^1] = j;
        for (int t = time - 1; t > 0; t--) path[t - 1] = from[(t * tags) + path[t]];
        return path;
    }

    private (int Batch, int Time, int Tags) Check(Tensor emissions)
    {
        int tags = first.Shape[0];
        if (emissions.Rank != 3 || emissions.Shape[2] != tags) throw new ArgumentException($"A conditional random field of {tags} tags takes emissions [batch, time, {tags}], not {emissions.Shape}.", nameof(emissions));
        return (emissions.Shape[0], emissions.Shape[1], tags);
    }
}
