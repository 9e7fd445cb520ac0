namespace Anneal.Data.Quality;

/// <summary>How much a finding matters.</summary>
public enum Severity
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>It may make the result worse, or look better than it is; the run goes on.</summary>
    Warning,

    /// <summary>Nothing can be learnt from this data as it is.</summary>
    Error,
}
