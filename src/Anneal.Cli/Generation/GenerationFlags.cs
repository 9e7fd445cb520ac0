using System.CommandLine;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Models.Language;

namespace Anneal.Cli.Generation;

/// <summary>How a command is told to write: what is not said is as the model's makers have it.</summary>
internal sealed class GenerationFlags
{
    private readonly Option<int?> maxTokens, maxLength, topK;
    private readonly Option<double?> temperature, topP, minP, typicalP, repetition, frequency, presence;
    private readonly Option<long?> seed;
    private readonly Option<string[]> stop;
    private readonly Option<string?> grammar, schema;

    public GenerationFlags(Screen screen, Command command)
    {
        maxTokens = Add<int?>("--max-tokens", LanguageMessages.MaxTokensDescription, "number");
        maxLength = Add<int?>("--max-length", LanguageMessages.MaxLengthDescription, "number");
        temperature = Add<double?>("--temperature", LanguageMessages.TemperatureDescription, "number");
        topK = Add<int?>("--top-k", LanguageMessages.TopKDescription, "number");
        topP = Add<double?>("--top-p", LanguageMessages.TopPDescription, "share");
        minP = Add<double?>("--min-p", LanguageMessages.MinPDescription, "share");
        typicalP = Add<double?>("--typical-p", LanguageMessages.TypicalPDescription, "share");
        repetition = Add<double?>("--repetition-penalty", LanguageMessages.RepetitionDescription, "factor");
        frequency = Add<double?>("--frequency-penalty", LanguageMessages.FrequencyDescription, "number");
        presence = Add<double?>("--presence-penalty", LanguageMessages.PresenceDescription, "number");
        seed = Add<long?>("--seed", LanguageMessages.SeedDescription, "number");
        stop = Add<string[]>("--stop", LanguageMessages.StopDescription, "text");
        grammar = Add<string?>("--grammar", LanguageMessages.GrammarDescription, "file");
        schema = Add<string?>("--json-schema", LanguageMessages.SchemaDescription, "file");

        Option<T> Add<T>(string name, Message description, string value)
        {
            Option<T> option = new(name) { Description = screen.Say(description), HelpName = value };
            command.Options.Add(option);
            return option;
        }
    }

    public GenerationOptions Read(ParseResult parsed, GenerationOptions defaults)
    {
        GenerationOptions options = defaults with
        {
            MaxTokens = parsed.GetValue(maxTokens) ?? defaults.MaxTokens,
            MaxLength = parsed.GetValue(maxLength) ?? defaults.MaxLength,
            Temperature = parsed.GetValue(temperature) ?? defaults.Temperature,
            TopK = parsed.GetValue(topK) ?? defaults.TopK,
            TopP = parsed.GetValue(topP) ?? defaults.TopP,
            MinP = parsed.GetValue(minP) ?? defaults.MinP,
            TypicalP = parsed.GetValue(typicalP) ?? defaults.TypicalP,
            RepetitionPenalty = parsed.GetValue(repetition) ?? defaults.RepetitionPenalty,
            FrequencyPenalty = parsed.GetValue(frequency) ?? defaults.FrequencyPenalty,
            PresencePenalty = parsed.GetValue(presence) ?? defaults.PresencePenalty,
            Seed = parsed.GetValue(seed) is { } given ? unchecked((ulong)given) : defaults.Seed,
            StopTexts = [.. defaults.StopTexts, .. parsed.GetValue(stop) ?? []],
            Grammar = parsed.GetValue(grammar) is { } rules ? Grammar.Parse(Text(rules)) : parsed.GetValue(schema) is { } json ? Grammar.FromJsonSchema(Text(json)) : null,
        };
        options.Validate();
        return options;
    }

    private static string Text(string file) => File.Exists(file) ? File.ReadAllText(file) : throw new UserErrorException(LanguageMessages.NoFile(file), LanguageMessages.NoFileWayOut);
}
