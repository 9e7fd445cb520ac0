using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Training.Learners;
using Anneal.Workflow.Messages;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.TextTasks;

/// <summary>Reads a recipe about a task over texts, strictly, and fills in what it leaves out.</summary>
public static class TextTaskRecipeReader
{
    /// <summary>Reads a recipe if it is about such a task.</summary>
    /// <param name="path">A recipe's file, or a folder that holds a <c>recipe.yaml</c>.</param>
    /// <param name="settings">Values that take the place of the file's, as in <c>train.steps=3</c>.</param>
    /// <returns>The recipe; null when it is about something else.</returns>
    /// <exception cref="UserErrorException">The file is missing, or says something that is not understood.</exception>
    public static TextTaskRecipe? TryRead(string path, params IReadOnlyList<string> settings)
    {
        (string file, YamlMap any) = RecipeReader.Open(path, settings);
        if (!any.IsText("task") || TextTaskList.Find(any.Text("task")) is not { } task) return null;
        YamlMap map = any.Only("name", "task", "data", "model", "train", "targets");
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        TextModelChoice model = ReadModel(map, task, folder);
        return new TextTaskRecipe(file, RecipeReader.NameOf(map, folder), task, ReadData(map, task, folder, file), model, StepsReader.Read(map, task.Steps(model)).Options, ReadTargets(map, task));
    }

    private static TextTaskData ReadData(YamlMap recipe, TextTask task, string folder, string file)
    {
        YamlMap data = recipe.Map("data", "source", "member", "encoding", "columns", "split");
        SourceChoice source = DataReader.Locate(data.RequiredText("source", RecipeMessages.ExamplesSourceExample), data.PlaceOfValue("source"), folder, file) with { Member = data.Text("member"), Encoding = data.Text("encoding") };
        YamlMap columns = data.Map("columns", [.. task.Columns.Select(column => column.Role)]);
        return new TextTaskData(source, task.Columns.ToDictionary(column => column.Role, column => columns.Text(column.Role) ?? column.Usual, StringComparer.Ordinal), SplitReader.Read(data, folder, file));
    }

    private static TextModelChoice ReadModel(YamlMap recipe, TextTask task, string folder)
    {
        string[] names = [.. task.Architectures.Select(one => one.Name)];
        TextArchitecture Find(string name) => task.Architectures.First(one => one.Name == name);
        if (!recipe.Has("model") || recipe.IsText("model"))
        {
            TextArchitecture said = Find(recipe.Name("model", names[0], names));
            return new TextModelChoice(said.Name, From: null, new LearnerOptions(said.Options));
        }

        YamlMap any = recipe.Map("model");
        if (any.Has("from"))
        {
            YamlMap tuned = recipe.Map("model", ["from", .. task.TuneOptions.Select(option => option.Name)]);
            return new TextModelChoice("", Path.GetFullPath(tuned.RequiredText("from", RecipeMessages.Text), folder), ModelReader.Options(tuned, task.TuneOptions, folder));
        }

        TextArchitecture architecture = Find(any.Name("architecture", names[0], names));
        return new TextModelChoice(architecture.Name, From: null, ModelReader.Options(recipe.Map("model", ["architecture", .. architecture.Options.Select(option => option.Name)]), architecture.Options, folder));
    }

    private static Target[] ReadTargets(YamlMap recipe, TextTask task)
    {
        YamlMap targets = recipe.Map("targets", [.. task.Scores.Select(score => score.Name), "size"]);
        return [.. targets.Keys.Select(metric => Target.Parse(metric, targets.Text(metric)!) ?? throw targets.Wrong(metric, RecipeMessages.Condition(metric)))];
    }
}
