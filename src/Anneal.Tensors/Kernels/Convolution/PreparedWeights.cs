namespace Anneal.Tensors.Kernels;

/// <summary>Constant weights of a convolution with whatever can be computed of them beforehand.</summary>
internal sealed unsafe class PreparedWeights(Tensor weight)
{
    private readonly Lock gate = new();
    private Tensor? transformed;
    private PackedMatrix? packed;

    public Tensor Weight { get; } = weight;

    /// <summary>The weights as <see cref="WinogradForward"/> takes them; null where the shape has no use for them.</summary>
    public float* TransformedFor(in ConvolutionShape shape)
    {
        if (Weight.DType != DType.Float32 || !Winograd.Suits(in shape)) return null;
        lock (gate)
        {
            if (transformed is null)
            {
                Tensor result = Tensor.Uninitialized([WinogradForward.TransformedLength(in shape)]);
                TensorScope.KeepForever(result);
                WinogradForward.Transform(in shape, Weight.Pointer<float>(), result.Pointer<float>());
                transformed = result;
            }
            return transformed.Pointer<float>();
        }
    }

    /// <summary>The weights as a matrix <c>[taps, outChannels]</c> in panels.</summary>
    public PackedMatrix Packed(in ConvolutionShape shape)
    {
        lock (gate)
        {
            return packed ??= new PackedMatrix(shape.Taps, shape.OutChannels, new MatrixView<float>(Weight.Pointer<float>(), 1, shape.Taps));
        }
    }
}
