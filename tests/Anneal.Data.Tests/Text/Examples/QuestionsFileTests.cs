using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Text.Examples;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Examples;

public sealed class QuestionsFileTests : IDisposable
{
    private const string Squad = """
        {"version": "1", "data": [{"paragraphs": [{"id": "p", "context": "😀 The kettle is red. The lid is red too.", "qas": [
          {"id": "q1", "question": "What colour is the lid?", "answers": [{"text": "red", "answer_start": 36}, {"text": "red too", "answer_start": 36}]},
          {"id": "q2", "question": "And the spout?", "answers": [{"text": "blue", "answer_start": 3}]}]}]}]}
        """;

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Reads_SQuAD_and_takes_the_nearest_place()
    {
        IReadOnlyList<AnsweredQuestion> questions = Read("a.json", Squad);
        questions.Count.ShouldBe(2);
        questions[0].Context.Substring(questions[0].Start).ShouldStartWith("red too");
        questions[0].Answers.ShouldBe(["red", "red too"]);
        questions[1].Start.ShouldBe(-1);
    }

    [Fact]
    public void Reads_an_object_a_line_and_a_list()
    {
        const string Row = "{\"context\": \"甲在南京。\", \"question\": \"甲在哪里？\", \"answer\": \"南京\"}";
        foreach (IReadOnlyList<AnsweredQuestion> questions in new[] { Read("a.jsonl", Row + "\n\n" + Row), Read("b.json", $"[{Row}, {Row}]"), Read("c.json", Row + "\n" + Row) })
        {
            questions.Count.ShouldBe(2);
            (questions[1].Start, questions[1].Length).ShouldBe((2, 2));
        }
    }

    [Theory]
    [InlineData("a.jsonl", "{\"context\": \"a\", \"question\": \"b\"}", 1, "answer")]
    [InlineData("a.jsonl", "{\"context\": \"a\", \"question\": \"b\", \"answer\": \"a\"}\n{\"context\": \"a\", \"question\": \" \", \"answer\": \"a\"}", 2, "empty")]
    [InlineData("a.jsonl", "{\"context\": \"\\udc00\", \"question\": \"b\", \"answer\": \"a\"}", 1, "within a character")]
    [InlineData("a.json", "{\"data\": [{\"paragraphs\": 3}]}", 1, "paragraphs")]
    [InlineData("a.json", "{\"data\": [3]}", 1, "paragraphs")]
    [InlineData("a.json", "{\"data\": [{\"paragraphs\": [{\"context\": \"a\", \"qas\": [3]}]}]}", 1, "answers")]
    [InlineData("a.json", "{\"data\": [{\"paragraphs\": [{\"context\": \"a\", \"qas\": [{\"question\": \"b\", \"answers\": []}]}]}]}", 1, "no answer")]
    [InlineData("a.json", "{\"data\": [\n{\"paragraphs\": ", 2, "JSON")]
    [InlineData("a.json", "{\"data\": []}", 0, "empty")]
    public void A_mistake_is_named_with_its_place(string name, string text, int line, string said)
    {
        UserErrorException error = Should.Throw<UserErrorException>(() => Read(name, text));
        error.Reason.English.ShouldContain(said);
        error.Place!.Value.Line.ShouldBe(line);
    }

    [Fact]
    public void Damaged_files_are_refused_or_read()
    {
        byte[] whole = System.Text.Encoding.UTF8.GetBytes(Squad);
        Random random = new(5);
        for (int i = 0; i < 400; i++)
        {
            byte[] damaged = [.. whole];
            for (int n = random.Next(1, 4); n > 0; n--) damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            try
            {
                foreach (AnsweredQuestion question in QuestionsFile.Read(new SourceChoice(folder.Write("a.json", damaged[..random.Next(1, damaged.Length + 1)]))))
                    (question.Start + question.Length).ShouldBeLessThanOrEqualTo(question.Context.Length);
            }
            catch (UserErrorException)
            {
            }
        }
    }

    [Fact]
    public void Reads_CMRC_2018()
    {
        IReadOnlyList<AnsweredQuestion> questions = QuestionsFile.Read(new SourceChoice(TestData.Shared("data", "cmrc2018", "cmrc2018_dev.json")));
        questions.Count.ShouldBe(3219);
        questions.Count(question => question.Start >= 0).ShouldBeGreaterThan(3150);
    }

    private IReadOnlyList<AnsweredQuestion> Read(string name, string text) => QuestionsFile.Read(new SourceChoice(folder.Write(name, text)));
}
