using Anneal.Data.Messages;
using Anneal.Data.Splits;
using Anneal.Data.Text.Corpora;
using Anneal.Data.Text.Tokenizers;
using Anneal.Training.Language;

namespace Anneal.Workflow.LanguageModels;

/// <summary>A recipe's texts as tokens, in three mapped files of the run's folder; a resumed run finds them there.</summary>
internal sealed class LanguageCorpus : IDisposable
{
    private LanguageCorpus(Tokenizer tokenizer, TokenFile train, TokenFile valid, TokenFile test)
    {
        Tokenizer = tokenizer;
        Train = train;
        Valid = valid;
        Test = test;
    }

    public Tokenizer Tokenizer { get; }

    public TokenFile Train { get; }

    public TokenFile Valid { get; }

    public TokenFile Test { get; }

    /// <summary>A part's text in the pieces that the recipe asks for.</summary>
    /// <param name="file">The part.</param>
    /// <param name="recipe">The recipe.</param>
    /// <param name="part">The part's name, for messages.</param>
    public TokenPieces Pieces(TokenFile file, LanguageRecipe recipe, string part) =>
        recipe.Train.ByDocument ? new TokenDocuments(file, recipe.Model.Context, Tokenizer.EndId ?? 0, part) : new TokenWindows(file, recipe.Model.Context, part);

    /// <summary>How much there is of everything.</summary>
    public TextCounts Counts => new(Tokenizer.VocabularySize, Count(Train), Count(Valid), Count(Test));

    /// <summary>Reads the texts, learns the tokenizer from the training part, and cuts all of them into tokens.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="known">The tokenizer of a model that is trained further; null for one that is to be learnt.</param>
    /// <param name="cancellation">Stops between two stretches of text.</param>
    /// <exception cref="UserErrorException">The texts can't be read.</exception>
    public static LanguageCorpus Open(LanguageRecipe recipe, string folder, Tokenizer? known, CancellationToken cancellation)
    {
        // Learnt again by a resumed run, from the same text: the same comes of it.
        Tokenizer tokenizer = known ?? CorpusTokenizer.Learn(recipe.Model, CorpusSplit.Read(recipe.Data).Where(piece => piece.Part == SplitPart.Train).Select(piece => piece.Text));
        string[] files = [.. new[] { "train", "valid", "test" }.Select(part => Path.Combine(folder, part + ".tokens"))];
        if (!Array.TrueForAll(files, File.Exists)) Encode(recipe.Data, tokenizer, files, cancellation);
        return new LanguageCorpus(tokenizer, TokenFile.Open(files[0]), TokenFile.Open(files[1]), TokenFile.Open(files[2]));
    }

    private static void Encode(CorpusChoice choice, Tokenizer tokenizer, string[] files, CancellationToken cancellation)
    {
        TokenFileWriter[] writers = [.. files.Select(file => new TokenFileWriter(file, tokenizer.VocabularySize))];
        try
        {
            foreach (CorpusPiece piece in CorpusSplit.Read(choice))
            {
                cancellation.ThrowIfCancellationRequested();
                TokenFileWriter writer = writers[(int)piece.Part];
                writer.Add(tokenizer.Encode(piece.Text, addSpecial: false), piece.Text.Length);
                if (!piece.EndsDocument) continue;
                if (tokenizer.EndId is { } end) writer.Add([end], 0);
                writer.EndDocument();
            }

            foreach (TokenFileWriter writer in writers) writer.Finish();
        }
        finally
        {
            foreach (TokenFileWriter writer in writers) writer.Dispose();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Train.Dispose();
        Valid.Dispose();
        Test.Dispose();
    }

    private static PartCounts Count(TokenFile file) => new(file.Count, file.Characters, file.Documents);
}
