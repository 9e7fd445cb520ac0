using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Text;
using Anneal.Data.Text.Tokens;
using Anneal.Models;
using Anneal.Models.Text.Classifiers;
using Anneal.Tensors;

namespace Anneal.Training.Learners;

/// <summary>What the learners of text networks share: columns, vocabulary, and how long to train.</summary>
public abstract class TextNetworkLearner : NetworkLearner
{
    private static readonly OrderedDictionary<string, TokenKind> Kinds = new(StringComparer.Ordinal)
    {
        ["words"] = TokenKind.Words, ["characters"] = TokenKind.Characters, ["subwords"] = TokenKind.Subwords, ["dictionary-words"] = TokenKind.DictionaryWords,
    };

    private static readonly Message NoDictionary = new("tokens: dictionary-words needs a dictionary", "tokens: dictionary-words 需要词典");
    private static readonly Message NoDictionaryWayOut = new("name a dictionary file such as jieba's dict.txt with dictionary:", "请用 dictionary: 指定词典文件，例如 jieba 的 dict.txt");

    /// <inheritdoc/>
    public sealed override IReadOnlyList<TaskKind> Tasks => [TaskKind.TextClassification];

    /// <summary>What a recipe can say about the tokens of every text network that has a vocabulary.</summary>
    private protected static IEnumerable<LearnerOption> TokenOptions(int longestText) =>
    [
        new("vocabulary", 20_000, 1, 1_000_000),
        new("longest-text", longestText, 1, 10_000),
        new("tokens", "words", Names: [.. Kinds.Keys]),
        new("dictionary", LearnerOption.NoFile, IsFile: true),
        new("word-boundaries", LearnerOption.NoFile, IsFile: true),
    ];

    /// <inheritdoc/>
    public override TrainerOptions TrainerDefaults(TaskKind task) => new(Epochs: 5, Patience: 3, BatchSize: 64, Seed: 7, LearningRate: 2e-3, Schedule: ScheduleKind.Cosine);

    /// <inheritdoc/>
    protected sealed override NetworkModel Create(LearningTask task, OutputLink link, Generator generator)
    {
        IReadOnlyList<string> columns = TextRows.Columns(task.Schema);
        return Configure(task, columns, TextRows.Read(task.Table, task.Split.Train, columns), link).Create(generator);
    }

    /// <summary>Fits the way from texts to numbers, and says how large the network is.</summary>
    /// <param name="task">The task.</param>
    /// <param name="columns">The text columns.</param>
    /// <param name="texts">The cleaned training texts.</param>
    /// <param name="link">From outputs to answers.</param>
    private protected abstract TextNetworkConfig Configure(LearningTask task, IReadOnlyList<string> columns, string[] texts, OutputLink link);

    /// <summary>Learns the vocabulary as the options say.</summary>
    /// <exception cref="UserErrorException">Words of a dictionary are wanted, but there is none, or the file isn't one.</exception>
    private protected static TextTokens LearnTokens(LearningTask task, string[] texts)
    {
        TokenKind kind = Kinds[task.Options.Text("tokens")];
        StoredDictionary? dictionary = null;
        if (kind == TokenKind.DictionaryWords)
        {
            string words = task.Options.Text("dictionary"), boundaries = task.Options.Text("word-boundaries");
            if (words == LearnerOption.NoFile) throw new UserErrorException(NoDictionary, NoDictionaryWayOut);
            dictionary = StoredDictionary.Load(words, boundaries == LearnerOption.NoFile ? null : boundaries);
        }

        return TextTokens.Learn(texts, kind, task.Options.Integer("vocabulary"), task.Options.Integer("longest-text"), dictionary: dictionary);
    }
}
