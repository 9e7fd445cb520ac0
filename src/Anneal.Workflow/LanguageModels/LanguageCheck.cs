using Anneal.Data.Quality;
using Anneal.Data.Text.Corpora;

namespace Anneal.Workflow.LanguageModels;

/// <summary>What a run of a language model's recipe would find in its texts or conversations before it learns.</summary>
/// <param name="Documents">How many documents, or conversations, there are.</param>
/// <param name="Characters">Characters of all documents; of conversations, of their answers.</param>
/// <param name="Train">Documents to learn from.</param>
/// <param name="Valid">Documents to choose by.</param>
/// <param name="Test">Documents held back.</param>
/// <param name="Findings">What should be known, the gravest first.</param>
public sealed record LanguageCheck(long Documents, long Characters, long Train, long Valid, long Test, IReadOnlyList<Finding> Findings)
{
    /// <summary>How often each role speaks; empty for texts.</summary>
    public IReadOnlyDictionary<string, int> Roles { get; init; } = new Dictionary<string, int>(StringComparer.Ordinal);

    /// <summary>Characters of the shortest document or answer, of that in the middle, and of the longest.</summary>
    public (long Shortest, long Middle, long Longest) Lengths { get; init; }

    /// <summary>Whether a finding forbids to go on.</summary>
    public bool HasErrors => Findings.Any(finding => finding.Severity == Severity.Error);

    /// <summary>Looks at what a recipe would learn from.</summary>
    /// <exception cref="Data.Messages.UserErrorException">It can't be read.</exception>
    public static LanguageCheck Of(LanguageRecipe recipe) => recipe.Task == LanguageTask.Chat ? TalkCheck.Of(recipe) : TextCheck.Of(recipe);

    internal static (long Shortest, long Middle, long Longest) Spread(List<long> lengths)
    {
        if (lengths.Count == 0) return default;
        lengths.Sort();
        return (lengths[0], lengths[lengths.Count / 2], lengths[^1]);
    }

    internal static IReadOnlyList<Finding> Ordered(IEnumerable<Finding> findings) => [.. findings.OrderByDescending(finding => finding.Severity)];
}
