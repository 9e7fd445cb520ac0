using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Formats;

namespace Anneal.Data.Text.Examples;

/// <summary>Reads questions about passages: SQuAD's JSON, or JSON objects with a context, a question and an answer (or a list of answers).</summary>
/// <remarks>Rajpurkar et al., "SQuAD", 2016. SQuAD counts an answer's place in characters; where the answer does not stand there, the nearest place where it does is taken.</remarks>
public static class QuestionsFile
{
    private const long MostBytes = 1L << 30;

    /// <summary>Reads all questions.</summary>
    /// <param name="source">The file, also inside an archive.</param>
    /// <param name="context">The name of the passage, in plain objects.</param>
    /// <param name="question">The name of the question.</param>
    /// <param name="answer">The name of the answer, or of the list of answers.</param>
    /// <exception cref="UserErrorException">The file is missing or damaged, or says something else than questions with answers.</exception>
    public static IReadOnlyList<AnsweredQuestion> Read(SourceChoice source, string context = "context", string question = "question", string answer = "answer")
    {
        SourceFile file = ExampleFile.Open(source);
        List<AnsweredQuestion> questions = [];
        if (Nested(file) is { } data) ReadNested(data, file.ShownAs, questions);
        else foreach ((JsonElement row, int line) in JsonSource.Objects(file)) questions.Add(Plain(row, context, question, answer, new Place(file.ShownAs, line)));
        return questions.Count > 0 ? questions : throw new UserErrorException(DataMessages.FileEmpty, DataMessages.FileEmptyWayOut, source.NamedAt ?? new Place(source.Shown));
    }

    /// <summary>The list under <c>data</c>, if the file is one object with such a list.</summary>
    private static JsonElement? Nested(SourceFile file)
    {
        if (file.EndsWith(".jsonl", ".ndjson")) return null;
        ReadOnlySpan<byte> bytes = file.ReadAll(MostBytes);
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        if (bytes.TrimStart(" \t\r\n"u8) is not [(byte)'{', ..]) return null;
        try
        {
            return StrictJson.Element(bytes).TryGetProperty("data", out JsonElement data) && data.ValueKind == JsonValueKind.Array ? data : null;
        }
        catch (JsonException e)
        {
            // Objects, one a line, are no single object: what is wrong with them is told where they are read.
            int end = bytes.IndexOf((byte)'\n');
            if (end < 0 || bytes[..end].TrimEnd(" \t\r"u8) is [.., (byte)'}']) return null;
            throw JsonSource.Broken(e, new Place(file.ShownAs, (int)(e.LineNumber ?? 0) + 1));
        }
    }

    private static void ReadNested(JsonElement data, string file, List<AnsweredQuestion> questions)
    {
        foreach (JsonElement article in data.EnumerateArray())
        {
            foreach (JsonElement paragraph in List(article, "paragraphs"))
            {
                string context = ExampleFile.Text(paragraph, "context", Place());
                foreach (JsonElement asked in List(paragraph, "qas"))
                {
                    List<(string Text, int Start)> answers = [];
                    foreach (JsonElement one in List(asked, "answers"))
                    {
                        int start = one.ValueKind == JsonValueKind.Object && one.TryGetProperty("answer_start", out JsonElement at) && at.ValueKind == JsonValueKind.Number && at.TryGetInt32(out int number) ? number : -1;
                        answers.Add((one.ValueKind == JsonValueKind.Object ? ExampleFile.Text(one, "text", Place()) : throw NoList("answers"), start));
                    }

                    questions.Add(Make(context, asked.ValueKind == JsonValueKind.Object ? ExampleFile.Text(asked, "question", Place()) : throw NoList("qas"), answers, Place()));
                }
            }
        }

        // JSON keeps no lines: the question's number stands in for one.
        Place Place() => new(file, questions.Count + 1);
        UserErrorException NoList(string name) => new(ExampleMessages.NoList(name), ExampleMessages.SquadWayOut, Place());
        IEnumerable<JsonElement> List(JsonElement of, string name) =>
            of.ValueKind == JsonValueKind.Object && of.TryGetProperty(name, out JsonElement list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray() : throw NoList(name);
    }

    private static AnsweredQuestion Plain(JsonElement row, string contextName, string questionName, string answerName, Place place)
    {
        bool several = row.TryGetProperty(answerName, out JsonElement answer) && answer.ValueKind == JsonValueKind.Array;
        int start = row.TryGetProperty("answer_start", out JsonElement at) && at.ValueKind == JsonValueKind.Number && at.TryGetInt32(out int number) ? number : -1;
        string[] answers = several ? ExampleFile.Texts(row, answerName, place) : [ExampleFile.Text(row, answerName, place)];
        return Make(ExampleFile.Text(row, contextName, place), ExampleFile.Text(row, questionName, place), [.. answers.Select(text => (text, start))], place);
    }

    private static AnsweredQuestion Make(string context, string question, List<(string Text, int Start)> answers, Place place)
    {
        if (context.Length > ExampleFile.LongestExample) throw new UserErrorException(ExampleMessages.TooLong, ExampleMessages.TooLongWayOut, place);
        if (string.IsNullOrWhiteSpace(question) || answers.TrueForAll(answer => string.IsNullOrWhiteSpace(answer.Text))) throw new UserErrorException(ExampleMessages.NoAnswer, ExampleMessages.NoAnswerWayOut, place);
        foreach ((string text, int said) in answers)
        {
            if (text.Length == 0) continue;
            int found = Nearest(context, text, said);
            if (found >= 0) return new AnsweredQuestion(context, question, [.. answers.Select(answer => answer.Text)], found, text.Length, place);
        }

        return new AnsweredQuestion(context, question, [.. answers.Select(answer => answer.Text)], -1, 0, place);
    }

    /// <summary>Where an answer stands nearest to where it was said to.</summary>
    private static int Nearest(string context, string answer, int said)
    {
        int best = -1;
        for (int at = context.IndexOf(answer, StringComparison.Ordinal); at >= 0 && at < context.Length; at = context.IndexOf(answer, at + 1, StringComparison.Ordinal))
        {
            if (best < 0 || Math.Abs((long)at - said) < Math.Abs((long)best - said)) best = at;
            if (at >= said) break;
        }

        return best;
    }
}
