using System.Text.Json;
using Anneal.Models.Text.Answers;

namespace Anneal.Workflow.TextTasks.Answers;

/// <summary>Answers questions about passages.</summary>
internal sealed class AnswerPredictor(AnswerFinder finder) : TextPredictor
{
    public override IReadOnlyList<string> Inputs => [QuestionAnswering.Context, QuestionAnswering.Question];

    public override IReadOnlyList<string> Fields => ["start", "end", "answer"];

    public override TextAnswer Answer(IReadOnlyDictionary<string, string> row) => new ExtractedAnswer(finder.Find(row[QuestionAnswering.Context], row[QuestionAnswering.Question]));
}

/// <summary>An answer and where it stands.</summary>
/// <param name="Found">The answer.</param>
public sealed record ExtractedAnswer(FoundAnswer Found) : TextAnswer
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Lines => Found.Text.ReplaceLineEndings("\n").Split('\n');

    /// <inheritdoc/>
    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteString("answer", Found.Text);
        writer.WriteNumber("start", Found.Start);
        writer.WriteNumber("end", Found.End);
    }
}
