using System.Globalization;
using Anneal.Cli.Messages;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Training.Language;
using Anneal.Workflow.LanguageModels;
using Anneal.Workflow.Reports;
using Anneal.Workflow.Runs;
using Anneal.Workflow.Targets;
using Spectre.Console;

namespace Anneal.Cli.Views;

/// <summary>Shows the training of a language model to a person while it goes.</summary>
internal sealed class LanguageRunView(Screen screen)
{
    private readonly ProgressLine progress = new(screen);
    private LanguageRecipe? recipe;
    private double charactersPerToken = 1;

    public void Show(RunEvent happened)
    {
        switch (happened)
        {
            case LanguageRecipeRead read:
                recipe = read.Recipe;
                screen.Out.MarkupLineInterpolated($"[bold]{screen.Say(LanguageRunMessages.Title(recipe))}[/]");
                break;
            case CorpusRead read:
                charactersPerToken = read.Text.Train.CharactersPerToken;
                Heading(CliMessages.DataHeading);
                screen.Line($"  {screen.Say(LanguageRunMessages.Text(recipe!, read.Text))}");
                Heading(CliMessages.TrainingHeading);
                break;
            case Noticed notice:
                screen.Out.MarkupLineInterpolated($"[yellow]{screen.Say(CliMessages.NoticeMark)}{screen.Say(notice.Message)}[/]");
                break;
            case Learning { Event: StepsFinished steps }:
                progress.Show(LanguageRunMessages.Steps(steps, charactersPerToken), steps.Report.Epoch, steps.Report.Epochs, always: true);
                break;
            case LanguageRunFinished finished:
                progress.Clear();
                Show(finished.Result);
                break;
        }
    }

    /// <summary>Ends the view, also in the middle of a run.</summary>
    public void Close() => progress.Clear();

    private void Show(LanguageRunResult result)
    {
        LanguageMetrics metrics = result.Metrics;
        screen.Line($"  {screen.Say(LanguageRunMessages.Trained(recipe!, metrics))}");
        Heading(LanguageRunMessages.ResultHeading(recipe!, metrics));
        TextColumns table = new([false, true, true, true]);
        table.Add(TextColumns.Header, screen.Say(CliMessages.ModelWord), screen.Say(LanguageRunMessages.LossWord), screen.Say(LanguageRunMessages.PerplexityWord), screen.Say(LanguageRunMessages.BitsWord));
        Row(new Style(decoration: Decoration.Bold), result.Architecture, metrics.Final);
        foreach (LanguageBaseline baseline in metrics.Baselines) Row(Style.Plain, baseline.Name, baseline.Scores);
        table.Print(screen);
        if (metrics.FinalPreference is { } preference) screen.Line($"  {screen.Say(LanguageRunMessages.Preference(preference, metrics.TestPreference is not null))}");
        if (metrics.Targets.Count > 0) Heading(CliMessages.TargetsHeading);
        foreach (TargetResult target in metrics.Targets)
        {
            string line = screen.Say(CliMessages.Target(target));
            screen.Out.MarkupLineInterpolated(target.Met ? $"  [green]✓[/] {line}" : (FormattableString)$"  [red]✗[/] {line}");
        }

        bool talks = recipe!.Task == LanguageTask.Chat;
        Heading(talks ? LanguageRunMessages.AnswersHeading : LanguageRunMessages.SampleHeading);
        foreach (WrittenSample sample in result.Samples)
        {
            if (talks) screen.Line($"  > {sample.Prompt.ReplaceLineEndings(" ")}");
            foreach (string line in ((talks ? "" : sample.Prompt) + sample.Text).ReplaceLineEndings("\n").Split('\n')) screen.Line($"  {line}");
        }

        Heading(CliMessages.BundleHeading);
        screen.Line($"  {result.Bundle}");
        screen.Line($"  {screen.Say(CliMessages.Took(result.Duration))}");
        screen.Line($"  {screen.Say(CliMessages.ReportAt(Path.Combine(result.Bundle, ReportFiles.Html)))}");
        Heading(CliMessages.NextHeading);
        screen.Line($"  {screen.Surroundings.CommandLine} {(talks ? "chat" : "generate")} {result.Bundle}");

        void Row(Style style, string name, LanguageScores scores) =>
            table.Add(style, screen.Say(ModelNames.Of(name)), Digits(scores.Loss), Digits(scores.Perplexity), Digits(scores.BitsPerCharacter));
    }

    private static string Digits(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);

    private void Heading(Message heading)
    {
        screen.Line();
        screen.Out.MarkupLineInterpolated($"[bold]{screen.Say(heading)}[/]");
    }
}
