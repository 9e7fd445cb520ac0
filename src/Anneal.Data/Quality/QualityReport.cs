using Anneal.Data.Schemas;

namespace Anneal.Data.Quality;

/// <summary>What the checks found, the gravest first.</summary>
/// <param name="Findings">The findings.</param>
/// <param name="Schema">The columns, those left out marked as ignored.</param>
public sealed record QualityReport(IReadOnlyList<Finding> Findings, TableSchema Schema)
{
    /// <summary>Whether a finding forbids to go on.</summary>
    public bool HasErrors => Findings.Any(f => f.Severity == Severity.Error);
}
