using System.Diagnostics;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;

namespace Anneal.Cli.Views;

/// <summary>Shows how training goes: one line that moves on a terminal, a line now and then where a program reads along.</summary>
internal sealed class ProgressLine(Screen screen)
{
    private const int BarWidth = 24;
    private const int PlainLines = 10;

    private static readonly TimeSpan BetweenDraws = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    private long lastLine = Stopwatch.GetTimestamp();
    private long lastDraw;
    private bool drawn;

    /// <summary>Shows how far the work is.</summary>
    /// <param name="words">What the last part gave.</param>
    /// <param name="done">Parts that are done.</param>
    /// <param name="total">Parts there are at most.</param>
    /// <param name="always">Whether a program that reads along gets a line for every tenth of the parts; otherwise only where they take long.</param>
    public void Show(Message words, int done, int total, bool always)
    {
        if (!screen.Surroundings.IsTerminal && !always)
        {
            if (Stopwatch.GetElapsedTime(lastLine) < BetweenLines) return;
            lastLine = Stopwatch.GetTimestamp();
            screen.Line($"  {screen.Say(words)}");
            return;
        }

        if (!screen.Surroundings.IsTerminal)
        {
            int every = Math.Max(1, total / PlainLines);
            if (done % every == 0 || done == 1) screen.Line($"  {screen.Say(words)}");
            return;
        }

        if (drawn && Stopwatch.GetElapsedTime(lastDraw) < BetweenDraws) return;
        lastDraw = Stopwatch.GetTimestamp();
        drawn = true;
        int full = done * BarWidth / total;

        // Carriage return, then erase to the end of the line: the line is drawn over itself.
        screen.Surroundings.Output.Write($"\r\e[2K  {new string('━', full)}{new string('─', BarWidth - full)} {screen.Say(words)}");
    }

    /// <summary>Takes the moving line away, so that what follows starts on a clean one.</summary>
    public void Clear()
    {
        if (drawn) screen.Surroundings.Output.Write("\r\e[2K");
        drawn = false;
    }
}
