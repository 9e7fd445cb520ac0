using System.Globalization;
using System.Text;
using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>Reads the text of a grammar into places.</summary>
/// <param name="text">The rules.</param>
internal sealed class GrammarParser(string text)
{
    private const int MostNodes = 200_000;
    private const int MostDepth = 64;
    private const int MostCharacters = 1 << 20;

    private readonly List<GrammarNode> nodes = [];
    private readonly Dictionary<string, int> rules = new(StringComparer.Ordinal);
    private readonly List<string> names = [];
    private readonly HashSet<string> defined = new(StringComparer.Ordinal);
    private int at, depth;

    /// <summary>A part of a rule whose end is not joined to anything yet: it begins at a place, and ends at a split without a direction.</summary>
    private readonly record struct Part(int Start, int End);

    /// <summary>The places, and the first of the root rule.</summary>
    public (GrammarNode[] Nodes, int Root) Read()
    {
        if (text.Length > MostCharacters) throw TooLarge();
        SkipSpace(lines: true);
        while (at < text.Length)
        {
            string name = Name();
            SkipSpace(lines: false);
            Expect("::=");
            if (!defined.Add(name)) throw Wrong($"{name} ::= … (2×)");
            SkipSpace(lines: true);
            Part body = Alternatives(inGroup: false);
            int rule = Rule(name);
            int end = Add(new GrammarNode(GrammarNodeKind.Return));
            Join(body.End, end);
            nodes[rule] = new GrammarNode(GrammarNodeKind.Split, body.Start, -1);
            SkipSpace(lines: true);
        }

        foreach (string name in names)
        {
            if (!defined.Contains(name)) throw new UserErrorException(GrammarMessages.Unknown(name), GrammarMessages.WayOut);
        }

        if (!rules.TryGetValue("root", out int root)) throw new UserErrorException(GrammarMessages.NoRoot, GrammarMessages.WayOut);
        GrammarNode[] all = [.. nodes];
        if (GrammarRecursion.Find(all, names.Select(name => rules[name])) is { } recursive)
            throw new UserErrorException(GrammarMessages.LeftRecursive(names[recursive]), GrammarMessages.LeftRecursiveWayOut);
        return (all, root);
    }

    private Part Alternatives(bool inGroup)
    {
        if (++depth > MostDepth) throw TooLarge();
        Part first = Sequence(inGroup);
        while (at < text.Length && text[at] == '|')
        {
            at++;
            SkipSpace(lines: true);
            Part second = Sequence(inGroup);
            int end = Open();
            Join(first.End, end);
            Join(second.End, end);
            first = new Part(Add(new GrammarNode(GrammarNodeKind.Split, first.Start, second.Start)), end);
        }

        depth--;
        return first;
    }

    private Part Sequence(bool inGroup)
    {
        int start = Open();
        Part all = new(start, start);
        while (at < text.Length && text[at] is not ('|' or ')' or '\n' or '\r'))
        {
            int from = at;
            Part element = Element();
            element = Repeated(element, from);
            Join(all.End, element.Start);
            all = all with { End = element.End };
            SkipSpace(inGroup);
        }

        return all;
    }

    private Part Element()
    {
        char c = text[at];
        if (c == '"') return Literal();
        if (c == '[') return Class();
        if (c == '.')
        {
            at++;
            return Characters([(0, 0x10FFFF)]);
        }

        if (c == '(')
        {
            at++;
            SkipSpace(lines: true);
            Part inner = Alternatives(inGroup: true);
            Expect(")");
            return inner;
        }

        int call = Add(new GrammarNode(GrammarNodeKind.Call, 0, Rule(Name())));
        int end = Open();
        nodes[call] = nodes[call] with { Next = end };
        return new Part(call, end);
    }

    /// <summary>The repetitions behind an element; a count reads the element's text again for each.</summary>
    private Part Repeated(Part element, int from)
    {
        int behind = at;
        if (at >= text.Length) return element;
        switch (text[at])
        {
            case '*': at++; return Star(element);
            case '+':
                at++;
                Part again = Again(from, behind);
                Part rest = Star(again);
                Join(element.End, rest.Start);
                return new Part(element.Start, rest.End);
            case '?': at++; return Optional(element);
            case '{': break;
            default: return element;
        }

        at++;
        int least = Number(), most = least;
        if (at < text.Length && text[at] == ',')
        {
            at++;
            most = at < text.Length && char.IsAsciiDigit(text[at]) ? Number() : -1;
        }

        Expect("}");
        int after = at;
        if (most >= 0 && most < least) throw Wrong(string.Create(CultureInfo.InvariantCulture, $"{{{least},{most}}}"));
        int start = Open();
        Part all = new(start, start);
        int leave = Open();
        for (int i = 0; i < Math.Max(least, most); i++)
        {
            Part copy = Again(from, behind);
            if (i >= least) Branch(ref all, leave);
            Join(all.End, copy.Start);
            all = all with { End = copy.End };
        }

        if (most < 0)
        {
            Part star = Star(Again(from, behind));
            Join(all.End, star.Start);
            all = all with { End = star.End };
        }

        Join(all.End, leave);
        at = after;
        return new Part(all.Start, leave);
    }

