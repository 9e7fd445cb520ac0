using System.Globalization;
using System.Text;

namespace Anneal.Models.Language;

/// <summary>Writes a regular expression of a JSON schema as rules of what stands between a text's quotation marks.</summary>
/// <remarks>
/// ECMA-262's patterns without what looks around (lookahead, lookbehind, word boundaries, references back) and without anchors within. Without an anchor at its beginning or end a pattern may stand anywhere in
/// the text, as JSON schema has it. Characters that JSON escapes are written escaped.
/// </remarks>
internal sealed class PatternGrammar
{
    private const int MostDepth = 32, MostLength = 2000, MostRepetitions = 1000;

    private readonly string pattern;
    private int at, depth;

    private PatternGrammar(string pattern) => this.pattern = pattern;

    /// <summary>The rules; null where the pattern can't be written so.</summary>
    /// <param name="pattern">The regular expression.</param>
    public static string? TryWrite(string pattern)
    {
        if (pattern.Length > MostLength) return null;
        bool begins = pattern.StartsWith('^'), ends = pattern.EndsWith('$') && !IsEscaped(pattern, pattern.Length - 1);
        string inner = pattern[(begins ? 1 : 0)..(ends ? ^1 : ^0)];
        PatternGrammar reader = new(inner);
        string? body = reader.Choices();

        // An anchor belongs to its own choice: ^a|b$ is something else than ^(a|b)$.
        if (body is null || reader.at < inner.Length || ((begins || ends) && reader.HasOuterChoice)) return null;
        return $"{(begins ? "" : "char* ")}({body}){(ends ? "" : " char*")}";
    }

    private bool HasOuterChoice { get; set; }

    private static bool IsEscaped(string text, int place)
    {
        int marks = 0;
        while (place - marks > 0 && text[place - marks - 1] == '\\') marks++;
        return marks % 2 == 1;
    }

    private string? Choices()
    {
        if (++depth > MostDepth) return null;
        List<string> choices = [];
        while (true)
        {
            if (Sequence() is not { } one) return null;
            choices.Add(one);
            if (at >= pattern.Length || pattern[at] != '|') break;
            at++;
        }

        depth--;
        if (depth == 0) HasOuterChoice = choices.Count > 1;
        return string.Join(" | ", choices);
    }

    private string? Sequence()
    {
        StringBuilder parts = new();
        while (at < pattern.Length && pattern[at] is not ('|' or ')'))
        {
            if (One() is not { } element || Repetition() is not { } times) return null;
            parts.Append(parts.Length > 0 ? " " : "").Append(element).Append(times);
        }

        return parts.Length > 0 ? parts.ToString() : "\"\"";
    }

    private string? One()
    {
        char c = pattern[at++];
        switch (c)
        {
            case '(': return Group();
            case '[': return Class();
            case '.': return Write([('\n', '\n'), ('\r', '\r'), (0x2028, 0x2029)], negated: true);
            case '\\': return at < pattern.Length && Escape(pattern[at++]) is { } set ? Write(set, negated: false) : null;
            case '*' or '+' or '?' or '{' or '}' or '^' or '$': return null;
            default: return char.IsSurrogate(c) ? Pair(c) : Write([(c, c)], negated: false);
        }
    }

    private string? Pair(char high) => char.IsHighSurrogate(high) && at < pattern.Length && char.IsLowSurrogate(pattern[at]) ? $"\"{high}{pattern[at++]}\"" : null;

    private string? Group()
    {
        if (pattern.AsSpan(at).StartsWith("?:")) at += 2;
        else if (at < pattern.Length && pattern[at] == '?') return null; // what looks around, and names
        string? inner = Choices();
        if (inner is null || at >= pattern.Length || pattern[at++] != ')') return null;
        return $"({inner})";
    }

    /// <summary>How often; empty for once.</summary>
    private string? Repetition()
    {
        if (at >= pattern.Length) return "";
        string times;
        switch (pattern[at])
        {
            case '*' or '+' or '?':
                times = pattern[at++].ToString();
                break;
            case '{':
                int end = pattern.IndexOf('}', at);
                string[] numbers = end < 0 ? [] : pattern[(at + 1)..end].Split(',');
                if (numbers.Length is 0 or > 2 || !Number(numbers[0], out int least) || (numbers.Length == 2 && numbers[1].Length > 0 && (!Number(numbers[1], out int most) || most < least))) return null;
                times = pattern[at..(end + 1)];
                at = end + 1;
                break;
            default: return "";
        }

        if (at < pattern.Length && pattern[at] == '?') at++; // reluctant repetition reads otherwise, but matches the same texts
        return at < pattern.Length && pattern[at] is '*' or '+' or '{' ? null : times;
    }

