using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>How eight rows of blocks lie between each other in memory, so that one vector holds the same four columns of all of them and sums need no adding across.</summary>
/// <remarks>
/// A panel of eight rows has its scales first (eight halves for each group of 32 columns), then the codes: for each group the vectors of <see cref="Quads"/>
/// columns, four bytes a row. Codes are unsigned. Rows beyond the last are zeros.
/// </remarks>
internal static unsafe class PanelLayout
{
    public const int Rows = 8;
    public const int Group = 32;

    /// <summary>Bytes of the eight scales of a group.</summary>
    public const int GroupScales = 2 * Rows;

    private const int Quads = 4;
    private const int ScaleBytes = 2;

    /// <summary>Whether matrices of a format are kept so.</summary>
    public static bool Takes(BlockFormat format) => format is BlockFormat.Q8_0 or BlockFormat.Q4_0;

    /// <summary>Bytes of the scales of a panel, up to a whole cache line.</summary>
    public static nint ScaleArea(int columns) => ((columns / Group * GroupScales) + 63) & ~63;

    /// <summary>Bytes of a panel.</summary>
    public static nint PanelBytes(BlockFormat format, int columns) =>
        (ScaleArea(columns) + ((nint)(columns / Group) * Rows * (format.BlockBytes() - ScaleBytes)) + 63) & ~63;

    /// <summary>Bytes of all panels.</summary>
    public static long Bytes(BlockFormat format, int rows, int columns) => checked((long)PanelBytes(format, columns) * ((rows + Rows - 1) / Rows));

    /// <summary>Brings up to eight rows of blocks into a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Pack(BlockFormat format, byte* blocks, nint rowBytes, int count, int columns, byte* panel)
    {
        int blockBytes = format.BlockBytes(), quads = (blockBytes - ScaleBytes) / Quads;
        uint turn = Turn(format);
        byte* codes = panel + ScaleArea(columns);
        if (count < Rows) new Span<byte>(panel, checked((int)PanelBytes(format, columns))).Clear();
        for (int row = 0; row < count; row++)
        {
            byte* from = blocks + (row * rowBytes);
            ushort* scale = (ushort*)panel + row;
            uint* to = (uint*)codes + row;
            for (int group = 0; group < columns / Group; group++, from += blockBytes, scale += Rows)
            {
                *scale = Unsafe.ReadUnaligned<ushort>(from);
                for (int quad = 0; quad < quads; quad++, to += Rows) *to = Unsafe.ReadUnaligned<uint>(from + ScaleBytes + (Quads * quad)) ^ turn;
            }
        }
    }

    /// <summary>Brings a row of a panel back into blocks.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(BlockFormat format, byte* panel, int row, int columns, byte* blocks)
    {
        int blockBytes = format.BlockBytes(), quads = (blockBytes - ScaleBytes) / Quads;
        uint turn = Turn(format);
        ushort* scale = (ushort*)panel + row;
        uint* from = (uint*)(panel + ScaleArea(columns)) + row;
        for (int group = 0; group < columns / Group; group++, blocks += blockBytes, scale += Rows)
        {
            Unsafe.WriteUnaligned(blocks, *scale);
            for (int quad = 0; quad < quads; quad++, from += Rows) Unsafe.WriteUnaligned(blocks + ScaleBytes + (Quads * quad), *from ^ turn);
        }
    }

    /// <summary>Signed bytes become unsigned ones by turning their highest bits round.</summary>
    private static uint Turn(BlockFormat format) => format == BlockFormat.Q8_0 ? 0x80808080 : 0;
}
