using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;
using Anneal.Tensors;
using Anneal.Training.Learners;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.TextTasks;

/// <summary>Opens an encoder that is trained further with another head.</summary>
internal static class EncoderTuning
{
    private const string Tune = "tune", LastBlocks = "last-blocks", Full = "full", Frozen = "frozen";

    /// <summary>What a recipe can say beside <c>from</c>.</summary>
    public static readonly IReadOnlyList<LearnerOption> Options = [new(Tune, Full, Names: [Full, Frozen]), new(LastBlocks, 2, 0, 1024)];

    /// <summary>Reads the encoder and freezes what is not to learn.</summary>
    /// <param name="model">What the recipe says.</param>
    /// <param name="task">What the head is to answer.</param>
    /// <param name="labels">The head's classes.</param>
    /// <param name="generator">Draws a new head's weights.</param>
    /// <exception cref="UserErrorException">There is no such model, or it is damaged, or no encoder.</exception>
    public static (EncoderModel Model, Tokenizer Tokenizer) Open(TextModelChoice model, EncoderTask task, IReadOnlyList<string> labels, Generator generator)
    {
        string from = model.From!;
        EncoderModel encoder;
        Tokenizer tokenizer;
        try
        {
            encoder = EncoderFolder.Read(from, task, labels, trainable: true, generator);
            tokenizer = TokenizerFiles.Read(from);
        }
        catch (Exception e) when (e is Formats.ModelFileException or FileNotFoundException or System.Text.Json.JsonException)
        {
            throw new UserErrorException(TextTaskMessages.NoEncoder(from), TextTaskMessages.NoEncoderWayOut, new Place(from), e);
        }

        if (tokenizer.VocabularySize > encoder.Config.Sizes.Vocabulary) throw new UserErrorException(TextTaskMessages.OtherVocabulary(tokenizer.VocabularySize, encoder.Config.Sizes.Vocabulary), TextTaskMessages.NoEncoderWayOut, new Place(from));
        if (model.Options.Text(Tune) == Frozen) Freeze(encoder, model.Options.Integer(LastBlocks));
        return (encoder, tokenizer);
    }

    /// <summary>The last blocks and the head learn.</summary>
    private static void Freeze(EncoderModel encoder, int lastBlocks)
    {
        const string Blocks = "encoder.encoder.layers.";
        int first = Math.Max(0, encoder.Config.Sizes.Layers - lastBlocks);
        foreach ((string name, Tensor parameter) in encoder.NamedParameters())
        {
            if (!name.StartsWith("encoder.", StringComparison.Ordinal)) continue;
            string block = name.StartsWith(Blocks, StringComparison.Ordinal) ? name[Blocks.Length..] : "";
            parameter.RequiresGradient = block.Length > 0 && int.Parse(block.AsSpan(0, block.IndexOf('.')), System.Globalization.CultureInfo.InvariantCulture) >= first;
        }
    }
}
