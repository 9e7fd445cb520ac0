using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Data.Tables;

namespace Anneal.Data.Quality;

/// <summary>Looks at data before anything is learnt from it: errors stop, warnings go into the report, and columns that would give the answer away are left out.</summary>
public static class QualityGate
{
    /// <summary>In this order: what one check leaves out, the next does not see.</summary>
    private static readonly QualityCheck[] Checks =
    [
        new UnseenClasses(),
        new RenamedColumns(),
        new ConstantColumns(),
        new Identifiers(),
        new FreeText(),
        new BrokenNumbers(),
        new RangeBounds(),
        new LabelParts(),
        new TargetLeakage(),
        new MissingValues(),
        new DuplicateRows(),
        new TrainTestOverlap(),
        new Contradictions(),
        new Imbalance(),
        new SmallParts(),
    ];

    /// <summary>Runs every check.</summary>
    /// <param name="task">What is to be learnt.</param>
    /// <param name="table">The rows that have a label.</param>
    /// <param name="schema">The columns as inferred.</param>
    /// <param name="labels">The rows' labels.</param>
    /// <param name="split">Which rows are for what.</param>
    /// <param name="choice">What the user said about columns: one that is named there to be kept is not left out.</param>
    public static QualityReport Check(TaskKind task, Table table, TableSchema schema, Labels labels, DataSplit split, ColumnChoice choice)
    {
        CheckedData data = new(task, table, schema, labels, split, choice);
        List<Finding> findings = [];
        foreach (QualityCheck check in Checks)
        {
            foreach (Finding found in check.Run(data).ToArray())
            {
                CheckedData rest = found.LeftOut ? data.Without([.. found.Columns.Except(data.Keep, StringComparer.Ordinal)]) : data;
                bool leavesSome = rest.Schema.Features.Any();
                findings.Add(found with { LeftOut = found.LeftOut && leavesSome && !found.Columns.All(data.Keep.Contains) });
                if (leavesSome) data = rest;
            }
        }

        return new QualityReport([.. findings.OrderByDescending(f => f.Severity)], data.Schema);
    }
}
