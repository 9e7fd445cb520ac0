namespace Anneal.Data.Messages;

/// <summary>One thing to say to a person, in every language that Anneal speaks.</summary>
/// <param name="English">The English text.</param>
/// <param name="Chinese">The Chinese text.</param>
/// <remarks>
/// Both texts travel together until the moment of printing, so that no stage below the command line has to know who is
/// reading, and a text that lacks one language does not compile.
/// </remarks>
public readonly record struct Message(string English, string Chinese)
{
    /// <summary>Builds a message whose numbers look the same on every machine.</summary>
    public static Message Of(FormattableString english, FormattableString chinese) =>
        new(FormattableString.Invariant(english), FormattableString.Invariant(chinese));

    /// <summary>The text in one language.</summary>
    public string In(Language language) => language == Language.Chinese ? Chinese : English;

    /// <summary>The English text, for logs and exception messages.</summary>
    public override string ToString() => English;
}
