using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Text.Examples;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Examples;

public sealed class TaggedTokensFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reads_a_token_and_a_tag_a_line()
    {
        IReadOnlyList<TaggedTokens> sentences = Read("a.txt", "-DOCSTART- -X- O O\n\n\n李\tB-PER\n雷\tI-PER\n去\tO\r\n\nRome NNP B-NP S-LOC\nand CC O O\nParis NNP I-NP E-LOC\n");
        sentences.Count.ShouldBe(2);
        sentences[0].Tokens.ShouldBe(["李", "雷", "去"]);
        sentences[0].Tags.ShouldBe(["B-PER", "I-PER", "O"]);
        sentences[0].Place.Line.ShouldBe(4);
        sentences[1].Tokens.ShouldBe(["Rome", "and", "Paris"]);
        sentences[1].Tags.ShouldBe(["B-LOC", "O", "I-LOC"]);
    }

    [Fact]
    public void Reads_lists_of_JSON()
    {
        IReadOnlyList<TaggedTokens> sentences = TaggedTokensFile.Read(new SourceChoice(folder.Write("a.jsonl", "{\"words\": [\"a\", \"😀\"], \"ner\": [\"O\", \"B-X\"]}\n\n{\"words\": [], \"ner\": []}\n")), "words", "ner");
        sentences.Single().Tokens.ShouldBe(["a", "😀"]);
        sentences.Single().Tags.ShouldBe(["O", "B-X"]);
    }

    [Theory]
    [InlineData("a.txt", "a\tO\nb\n", 2, "no tag")]
    [InlineData("a.txt", "a\tO\nb\tPER\n", 2, "PER")]
    [InlineData("a.txt", "a\tO\nb\tB-\n", 2, "B-")]
    [InlineData("a.jsonl", "{\"tokens\": [\"a\"], \"tags\": [\"O\"]}\n{\"tokens\": [\"a\"], \"tags\": []}\n", 2, "1 tokens and 0 tags")]
    [InlineData("a.jsonl", "{\"tokens\": [\"a\"]}\n", 1, "tags")]
    [InlineData("a.jsonl", "{\"tokens\": [1], \"tags\": [\"O\"]}\n", 1, "tokens")]
    [InlineData("a.jsonl", "{\"tokens\": [\"\"], \"tags\": [\"O\"]}\n", 1, "empty")]
    [InlineData("a.jsonl", "{\"tokens\": [\"\\ud83d\"], \"tags\": [\"O\"]}\n", 1, "within a character")]
    [InlineData("a.jsonl", "{\"tokens\": [\"a\"\n", 1, "JSON")]
    [InlineData("a.txt", "\n\n", 0, "empty")]
    public void A_mistake_is_named_with_its_line(string name, string text, int line, string said)
    {
        UserErrorException error = Should.Throw<UserErrorException>(() => Read(name, text));
        error.Reason.English.ShouldContain(said);
        error.Place!.Value.Line.ShouldBe(line);
    }

    [Theory]
    [InlineData("a.txt", "李\tB-PER\n雷\tI-PER\n\n去\tO\n")]
    [InlineData("a.jsonl", "{\"tokens\": [\"a\", \"b\"], \"tags\": [\"O\", \"B-X\"]}\n")]
    public void Damaged_files_are_refused_or_read(string name, string text)
    {
        byte[] whole = System.Text.Encoding.UTF8.GetBytes(text);
        Random random = new(5);
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. whole];
            for (int n = random.Next(1, 4); n > 0; n--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            string path = folder.Write(name, damaged[..random.Next(1, damaged.Length + 1)]);
            try
            {
                foreach (TaggedTokens sentence in TaggedTokensFile.Read(new SourceChoice(path))) sentence.Tokens.Count.ShouldBe(sentence.Tags.Count);
            }
            catch (UserErrorException)
            {
            }
        }
    }

    /// <summary>As conlleval and seqeval read tags.</summary>
    [Theory]
    [InlineData("B-A I-A O B-A", "A 0 2|A 3 4")]
    [InlineData("B-A B-A", "A 0 1|A 1 2")]
    [InlineData("I-A I-A", "A 0 2")]
    [InlineData("B-A I-B I-B", "A 0 1|B 1 3")]
    [InlineData("O I-A O", "A 1 2")]
    [InlineData("I-A B-A I-A", "A 0 1|A 1 3")]
    [InlineData("O O", "")]
    public void Tags_name_spans(string tags, string spans) =>
        string.Join('|', TagSpan.Of(tags.Split(' ')).Select(span => $"{span.Type} {span.Start} {span.End}")).ShouldBe(spans);

    private IReadOnlyList<TaggedTokens> Read(string name, string text) => TaggedTokensFile.Read(new SourceChoice(folder.Write(name, text)));
}
