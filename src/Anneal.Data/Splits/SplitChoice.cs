using Anneal.Data.Schemas;
using Anneal.Data.Sources;

namespace Anneal.Data.Splits;

/// <summary>How the user wants the rows shared out.</summary>
/// <param name="By">By what.</param>
/// <param name="Fractions">How large the parts are, where that is not given otherwise.</param>
/// <param name="Column">The column of groups, times, keys or parts.</param>
public sealed record SplitChoice(SplitKind By, SplitFractions Fractions, WrittenName? Column = null)
{
    /// <summary>For <see cref="SplitKind.File"/> the file.</summary>
    public SourceChoice? File { get; init; }

    /// <summary>For <see cref="SplitKind.Parts"/> the file of the validation rows, if there is one.</summary>
    public SourceChoice? ValidFile { get; init; }

    /// <summary>For <see cref="SplitKind.Parts"/> the file of the test rows, if there is one.</summary>
    public SourceChoice? TestFile { get; init; }
}
