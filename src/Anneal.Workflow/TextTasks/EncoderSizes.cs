using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;
using Anneal.Tensors;
using Anneal.Training.Learners;

namespace Anneal.Workflow.TextTasks;

/// <summary>A small encoder of BERT's kind that begins from nothing, with word pieces of its own.</summary>
internal static class EncoderSizes
{
    /// <summary>What a recipe can say about it.</summary>
    public static readonly IReadOnlyList<LearnerOption> Options =
    [
        new("vocabulary", 8000, 300, 1 << 20),
        new("layers", 3, 1, 64),
        new("heads", 4, 1, 64),
        new("size", 128, 8, 4096),
        new("feed-forward", 512, 8, 16384),
        new("context", 256, 16, 4096),
        new("dropout", 0.1, 0, 0.9),
    ];

    /// <summary>Learns the word pieces and makes the network.</summary>
    /// <param name="options">What the recipe says.</param>
    /// <param name="task">What the head answers.</param>
    /// <param name="texts">The texts of the training part.</param>
    /// <param name="generator">Draws the weights.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static (EncoderModel Model, Tokenizer Tokenizer) Create(LearnerOptions options, EncoderTask task, IEnumerable<string> texts, Generator generator, CancellationToken cancellation)
    {
        Tokenizer tokenizer = TokenizerTrainer.WordPieces(texts, new TokenizerTraining { VocabularySize = options.Integer("vocabulary") }, cancellation);
        TextEncoderOptions sizes = new(tokenizer.VocabularySize, options.Integer("context"), options.Integer("layers"), options.Integer("heads"), options.Integer("size"), options.Integer("feed-forward"))
        {
            Dropout = options.Number("dropout"),
            Epsilon = 1e-12,
            TokenTypes = 2,
        };
        return (new EncoderModel(new EncoderConfig(EncoderArchitecture.Bert, sizes, task) { PadId = tokenizer.PadId ?? 0 }, generator), tokenizer);
    }
}
