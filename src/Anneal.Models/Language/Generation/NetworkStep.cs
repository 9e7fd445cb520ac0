namespace Anneal.Models.Language;

/// <summary>What is added to one sequence in one step of a network.</summary>
/// <param name="sequence">The sequence.</param>
/// <param name="ids">Its next tokens, at least one.</param>
/// <param name="everyPosition">Whether the logits after each token are wanted, not only those after the last.</param>
public sealed class NetworkStep(TokenSequence sequence, int[] ids, bool everyPosition = false)
{
    private float[] logits = [];
    private int vocabulary;

    /// <summary>The sequence.</summary>
    public TokenSequence Sequence => sequence;

    internal int[] Tokens => ids;

    /// <summary>The tokens to add.</summary>
    public IReadOnlyList<int> Ids => ids;

    /// <summary>Whether the logits after each token are wanted, not only those after the last.</summary>
    public bool EveryPosition => everyPosition;

    /// <summary>How many rows of logits are wanted.</summary>
    public int Rows => everyPosition ? ids.Length : 1;

    /// <summary>The logits after the last token, <c>[vocabulary]</c>, which the caller may change.</summary>
    public Span<float> Last => Row(Rows - 1);

    /// <summary>The logits of a row, <c>[vocabulary]</c>, which the caller may change.</summary>
    public Span<float> Row(int row) => logits.AsSpan(row * vocabulary, vocabulary);

    /// <summary>Hands the logits over, <c>[rows, vocabulary]</c>.</summary>
    public void Answer(ReadOnlySpan<float> rows, int vocabularySize)
    {
        vocabulary = vocabularySize;
        logits = rows.ToArray();
    }
}
