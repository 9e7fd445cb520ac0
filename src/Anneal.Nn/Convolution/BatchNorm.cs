using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>What batch normalisation is in any number of dimensions; see <see cref="BatchNorm2d"/>.</summary>
public abstract class BatchNorm : Module
{
    private readonly double momentum;

    private protected BatchNorm(int channels, double epsilon, double momentum, bool affine)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (!(epsilon > 0) || momentum is not (>= 0 and <= 1)) throw new ArgumentException($"Batch normalisation with epsilon {epsilon} and momentum {momentum}: the first must be above 0, the second from 0 to 1.");
        Channels = channels;
        Epsilon = epsilon;
        this.momentum = momentum;
        if (affine)
        {
            Weight = Register("weight", Initialize.NewWeight(Shape.Of(channels), 1));
            Bias = Register("bias", Initialize.NewWeight(channels));
        }
        RunningMean = RegisterBuffer("running_mean", Initialize.NewWeight(channels));
        RunningVariance = RegisterBuffer("running_var", Initialize.NewWeight(Shape.Of(channels), 1));
        BatchesTracked = RegisterBuffer("num_batches_tracked", Tensor.Zeros(Shape.Scalar, DType.Int64));
    }

    /// <summary>The number of channels.</summary>
    public int Channels { get; }

    /// <summary>Added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary><c>[channels]</c>, or null.</summary>
    public Tensor? Weight { get; }

    /// <summary><c>[channels]</c>, or null.</summary>
    public Tensor? Bias { get; }

    /// <summary><c>[channels]</c>: what takes the place of a batch's mean in inference.</summary>
    public Tensor RunningMean { get; }

    /// <summary><c>[channels]</c>: what takes the place of a batch's variance in inference.</summary>
    public Tensor RunningVariance { get; }

    /// <summary>How many batches were seen in training.</summary>
    public Tensor BatchesTracked { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input) => Forward(input, relu: false, residual: null);

    /// <summary>The layer with what usually follows it: <c>max(y + residual, 0)</c>, computed on the way to memory.</summary>
    internal Tensor Forward(Tensor input, bool relu, Tensor? residual)
    {
        Check(input);
        if (input.Shape[1] != Channels) throw new ArgumentException($"{GetType().Name} of {Channels} channels can't take an input {input.Shape}.");
        if (IsTraining)
        {
            if (input.ElementCount <= Channels) throw new ArgumentException($"{GetType().Name} can't take statistics from an input {input.Shape} in training: it needs more than one value for each channel.");
            BatchesTracked.AsSpan<long>()[0]++;
        }
        return Tensors.Operations.BatchNorm.Apply(input, Weight, Bias, (RunningMean, RunningVariance), IsTraining, momentum, Epsilon, relu, residual);
    }

    /// <inheritdoc/>
    protected override string Describe() => Weight is null ? $"{Channels}, not affine" : $"{Channels}";

    private protected abstract void Check(Tensor input);
}
