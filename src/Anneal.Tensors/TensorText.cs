using System.Globalization;
using System.Text;

namespace Anneal.Tensors;

/// <summary>Writes a tensor as people read them: rows in brackets, columns aligned, a long axis by its ends.</summary>
internal sealed class TensorText
{
    private const int MostElements = 1000;
    private const int Edge = 3;
    private const int LineWidth = 100;

    private readonly StringBuilder text = new();
    private readonly Shape shape;
    private readonly List<string> cells = [];
    private readonly bool cut;
    private int width;
    private int next;

    private TensorText(Tensor tensor)
    {
        shape = tensor.Shape;
        cut = tensor.ElementCount > MostElements;
        double[] shown = Shown(tensor);
        foreach (string cell in Cells(shown, tensor.DType))
        {
            cells.Add(cell);
            width = Math.Max(width, cell.Length);
        }
        text.Append(CultureInfo.InvariantCulture, $"{tensor.DType.ToString().ToLowerInvariant()} {shape}");
        if (tensor.Rank == 0)
        {
            text.Append(' ').Append(cells[0]);
            return;
        }
        text.Append('\n');
        Axis(0);
    }

    public static string Of(Tensor tensor) => new TensorText(tensor).text.ToString();

    private bool IsCut(int axis) => cut && shape.Dims[axis] > 2 * Edge;

    /// <summary>The numbers that will be printed, in order. Integers beyond 2^53 lose their last digits.</summary>
    private double[] Shown(Tensor tensor)
    {
        using var scope = new TensorScope();
        using Gradients.NoGradScope pause = Gradients.NoGrad();
        Tensor part = tensor;
        for (int axis = 0; axis < shape.Rank; axis++)
            if (IsCut(axis)) part = Tensor.Concat([part.Slice(axis, 0, Edge), part.Slice(axis, -Edge)], axis);
        return part.ToArray<double>();
    }

    /// <summary>One format for all: whole numbers plain, others with four digits, or with an exponent when they are far apart.</summary>
    private static IEnumerable<string> Cells(double[] values, DType dtype)
    {
        if (dtype == DType.Bool) return values.Select(v => v != 0 ? "true" : "false");
        double[] finite = [.. values.Where(double.IsFinite).Select(Math.Abs)];
        double largest = finite.DefaultIfEmpty().Max(), smallest = finite.Where(v => v > 0).DefaultIfEmpty(1).Min();
        bool whole = Array.TrueForAll(finite, v => v == Math.Floor(v));
        string format = !dtype.IsFloat() ? "0"
            : whole && largest < 1e8 ? "0."
            : largest >= 1e8 || smallest < 1e-4 || largest / smallest > 1e5 ? "0.0000e+00" : "0.0000";
        return values.Select(v => double.IsNaN(v) ? "nan" : double.IsInfinity(v) ? v > 0 ? "inf" : "-inf"
            : format == "0." ? v.ToString("0", CultureInfo.InvariantCulture) + "." : v.ToString(format, CultureInfo.InvariantCulture));
    }

    private void Axis(int axis)
    {
        text.Append('[');
        int length = shape.Dims[axis];
        bool last = axis == shape.Rank - 1;
        int column = axis + 1;
        for (int i = 0; i < length; i++)
        {
            if (IsCut(axis) && i == Edge)
            {
                text.Append("...");
                column += 3;
                i = length - Edge;
                Separate(axis, ref column);
            }
            if (last)
            {
                text.Append(cells[next++].PadLeft(width));
                column += width;
            }
            else
            {
                Axis(axis + 1);
            }
            if (i < length - 1) Separate(axis, ref column);
        }
        text.Append(']');
    }

    /// <summary>Between two elements: a comma, and a new line where the next wouldn't fit or a row ends.</summary>
    private void Separate(int axis, ref int column)
    {
        text.Append(',');
        if (axis < shape.Rank - 1)
        {
            text.Append('\n', Math.Min(2, shape.Rank - 1 - axis)).Append(' ', axis + 1);
            return;
        }
        column += 2;
        if (column + width < LineWidth)
        {
            text.Append(' ');
            return;
        }
        text.Append('\n').Append(' ', axis + 1);
        column = axis + 1;
    }
}
