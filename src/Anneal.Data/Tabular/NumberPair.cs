using System.Text.Json.Serialization;
using Anneal.Data.Tables;

namespace Anneal.Data.Tabular;

/// <summary>How two numbers are put together.</summary>
public enum PairOperation
{
    /// <summary>The first times the second.</summary>
    Product,

    /// <summary>The first divided by the second.</summary>
    Ratio,

    /// <summary>The first less the second.</summary>
    Difference,
}

/// <summary>A number that two columns make together: speed times torque is power, and no split of either column finds it.</summary>
/// <param name="First">A column of numbers.</param>
/// <param name="Operation">How they are put together.</param>
/// <param name="Second">Another one.</param>
public sealed record NumberPair(string First, PairOperation Operation, string Second)
{
    /// <summary>What it is called: <c>rooms / households</c>.</summary>
    [JsonIgnore]
    public string Name => $"{First} {Operation switch { PairOperation.Product => "×", PairOperation.Ratio => "/", _ => "−" }} {Second}";

    /// <summary>Puts two numbers together; NaN where one is missing, or where there is nothing to divide by.</summary>
    public double Of(double first, double second) => Operation switch
    {
        PairOperation.Product => first * second,
        PairOperation.Ratio => second == 0 ? double.NaN : first / second,
        _ => first - second,
    } is var number && Math.Abs(number) <= Cell.Largest ? number : double.NaN;

    /// <summary>The numbers of some rows; a column that the table lacks counts as missing.</summary>
    public double[] Read(Table table, ReadOnlySpan<int> rows)
    {
        IReadOnlyList<string?>? first = Cells(First), second = Cells(Second);
        double[] numbers = new double[rows.Length];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = Of(Number(first?[rows[i]]), Number(second?[rows[i]]));
        return numbers;

        IReadOnlyList<string?>? Cells(string column) => table.IndexOf(column) is >= 0 and var index ? table.Column(index) : null;
        static double Number(string? cell) => Cell.TryNumber(cell ?? "", out double number) ? number : double.NaN;
    }
}
