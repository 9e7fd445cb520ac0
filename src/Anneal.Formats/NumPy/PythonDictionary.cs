using System.Globalization;

namespace Anneal.Formats;

/// <summary>The literal in an .npy header: <c>{'descr': '&lt;f4', 'fortran_order': False, 'shape': (3, 5), }</c>, and no more of Python than that.</summary>
internal sealed class PythonDictionary
{
    /// <summary>Stands for a type that is a list of fields.</summary>
    public const string Structured = "[";

    private readonly string text;
    private int at;

    private PythonDictionary(string text) => this.text = text;

    /// <summary>The entry descr.</summary>
    public string? Type { get; private set; }

    /// <summary>The entry fortran_order.</summary>
    public bool? Fortran { get; private set; }

    /// <summary>The entry shape.</summary>
    public IReadOnlyList<long>? Dims { get; private set; }

    /// <exception cref="FormatException">The text is anything else.</exception>
    public static PythonDictionary Parse(string text)
    {
        var result = new PythonDictionary(text);
        result.ReadAll();
        return result;
    }

    private void ReadAll()
    {
        Expect('{');
        while (!Accept('}'))
        {
            string key = ReadString();
            Expect(':');
            if (key == "descr" && Type is null) Type = ReadType();
            else if (key == "fortran_order" && Fortran is null) Fortran = ReadBool();
            else if (key == "shape" && Dims is null) Dims = ReadTuple();
            else throw Bad("an entry that is unknown or appears twice");
            if (Type == Structured) return; // the caller refuses it whatever follows
            if (Accept(',')) continue;
            Expect('}');
            break;
        }
        SkipSpace();
        if (at != text.Length) throw Bad("something after the dictionary");
    }

    private string ReadType()
    {
        SkipSpace();
        if (at < text.Length && text[at] == '[')
        {
            (Fortran, Dims) = (Fortran ?? false, Dims ?? []);
            return Structured;
        }
        return ReadString();
    }

    private string ReadString()
    {
        SkipSpace();
        if (at >= text.Length || text[at] is not ('\'' or '"')) throw Bad("something else where a text should stand");
        char quote = text[at++];
        int start = at;
        while (at < text.Length && text[at] != quote)
        {
            if (text[at] is '\\' or < ' ') throw Bad("an escape in a text");
            at++;
        }
        if (at == text.Length) throw Bad("a text that doesn't end");
        return text[start..at++];
    }

    private bool ReadBool()
    {
        SkipSpace();
        foreach ((string word, bool value) in new[] { ("True", true), ("False", false) })
        {
            if (string.CompareOrdinal(text, at, word, 0, word.Length) != 0) continue;
            at += word.Length;
            return value;
        }
        throw Bad("something else where True or False should stand");
    }

    private List<long> ReadTuple()
    {
        var dims = new List<long>();
        Expect('(');
        bool comma = true;
        while (!Accept(')'))
        {
            if (!comma) throw Bad("two numbers without a comma");
            dims.Add(ReadNumber());
            comma = Accept(',');
        }
        if (dims.Count == 1 && !comma) throw Bad("a number in brackets where a tuple should stand");
        return dims;
    }

    private long ReadNumber()
    {
        SkipSpace();
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at])) at++;
        if (!long.TryParse(text.AsSpan(start, at - start), NumberStyles.None, CultureInfo.InvariantCulture, out long value))
            throw Bad("something that is not a length from 0 up to 2^63");
        if (at < text.Length && text[at] == 'L') at++; // as Python 2 wrote long numbers
        return value;
    }

    private bool Accept(char c)
    {
        SkipSpace();
        if (at >= text.Length || text[at] != c) return false;
        at++;
        return true;
    }

    private void Expect(char c)
    {
        if (!Accept(c)) throw Bad($"no '{c}'");
    }

    private void SkipSpace()
    {
        while (at < text.Length && text[at] is (' ' or '\n' or '\t' or '\r')) at++;
    }

    private FormatException Bad(string what) => new($"there is {what} at character {at}.");
}
