using Anneal.Data.Splits;
using Anneal.Data.Text.Corpora;
using Anneal.Data.Text.Tokenizers;
using Anneal.Training.Language;

namespace Anneal.Workflow.LanguageModels;

/// <summary>A recipe's texts as tokens, in three mapped files of the run's folder; a resumed run finds them there.</summary>
internal sealed class TextCorpus : LanguageCorpus
{
    /// <summary>Tokens of the longest run that the baseline counts.</summary>
    private const int CountedTokens = 3;

    private readonly LanguageRecipe recipe;
    private readonly TokenFile train;
    private readonly TokenFile valid;
    private readonly TokenFile test;

    private TextCorpus(LanguageRecipe recipe, Tokenizer tokenizer, TokenFile train, TokenFile valid, TokenFile test)
    {
        this.recipe = recipe;
        Tokenizer = tokenizer;
        this.train = train;
        this.valid = valid;
        this.test = test;
    }

    public override Tokenizer Tokenizer { get; }

    public override TokenPieces Train => Pieces(train, "train");

    public override TokenPieces Valid => Pieces(valid, "valid");

    public override TokenPieces? Test => HasTest ? Pieces(test, "test") : null;

    public override TextCounts Counts => new(Tokenizer.VocabularySize, Count(train), Count(valid), Count(test));

    private bool HasTest => test.Count > recipe.Model.Context;

    /// <summary>Reads the texts, learns the tokenizer from the training part, and cuts all of them into tokens.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="known">The tokenizer of a model that is trained further; null for one that is to be learnt.</param>
    /// <param name="cancellation">Stops between two stretches of text.</param>
    /// <exception cref="Data.Messages.UserErrorException">The texts can't be read.</exception>
    public static TextCorpus Read(LanguageRecipe recipe, string folder, Tokenizer? known, CancellationToken cancellation)
    {
        // Learnt again by a resumed run, from the same text: the same comes of it.
        Tokenizer tokenizer = known ?? CorpusTokenizer.Learn(recipe.Model, CorpusSplit.Read(recipe.Data).Where(piece => piece.Part == SplitPart.Train).Select(piece => piece.Text));
        string[] files = [.. new[] { "train", "valid", "test" }.Select(part => Path.Combine(folder, part + ".tokens"))];
        if (!Array.TrueForAll(files, File.Exists)) Encode(recipe.Data, tokenizer, files, cancellation);
        return new TextCorpus(recipe, tokenizer, TokenFile.Open(files[0]), TokenFile.Open(files[1]), TokenFile.Open(files[2]));
    }

    public override IReadOnlyList<LanguageBaseline> Baselines()
    {
        TokenFile measured = HasTest ? test : valid;
        CountingModel counted = new(train, Tokenizer.VocabularySize, CountedTokens);
        return [new LanguageBaseline("trigrams", LanguageScores.Of(counted.Measure(measured), (double)measured.Characters / measured.Count))];
    }

    public override IReadOnlyList<(string Shown, int[] Ids)> Prompts(string asked) =>
        [(asked, asked.Length > 0 ? Tokenizer.Encode(asked, addSpecial: false) : [Tokenizer.EndId ?? 0])];

    /// <inheritdoc/>
    public override void Dispose()
    {
        train.Dispose();
        valid.Dispose();
        test.Dispose();
        base.Dispose();
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

    private static PartCounts Count(TokenFile file) => new(file.Count, file.Characters, file.Documents);

    private TokenPieces Pieces(TokenFile file, string part) =>
        recipe.Train.ByDocument ? new TokenDocuments(file, recipe.Model.Context, Tokenizer.EndId ?? 0, part) : new TokenWindows(file, recipe.Model.Context, part);
}
