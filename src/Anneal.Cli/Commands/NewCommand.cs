using System.CommandLine;
using System.Globalization;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Workflow.LanguageModels;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.TextTasks;
using Spectre.Console;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal new</c>: a first recipe, asked for or given.</summary>
internal static class NewCommand
{
    private static readonly string[] Tasks = [.. TaskNames.All, .. LanguageTaskNames.All, .. TextTaskList.Names];

    private const string Example = "--task tabular-classification --data customers.csv";

    public static Command Create(Screen screen)
    {
        Option<string?> task = new("--task") { Description = screen.Say(NewMessages.TaskDescription(Tasks)), HelpName = "task" };
        task.CompletionSources.Add(Tasks);
        Option<string?> data = new("--data") { Description = screen.Say(NewMessages.DataDescription), HelpName = "path" };
        Option<string?> name = new("--name") { Description = screen.Say(NewMessages.NameDescription), HelpName = "name" };
        Option<string?> outFolder = new("--out") { Description = screen.Say(NewMessages.OutDescription), HelpName = "folder" };
        Option<bool> json = new("--json") { Description = screen.Say(NewMessages.JsonDescription) };
        Command command = new("new", screen.Say(NewMessages.Description)) { task, data, name, outFolder, json };
        command.SetAction(parsed =>
        {
            bool mayAsk = screen.Surroundings.InputIsTerminal && !parsed.GetValue(json);
            bool asked = mayAsk && (parsed.GetValue(task) is null || parsed.GetValue(data) is null);
            string kind = Given(parsed.GetValue(task), "--task", mayAsk, Task, () => AskTask(screen));
            string source = Given(parsed.GetValue(data), "--data", mayAsk, Data, () => Repeat(screen, NewMessages.AskData, Data));
            string chosen = Name(parsed.GetValue(name) ?? (asked ? AskName(screen, UsualName(source)) : UsualName(source)));
            Write(screen, chosen, kind, source, parsed.GetValue(outFolder) ?? chosen, parsed.GetValue(json));
            return ExitCodes.Done;
        });
        return command;
    }

    private static T Given<T>(string? written, string option, bool mayAsk, Func<string, T> understand, Func<T> ask)
    {
        if (written is not null) return understand(written);
        return mayAsk ? ask() : throw new UserErrorException(NewMessages.Missing(option), NewMessages.MissingWayOut(Example));
    }

    private static string Task(string written)
    {
        if (int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= 1 && number <= Tasks.Length) written = Tasks[number - 1];
        return Tasks.Contains(written, StringComparer.Ordinal)
            ? written
            : throw new UserErrorException(NewMessages.NoSuchTask(written), CliMessages.DidYouMean(NearestName.Find(written, Tasks), Tasks));
    }

    private static string Data(string written) => Path.Exists(written)
        ? written
        : throw new UserErrorException(NewMessages.NoSuchData(written), NearestPath(written) is { } near ? CliMessages.DidYouMean(near, [near]) : NewMessages.CheckPath);

    private static string Name(string written) => written.Length > 0 && written.All(c => char.IsLetterOrDigit(c) || c is '-' or '_' or '.' or ' ') && char.IsLetterOrDigit(written[0])
        ? written
        : throw new UserErrorException(NewMessages.NoName, NewMessages.NoNameWayOut, new Place("--name"));

    private static string? NearestPath(string written)
    {
        string folder = Path.GetDirectoryName(Path.GetFullPath(written))!;
        if (!Directory.Exists(folder)) return null;
        return NearestName.Find(Path.GetFileName(written), Directory.EnumerateFileSystemEntries(folder).Select(entry => Path.GetFileName(entry)!)) is { } near
            ? Path.Combine(Path.GetDirectoryName(written)!, near)
            : null;
    }

    /// <summary>The data's name without what stands behind the first dot, and without what a folder's name had better not hold.</summary>
    private static string UsualName(string source)
    {
        string name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(source))).Split('.')[0];
        string kept = string.Concat(name.Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' ? c : '-')).Trim('-', '_');
        return kept.Length > 0 ? kept : "model";
    }

    private static string AskTask(Screen screen)
    {
        TextColumns choices = new(true, false, false);
        foreach ((int i, string name) in Tasks.Index())
            choices.Add(Style.Plain, (i + 1).ToString(CultureInfo.InvariantCulture), name, screen.Say(NewMessages.Meaning(name)));
        choices.Print(screen);
        return Repeat(screen, NewMessages.AskTask(Tasks.Length), Task);
    }

    private static string AskName(Screen screen, string usual) => screen.Ask(NewMessages.AskName(usual)) is { Length: > 0 } written ? written : usual;

    /// <summary>Asks until the answer is understood; what is wrong with one that isn't is said at once.</summary>
    private static T Repeat<T>(Screen screen, Message question, Func<string, T> understand)
    {
        while (true)
        {
            string answer = screen.Ask(question) ?? throw new OperationCanceledException();
            if (answer.Length == 0) continue;
            try
            {
                return understand(answer);
            }
            catch (UserErrorException error)
            {
                ErrorPrinter.Print(screen, error);
            }
        }
    }

    private static void Write(Screen screen, string name, string task, string source, string folder, bool json)
    {
        string file = Path.Combine(folder, RecipeReader.UsualName);
        string seen = Path.GetRelativePath(Path.GetFullPath(folder), Path.GetFullPath(source)).Replace('\\', '/');
        Directory.CreateDirectory(folder);
        try
        {
            // Made only if it is not there: of two at once, one is told.
            using FileStream stream = new(file, FileMode.CreateNew, FileAccess.Write);
            using StreamWriter writer = new(stream);
            writer.Write(RecipeDraft.Write(name, task, seen, screen.Language));
        }
        catch (IOException) when (File.Exists(file))
        {
            throw new UserErrorException(NewMessages.NotOverwritten(file), NewMessages.NotOverwrittenWayOut);
        }

        if (json)
        {
            screen.Line(JsonText.Object(writer => writer.WriteString("recipe", file)));
            return;
        }

        screen.Line(screen.Say(NewMessages.Written(file)));
        screen.Line($"  {screen.Surroundings.CommandLine} run {folder}");
    }
}
