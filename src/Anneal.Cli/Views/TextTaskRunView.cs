using Anneal.Cli.Messages;
using Anneal.Cli.Terminal;
using Anneal.Training.Language;
using Anneal.Workflow.Runs;
using Anneal.Workflow.TextTasks;
using Spectre.Console;

namespace Anneal.Cli.Views;

/// <summary>Shows the training of a model over texts to a person while it goes.</summary>
internal sealed class TextTaskRunView(Screen screen)
{
    private readonly ProgressLine progress = new(screen);
    private TextTaskRecipe? recipe;

    public void Show(RunEvent happened)
    {
        switch (happened)
        {
            case TextTaskRecipeRead read:
                recipe = read.Recipe;
                RunChapters.Title(screen, recipe.Name, recipe.Task.Title);
                break;
            case ExamplesRead read:
                RunChapters.Heading(screen, CliMessages.DataHeading);
                screen.Line($"  {screen.Say(TextTaskRunMessages.Examples(recipe!, read.Counts))}");
                RunChapters.Heading(screen, CliMessages.TrainingHeading);
                break;
            case Noticed notice:
                RunChapters.Noticed(screen, notice.Message);
                break;
            case Learning { Event: StepsFinished steps }:
                progress.Show(TextTaskRunMessages.Steps(recipe!.Task.ChosenBy, steps), steps.Report.Epoch, steps.Report.Epochs, always: true);
                break;
            case TextTaskRunFinished finished:
                progress.Clear();
                Show(finished.Result);
                break;
        }
    }

    /// <summary>Ends the view, also in the middle of a run.</summary>
    public void Close() => progress.Clear();

    /// <summary>What a run would find, without learning.</summary>
    public static void Check(Screen screen, TextTaskRecipe recipe, TextTaskCounts counts)
    {
        RunChapters.Title(screen, recipe.Name, recipe.Task.Title);
        RunChapters.Heading(screen, CliMessages.DataHeading);
        screen.Line($"  {screen.Say(TextTaskRunMessages.Examples(recipe, counts))}");
        screen.Line();
        screen.Markup($"[green]{screen.Say(CheckMessages.Verdict([]))}[/]");
    }

    private void Show(TextTaskResult result)
    {
        TextTaskMetrics metrics = result.Metrics;
        screen.Line($"  {screen.Say(TextTaskRunMessages.Trained(recipe!, metrics))}");
        RunChapters.Heading(screen, TextTaskRunMessages.ResultHeading(recipe!.Task, metrics.Examples.Test.Count));
        Table(CliMessages.ModelWord, [(screen.Say(ModelNames.Of(result.Architecture)), metrics.Test.All), .. metrics.Baselines.Select(one => (screen.Say(ModelNames.Of(one.Name)), one.Scores.All))], first: true);
        if (metrics.Test.ByGroup.Count > 0)
        {
            RunChapters.Heading(screen, TextTaskRunMessages.ByGroup);
            Table(TextTaskRunMessages.TypeWord, [.. metrics.Test.ByGroup.Select(group => (group.Key, group.Value))], first: false);
        }

        RunChapters.Targets(screen, metrics.Targets);
        RunChapters.Heading(screen, TextTaskRunMessages.ExamplesHeading);
        foreach (TaskExample example in result.Examples)
        {
            screen.Line($"  {example.Shown.ReplaceLineEndings(" ")}");
            bool right = example.Told == example.Wanted;
            screen.Markup(right ? $"    [green]✓[/] {example.Told.ReplaceLineEndings(" ").EscapeMarkup()}" : $"    [red]✗[/] {screen.Say(TextTaskRunMessages.Wrong(example)).ReplaceLineEndings(" ").EscapeMarkup()}");
        }

        RunChapters.Bundle(screen, result.Bundle, result.Duration, result.TryIt);
    }

    private void Table(Data.Messages.Message rows, IReadOnlyList<(string Name, IReadOnlyDictionary<string, double> Scores)> lines, bool first)
    {
        TaskScore[] shown = [.. recipe!.Task.Scores.Where(score => lines.Any(line => line.Scores.ContainsKey(score.Name)))];
        TextColumns table = new([false, .. shown.Select(_ => true)]);
        table.Add(TextColumns.Header, [screen.Say(rows), .. shown.Select(score => screen.Say(score.Title))]);
        foreach ((string name, IReadOnlyDictionary<string, double> scores) in lines)
            table.Add(first && name == lines[0].Name ? new Style(decoration: Decoration.Bold) : Style.Plain, [name, .. shown.Select(score => scores.TryGetValue(score.Name, out double value) ? TaskScore.Format(value) : "–")]);
        table.Print(screen);
    }
}
