using Anneal.Data.Messages;

namespace Anneal.Data.Quality;

/// <summary>Something about the data that the user should know.</summary>
/// <param name="Check">What was looked for, as a name for programs: <c>target-leakage</c>.</param>
/// <param name="Severity">How much it matters.</param>
/// <param name="What">What was found, as one sentence without a full stop.</param>
/// <param name="Advice">What to do about it, as one sentence without a full stop.</param>
public sealed record Finding(string Check, Severity Severity, Message What, Message Advice)
{
    /// <summary>The columns that it is about.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>Whether those columns were left out because of it.</summary>
    public bool LeftOut { get; init; }

    /// <summary>How many rows it is about; 0 when it is about columns alone.</summary>
    public int Rows { get; init; }

    /// <summary>Where the first of those rows stand.</summary>
    public IReadOnlyList<Place> Examples { get; init; } = [];
}
