using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Anneal.Bench;

/// <summary>What was asked for on the command line.</summary>
internal sealed record BenchOptions
{
    /// <summary>Threads of the present run; the program runs a bench once for each of <see cref="ThreadCounts"/>.</summary>
    public int Threads { get; init; } = 1;

    public IReadOnlyList<int> ThreadCounts { get; init; } = Environment.ProcessorCount > 1 ? [1, Environment.ProcessorCount] : [1];

    public bool Against { get; init; }

    /// <summary>Options that one bench alone understands, such as <c>--set training</c>.</summary>
    public IReadOnlyDictionary<string, string> Extra { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    public static bool TryParse(ReadOnlySpan<string> args, [NotNullWhen(true)] out BenchOptions? options, [NotNullWhen(false)] out string? mistake)
    {
        options = new BenchOptions();
        mistake = null;
        var extra = new Dictionary<string, string>(StringComparer.Ordinal);
        for (int i = 0; i < args.Length; i++)
        {
            if (string.Equals(args[i], "--against", StringComparison.Ordinal))
            {
                options = options with { Against = true };
                continue;
            }
            if (!args[i].StartsWith("--", StringComparison.Ordinal) || i + 1 >= args.Length)
            {
                mistake = $"Option '{args[i]}' is not known or lacks its value.";
                return false;
            }
            string name = args[i][2..], value = args[++i];
            if (!string.Equals(name, "threads", StringComparison.Ordinal))
            {
                extra[name] = value;
                continue;
            }
            if (!int.TryParse(value, CultureInfo.InvariantCulture, out int threads) || threads < 1)
            {
                mistake = $"--threads takes a number from 1, not '{value}'.";
                return false;
            }
            options = options with { ThreadCounts = [threads] };
        }
        options = options with { Extra = extra };
        return true;
    }
}
