using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Data.Quality;

/// <summary>Columns with one value, which say nothing.</summary>
internal sealed class ConstantColumns : QualityCheck
{
    public override IEnumerable<Finding> Run(CheckedData data)
    {
        if (!data.IsTabular) yield break;
        string[] constant = [.. data.Schema.Columns.Where(c => c.Type == ColumnType.Constant && c.Role == ColumnRole.Ignored && !data.IsIgnoredByUser(c)).Select(c => c.Name)];
        if (constant.Length > 0)
            yield return new Finding("constant", Severity.Note, QualityMessages.Constant(constant), QualityMessages.ConstantAdvice) { Columns = constant, LeftOut = true };

        // What is the same in every training row may differ in others, but nothing can be learnt about it.
        string[] inTraining = [.. data.Schema.Features.Where(c => IsConstant(data, c)).Select(c => c.Name)];
        if (inTraining.Length > 0)
            yield return new Finding("constant", Severity.Warning, QualityMessages.ConstantInTraining(inTraining), QualityMessages.ConstantAdvice) { Columns = inTraining, LeftOut = true };
    }

    private static bool IsConstant(CheckedData data, ColumnSchema column)
    {
        IReadOnlyList<string?> cells = data.Cells(column);
        string? first = data.Split.Train.Length == 0 ? null : cells[data.Split.Train[0]];
        return data.Split.Train.All(row => cells[row] == first);
    }
}
