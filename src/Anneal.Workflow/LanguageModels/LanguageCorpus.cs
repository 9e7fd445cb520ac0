using Anneal.Data.Messages;
using Anneal.Data.Text.Corpora;
using Anneal.Data.Text.Tokenizers;
using Anneal.Training.Language;

namespace Anneal.Workflow.LanguageModels;

/// <summary>What a recipe learns from, as tokens.</summary>
internal abstract class LanguageCorpus : IDisposable
{
    public abstract Tokenizer Tokenizer { get; }

    /// <summary>How much there is of everything.</summary>
    public abstract TextCounts Counts { get; }

    /// <summary>What the user should know of what was read.</summary>
    public virtual IReadOnlyList<Message> Notices => [];

    /// <summary>The chat template; null where nobody talks.</summary>
    public virtual string? Template => null;

    /// <summary>Tokens that end an answer, beside the one that ends a text.</summary>
    public virtual IReadOnlyCollection<int> Ends => [];

    public abstract TokenPieces Train { get; }

    public abstract TokenPieces Valid { get; }

    /// <summary>What was held back; null where nothing was.</summary>
    public abstract TokenPieces? Test { get; }

    /// <summary>Answers to learn preferences from: to learn, to choose by, held back (null where none are); null where no preferences are learnt.</summary>
    public virtual (PreferenceRows Train, PreferenceRows Valid, PreferenceRows? Test)? Preferences => null;

    /// <summary>What is cheap to reach on the test part, or on the validation part where there is none.</summary>
    public abstract IReadOnlyList<LanguageBaseline> Baselines();

    /// <summary>What the model is to write at the end: what is shown of each, and its tokens.</summary>
    public abstract IReadOnlyList<(string Shown, int[] Ids)> Prompts(string asked);

    /// <summary>Reads what a recipe learns from.</summary>
    /// <param name="recipe">The recipe.</param>
    /// <param name="folder">The run's folder.</param>
    /// <param name="tuned">A model that is trained further; null for one that is made.</param>
    /// <param name="cancellation">Stops between two stretches of text.</param>
    /// <exception cref="UserErrorException">It can't be read.</exception>
    public static LanguageCorpus Open(LanguageRecipe recipe, string folder, TunedModel? tuned, CancellationToken cancellation) => recipe.Task == LanguageTask.Chat
        ? TalkCorpus.Read(recipe, tuned)
        : TextCorpus.Read(recipe, folder, tuned?.Tokenizer, cancellation);

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
