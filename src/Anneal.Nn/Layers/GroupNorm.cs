using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>Brings groups of channels of every sample to mean 0 and variance 1, then scales and shifts each channel: <c>[batch, channels, …]</c>.</summary>
/// <remarks>
/// Doesn't depend on the size of the batch, as batch normalisation does. State: <c>weight</c> and <c>bias [channels]</c>.
/// Wu and He, "Group Normalization", 2018. With a group for each channel it is instance normalisation.
/// </remarks>
/// <example>
/// <code>
/// var layer = new GroupNorm(groups: 8, channels: 64);
/// Tensor y = layer.Forward(x); // [16, 64, 32, 32]
/// </code>
/// </example>
public sealed class GroupNorm : Module
{
    private readonly int groups, channels;
    private readonly double epsilon;

    /// <param name="groups">How many groups the channels are put into, one after another.</param>
    /// <param name="channels">The length of the second axis.</param>
    /// <param name="epsilon">Added to the variance.</param>
    /// <param name="affine">Whether there are a weight and a bias.</param>
    /// <exception cref="ArgumentException">The channels can't be shared out evenly.</exception>
    public GroupNorm(int groups, int channels, double epsilon = 1e-5, bool affine = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
        if (channels < 1 || channels % groups != 0) throw new ArgumentException($"GroupNorm can't share {channels} channels out evenly among {groups} groups.");
        this.groups = groups;
        this.channels = channels;
        this.epsilon = epsilon;
        if (!affine) return;
        Weight = Register("weight", Initialize.NewWeight(Shape.Of(channels), 1));
        Bias = Register("bias", Initialize.NewWeight(channels));
    }

    /// <summary>What each channel is multiplied by, or null.</summary>
    public Tensor? Weight { get; }

    /// <summary>What is added to each channel after that, or null.</summary>
    public Tensor? Bias { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The input's second axis doesn't have that many channels.</exception>
    public override Tensor Forward(Tensor input)
    {
        if (input.Rank < 2 || input.Shape[1] != channels) throw new ArgumentException($"GroupNorm of {channels} channels takes [batch, {channels}, …], not {input.Shape}.");
        return Tensors.Operations.GroupNorm.Apply(input, groups, Weight, Bias, epsilon);
    }

    /// <inheritdoc/>
    protected override string Describe() => $"{groups} groups of {channels / groups}";
}
