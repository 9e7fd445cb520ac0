namespace Anneal.Data.Quality;

/// <summary>One thing that can be wrong with data.</summary>
internal abstract class QualityCheck
{
    /// <summary>Looks for it.</summary>
    public abstract IEnumerable<Finding> Run(CheckedData data);
}
