namespace Anneal.Data.Vision.Jpeg;

/// <summary>The order in which a block's coefficients are stored: from the slowest wave to the quickest, diagonal by diagonal.</summary>
internal static class ZigZag
{
    /// <summary>Place in the block, row by row, of the k-th stored coefficient. Sixteen more entries catch runs that go past the end.</summary>
    public static readonly byte[] Order = Make();

    private static byte[] Make()
    {
        var order = new byte[64 + 16];
        Array.Fill(order, (byte)63);
        for (int diagonal = 0, k = 0; diagonal < 15; diagonal++)
        {
            for (int i = 0; i <= diagonal; i++)
            {
                int row = (diagonal & 1) == 0 ? diagonal - i : i, column = diagonal - row;
                if (row < 8 && column < 8) order[k++] = (byte)((8 * row) + column);
            }
        }
        return order;
    }
}
