using Anneal.Data.Tables;

namespace Anneal.Data.Schemas;

/// <summary>Counts what a column holds, and from that tells its type.</summary>
internal sealed class ColumnProfile
{
    /// <summary>A text column with more values than this is no category, unless its values repeat often.</summary>
    private const int FewValues = 50;

    /// <summary>Of how many cells a column's numbers must make up all but a few, to be a number column with mistakes in it.</summary>
    private const double NearlyAll = 0.98;

    private const int ManyRows = 200;

    private readonly Dictionary<string, int> counts = new(StringComparer.Ordinal);
    private readonly int rows;
    private readonly int numbers;
    private readonly int dates;
    private readonly double smallest = double.PositiveInfinity;
    private readonly double largest = double.NegativeInfinity;
    private readonly bool countsUp = true;
    private readonly int characters;

    public ColumnProfile(IReadOnlyList<string?> cells)
    {
        rows = cells.Count;
        double previous = double.NaN;
        for (int row = 0; row < cells.Count; row++)
        {
            string? cell = cells[row];
            if (cell is null)
            {
                Missing++;
                continue;
            }

            counts[cell] = counts.GetValueOrDefault(cell) + 1;
            characters += cell.Length;
            if (!Cell.TryNumber(cell, out double number))
            {
                if (FirstNonNumber < 0) FirstNonNumber = row;
                if (DateText.TryRead(cell, out _)) dates++;
                continue;
            }

            numbers++;
            smallest = Math.Min(smallest, number);
            largest = Math.Max(largest, number);
            if (number <= previous || number != Math.Floor(number)) countsUp = false;
            previous = number;
        }

        Type = TellType();
    }

    public ColumnType Type { get; }

    public int Missing { get; }

    public int Distinct => counts.Count;

    /// <summary>The first row whose cell has a value that is not a number, or -1.</summary>
    public int FirstNonNumber { get; } = -1;

    /// <summary>How many cells have a value that is not a number.</summary>
    public int NonNumbers => Present - numbers;

    private int Present => rows - Missing;

    /// <summary>
    /// Whole numbers that only rise, with few gaps (rows that were taken out), are the rows' numbers. So are those of a table that was
    /// shuffled, if it is not so small that a quantity could fill a range by chance; a year for each row is a year.
    /// </summary>
    private bool CountsRows => (countsUp || (IsWhole && Present >= ManyRows)) && largest - smallest < 1.5 * Present && !LooksLikeYears;

    private bool IsWhole => counts.Keys.All(value => Cell.TryNumber(value, out double number) && number == Math.Floor(number));

    private bool LooksLikeYears => smallest >= 1800 && largest <= 2100;

    /// <summary>The type to learn a column by that the user wants to keep although it looks like a key or like text.</summary>
    public ColumnType TypeToLearn => Type is ColumnType.Identifier or ColumnType.Text ? (numbers >= NearlyAll * Present ? ColumnType.Number : ColumnType.Category) : Type;

    /// <summary>The label's values in a fixed order.</summary>
    public string[] SortedValues => [.. counts.Keys.Order(StringComparer.Ordinal)];

    public int CountOf(string value) => counts[value];

    /// <summary>A range for numbers, the most frequent values for the rest.</summary>
    public string Describe(int width)
    {
        if (counts.Count == 0) return "";
        if (Type == ColumnType.Number || (numbers == Present && Type == ColumnType.Identifier)) return $"{smallest.ToReadable()} … {largest.ToReadable()}";
        string text = "";
        foreach (string value in counts.OrderByDescending(p => p.Value).ThenBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Key))
        {
            string next = text.Length == 0 ? value : $"{text}, {value}";
            if (next.Length > width) return text.Length == 0 ? string.Concat(value.AsSpan(0, width), "…") : $"{text}, …";
            text = next;
        }

        return text;
    }

    private ColumnType TellType()
    {
        if (counts.Count <= 1) return ColumnType.Constant;
        bool allDifferent = Distinct == Present && Present >= 20;
        if (numbers == Present) return allDifferent && CountsRows ? ColumnType.Identifier : ColumnType.Number;
        if (numbers >= NearlyAll * Present && NumericValues() > 10) return ColumnType.Number;
        if (dates >= NearlyAll * Present) return ColumnType.Date;
        if (Distinct == 2 && counts.Keys.All(value => Cell.TryBoolean(value, out _))) return ColumnType.Boolean;
        if (Distinct <= FewValues && Distinct <= Math.Max(2, Present / 2)) return ColumnType.Category;
        if (Distinct <= Present / 20) return ColumnType.Category;

        // Short values without spaces, nearly all different, are keys; the rest is prose.
        bool oneWord = counts.Keys.All(value => !value.Contains(' ', StringComparison.Ordinal));
        return oneWord && Distinct >= 0.9 * Present && characters <= 40L * Present ? ColumnType.Identifier : ColumnType.Text;
    }

    private int NumericValues() => counts.Keys.Count(value => Cell.TryNumber(value, out _));
}