    /// <summary>Lets a part end here and go on to another place as well.</summary>
    private void Branch(ref Part part, int leave)
    {
        int end = Open();
        nodes[part.End] = new GrammarNode(GrammarNodeKind.Split, end, leave);
        part = part with { End = end };
    }

    private Part Again(int from, int to)
    {
        int kept = at;
        at = from;
        Part copy = Element();
        if (at != to) throw Wrong(text[from..to]);
        at = kept;
        return copy;
    }

    private Part Star(Part element)
    {
        int end = Open();
        int loop = Add(new GrammarNode(GrammarNodeKind.Split, element.Start, end));
        Join(element.End, loop);
        return new Part(loop, end);
    }

    private Part Optional(Part element)
    {
        int end = Open();
        Join(element.End, end);
        return new Part(Add(new GrammarNode(GrammarNodeKind.Split, element.Start, end)), end);
    }

    private Part Literal()
    {
        at++;
        int start = Open();
        Part all = new(start, start);
        while (true)
        {
            if (at >= text.Length || text[at] == '\n') throw Wrong("\"");
            if (text[at] == '"') break;
            int character = Character();
            Part one = Characters([(character, character)]);
            Join(all.End, one.Start);
            all = all with { End = one.End };
        }

        at++;
        return all;
    }

    private Part Class()
    {
        at++;
        bool negated = at < text.Length && text[at] == '^';
        if (negated) at++;
        List<(int Low, int High)> ranges = [];
        while (true)
        {
            if (at >= text.Length || text[at] == '\n') throw Wrong("[");
            if (text[at] == ']') break;
            int low = Character(), high = low;
            if (at + 1 < text.Length && text[at] == '-' && text[at + 1] != ']')
            {
                at++;
                high = Character();
            }

            if (high < low) throw Wrong("[…-…]");
            ranges.Add((low, high));
        }

        at++;
        return Characters(negated ? Utf8Ranges.Complement(ranges) : ranges);
    }

    private Part Characters(IEnumerable<(int Low, int High)> ranges)
    {
        int end = Open();
        int start = -1;
        foreach ((byte Low, byte High)[] bytes in ranges.SelectMany(range => Utf8Ranges.Of(range.Low, range.High)))
        {
            int next = end;
            for (int i = bytes.Length - 1; i >= 0; i--) next = Add(new GrammarNode(GrammarNodeKind.Byte, next, 0, bytes[i].Low, bytes[i].High));
            start = start < 0 ? next : Add(new GrammarNode(GrammarNodeKind.Split, next, start));
        }

        if (start < 0) throw Wrong("[]");
        return new Part(start, end);
    }

    private int Character()
    {
        if (text[at] != '\\')
        {
            if (!Rune.TryGetRuneAt(text, at, out Rune rune)) throw Wrong("\\u");
            at += rune.Utf16SequenceLength;
            return rune.Value;
        }

        if (++at >= text.Length) throw Wrong("\\");
        char escape = text[at++];
        int digits = escape switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        if (digits > 0)
        {
            if (at + digits > text.Length || !int.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) || !Rune.IsValid(value)) throw Wrong($"\\{escape}");
            at += digits;
            return value;
        }

        return escape switch
        {
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '"' or '\\' or '[' or ']' or '-' or '^' or '/' or '.' or '|' => escape,
            _ => throw Wrong($"\\{escape}"),
        };
    }

    private string Name()
    {
        int start = at;
        while (at < text.Length && (char.IsAsciiLetterOrDigit(text[at]) || text[at] is '-' or '_')) at++;
        return at > start ? text[start..at] : throw Wrong(at < text.Length ? text[at].ToString() : "…");
    }

    private int Number()
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]) && at - start < 6) at++;
        return at > start ? int.Parse(text.AsSpan(start, at - start), CultureInfo.InvariantCulture) : throw Wrong("{");
    }

    private int Rule(string name)
    {
        if (rules.TryGetValue(name, out int place)) return place;
        names.Add(name);
        return rules[name] = Add(default);
    }

    private void SkipSpace(bool lines)
    {
        for (; at < text.Length; at++)
        {
            if (text[at] == '#')
            {
                while (at + 1 < text.Length && text[at + 1] is not ('\n' or '\r')) at++;
            }
            else if (text[at] is not (' ' or '\t') && !(lines && text[at] is '\n' or '\r'))
            {
                return;
            }
        }
    }

    private void Expect(string mark)
    {
        if (string.CompareOrdinal(text, at, mark, 0, mark.Length) != 0) throw Wrong(mark);
        at += mark.Length;
    }

    private int Open() => Add(new GrammarNode(GrammarNodeKind.Split, -1, -1));

    private void Join(int end, int next)
    {
        if (end != next) nodes[end] = new GrammarNode(GrammarNodeKind.Split, next, -1);
    }

    private int Add(GrammarNode node)
    {
        if (nodes.Count >= MostNodes) throw TooLarge();
        nodes.Add(node);
        return nodes.Count - 1;
    }

    private UserErrorException Wrong(string what) => new(GrammarMessages.Wrong(what, text.AsSpan(0, Math.Min(at, text.Length)).Count('\n') + 1), GrammarMessages.WayOut);

    private static UserErrorException TooLarge() => new(GrammarMessages.TooLarge, GrammarMessages.TooLargeWayOut);
}
