using System.Text;

namespace Anneal.Tensors.Operations;

/// <summary>Sums of products over named axes. Made of permutations and matrix products, which carry the gradients.</summary>
internal static class Einsum
{
    public static Tensor Apply(string equation, ReadOnlySpan<Tensor> operands)
    {
        EinsumEquation parsed = EinsumEquation.Parse(equation, operands);
        (Tensor Tensor, string Labels) result = Reduced(operands[0], parsed.Inputs[0], parsed, next: 1);
        for (int i = 1; i < operands.Length; i++)
        {
            string kept = parsed.NeededFrom(i + 1);
            result = Contract(result, Reduced(operands[i], parsed.Inputs[i], parsed, next: 0, except: i), kept);
        }
        Span<int> order = stackalloc int[parsed.Output.Length];
        for (int i = 0; i < order.Length; i++) order[i] = result.Labels.IndexOf(parsed.Output[i], StringComparison.Ordinal);
        return IsIdentity(order) ? result.Tensor : result.Tensor.Permute(order);
    }

    /// <summary>Repeated letters become a diagonal; letters that nothing else needs are summed over.</summary>
    private static (Tensor Tensor, string Labels) Reduced(Tensor x, string labels, EinsumEquation equation, int next, int except = 0)
    {
        for (int second = 1; second < labels.Length; second++)
        {
            int first = labels.IndexOf(labels[second], StringComparison.Ordinal);
            if (first == second) continue;
            x = x.Diagonal(first, second);
            labels = labels.Remove(second, 1).Remove(first, 1) + labels[second];
            second = 0;
        }
        string others = equation.Output;
        for (int i = next; i < equation.Inputs.Length; i++)
            if (i != except) others += equation.Inputs[i];
        return SumOver(x, labels, others);
    }

    private static (Tensor Tensor, string Labels) SumOver(Tensor x, string labels, string kept)
    {
        var rest = new StringBuilder();
        Span<int> axes = stackalloc int[labels.Length];
        int count = 0;
        for (int i = 0; i < labels.Length; i++)
        {
            if (kept.Contains(labels[i], StringComparison.Ordinal)) rest.Append(labels[i]);
            else axes[count++] = i;
        }
        return count == 0 ? (x, labels) : (x.Sum(axes[..count]), rest.ToString());
    }

    /// <summary>The product of two operands, summed over the letters that they share and nobody needs later.</summary>
    private static (Tensor Tensor, string Labels) Contract((Tensor Tensor, string Labels) a, (Tensor Tensor, string Labels) b, string kept)
    {
        a = SumOver(a.Tensor, a.Labels, kept + b.Labels);
        b = SumOver(b.Tensor, b.Labels, kept + a.Labels);
        string batch = "", summed = "", left = "", right = "";
        foreach (char label in a.Labels)
        {
            if (!b.Labels.Contains(label, StringComparison.Ordinal)) left += label;
            else if (kept.Contains(label, StringComparison.Ordinal)) batch += label;
            else summed += label;
        }
        foreach (char label in b.Labels)
            if (!a.Labels.Contains(label, StringComparison.Ordinal)) right += label;

        Tensor p = Ordered(a, batch + left + summed), q = Ordered(b, batch + (summed.Length == 0 ? right : summed + right));
        ReadOnlySpan<int> pDims = p.Shape.Dims, qDims = q.Shape.Dims;
        int[] leftDims = pDims.Slice(batch.Length, left.Length).ToArray(), rightDims = qDims[(batch.Length + summed.Length)..].ToArray();
        int[] pBatch = pDims[..batch.Length].ToArray(), qBatch = qDims[..batch.Length].ToArray();
        Tensor product;
        if (summed.Length == 0)
        {
            // Nothing to sum over: [batch, left, 1…] times [batch, 1…, right].
            product = p.Reshape(Shape.Of([.. pBatch, .. leftDims, .. rightDims.Select(_ => 1)])) * q.Reshape(Shape.Of([.. qBatch, .. leftDims.Select(_ => 1), .. rightDims]));
            return (product, batch + left + right);
        }
        int m = Product(leftDims), n = Product(rightDims), k = Product(pDims[(batch.Length + left.Length)..]);
        product = p.Reshape(Shape.Of([.. pBatch, m, k])).MatMul(q.Reshape(Shape.Of([.. qBatch, k, n])));
        return (product.Reshape(Shape.Of([.. product.Shape.Dims[..batch.Length], .. leftDims, .. rightDims])), batch + left + right);
    }

    private static Tensor Ordered((Tensor Tensor, string Labels) x, string labels)
    {
        Span<int> order = stackalloc int[labels.Length];
        for (int i = 0; i < order.Length; i++) order[i] = x.Labels.IndexOf(labels[i], StringComparison.Ordinal);
        return IsIdentity(order) ? x.Tensor : x.Tensor.Permute(order);
    }

    private static bool IsIdentity(ReadOnlySpan<int> order)
    {
        for (int i = 0; i < order.Length; i++)
            if (order[i] != i) return false;
        return true;
    }

    private static int Product(ReadOnlySpan<int> dims)
    {
        int product = 1;
        foreach (int d in dims) product = checked(product * d);
        return product;
    }
}
