using Anneal.Cli.Messages;
using Anneal.Data.Messages;
using Anneal.Workflow.Bundles;

namespace Anneal.Cli.Commands;

/// <summary>Which commands take which models, so that a command which doesn't take one says what it is and where it goes.</summary>
internal static class ModelFit
{
    private static readonly string[] Language = ["generate", "chat", "serve", "embed", "perplexity", "tokenize", "convert", "inspect"];

    private static readonly Dictionary<StoredModelKind, string[]> Commands = new()
    {
        [StoredModelKind.Rows] = ["predict", "evaluate", "serve", "inspect"],
        [StoredModelKind.LanguageModel] = Language,
        [StoredModelKind.Answers] = ["predict", "serve", "inspect"],
        [StoredModelKind.EncoderOfTask] = ["predict", "serve", "embed", "tokenize", "inspect"],
        [StoredModelKind.Vectors] = ["embed", "predict", "serve", "tokenize", "inspect"],
        [StoredModelKind.Writer] = ["generate", "tokenize", "inspect"],
        [StoredModelKind.Encoder] = ["embed", "serve", "tokenize", "inspect"],
        [StoredModelKind.Speech] = ["transcribe", "tokenize", "inspect"],
        [StoredModelKind.Pictures] = ["inspect"],
    };

    /// <summary>Refuses a model that the command doesn't take.</summary>
    /// <returns>What the model is; null where only the command itself can tell.</returns>
    /// <exception cref="UserErrorException">It is a model for other commands.</exception>
    public static StoredModel? Check(string path, string command)
    {
        if (StoredModel.Of(path) is not { } model) return null;
        IReadOnlyList<string> taking = CommandsOf(model);
        return taking.Contains(command, StringComparer.Ordinal) ? model : throw new UserErrorException(FitMessages.Wrong(path, model, command), FitMessages.WayOut(taking));
    }

    /// <summary>The commands that take a model, the most natural one first.</summary>
    private static IReadOnlyList<string> CommandsOf(StoredModel model)
    {
        IEnumerable<string> commands = Commands[model.Kind];
        if (model is { Kind: StoredModelKind.Writer, IsBundle: true }) commands = ["predict", "generate", "serve", "tokenize", "inspect"];
        return [.. commands, .. model.IsBundle ? (ReadOnlySpan<string>)["report"] : []];
    }
}
