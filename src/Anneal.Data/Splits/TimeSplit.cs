using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Splits;

/// <summary>The oldest rows to learn from, then those to choose by, the newest to test on; rows of one moment stay together.</summary>
internal static class TimeSplit
{
    public static DataSplit Make(Table table, int column, SplitFractions fractions)
    {
        IReadOnlyList<string?> cells = table.Column(column);
        double[] times = new double[table.RowCount];
        for (int row = 0; row < times.Length; row++)
        {
            if (cells[row] is { } cell && DateText.TryRead(cell, out DateTime date)) times[row] = date.Ticks;
            else if (cells[row] is null || !Cell.TryNumber(cells[row]!, out times[row]))
                throw new UserErrorException(SplitMessages.NotATime(table.Names[column], cells[row]), SplitMessages.NotATimeWayOut, table.PlaceOf(row));
        }

        int[] order = [.. Enumerable.Range(0, times.Length)];
        Array.Sort(order, (a, b) => times[a] != times[b] ? times[a].CompareTo(times[b]) : a.CompareTo(b));
        int validStart = Cut(fractions.Train), testStart = Math.Max(Cut(fractions.Train + fractions.Valid), validStart);
        return new DataSplit(Sorted(0, validStart), Sorted(validStart, testStart), Sorted(testStart, order.Length));

        int Cut(double share)
        {
            int at = (int)Math.Round(share * order.Length, MidpointRounding.AwayFromZero);
            while (at > 0 && at < order.Length && times[order[at]] == times[order[at - 1]]) at++;
            return at;
        }

        int[] Sorted(int from, int to) => [.. order[from..to].Order()];
    }
}
