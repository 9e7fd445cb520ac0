using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Text.Examples;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Examples;

public sealed class TextPairsFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("a.txt", "\"Why?\" he said.\t“为什么？”\nHi.\t你好。\textra\n\n", null, null)]
    [InlineData("a.tsv", "note\tTarget\tSource\nx\t“为什么？”\t\"Why?\" he said.\ny\t你好。\tHi.\n", null, null)]
    [InlineData("a.tsv", "x\t“为什么？”\t\"Why?\" he said.\ny\t你好。\tHi.\n", "3", "2")]
    [InlineData("a.tsv", "zh\ten\n“为什么？”\t\"Why?\" he said.\n你好。\tHi.\n", "en", "zh")]
    [InlineData("a.jsonl", "{\"source\": \"\\\"Why?\\\" he said.\", \"target\": \"“为什么？”\"}\n{\"source\": \"Hi.\", \"target\": \"你好。\"}\n", null, null)]
    [InlineData("a.jsonl", "{\"translation\": {\"en\": \"\\\"Why?\\\" he said.\", \"zh\": \"“为什么？”\"}}\n{\"translation\": {\"en\": \"Hi.\", \"zh\": \"你好。\"}}\n", null, null)]
    [InlineData("a.json", "[{\"translation\": {\"x\": 1, \"en\": \"\\\"Why?\\\" he said.\", \"zh\": \"“为什么？”\"}}, {\"translation\": {\"en\": \"Hi.\", \"zh\": \"你好。\"}}]", "translation.en", "translation.zh")]
    [InlineData("a.csv", "source,target\n\"\"\"Why?\"\" he said.\",“为什么？”\nHi.,你好。\n", null, null)]
    public void Pairs_are_read_from_each_form(string name, string content, string? first, string? second) =>
        Read(name, content, first, second).Select(pair => (pair.First, pair.Second)).ShouldBe([("\"Why?\" he said.", "“为什么？”"), ("Hi.", "你好。")]);

    [Theory]
    [InlineData("a.txt", "one\t一\ntwo\n", null, 2)]
    [InlineData("a.txt", "one\t一\n\ntwo\t \n", null, 3)]
    [InlineData("a.txt", "one\t一\n", "english", 1)]
    [InlineData("a.txt", "one\t一\n", "7", 1)]
    [InlineData("a.jsonl", "{\"source\": \"one\", \"target\": \"一\"}\n{\"source\": \"one\"}\n", null, 2)]
    [InlineData("a.jsonl", "{\"translation\": {\"en\": \"one\", \"zh\": \"一\", \"de\": \"eins\"}}\n", null, 1)]
    [InlineData("a.jsonl", "{\"translation\": {\"en\": \"one\", \"zh\": 1}}\n", null, 1)]
    [InlineData("a.jsonl", "{\"source\": \"\\ud83d\", \"target\": \"一\"}\n", null, 1)]
    [InlineData("a.csv", "en,zh\none,一\n", null, 1)]
    public void What_is_no_pair_is_said_with_its_line(string name, string content, string? first, int line) =>
        Should.Throw<UserErrorException>(() => Read(name, content, first, first is null ? null : "2")).Place!.Value.Line.ShouldBe(line);

    [Fact]
    public void Damaged_files_are_refused_and_nothing_else_is_thrown()
    {
        string[] wholes = ["{\"translation\": {\"en\": \"one\", \"zh\": \"一\"}}\n{\"source\": \"one\", \"target\": \"一\"}\n", "source\ttarget\none\t一\n", "[{\"source\": \"one\", \"target\": \"一\"}]"];
        Random random = new(5);
        for (int i = 0; i < 600; i++)
        {
            byte[] damaged = System.Text.Encoding.UTF8.GetBytes(wholes[i % 3]);
            for (int change = 0; change < 3; change++) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            string name = i % 3 == 1 ? "a.tsv" : i % 3 == 2 ? "a.json" : "a.jsonl";
            File.WriteAllBytes(Path.Combine(folder.Path, name), damaged[..random.Next(1, damaged.Length + 1)]);
            try
            {
                TextPairsFile.Read(new SourceChoice(Path.Combine(folder.Path, name)), "source", "target", areUsual: true);
            }
            catch (UserErrorException)
            {
            }
        }
    }

    private IReadOnlyList<TextPair> Read(string name, string content, string? first, string? second) =>
        TextPairsFile.Read(new SourceChoice(folder.Write(name, content)), first ?? "source", second ?? "target", first is null && second is null);
}
