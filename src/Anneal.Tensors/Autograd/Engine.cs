using Anneal.Tensors.Memory;
using Anneal.Tensors.Operations;

namespace Anneal.Tensors.Autograd;

/// <summary>Walks the recorded graph backward.</summary>
/// <remarks>
/// Nodes run in the reverse order of their recording, so each has received all its gradients before it runs, and
/// sums come together in the same order each time. Gradients between nodes belong to the engine, which adds to them in
/// place where nobody else can see it and gives each back as soon as its node has run.
/// </remarks>
internal static class Engine
{
    private static readonly Comparison<Node> LatestFirst = (a, b) => b.Sequence.CompareTo(a.Sequence);
    private static long lastVisit;

    [ThreadStatic]
    private static List<Node>? spareOrder;

    public static void Run(ReadOnlySpan<Tensor> roots, ReadOnlySpan<Tensor?> gradients, bool retain, bool createGraph, Captures? captures = null)
    {
        List<Node> order = spareOrder ?? [];
        spareOrder = null;
        int before = Gradients.Resume();
        try
        {
            Collect(roots, order);
            for (int i = 0; i < roots.Length; i++) Seed(roots[i], gradients[i]);
            if (createGraph) RunAll(order, retain, captures);
            else
            {
                using (Gradients.NoGrad()) RunAll(order, retain, captures);
            }
        }
        finally
        {
            foreach (Node node in order) node.ForgetGradients(); // nothing is left here unless a node threw
            order.Clear();
            spareOrder = order;
            Gradients.Restore(before);
        }
    }

    public static Tensor[] Capture(Tensor output, Tensor? gradient, IReadOnlyList<Tensor> inputs, bool createGraph)
    {
        var captures = new Captures(inputs);
        Run([output], [gradient], retain: createGraph, createGraph, captures);
        return captures.Results();
    }

    /// <summary>Another handle for a gradient that goes two ways; keeps its place in a recorded backward pass.</summary>
    public static Tensor Alias(Tensor gradient)
    {
        Tensor alias = gradient.Alias();
        if (gradient.Node is { } node) alias.SetNode(node, gradient.OutputIndex);
        return alias;
    }

    /// <summary>The sum of two gradients, in the buffer of the first where that is nobody else's.</summary>
    public static Tensor Add(Tensor sum, Tensor part)
    {
        if (!Gradients.Enabled && sum.IsExclusive && part.IsContiguous)
        {
            AddInPlace(sum, part);
            part.Dispose();
            return sum;
        }
        Tensor result = sum + part;
        TensorScope.KeepForever(result);
        result.OwnedByEngine = true;
        sum.Dispose();
        part.Dispose();
        return result;
    }

    public static void AddInPlace(Tensor sum, Tensor part)
    {
        sum.MarkChanged("gradient accumulation");
        Pointwise.AddInPlace(sum, part);
    }

    private static void Collect(ReadOnlySpan<Tensor> roots, List<Node> order)
    {
        long visit = Interlocked.Increment(ref lastVisit);
        foreach (Tensor root in roots)
        {
            if (root.Node is not { } node)
                throw new InvalidOperationException("Backward() was called on a tensor that depends on nothing that requires a gradient. Set RequiresGradient on a parameter, and check for NoGrad() or Detach() on the way.");
            Visit(node, visit, order);
        }
        for (int i = 0; i < order.Count; i++)
            foreach (Node.Edge edge in order[i].Inputs)
                if (edge.Node is not null) Visit(edge.Node, visit, order);
        order.Sort(LatestFirst);
    }

    private static void Visit(Node node, long visit, List<Node> order)
    {
        if (node.Visit == visit) return;
        node.Visit = visit;
        order.Add(node);
    }

    private static void Seed(Tensor root, Tensor? gradient)
    {
        if (gradient is null && root.ElementCount != 1)
            throw new InvalidOperationException($"Backward() of a tensor of shape {root.Shape} needs the gradient of the objective by it; only a single number has 1 as its default.");
        if (gradient is not null && !gradient.Shape.Equals(root.Shape))
            throw new ArgumentException($"The gradient's shape {gradient.Shape} differs from the tensor's shape {root.Shape}.");
        Tensor seed = gradient is null ? Tensor.Ones(root.Shape, root.DType) : Alias(gradient);
        TensorScope.KeepForever(seed);
        seed.OwnedByEngine = true;
        root.Node!.Receive(root.OutputIndex, seed);
    }

    private static void RunAll(List<Node> order, bool retain, Captures? captures)
    {
        using var scope = new TensorScope();
        foreach (Node node in order)
        {
            if (!node.HasGradient) continue;
            captures?.Take(node);
            if (captures is not null && node is Leaf) node.ForgetGradients();
            else node.Run(retain);
            scope.Clear();
        }
    }

    /// <summary>Gradients that are wanted as values.</summary>
    public sealed class Captures(IReadOnlyList<Tensor> wanted)
    {
        private readonly Tensor?[] results = new Tensor?[wanted.Count];

        public void Take(Node node)
        {
            for (int i = 0; i < wanted.Count; i++)
            {
                if (!ReferenceEquals(wanted[i].Node, node) || node.PeekGradient(wanted[i].OutputIndex) is not { } gradient) continue;
                results[i] = Alias(gradient);
                TensorScope.KeepForever(results[i]!);
            }
        }

        public Tensor[] Results()
        {
            for (int i = 0; i < results.Length; i++)
            {
                if (results[i] is null) throw new InvalidOperationException($"Input {i}, of shape {wanted[i].Shape}, doesn't lead to the output, so it has no gradient.");
                TensorScope.Enter(results[i]!);
            }
            return results!;
        }
    }
}
