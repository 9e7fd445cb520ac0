using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Sources;
using Anneal.Training.Learners;
using Anneal.Workflow.LanguageModels;
using Anneal.Workflow.Messages;
using Anneal.Workflow.Targets;
using Anneal.Workflow.TextTasks;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Anneal.Workflow.Recipes;

/// <summary>Reads a recipe, strictly, and fills in what it leaves out.</summary>
public static class RecipeReader
{
    /// <summary>A folder's recipe bears this name.</summary>
    public const string UsualName = "recipe.yaml";

    private static readonly string[] Keys = ["name", "task", "data", "prepare", "model", "train", "evaluate", "targets"];

    /// <summary>Reads a recipe.</summary>
    /// <param name="path">A recipe's file, or a folder that holds a <c>recipe.yaml</c>.</param>
    /// <exception cref="UserErrorException">The file is missing, or says something that is not understood.</exception>
    /// <param name="settings">Values that take the place of the file's, as in <c>train.epochs=3</c>.</param>
    public static Recipe Read(string path, params IReadOnlyList<string> settings)
    {
        (string file, YamlMap any) = Open(path, settings);
        YamlMap map = any.Only(Keys);

        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        string task = map.RequiredText("task", RecipeMessages.TaskExample);
        if (!TaskNames.All.Contains(map.Name("task", task, [.. TaskNames.All, .. LanguageTaskNames.All, .. TextTaskList.Names]), StringComparer.Ordinal))
            throw new UserErrorException(RecipeMessages.AboutLanguage(task), RecipeMessages.AboutLanguageWayOut, map.PlaceOfValue("task"));
        TaskKind kind = TaskNames.Parse(task);
        string name = NameOf(map, folder);
        ModelRecipe model = ModelReader.Read(map, kind, folder);
        TrainChoice train = TrainReader.Read(map, model.Learner.Name, model.Learner.TrainerDefaults(kind) is not null);
        DataRecipe data = DataReader.Read(map, folder, file, kind);
        return new Recipe(file, name, kind, data, model, train, ReadTargets(map))
        {
            Prepare = PrepareReader.Read(map),
            Evaluate = EvaluateReader.Read(map, kind, data.Split.By),
        };
    }

    /// <summary>A recipe's file and its keys, whatever it is about.</summary>
    internal static (string File, YamlMap Map) Open(string path, IReadOnlyList<string> settings)
    {
        string file = FileOf(path);
        string yaml = Encoding.UTF8.GetString(Utf8File.Read(file, file).Span);
        YamlNode root = Parse(file, yaml);
        foreach (string setting in settings) RecipeSetting.Apply(root, setting);
        return (file, YamlMap.Read(file, root, "", root is YamlMappingNode ? [] : Keys));
    }

    /// <summary>The name that a recipe gives itself, or its folder's.</summary>
    internal static string NameOf(YamlMap recipe, string folder)
    {
        string name = recipe.Text("name") ?? Path.GetFileName(folder);
        return name.AsSpan().IndexOfAny(['/', '\\', ':']) >= 0 || name.StartsWith('.') ? throw recipe.Wrong("name", RecipeMessages.FileName) : name;
    }

    private static string FileOf(string path)
    {
        if (!Directory.Exists(path)) return path;
        string file = Path.Combine(path, UsualName);
        return File.Exists(file) ? file : throw new UserErrorException(RecipeMessages.NoRecipeInFolder(path), RecipeMessages.NoRecipeInFolderWayOut, new Place(path));
    }

    private static YamlNode Parse(string file, string yaml)
    {
        try
        {
            return YamlText.Parse(yaml) ?? throw new UserErrorException(RecipeMessages.NotAMapping(""), RecipeMessages.TaskExample, new Place(file));
        }
        catch (YamlException e)
        {
            throw new UserErrorException(RecipeMessages.NotYaml(e.Message), RecipeMessages.NotYamlWayOut, new Place(file, (int)e.Start.Line, (int)e.Start.Column), e);
        }
    }

    private static Target[] ReadTargets(YamlMap recipe)
    {
        YamlMap targets = recipe.Map("targets", TargetMetrics.Names);
        return [.. targets.Keys.Select(metric => Target.Parse(metric, targets.Text(metric)!) ?? throw targets.Wrong(metric, RecipeMessages.Condition(metric)))];
    }
}
