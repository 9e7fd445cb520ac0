// Makes songci.jsonl, one poem a line: its tune, a line end, and its lines, each behind the number of lines still to come (itself among them) and its length.
//
//     dotnet run samples/songci/prepare.cs songci.txt > samples/songci/songci.jsonl
//
// songci.txt has the poems as "tune<TAB>author<TAB>text" in each line; they can be had from github.com/chinese-poetry/chinese-poetry (MIT; the texts are in the public domain).
// A tune says how many lines there are and how long each is. Written in front of the lines, the numbers let a small network learn that apart from the words; counted down they also say when a poem ends.
// Fragments, and poems that share the lengths of their lines with fewer than two others of their tune, stay out: they teach no metre.
#:property PublishAot=false
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

const int FewestPoems = 30, FewestOfForm = 3, LongestPoem = 170;
JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
(string Tune, string[] Lines, string Form)[] poems = [.. File.ReadLines(args[0])
    .Select(line => line.Split('\t'))
    .Where(poem => poem.Length == 3 && poem[0] != "失调名" && !poem[2].Contains('□', StringComparison.Ordinal))
    .Select(poem => (Tune: poem[0], Lines: Regex.Matches(poem[2], "[^，。、？！；：]+[，。、？！；：]?", RegexOptions.NonBacktracking).Select(line => line.Value).ToArray()))
    .Where(poem => poem.Lines.Length is >= 3 and <= 50)
    .Select(poem => (poem.Tune, poem.Lines, Form: $"{poem.Tune} {string.Join(' ', poem.Lines.Select(Length))}"))];
Dictionary<string, int> ofTune = poems.CountBy(poem => poem.Tune, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
Dictionary<string, int> ofForm = poems.CountBy(poem => poem.Form, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
foreach ((string tune, string[] lines, string form) in poems.Where(poem => ofTune[poem.Tune] >= FewestPoems && ofForm[poem.Form] >= FewestOfForm))
{
    string text = $"{tune}\n{string.Concat(lines.Select((line, i) => $"{Circled(lines.Length - i)}{Length(line)}{line}"))}";
    if (text.Length <= LongestPoem) Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["text"] = text }, plain));
}

static int Length(string line) => line.TrimEnd('，', '。', '、', '？', '！', '；', '：').Length;

// ① to ㊿: Unicode has them in three ranges.
static char Circled(int number) => (char)(number <= 20 ? 0x2460 + number - 1 : number <= 35 ? 0x3251 + number - 21 : 0x32B1 + number - 36);
