namespace Anneal.Tensors;

/// <content>Text for people.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>The type, the shape and the numbers in aligned columns; of more than 1,000 only those at the edges of each axis.</summary>
    public override string ToString() => TensorText.Of(this);
}
