namespace Anneal.Data.Vision;

/// <summary>Where a table's pictures come from: a folder, an archive, an IDX file.</summary>
public abstract class ImageSource
{
    /// <summary>Decodes one picture; safe to call from several threads.</summary>
    /// <param name="reference">What stands in the table's image column.</param>
    /// <exception cref="Messages.UserErrorException">The picture is not there or is broken.</exception>
    public abstract Image Read(string reference);

    /// <summary>The picture's own file, as a user would type it; null where it has none, inside an archive or an IDX file.</summary>
    /// <param name="reference">What stands in the table's image column.</param>
    public virtual string? FileOf(string reference) => null;
}
