using Anneal.Data.Schemas;

namespace Anneal.Data.Quality;

/// <summary>Rows by what they say in the columns that are learnt from: equal keys are equal rows.</summary>
internal static class RowKeys
{
    /// <summary>A key for each row, of 128 bits, so that two different rows do not share one by chance.</summary>
    public static UInt128[] Of(CheckedData data)
    {
        UInt128[] keys = new UInt128[data.Table.RowCount];
        foreach (ColumnSchema column in data.Schema.Features)
        {
            Dictionary<string, uint> codes = new(StringComparer.Ordinal);
            IReadOnlyList<string?> cells = data.Cells(column);
            for (int row = 0; row < keys.Length; row++)
            {
                uint code = 0;
                if (cells[row] is { } cell && !codes.TryGetValue(cell, out code)) codes.Add(cell, code = (uint)codes.Count + 1);
                UInt128 mixed = (keys[row] ^ code) * new UInt128(0x2360ED051FC65DA4, 0x4385DF649FCCF645);
                keys[row] = mixed ^ (mixed >> 67);
            }
        }

        return keys;
    }
}
