namespace Anneal.Data.Vision.Jpeg;

/// <summary>One component of a picture: brightness or one of the two colour differences, often at a lower resolution.</summary>
internal sealed class JpegComponent(int id, int across, int down, int quantisation)
{
    private byte[]? samples;
    private short[]? coefficients;

    public int Id { get; } = id;

    /// <summary>Blocks side by side in a unit of the interleaved scan.</summary>
    public int Across { get; } = across;

    /// <summary>Blocks one above the other in a unit.</summary>
    public int Down { get; } = down;

    public int QuantisationTable { get; } = quantisation;

    /// <summary>The sizes in samples that belong to the picture.</summary>
    public int Width { get; private set; }

    /// <summary>Rows of samples that belong to the picture.</summary>
    public int Height { get; private set; }

    /// <summary>Blocks in a row, those at the edge that only fill a unit included.</summary>
    public int BlockColumns { get; private set; }

    /// <summary>Rows of blocks.</summary>
    public int BlockRows { get; private set; }

    /// <summary>Bytes from one row of samples to the next.</summary>
    public int Stride => 8 * BlockColumns;

    /// <summary><c>[8 · blockRows, 8 · blockColumns]</c>, taken when first asked for.</summary>
    public byte[] Samples => samples ??= new byte[64L * BlockColumns * BlockRows];

    /// <summary><c>[blockRows, blockColumns, 64]</c> in row-major order of each block, for scans that refine them.</summary>
    public short[] Coefficients => coefficients ??= new short[64L * BlockColumns * BlockRows];

    /// <summary>What a step of each coefficient is worth, in row-major order, as it was when the first scan of this component began.</summary>
    public int[]? Steps { get; set; }

    /// <summary>The brightest coefficient of the last block: blocks store the difference to it.</summary>
    public int LastMean { get; set; }

    public void Size(JpegFrame frame)
    {
        Width = ((frame.Width * Across) + frame.MostAcross - 1) / frame.MostAcross;
        Height = ((frame.Height * Down) + frame.MostDown - 1) / frame.MostDown;
        BlockColumns = frame.UnitColumns * Across;
        BlockRows = frame.UnitRows * Down;
    }

    /// <summary>Gives the coefficients' memory back once the samples are there.</summary>
    public void DropCoefficients() => coefficients = null;
}
