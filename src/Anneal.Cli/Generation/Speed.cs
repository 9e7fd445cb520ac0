using System.Diagnostics;
using Anneal.Cli.Terminal;

namespace Anneal.Cli.Generation;

/// <summary>How fast a model wrote: prompt and answer are different work and are told apart.</summary>
internal sealed class Speed(int promptTokens)
{
    private readonly long start = Stopwatch.GetTimestamp();
    private long first;

    /// <summary>Tokens that were written.</summary>
    public int Tokens { get; private set; }

    /// <summary>Seconds until the first token.</summary>
    public double PromptSeconds => Stopwatch.GetElapsedTime(start, first == 0 ? Stopwatch.GetTimestamp() : first).TotalSeconds;

    /// <summary>Tokens a second, from the first token on; the first belongs to the prompt's time.</summary>
    public double TokensPerSecond { get; private set; }

    public void Count(int tokens = 1)
    {
        long now = Stopwatch.GetTimestamp();
        if (first == 0) first = now;
        Tokens += tokens;
        double seconds = Stopwatch.GetElapsedTime(first, now).TotalSeconds;
        if (seconds > 0) TokensPerSecond = (Tokens - 1) / seconds;
    }

    public void Show(Screen screen) => screen.Surroundings.Error.WriteLine(screen.Say(LanguageMessages.Speed(promptTokens, PromptSeconds, Tokens, TokensPerSecond)));
}
