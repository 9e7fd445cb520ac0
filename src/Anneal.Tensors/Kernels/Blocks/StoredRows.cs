namespace Anneal.Tensors.Kernels;

/// <summary>Where the rows of a stored matrix lie, as jobs carry it.</summary>
internal unsafe struct StoredRows
{
    public BlockFormat Format;
    public byte* Pointer;
    public int Columns;

    /// <summary>Bytes of a row's blocks.</summary>
    public nint RowBytes;

    /// <summary>Bytes of a panel of eight rows; 0 where rows lie one after another.</summary>
    public nint PanelBytes;

    /// <summary>A row as floats.</summary>
    public readonly void Dequantize(long row, float* to)
    {
        if (PanelBytes == 0)
        {
            BlockFormatFacts.DequantizeRow(Format, Pointer + (row * RowBytes), to, Columns);
            return;
        }
        using Scratch.Lease lease = Scratch.Rent(RowBytes);
        PanelLayout.Unpack(Format, Pointer + (row / PanelLayout.Rows * PanelBytes), (int)(row % PanelLayout.Rows), Columns, lease.Pointer);
        BlockFormatFacts.DequantizeRow(Format, lease.Pointer, to, Columns);
    }
}
