using Anneal.Tensors.Operations;

namespace Anneal.Tensors;

/// <content>Joining, splitting, padding and turning.</content>
public sealed unsafe partial class Tensor
{
    /// <summary>Tensors one after another along an axis; their other axes are equal.</summary>
    /// <exception cref="ArgumentException">No tensors, or shapes that differ elsewhere.</exception>
    public static Tensor Concat(ReadOnlySpan<Tensor> tensors, int axis = 0) => Operations.Concat.Apply(tensors, axis);

    /// <summary>Tensors of one shape along a new axis.</summary>
    /// <exception cref="ArgumentException">No tensors, or shapes that differ.</exception>
    public static Tensor Stack(ReadOnlySpan<Tensor> tensors, int axis = 0)
    {
        var parts = new Tensor[tensors.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!tensors[i].Shape.Equals(tensors[0].Shape)) throw new ArgumentException($"Stack: shapes {tensors[0].Shape} and {tensors[i].Shape} differ.");
            parts[i] = tensors[i].Unsqueeze(axis);
        }
        return Operations.Concat.Apply(parts, axis);
    }

    /// <summary>Neighbouring parts of these lengths along an axis, as views.</summary>
    /// <exception cref="ArgumentException">The lengths don't add up to that of the axis.</exception>
    public Tensor[] Split(ReadOnlySpan<int> lengths, int axis = 0) => Operations.Split.Apply(this, lengths, axis);

    /// <summary>So many parts along an axis, as views; the last ones are shorter when it doesn't divide.</summary>
    public Tensor[] Chunk(int count, int axis = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        int length = Shape[axis], step = Math.Max(1, (length + count - 1) / count);
        var lengths = new int[Math.Max(1, (length + step - 1) / step)];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = Math.Min(step, length - (i * step));
        return Operations.Split.Apply(this, lengths, axis);
    }

    /// <summary>With a number written around it: for each axis, how many before and after.</summary>
    /// <exception cref="ArgumentException">There isn't a pair for each axis, or one is negative.</exception>
    public Tensor Pad(ReadOnlySpan<(int Before, int After)> pads, double value = 0) => Operations.Pad.Apply(this, pads, value);

    /// <summary>With a number written before and after an axis.</summary>
    public Tensor Pad(int axis, int before, int after, double value = 0)
    {
        Span<(int Before, int After)> pads = stackalloc (int, int)[Rank];
        pads.Clear();
        pads[Shape.Axis(axis)] = (before, after);
        return Operations.Pad.Apply(this, pads, value);
    }

    /// <summary>With axes walked from their ends; a view.</summary>
    public Tensor Flip(params ReadOnlySpan<int> axes) => Operations.Flip.Apply(this, axes);

    /// <summary>With the elements moved along an axis; those that leave at the end come in at the start.</summary>
    public Tensor Roll(int shift, int axis)
    {
        int length = Shape[axis];
        if (length == 0) return this;
        int by = ((shift % length) + length) % length;
        return by == 0 ? this : Concat([Slice(axis, length - by), Slice(axis, 0, length - by)], axis);
    }

    /// <summary>The whole tensor so many times along each axis; more counts than axes add axes at the left.</summary>
    public Tensor Repeat(params ReadOnlySpan<int> counts)
    {
        if (counts.Length < Rank) throw new ArgumentException($"Repeat of shape {Shape} needs a count for each axis, not {counts.Length}.");
        Tensor y = this;
        while (y.Rank < counts.Length) y = y.Unsqueeze(0);
        for (int axis = 0; axis < counts.Length; axis++)
        {
            if (counts[axis] == 1) continue;
            Shape shape = y.Shape;
            Tensor apart = y.Unsqueeze(axis);
            y = apart.Expand(apart.Shape.With(axis, counts[axis])).Reshape(shape.With(axis, checked(shape[axis] * counts[axis])));
        }
        return y;
    }

    /// <summary>Each index of an axis so many times in a row.</summary>
    public Tensor RepeatInterleave(int count, int axis)
    {
        axis = Shape.Axis(axis);
        Tensor apart = Unsqueeze(axis + 1);
        return apart.Expand(apart.Shape.With(axis + 1, count)).Reshape(Shape.With(axis, checked(Shape[axis] * count)));
    }

    /// <summary>The last two axes' lower triangle; zeros above it.</summary>
    /// <param name="diagonal">The highest diagonal that stays: 0 is the main one, 1 the one above.</param>
    public Tensor Tril(int diagonal = 0) => MaskedFill(AboveDiagonal(diagonal + 1), 0);

    /// <summary>The last two axes' upper triangle; zeros below it.</summary>
    /// <param name="diagonal">The lowest diagonal that stays: 0 is the main one, 1 the one above.</param>
    public Tensor Triu(int diagonal = 0) => MaskedFill(!AboveDiagonal(diagonal), 0);

    /// <summary>The elements whose indices along two axes are equal, along a new last axis; a view.</summary>
    public Tensor Diagonal(int first = -2, int second = -1) => Operations.Diagonal.Apply(this, first, second);

    /// <summary>Sums of products by an equation such as <c>"bij,bjk->bik"</c>: a letter names an axis; letters that aren't in the result are summed over.</summary>
    /// <remarks>Without an arrow the result has the letters that occur once, in alphabetical order. "..." stands for any axes, which broadcast. Operands are taken in from the left, two at a time, as matrix products.</remarks>
    /// <exception cref="ArgumentException">The equation is malformed or doesn't fit the shapes.</exception>
    public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> operands) => Operations.Einsum.Apply(equation, operands);

    /// <summary>A mask of the last two axes: set where column - row is at least so much.</summary>
    private Tensor AboveDiagonal(int diagonal)
    {
        if (Rank < 2) throw new ArgumentException($"A triangle needs two axes, not shape {Shape}.");
        int rows = Shape[-2], columns = Shape[-1];
        Tensor mask = Uninitialized(Shape.Of(rows, columns), DType.Bool);
        for (long r = 0; r < rows; r++)
        {
            var row = new Span<byte>(mask.Address + (r * columns), columns);
            int from = (int)Math.Clamp(r + diagonal, 0, columns);
            row[..from].Clear();
            row[from..].Fill(1);
        }
        return mask;
    }
}
