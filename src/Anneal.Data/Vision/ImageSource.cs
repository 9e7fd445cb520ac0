namespace Anneal.Data.Vision;

/// <summary>Where a table's pictures come from: a folder, an archive, an IDX file.</summary>
public abstract class ImageSource
{
    /// <summary>Decodes one picture; safe to call from several threads.</summary>
    /// <param name="reference">What stands in the table's image column.</param>
    /// <exception cref="Messages.UserErrorException">The picture is not there or is broken.</exception>
    public abstract Image Read(string reference);

    /// <summary>How a user can name the picture outside of the table.</summary>
    /// <param name="reference">What stands in the table's image column.</param>
    public virtual string NameOf(string reference) => reference;
}
