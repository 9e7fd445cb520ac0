using Anneal.Workflow.Recipes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Anneal.Workflow.TextTasks;

/// <summary>Writes a recipe about a task over texts with every default spelled out, so that a bundle says how it came about.</summary>
internal static class TextTaskRecipeWriter
{
    /// <param name="recipe">The recipe.</param>
    /// <param name="folder">Where the text will lie: paths are written as seen from there.</param>
    public static string Write(TextTaskRecipe recipe, string folder)
    {
        YamlMappingNode root = RecipeWriter.Block(
            ("name", RecipeWriter.Text(recipe.Name)),
            ("task", RecipeWriter.Text(recipe.Task.Name)),
            ("data", Data(recipe.Data, folder)),
            ("model", Model(recipe.Model, folder)),
            ("train", StepsReader.Write(recipe.Train)));
        if (recipe.Targets.Count > 0)
            root.Add("targets", RecipeWriter.Flow([.. recipe.Targets.Select(t => (t.Metric, (YamlNode)new YamlScalarNode(t.Condition) { Style = ScalarStyle.DoubleQuoted }))]));
        return RecipeWriter.Yaml(root);
    }

    private static YamlMappingNode Data(TextTaskData data, string folder)
    {
        YamlMappingNode node = RecipeWriter.Block(("source", RecipeWriter.Location(data.Source, folder)));
        if (data.Source.Member is { } member) node.Add("member", RecipeWriter.Text(member));
        if (data.Source.Encoding is { } encoding) node.Add("encoding", RecipeWriter.Text(encoding));
        node.Add("columns", RecipeWriter.Flow([.. data.Columns.Select(column => (column.Key, (YamlNode)RecipeWriter.Text(column.Value)))]));
        node.Add("split", RecipeWriter.Split(data.Split, folder));
        return node;
    }

    private static YamlMappingNode Model(TextModelChoice model, string folder) => RecipeWriter.Flow(
    [
        model.From is { } from ? ("from", RecipeWriter.Text(Path.GetRelativePath(folder, from).Replace('\\', '/'))) : ("architecture", RecipeWriter.Text(model.Architecture)),
        .. model.Options.All.Select(option => (option.Key, RecipeWriter.Value(option.Value))),
    ]);
}
