using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Up to three matrices in panels of one format that take the same rows in one go.</summary>
internal unsafe struct PanelSet
{
    public PanelMatrix First, Second, Third;

    /// <summary>How many of them there are; 0 where nothing was added yet.</summary>
    public int Count;

    /// <summary>There are two of one size: the activated product with the first is multiplied with the second's.</summary>
    public bool Gated;

    public BlockFormat Format;

    public int Columns;

    /// <summary>Gets all outputs, beside each other.</summary>
    public readonly int Outputs => First.Outputs + (Count > 1 && !Gated ? Second.Outputs : 0) + (Count > 2 ? Third.Outputs : 0);

    /// <summary>Adds a matrix; false where it isn't in panels or doesn't go with the others.</summary>
    /// <param name="matrix">The matrix.</param>
    /// <param name="bias">Added to its outputs; or null.</param>
    /// <param name="activation">Computed last.</param>
    /// <param name="first">The first of its rows that is taken: a multiple of eight.</param>
    /// <param name="rows">How many of its rows are taken; all others where it is 0.</param>
    public bool Add(QuantizedMatrix matrix, float* bias, Activation activation = Activation.None, int first = 0, int rows = 0)
    {
        if (matrix.PanelBytes == 0 || (Count > 0 && (matrix.Format != Format || matrix.Columns != Columns)) || Count == 3 || first % PanelLayout.Rows != 0) return false;
        (Format, Columns) = (matrix.Format, matrix.Columns);
        Matrices[Count++] = new PanelMatrix
        {
            Panels = matrix.Pointer + (first / PanelLayout.Rows * matrix.PanelBytes), Outputs = rows > 0 ? rows : matrix.Rows - first, Epilogue = new Epilogue<float> { ColumnBias = bias, Activation = activation },
        };
        return true;
    }

    /// <summary>Gets the matrices; a set lies still in memory while this is used.</summary>
    public readonly PanelMatrix* Matrices => (PanelMatrix*)Unsafe.AsPointer(ref Unsafe.AsRef(in First));
}
