using System.CommandLine;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Models.Language;
using Anneal.Tensors;

namespace Anneal.Cli.Generation;

/// <summary>How a command is told in which format a model keeps keys and values.</summary>
internal sealed class CacheFlag
{
    private readonly Option<string?> format;

    public CacheFlag(Screen screen, Command command)
    {
        format = new Option<string?>("--cache-type") { Description = screen.Say(LanguageMessages.CacheTypeDescription), HelpName = "f32|f16|q8_0" };
        command.Options.Add(format);
    }

    /// <summary>Whether a format was asked for.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(format) is not null;

    /// <summary>The model, as it was asked to keep keys and values.</summary>
    /// <exception cref="UserErrorException">The format isn't known, or the model keeps none.</exception>
    public LanguageModel Apply(ParseResult parsed, LanguageModel model) => parsed.GetValue(format)?.ToUpperInvariant() switch
    {
        null => model,
        "F32" => model.WithCacheFormat(BlockFormat.F32),
        "F16" => model.WithCacheFormat(BlockFormat.F16),
        "Q8_0" => model.WithCacheFormat(BlockFormat.Q8_0),
        _ => throw new UserErrorException(LanguageMessages.UnknownCacheType(parsed.GetValue(format)!), LanguageMessages.UnknownCacheTypeWayOut),
    };
}
