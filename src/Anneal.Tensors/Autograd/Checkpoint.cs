namespace Anneal.Tensors.Autograd;

/// <summary>A function whose intermediate values are computed again in the backward pass.</summary>
/// <remarks>Chen et al., "Training Deep Nets with Sublinear Memory Cost", 2016.</remarks>
internal sealed class Checkpoint : Node
{
    private readonly Func<Tensor, Tensor> function;
    private readonly ulong randomPosition;

    private Checkpoint(Func<Tensor, Tensor> function, ulong randomPosition)
    {
        this.function = function;
        this.randomPosition = randomPosition;
    }

    public static Tensor Apply(Func<Tensor, Tensor> function, Tensor input)
    {
        if (!Gradients.Enabled) return function(input);
        ulong position = Generator.Default.Position;
        Tensor result;
        using (Gradients.NoGrad()) result = function(input);
        if (ReferenceEquals(result, input)) return input;

        // Parameters inside the function may want gradients even where the input doesn't, so this is always recorded.
        var node = new Checkpoint(function, position);
        node.Save(input);
        node.Record(result, input);
        return result;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor input = Load(0).Detach();
        input.RequiresGradient = Wants(0);
        ulong position = Generator.Default.Position;
        int before = Gradients.Resume();
        try
        {
            Generator.Default.Position = randomPosition;
            Tensor result = function(input);
            Generator.Default.Position = position;
            if (result.RequiresGradient) Engine.Run([result], [gradient], retain: false, createGraph: false);
        }
        finally
        {
            Generator.Default.Position = position;
            Gradients.Restore(before);
        }
        if (input.Gradient is not { } sum) return;
        input.Gradient = null;
        Send(0, sum);
    }
}
