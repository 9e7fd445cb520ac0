// Makes songci.jsonl, one poem a line: its tune, a line end, and its lines, each behind its number and its length.
//
//     dotnet run samples/songci/prepare.cs songci.txt > samples/songci/songci.jsonl
//
// songci.txt has the poems as "tune<TAB>author<TAB>text" in each line; they can be had from github.com/chinese-poetry/chinese-poetry (MIT; the texts are in the public domain).
// A tune says how many lines there are and how long each is. Written in front of the lines, the numbers let a small network learn that apart from the words: a hundred tunes in minutes.
#:property PublishAot=false
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

const int FewestPoems = 30, LongestPoem = 170;
JsonSerializerOptions plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
string[][] poems = [.. File.ReadLines(args[0]).Select(line => line.Split('\t')).Where(poem => poem.Length == 3 && poem[0] != "失调名" && !poem[2].Contains('□', StringComparison.Ordinal))];
Dictionary<string, int> known = poems.CountBy(poem => poem[0], StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
foreach (string[] poem in poems.Where(poem => known[poem[0]] >= FewestPoems))
{
    string[] lines = [.. Regex.Matches(poem[2], "[^，。、？！；：]+[，。、？！；：]?", RegexOptions.NonBacktracking).Select(line => line.Value)];
    if (lines.Length is < 3 or > 50) continue;
    string text = $"{poem[0]}\n{string.Concat(lines.Select((line, i) => $"{Circled(i + 1)}{line.TrimEnd('，', '。', '、', '？', '！', '；', '：').Length}{line}"))}";
    if (text.Length <= LongestPoem) Console.WriteLine(JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal) { ["text"] = text }, plain));
}

// ① to ㊿: Unicode has them in three ranges.
static char Circled(int number) => (char)(number <= 20 ? 0x2460 + number - 1 : number <= 35 ? 0x3251 + number - 21 : 0x32B1 + number - 36);
