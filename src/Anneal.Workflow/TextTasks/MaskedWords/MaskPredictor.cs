using System.Text.Json;
using Anneal.Models.Text.MaskedWords;

namespace Anneal.Workflow.TextTasks.MaskedWords;

/// <summary>Fills what is hidden in a text.</summary>
internal sealed class MaskPredictor(MaskedWordGuesser guesser) : TextPredictor
{
    private const int Candidates = 5;

    public override IReadOnlyList<string> Inputs => [MaskedLanguageModel.Text];

    public override IReadOnlyList<string> Fields => ["masks"];

    public override TextAnswer Answer(IReadOnlyDictionary<string, string> row) => new GuessedWords([.. guesser.Fill(row[MaskedLanguageModel.Text], Candidates).Select(place => (IReadOnlyList<GuessedWord>)[.. place.Select(one => new GuessedWord(one.Token, one.Probability))])]);
}

/// <summary>A candidate for a hidden place.</summary>
/// <param name="Token">The token.</param>
/// <param name="Probability">How likely it is there.</param>
public sealed record GuessedWord(string Token, double Probability);

/// <summary>The candidates for each hidden place of a text, the likeliest first.</summary>
/// <param name="Places">For each place its candidates.</param>
public sealed record GuessedWords(IReadOnlyList<IReadOnlyList<GuessedWord>> Places) : TextAnswer
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Lines => [.. Places.Select(place => string.Join("  ", place.Select(one => FormattableString.Invariant($"{one.Token} {one.Probability:0.00}"))))];

    /// <inheritdoc/>
    public override void WriteFields(Utf8JsonWriter writer)
    {
        writer.WriteStartArray("masks");
        foreach (IReadOnlyList<GuessedWord> place in Places)
        {
            writer.WriteStartArray();
            foreach (GuessedWord one in place)
            {
                writer.WriteStartObject();
                writer.WriteString("token", one.Token);
                writer.WriteNumber("probability", Math.Round(one.Probability, 6));
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }
}
