using Anneal.Tensors.Autograd;

namespace Anneal.Tensors;
/// <summary>Whether operations are recorded, and gradients as values.</summary>
public static class Gradients
{
    [ThreadStatic]
    private static int pauses;

    /// <summary>True when this thread records operations for a backward pass.</summary>
    public static bool Enabled => pauses == 0;

    /// <summary>Stops recording on this thread until the result is disposed: <c>using (Gradients.NoGrad()) …</c></summary>
    public static NoGradScope NoGrad()
    {
        pauses++;
        return new NoGradScope(1);
    }

    /// <summary>The gradients of <paramref name="output"/> by each of <paramref name="inputs"/>, returned instead of added to <see cref="Tensor.Gradient"/>.</summary>
    /// <param name="output">A single number, unless <paramref name="gradient"/> is given.</param>
    /// <param name="inputs">Leaves or results on the way to <paramref name="output"/>.</param>
    /// <param name="gradient">The gradient of the objective by <paramref name="output"/>.</param>
    /// <param name="createGraph">Record the backward pass, so that its result can be differentiated again.</param>
    /// <exception cref="InvalidOperationException">An input doesn't lead to the output.</exception>
    public static Tensor[] Of(Tensor output, IReadOnlyList<Tensor> inputs, Tensor? gradient = null, bool createGraph = false) =>
        Engine.Capture(output, gradient, inputs, createGraph);

    /// <summary>Runs <paramref name="function"/> without keeping its intermediate values and computes them again in the backward pass: less memory for more time.</summary>
    /// <param name="function">A pure function of its argument and of parameters; random numbers drawn in it are drawn again.</param>
    /// <param name="input">Its argument.</param>
    public static Tensor Checkpoint(Func<Tensor, Tensor> function, Tensor input) => Autograd.Checkpoint.Apply(function, input);

    /// <summary>True when an operation on these must be recorded.</summary>
    internal static bool Needed(Tensor a) => pauses == 0 && a.RequiresGradient;

    /// <inheritdoc cref="Needed(Tensor)"/>
    internal static bool Needed(Tensor a, Tensor b) => pauses == 0 && (a.RequiresGradient || b.RequiresGradient);

    /// <inheritdoc cref="Needed(Tensor)"/>
    internal static bool Needed(params ReadOnlySpan<Tensor?> inputs)
    {
        if (pauses != 0) return false;
        foreach (Tensor? input in inputs)
            if (input is { RequiresGradient: true }) return true;
        return false;
    }

    /// <summary>Records again inside a <see cref="NoGrad"/> scope; the previous state comes back with <see cref="Restore"/>.</summary>
    internal static int Resume()
    {
        int before = pauses;
        pauses = 0;
        return before;
    }

    internal static void Restore(int before) => pauses = before;

    /// <summary>What <see cref="NoGrad"/> returns: recording goes on when it is disposed.</summary>
    public ref struct NoGradScope
    {
        private int open;

        internal NoGradScope(int open) => this.open = open;

        /// <summary>Ends the pause.</summary>
        public void Dispose()
        {
            pauses -= open;
            open = 0;
        }
    }
}