    private static bool Number(string text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number <= MostRepetitions;

    private string? Class()
    {
        bool negated = at < pattern.Length && pattern[at] == '^';
        if (negated) at++;
        List<(int First, int Last)> set = [];
        while (at < pattern.Length && pattern[at] != ']')
        {
            if (Member() is not { } first) return null;
            if (first is not [{ First: var low, Last: var same }] || low != same || at + 1 >= pattern.Length || pattern[at] != '-' || pattern[at + 1] == ']')
            {
                set.AddRange(first);
                continue;
            }

            at++;
            if (Member() is not [{ First: var high, Last: var last }] || high != last || high < low) return null;
            set.Add((low, high));
        }

        if (at >= pattern.Length || set.Count == 0) return null;
        at++;
        return Write(set, negated);
    }

    private List<(int First, int Last)>? Member()
    {
        if (at >= pattern.Length) return null;
        char c = pattern[at++];
        if (c == '\\') return at < pattern.Length ? Escape(pattern[at++]) : null;
        if (!char.IsSurrogate(c)) return [(c, c)];
        if (!char.IsHighSurrogate(c) || at >= pattern.Length || !char.IsLowSurrogate(pattern[at])) return null;
        int rune = char.ConvertToUtf32(c, pattern[at++]);
        return [(rune, rune)];
    }

    /// <summary>The characters that an escape means; null for one that means none.</summary>
    private List<(int First, int Last)>? Escape(char c)
    {
        switch (c)
        {
            case 'd': return [('0', '9')];
            case 'w': return [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
            case 's': return [('\t', '\r'), (' ', ' '), (0xA0, 0xA0), (0x3000, 0x3000)];
            case 'D': return Others([('0', '9')]);
            case 'W': return Others([('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')]);
            case 'S': return Others([('\t', '\r'), (' ', ' '), (0xA0, 0xA0), (0x3000, 0x3000)]);
            case 't': return [('\t', '\t')];
            case 'n': return [('\n', '\n')];
            case 'r': return [('\r', '\r')];
            case 'x' or 'u':
                int digits = c == 'x' ? 2 : 4;
                if (at + digits > pattern.Length || !int.TryParse(pattern.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int value) || !Rune.IsValid(value)) return null;
                at += digits;
                return [(value, value)];
            default: return char.IsAsciiLetterOrDigit(c) || char.IsSurrogate(c) ? null : [(c, c)];
        }
    }

    private static List<(int First, int Last)> Others(IEnumerable<(int First, int Last)> set)
    {
        List<(int, int)> others = [];
        int next = 0;
        foreach ((int first, int last) in set.OrderBy(range => range.First))
        {
            if (first > next) others.Add((next, first - 1));
            next = Math.Max(next, last + 1);
        }

        if (next <= 0x10FFFF) others.Add((next, 0x10FFFF));
        return others;
    }

    /// <summary>A set of characters as they stand in JSON: quotation marks, backslashes and control characters escaped.</summary>
    private static string? Write(IReadOnlyList<(int First, int Last)> set, bool negated)
    {
        IReadOnlyList<(int First, int Last)> wanted = negated ? Others(set) : set;
        StringBuilder plain = new();
        List<string> ways = [];
        foreach ((int first, int last) in wanted)
        {
            foreach ((int from, int to) in Plain(first, last))
            {
                plain.Append(Unit(from));
                if (to > from) plain.Append('-').Append(Unit(to));
            }

            if (first <= '"' && last >= '"') ways.Add("\"\\\\\\\"\"");
            if (first <= '\\' && last >= '\\') ways.Add("\"\\\\\\\\\"");
            foreach ((char control, char letter) in ((ReadOnlySpan<(char, char)>)[('\b', 'b'), ('\t', 't'), ('\n', 'n'), ('\f', 'f'), ('\r', 'r')]))
                if (first <= control && last >= control) ways.Add($"\"\\\\{letter}\"");
        }

        if (plain.Length > 0) ways.Insert(0, $"[{plain}]");
        return ways.Count switch { 0 => null, 1 => ways[0], _ => $"({string.Join(" | ", ways.Distinct(StringComparer.Ordinal))})" };
    }

    /// <summary>The part of a range that JSON writes as it is.</summary>
    private static IEnumerable<(int From, int To)> Plain(int first, int last)
    {
        (int, int)[] writable = [(0x20, 0x21), (0x23, 0x5B), (0x5D, 0xD7FF), (0xE000, 0x10FFFF)];
        foreach ((int from, int to) in writable)
            if (Math.Max(first, from) <= Math.Min(last, to)) yield return (Math.Max(first, from), Math.Min(last, to));
    }

    private static string Unit(int character) => character is ']' or '[' or '^' or '-' or '\\' ? $"\\{(char)character}" : new Rune(character).ToString();
}
