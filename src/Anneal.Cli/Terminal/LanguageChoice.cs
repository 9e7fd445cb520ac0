using Anneal.Data.Messages;

namespace Anneal.Cli.Terminal;

/// <summary>Chooses the language before anything else is read, because help and errors need it too.</summary>
internal static class LanguageChoice
{
    public const string Option = "--lang";

    public static readonly string[] Names = ["en", "zh"];

    /// <summary>As <c>--lang</c> says; else as the environment says; else English.</summary>
    public static Language Choose(IReadOnlyList<string> args, Func<string, string?> variable) =>
        Parse(Written(args)) ?? Parse(FirstSet(variable)) ?? Language.English;

    /// <summary>Reads <c>zh</c>, <c>zh_CN.UTF-8</c>, <c>en</c> and the like; null for any other language.</summary>
    public static Language? Parse(string? name) => name switch
    {
        null => null,
        _ when name.StartsWith("zh", StringComparison.OrdinalIgnoreCase) => Language.Chinese,
        _ when name.StartsWith("en", StringComparison.OrdinalIgnoreCase) => Language.English,
        _ => null,
    };

    private static string? Written(IReadOnlyList<string> args)
    {
        for (int i = 0; i < args.Count; i++)
        {
            if (args[i] == Option && i + 1 < args.Count) return args[i + 1];
            if (args[i].StartsWith(Option + "=", StringComparison.Ordinal)) return args[i][(Option.Length + 1)..];
        }

        return null;
    }

    private static string? FirstSet(Func<string, string?> variable) =>
        new[] { "LC_ALL", "LC_MESSAGES", "LANG" }.Select(variable).FirstOrDefault(value => !string.IsNullOrEmpty(value));
}
