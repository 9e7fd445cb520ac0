using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Data.Text.Corpora;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Corpora;

public sealed class TalkReaderTests : IDisposable
{
    private const string Messages = """{"messages": [{"role": "system", "content": "Be kind."}, {"role": "user", "content": "Hi"}, {"role": "assistant", "content": "你好"}]}""";
    private const string Alpaca = """{"instruction": "Say hi", "input": "in Chinese", "output": "你好", "system": "Be kind.", "history": [["Hey", "Hello"]]}""";
    private const string ShareGpt = """{"conversations": [{"from": "human", "value": "Hi"}, {"from": "function_call", "value": "{}"}, {"from": "observation", "value": "1"}, {"from": "gpt", "value": "你好"}], "system": "Be kind."}""";

    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(Messages, "system:Be kind.|user:Hi|assistant:你好")]
    [InlineData(Alpaca, "system:Be kind.|user:Hey|assistant:Hello|user:Say hi\nin Chinese|assistant:你好")]
    [InlineData(ShareGpt, "system:Be kind.|user:Hi|assistant:{}|tool:1|assistant:你好")]
    [InlineData("""{"messages": [{"role": "user", "content": [{"type": "text", "text": "a"}, {"type": "text", "text": "b"}]}, {"role": "assistant", "content": "c"}]}""", "user:ab|assistant:c")]
    [InlineData("""{"conversations": [{"from": "human", "value": "Hi"}], "chosen": {"from": "gpt", "value": "good"}, "rejected": {"from": "gpt", "value": "bad"}}""", "user:Hi|assistant:good")]
    public void Every_published_form_becomes_turns(string row, string turns)
    {
        foreach (string file in new[] { folder.Write("talks.jsonl", row + "\n\n"), folder.Write("talks.json", $"[\n{row}\n]") })
        {
            (Talk talk, Place place) = Read(file).Single();
            string.Join('|', talk.Turns.Select(turn => $"{turn.Role}:{turn.Content}")).ShouldBe(turns);
            place.Line.ShouldBe(1);
        }
    }

    [Fact]
    public void Calls_of_tools_stay_calls()
    {
        string file = folder.Write("talks.jsonl", """{"messages": [{"role": "user", "content": "1+1?"}, {"role": "assistant", "content": null, "tool_calls": [{"id": "a", "type": "function", "function": {"name": "add", "arguments": "{\"x\": 1}"}}]}]}""");
        Read(file).Single().Talk.Turns[1].ToolCalls.Single().Arguments.GetProperty("x").GetInt32().ShouldBe(1);
    }

    [Fact]
    public void Preferences_are_read_where_they_are_asked_for()
    {
        string pairs = folder.Write("pairs.jsonl", """{"conversations": [{"from": "human", "value": "Hi"}], "chosen": {"value": "good"}, "rejected": "bad"}""");
        Talk pair = Read(pairs, TalkGoal.Pairs).Single().Talk;
        (pair.Turns[^1].Content, pair.Rejected).ShouldBe(("good", "bad"));
        string judged = folder.Write("judged.jsonl", Messages[..^1] + ", \"label\": false}");
        Read(judged, TalkGoal.Judged).Single().Talk.Good.ShouldBe(false);
    }

    [Theory]
    [InlineData("""{"text": "Hi"}""", TalkGoal.Answers, "in no known form")]
    [InlineData("""{"messages": "Hi"}""", TalkGoal.Answers, "in no known form")]
    [InlineData("""{"messages": ["Hi"]}""", TalkGoal.Answers, "in no known form")]
    [InlineData("""{"messages": [{"role": "user"}]}""", TalkGoal.Answers, "in no known form")]
    [InlineData("""{"messages": [{"role": "user", "content": 3}]}""", TalkGoal.Answers, "in no known form")]
    [InlineData("""{"messages": [{"role": "assistant", "tool_calls": [{"function": {"name": "f", "arguments": "{"}}]}]}""", TalkGoal.Answers, "valid JSON")]
    [InlineData("""{"messages": [{"role": "assistant", "tool_calls": [7]}]}""", TalkGoal.Answers, "in no known form")]
    [InlineData("""{"instruction": "Hi"}""", TalkGoal.Answers, "in no known form")]
    [InlineData("""{"instruction": "Hi", "output": "a", "history": [["b"]]}""", TalkGoal.Answers, "in no known form")]
    [InlineData("""{"messages": [{"role": "wizard", "content": "Hi"}]}""", TalkGoal.Answers, "wizard")]
    [InlineData("""{"messages": [{"role": "user", "content": "\ud800"}]}""", TalkGoal.Answers, "within a character")]
    [InlineData("""[1]""", TalkGoal.Answers, "object")]
    [InlineData("""{"messages": [}""", TalkGoal.Answers, "JSON")]
    [InlineData(Messages, TalkGoal.Pairs, "rejected")]
    [InlineData(Messages, TalkGoal.Judged, "good")]
    public void What_is_no_conversation_is_told_with_its_line(string row, TalkGoal goal, string reason)
    {
        string file = folder.Write("talks.jsonl", $"{Messages[..^1]}, \"label\": true, \"chosen\": \"a\", \"rejected\": \"b\"}}\n{row}\n");
        UserErrorException error = Should.Throw<UserErrorException>(() => Read(file, goal).ToList());
        error.Message.ShouldContain(reason);
        error.Place!.Value.Line.ShouldBe(2);
        error.Place.Value.File.ShouldEndWith("talks.jsonl");
        error.WayOut.Chinese.ShouldNotBeEmpty();
    }

    [Fact]
    public void Damaged_files_give_an_answer_or_an_error_and_nothing_else()
    {
        byte[] whole = Encoding.UTF8.GetBytes($"{Messages}\n{Alpaca}\n{ShareGpt}\n");
        Random random = new(5);
        for (int i = 0; i < 600; i++)
        {
            byte[] damaged = [.. whole];
            for (int k = random.Next(1, 6); k > 0; k--) damaged[random.Next(damaged.Length)] = (byte)(random.Next(2) == 0 ? random.Next(256) : "{}[]\",:\\u0"[random.Next(10)]);
            string file = Path.Combine(folder.Path, "damaged.jsonl");
            File.WriteAllBytes(file, random.Next(4) == 0 ? damaged[..random.Next(damaged.Length)] : damaged);
            try
            {
                Read(file, (TalkGoal)random.Next(3)).Count().ShouldBeLessThanOrEqualTo(40);
            }
            catch (UserErrorException)
            {
                // Said properly.
            }
        }
    }

    [Fact]
    public void Are_shared_out_without_doubles_and_without_those_that_answer_nothing()
    {
        string Row(int i) => $$"""{"instruction": "Say {{i}}", "output": "{{i}}"}""";
        string file = folder.Write("talks.jsonl", string.Join('\n', [.. Enumerable.Range(0, 40).Select(Row), Row(3), Row(4), """{"instruction": "Say", "output": "  "}""", """{"messages": [{"role": "user", "content": "Hi"}]}"""]));
        TalkParts parts = TalkSplit.Read(Choice(file, 0.8, 0.1, 0.1), TalkGoal.Answers);
        (parts.Train.Count, parts.Valid.Count, parts.Test.Count, parts.Repeated, parts.Unanswered).ShouldBe((32, 4, 4, 2, 2));
        parts.Train.Concat(parts.Valid).Concat(parts.Test).Select(talk => talk.Key).Distinct().Count().ShouldBe(40);
        TalkSplit.Read(Choice(file, 0.8, 0.1, 0.1), TalkGoal.Answers).Test.Select(talk => talk.Key).ShouldBe(parts.Test.Select(talk => talk.Key));
        Should.Throw<UserErrorException>(() => TalkSplit.Read(Choice(folder.Write("few.jsonl", Row(1) + "\n" + Row(2)), 0.8, 0.1, 0.1), TalkGoal.Answers)).Message.ShouldContain("2 different conversations");
    }

    [Fact]
    public void Rows_come_each_once_in_a_round_and_the_same_each_time()
    {
        TokenRow[] rows = [.. Enumerable.Range(0, 23).Select(i => new TokenRow([.. Enumerable.Repeat(i, 1 + (i % 9))], [.. Enumerable.Repeat(i, 1 + (i % 9))]))];
        TokenRows pieces = new(rows, 9, padId: 99), again = new(rows, 9, padId: 99);
        int[] drawn = [.. Enumerable.Range(0, 8 * 23).SelectMany(step => pieces.DrawNumbers(3, step, 8).ToArray())];
        drawn.GroupBy(row => row).ShouldAllBe(group => group.Count() == 64);
        foreach (int step in new[] { 30, 2, 17 }) again.Draw(3, step, 8).Ids.ShouldBe(pieces.Draw(3, step, 8).Ids);
        TokenBatch batch = pieces.Read([0, 3]);
        batch.Time.ShouldBe(8);
        batch.Ids.ShouldBe([0, 99, 99, 99, 99, 99, 99, 99, 3, 3, 3, 3, 99, 99, 99, 99]);
        batch.Next.ShouldBe([0, -100, -100, -100, -100, -100, -100, -100, 3, 3, 3, 3, -100, -100, -100, -100]);
    }

    private static CorpusChoice Choice(string file, double train, double valid, double test) => new(new SourceChoice(file), DocumentUnit.Whole, new SplitFractions(train, valid, test, Stratify: false, 7));

    private static IEnumerable<(Talk Talk, Place Place)> Read(string file, TalkGoal goal = TalkGoal.Answers) => TalkReader.Read(new SourceChoice(file), goal);
}
