using Anneal.Data.Messages;
using Anneal.Data.Sources;

namespace Anneal.Data.Splits;

/// <summary>Shares examples out that are no rows of a table: sentences, questions, pairs of texts.</summary>
public static class ExampleSplit
{
    /// <summary>Reads all examples and shares them out at random, as a file says (a word a line), or as they lie in files of their own.</summary>
    /// <param name="source">The examples, or with files of their own those to learn from.</param>
    /// <param name="choice">How to share.</param>
    /// <param name="read">Reads a file.</param>
    /// <param name="group">What examples have in common that may not be torn apart, such as their passage; null for nothing.</param>
    /// <exception cref="UserErrorException">The way is only for tables, the file of parts does not fit, or a part would be empty.</exception>
    public static (IReadOnlyList<TExample> Examples, DataSplit Split) Read<TExample>(SourceChoice source, SplitChoice choice, Func<SourceChoice, IReadOnlyList<TExample>> read, Func<TExample, string>? group = null)
    {
        List<TExample> examples = [.. read(source)];
        int first = examples.Count;
        SplitPart[]? parts = null;
        if (choice.By == SplitKind.File) parts = GivenParts.OfLines(first, source.Shown, choice.File!);
        if (choice.By == SplitKind.Parts)
        {
            if (choice.ValidFile is { } validFile) examples.AddRange(read(validFile));
            int valid = examples.Count;
            if (choice.TestFile is { } testFile) examples.AddRange(read(testFile));
            parts = [.. Enumerable.Range(0, examples.Count).Select(i => i < first ? SplitPart.Train : i < valid ? SplitPart.Valid : SplitPart.Test)];
        }

        if (choice.By is not (SplitKind.Random or SplitKind.File or SplitKind.Parts)) throw new UserErrorException(SplitMessages.OnlyTables, SplitMessages.OnlyTablesWayOut, choice.Column?.Place ?? source.NamedAt);
        DataSplit split = parts is null ? Random([.. Enumerable.Range(0, examples.Count)], examples, group, choice.Fractions) : Given(parts, examples, group, choice.Fractions);
        foreach ((int[] rows, Message part) in new[] { (split.Train, SplitMessages.TrainPart), (split.Valid, SplitMessages.ValidPart), (split.Test, SplitMessages.TestPart) })
        {
            if (rows.Length == 0) throw new UserErrorException(SplitMessages.EmptyPart(part), SplitMessages.EmptyPartWayOut, choice.File?.NamedAt ?? source.NamedAt ?? new Place(source.Shown));
        }

        return (examples, split);
    }

    private static DataSplit Random<TExample>(int[] places, List<TExample> examples, Func<TExample, string>? group, SplitFractions fractions)
    {
        DataSplit split = group is null ? RandomSplit.Make(new int[places.Length], fractions) : GroupSplit.Make([.. places.Select(place => group(examples[place]))], fractions);
        int[] At(int[] rows) => Array.ConvertAll(rows, row => places[row]);
        return new DataSplit(At(split.Train), At(split.Valid), At(split.Test));
    }

    /// <summary>The parts as they are given; a part that nobody gave becomes a share of the training part.</summary>
    private static DataSplit Given<TExample>(SplitPart[] parts, List<TExample> examples, Func<TExample, string>? group, SplitFractions fractions)
    {
        int[] Of(SplitPart part) => [.. Enumerable.Range(0, parts.Length).Where(i => parts[i] == part)];
        (int[] train, int[] valid, int[] test) = (Of(SplitPart.Train), Of(SplitPart.Valid), Of(SplitPart.Test));
        if (valid.Length > 0 && test.Length > 0) return new DataSplit(train, valid, test);
        DataSplit shared = Random(train, examples, group, fractions);
        if (valid.Length == 0 && test.Length == 0) return shared;

        // One of the two is there: what the shares would have given to it stays with the training part.
        return test.Length == 0
            ? new DataSplit([.. shared.Train.Concat(shared.Valid).Order()], valid, shared.Test)
            : new DataSplit([.. shared.Train.Concat(shared.Test).Order()], shared.Valid, test);
    }
}
