using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;

namespace Anneal.Data.Splits;

/// <summary>Shares a table's rows out as the user chose.</summary>
public static class TableSplit
{
    /// <summary>Splits the rows.</summary>
    /// <param name="table">The table; rows without a label are out, and parts that were given are marked (<see cref="GivenParts"/>).</param>
    /// <param name="labels">The rows' labels, which a random split keeps in proportion.</param>
    /// <param name="choice">How to share.</param>
    /// <exception cref="UserErrorException">A column is not there, or a part would be empty.</exception>
    public static DataSplit Make(Table table, Labels labels, SplitChoice choice)
    {
        DataSplit split = choice.By switch
        {
            SplitKind.Group => GroupSplit.Make(table.Column(SchemaInference.Require(table, choice.Column!.Value)), choice.Fractions),
            SplitKind.Time => TimeSplit.Make(table, SchemaInference.Require(table, choice.Column!.Value), choice.Fractions),
            SplitKind.Hash => HashSplit.Make(table, SchemaInference.Require(table, choice.Column!.Value), choice.Fractions),

            // Unless the recipe says otherwise, the parts that the source itself gives are kept.
            SplitKind.Random when table.Parts is null => RandomSplit.Make(Strata.Of(labels), choice.Fractions),
            _ => Given(table, labels, choice.Fractions),
        };
        foreach ((int[] rows, Message part) in new[] { (split.Train, SplitMessages.TrainPart), (split.Valid, SplitMessages.ValidPart), (split.Test, SplitMessages.TestPart) })
        {
            if (rows.Length == 0) throw new UserErrorException(SplitMessages.EmptyPart(part), SplitMessages.EmptyPartWayOut, choice.Column?.Place ?? choice.File?.NamedAt ?? new Place(table.File));
        }

        return split;
    }

    /// <summary>The parts that the rows were marked with; where nobody gave validation or test rows, a share of the training rows becomes them.</summary>
    private static DataSplit Given(Table table, Labels labels, SplitFractions fractions)
    {
        int[] Rows(SplitPart part) => [.. Enumerable.Range(0, table.RowCount).Where(row => table.Parts![row] == part)];
        (int[] train, int[] valid, int[] test) = (Rows(SplitPart.Train), Rows(SplitPart.Valid), Rows(SplitPart.Test));
        if (test.Length == 0) (train, test) = TakeShare(train, labels, fractions.Test, fractions);
        if (valid.Length == 0) (train, valid) = TakeShare(train, labels, fractions.Valid / (fractions.Train + fractions.Valid), fractions);
        return new DataSplit(train, valid, test);
    }

    private static (int[] Left, int[] Taken) TakeShare(int[] rows, Labels labels, double share, SplitFractions fractions)
    {
        // The share is asked for as the test part of a random split; its validation rows are training rows here.
        int[] strata = Strata.Of(labels.Take(rows));
        DataSplit split = RandomSplit.Make(strata, new SplitFractions(1 - (2 * Math.Min(share, 0.49)), Math.Min(share, 0.49), Math.Min(share, 0.49), fractions.Stratify, fractions.Seed));
        int[] left = [.. split.Train.Concat(split.Valid).Order().Select(i => rows[i])];
        return (left, Array.ConvertAll(split.Test, i => rows[i]));
    }
}
