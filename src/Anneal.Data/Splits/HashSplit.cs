using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Splits;

/// <summary>A key's hash decides its row's part, whatever other rows there are: a customer who was a test row stays one in the next table.</summary>
internal static class HashSplit
{
    public static DataSplit Make(Table table, int column, SplitFractions fractions)
    {
        IReadOnlyList<string?> keys = table.Column(column);
        List<int> train = [], valid = [], test = [];
        for (int row = 0; row < keys.Count; row++)
        {
            if (keys[row] is not { } key) throw new UserErrorException(SplitMessages.NoKey(table.Names[column]), SplitMessages.NoKeyWayOut, table.PlaceOf(row));
            double place = Place(key, (ulong)fractions.Seed);
            (place < fractions.Test ? test : place < fractions.Test + fractions.Valid ? valid : train).Add(row);
        }

        return new DataSplit([.. train], [.. valid], [.. test]);
    }

    /// <summary>A number from 0 to 1 for a key: FNV-1a over its UTF-8 bytes, stirred once more, since FNV's high bits lag behind for short keys.</summary>
    private static double Place(string key, ulong seed)
    {
        ulong hash = 14695981039346656037;
        foreach (byte b in Encoding.UTF8.GetBytes(key)) hash = (hash ^ b) * 1099511628211;
        return (new SplitMix(hash ^ (seed * 0x9E3779B97F4A7C15)).Next() >> 11) * (1.0 / (1L << 53));
    }
}
