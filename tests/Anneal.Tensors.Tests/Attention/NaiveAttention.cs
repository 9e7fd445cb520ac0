namespace Anneal.Tensors.Tests.Attention;

/// <summary>Attention and its gradients by the textbook, in double, with every score in memory.</summary>
internal sealed class NaiveAttention(int batch, int heads, int keyHeads, int queries, int keys, int size, int valueSize)
{
    public required double[] Q { get; init; }

    public required double[] K { get; init; }

    public required double[] V { get; init; }

    public required double[] OutputGradient { get; init; }

    public required double Scale { get; init; }

    /// <summary>What is added to score (batch, head, query, key); minus infinity hides the key.</summary>
    public required Func<int, int, int, int, double> Bias { get; init; }

    public double[] Output { get; } = new double[batch * heads * queries * valueSize];

    public double[] QueryGradient { get; } = new double[batch * heads * queries * size];

    public double[] KeyGradient { get; } = new double[batch * keyHeads * keys * size];

    public double[] ValueGradient { get; } = new double[batch * keyHeads * keys * valueSize];

    public NaiveAttention Compute()
    {
        for (int b = 0; b < batch; b++)
            for (int h = 0; h < heads; h++)
                for (int i = 0; i < queries; i++) Row(b, h, i);
        return this;
    }

    private void Row(int b, int h, int i)
    {
        int kh = h / (heads / keyHeads);
        var weights = new double[keys];
        Span<double> q = Q.AsSpan((((b * heads) + h) * queries + i) * size, size), dq = QueryGradient.AsSpan((((b * heads) + h) * queries + i) * size, size);
        Span<double> y = Output.AsSpan((((b * heads) + h) * queries + i) * valueSize, valueSize), dy = OutputGradient.AsSpan((((b * heads) + h) * queries + i) * valueSize, valueSize);
        for (int j = 0; j < keys; j++) weights[j] = (Scale * Dot(q, Key(K, j))) + Bias(b, h, i, j);
        double max = keys == 0 ? 0 : weights.Max();
        if (double.IsNegativeInfinity(max)) return;
        for (int j = 0; j < keys; j++) weights[j] = Math.Exp(weights[j] - max);
        double total = weights.Sum(), delta = 0;
        for (int j = 0; j < keys; j++)
        {
            weights[j] /= total;
            Span<double> v = Value(V, j), dv = Value(ValueGradient, j);
            for (int c = 0; c < valueSize; c++)
            {
                y[c] += weights[j] * v[c];
                dv[c] += weights[j] * dy[c];
            }
            delta += weights[j] * Dot(dy, v);
        }
        for (int j = 0; j < keys; j++)
        {
            double ds = weights[j] * (Dot(dy, Value(V, j)) - delta) * Scale;
            Span<double> k = Key(K, j), dk = Key(KeyGradient, j);
            for (int c = 0; c < size; c++)
            {
                dq[c] += ds * k[c];
                dk[c] += ds * q[c];
            }
        }

        Span<double> Key(double[] from, int j) => from.AsSpan((((b * keyHeads) + kh) * keys + j) * size, size);
        Span<double> Value(double[] from, int j) => from.AsSpan((((b * keyHeads) + kh) * keys + j) * valueSize, valueSize);
    }

    private static double Dot(Span<double> a, Span<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }
}
