using System.Diagnostics;
using System.Globalization;
using Anneal.Cli.Terminal;
using Anneal.Training;

namespace Anneal.Cli.Views;

/// <summary>Shows how training goes: one line that moves on a terminal, a line now and then where a program reads along.</summary>
internal sealed class ProgressLine(Screen screen)
{
    private const int BarWidth = 24;
    private const int PlainLines = 10;

    private static readonly TimeSpan BetweenDraws = TimeSpan.FromMilliseconds(50);

    private long lastDraw;
    private bool drawn;

    public void Show(EpochReport report)
    {
        if (!screen.Surroundings.IsTerminal)
        {
            int every = Math.Max(1, report.Epochs / PlainLines);
            if (report.Epoch % every == 0 || report.Epoch == 1) screen.Line($"  {Words(report)}");
            return;
        }

        if (drawn && Stopwatch.GetElapsedTime(lastDraw) < BetweenDraws) return;
        lastDraw = Stopwatch.GetTimestamp();
        drawn = true;
        int full = report.Epoch * BarWidth / report.Epochs;

        // Carriage return, then erase to the end of the line: the line is drawn over itself.
        screen.Surroundings.Output.Write($"\r\e[2K  {new string('━', full)}{new string('─', BarWidth - full)} {Words(report)}");
    }

    /// <summary>Takes the moving line away, so that what follows starts on a clean one.</summary>
    public void Clear()
    {
        if (drawn) screen.Surroundings.Output.Write("\r\e[2K");
        drawn = false;
    }

    private string Words(EpochReport report) => screen.Say(CliMessages.Epoch(
        report.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(report.Epochs.ToString(CultureInfo.InvariantCulture).Length),
        report.Epochs,
        report.TrainLoss,
        report.ValidLoss));
}
