using Anneal.Data.Splits;
using Anneal.Data.Text.Examples;

namespace Anneal.Workflow.TextTasks;

/// <summary>Reads the pairs of a recipe and shares them out.</summary>
internal static class PairSplit
{
    /// <param name="data">Where they are.</param>
    /// <param name="first">The role of the first text, which is also its usual name.</param>
    /// <param name="second">That of the second.</param>
    /// <param name="group">The text that must not stand in two parts.</param>
    public static (IReadOnlyList<TextPair> Pairs, DataSplit Split) Read(TextTaskData data, string first, string second, Func<TextPair, string> group)
    {
        (string firstName, string secondName) = (data.Columns[first], data.Columns[second]);
        return ExampleSplit.Read(data.Source, data.Split, source => TextPairsFile.Read(source, firstName, secondName, firstName == first && secondName == second), group);
    }

    /// <summary>The pairs of a part.</summary>
    public static TextPair[] Of(IReadOnlyList<TextPair> pairs, DataSplit split, SplitPart part) =>
        Array.ConvertAll(split.Of(part), row => pairs[row]);
}
