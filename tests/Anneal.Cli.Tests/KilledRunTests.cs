using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Anneal.Cli.Tests;

/// <summary>Kills the program itself, as a machine that loses power would.</summary>
public sealed class KilledRunTests : IDisposable
{
    private const int Kills = 20;

    private static readonly TimeSpan LongestTest = TimeSpan.FromSeconds(90);

    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public async Task A_run_that_is_killed_again_and_again_reaches_the_same_bits()
    {
        Write();
        long started = Stopwatch.GetTimestamp();
        await Finish("straight");
        TimeSpan whole = Stopwatch.GetElapsedTime(started);
        byte[] expected = Weights("straight");

        // A run that had ended already was no kill, and says that a run takes less long than was thought.
        Random random = new(1);
        long since = Stopwatch.GetTimestamp();
        int killed = 0;
        while (killed < Kills && Stopwatch.GetElapsedTime(since) < LongestTest)
        {
            started = Stopwatch.GetTimestamp();
            using Process process = Start("killed");
            using CancellationTokenSource moment = new(whole * random.NextDouble());
            try
            {
                await process.WaitForExitAsync(moment.Token);
                whole = Stopwatch.GetElapsedTime(started);
            }
            catch (OperationCanceledException)
            {
                process.Kill();
                killed++;
            }

            await process.WaitForExitAsync();
            foreach (string bundle in Bundles("killed")) Directory.GetFiles(bundle).Select(Path.GetFileName).ShouldContain("metrics.json");
        }

        killed.ShouldBeGreaterThan(0);
        await Finish("killed");
        foreach (string bundle in Bundles("killed")) File.ReadAllBytes(Path.Combine(bundle, "model.safetensors")).ShouldBe(expected);
    }

    private async Task Finish(string folder)
    {
        using Process process = Start(folder);
        string error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, error);
    }

    private Process Start(string folder) => Process.Start(new ProcessStartInfo("dotnet")
    {
        ArgumentList = { Path.Combine(AppContext.BaseDirectory, "anneal.dll"), "run", shell.Path, "--out", shell.At(folder), "--resume", "--json" },
        UseShellExecute = false,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;

    private IEnumerable<string> Bundles(string folder) => Directory.Exists(shell.At(folder))
        ? Directory.GetDirectories(shell.At(folder)).Where(bundle => !Path.GetFileName(bundle).StartsWith('.'))
        : [];

    private byte[] Weights(string folder) => File.ReadAllBytes(Path.Combine(Bundles(folder).Single(), "model.safetensors"));

    /// <summary>Enough rows and epochs that most of the program's time is learning.</summary>
    private void Write()
    {
        StringBuilder csv = new("income,spending,ended\n");
        for (int row = 0; row < 2000; row++)
        {
            int income = row * 37 % 1009;
            int spending = row * 53 % 997;
            csv.Append(CultureInfo.InvariantCulture, $"{income},{spending},{(income < spending ? "bad" : "good")}\n");
        }

        shell.Write("loans.csv", csv.ToString());
        shell.Write("recipe.yaml", """
            name: loans
            task: tabular-classification
            data: {source: loans.csv, columns: {label: ended}}
            model: {architecture: mlp, hidden: [64, 64]}
            train: {epochs: 40, patience: 40, batch-size: 16}
            """);
    }
}
