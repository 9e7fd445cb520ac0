using Anneal.Data.Splits;
using Anneal.Training.Language;
using Anneal.Workflow.Recipes;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Anneal.Workflow.LanguageModels;

/// <summary>Writes a recipe about a language model with every default spelled out, so that a bundle says how it came about.</summary>
internal static class LanguageRecipeWriter
{
    /// <param name="recipe">The recipe.</param>
    /// <param name="folder">Where the text will lie: the source's path is written as seen from there.</param>
    public static string Write(LanguageRecipe recipe, string folder)
    {
        YamlMappingNode root = RecipeWriter.Block(
            ("name", RecipeWriter.Text(recipe.Name)),
            ("task", RecipeWriter.Text(LanguageTaskNames.Of(recipe.Task))),
            ("data", Data(recipe, folder)),
            ("model", recipe.Tune is { } tune ? Model(tune, recipe.Model.Context, folder) : Model(recipe.Model)),
            ("train", Train(recipe)),
            ("sample", Sample(recipe.Sample)));
        if (recipe.Targets.Count > 0)
            root.Add("targets", RecipeWriter.Flow([.. recipe.Targets.Select(t => (t.Metric, (YamlNode)new YamlScalarNode(t.Condition) { Style = ScalarStyle.DoubleQuoted }))]));
        return RecipeWriter.Yaml(root);
    }

    private static YamlMappingNode Data(LanguageRecipe recipe, string folder)
    {
        YamlMappingNode data = RecipeWriter.Block(("source", RecipeWriter.Location(recipe.Data.Source, folder)));
        if (recipe.Data.Source.Encoding is { } encoding) data.Add("encoding", RecipeWriter.Text(encoding));
        if (recipe.Task != LanguageTask.Chat) data.Add("documents", RecipeWriter.Text(LanguageRecipeReader.Units.First(u => u.Value == recipe.Data.Documents).Key));
        if (recipe.Data.TextColumn is { } column) data.Add("columns", RecipeWriter.Flow(("text", RecipeWriter.Text(column))));
        SplitFractions shares = recipe.Data.Fractions;
        data.Add("split", RecipeWriter.Flow(("train", RecipeWriter.Number(shares.Train)), ("valid", RecipeWriter.Number(shares.Valid)), ("test", RecipeWriter.Number(shares.Test)), ("seed", RecipeWriter.Number(shares.Seed))));
        return data;
    }

    private static YamlMappingNode Model(NetworkChoice model)
    {
        YamlMappingNode node = RecipeWriter.Flow(
            ("architecture", RecipeWriter.Text(model.Architecture)),
            ("tokenizer", RecipeWriter.Text(LanguageRecipeReader.Tokenizers.First(t => t.Value == model.Tokenizer).Key)));
        node.Add("vocabulary", RecipeWriter.Number(model.Vocabulary));
        foreach ((string key, double value) in new (string, double)[]
        {
            ("layers", model.Layers), ("heads", model.Heads), ("kv-heads", model.KeyValueHeads), ("size", model.Size), ("feed-forward", model.FeedForward), ("context", model.Context), ("dropout", model.Dropout),
        })
        {
            node.Add(key, RecipeWriter.Number(value));
        }

        return node;
    }

    private static YamlMappingNode Model(TuneChoice tune, int context, string folder)
    {
        YamlMappingNode node = RecipeWriter.Flow(
            ("from", RecipeWriter.Text(Path.GetRelativePath(folder, tune.From).Replace('\\', '/'))),
            ("tune", RecipeWriter.Text(LanguageRecipeReader.Tunings.First(t => t.Value == tune.Kind).Key)));
        if (tune.Kind == TuneKind.Frozen) node.Add("last-blocks", RecipeWriter.Number(tune.LastBlocks));
        if (tune.Kind is TuneKind.Lora or TuneKind.Qlora)
        {
            node.Add("rank", RecipeWriter.Number(tune.LowRank.Rank));
            node.Add("alpha", RecipeWriter.Number(tune.LowRank.Alpha));
            if (tune.LowRank.Layers.Count > 0) node.Add("layers-with-adapters", new YamlSequenceNode(tune.LowRank.Layers.Select(layer => RecipeWriter.Text(layer))) { Style = YamlDotNet.Core.Events.SequenceStyle.Flow });
        }

        node.Add("context", RecipeWriter.Number(context));
        return node;
    }

    private static YamlMappingNode Train(LanguageRecipe recipe)
    {
        YamlMappingNode node = StepsReader.Write(recipe.Train);
        if (recipe.Task != LanguageTask.Chat) node.Add("pieces", RecipeWriter.Text(LanguageRecipeReader.Pieces[recipe.Train.ByDocument ? 1 : 0]));
        if (recipe.Prefer is not { } prefer) return node;
        node.Add("prefer", RecipeWriter.Text(LanguageRecipeReader.Preferences.First(p => p.Value == prefer.Goal).Key));
        node.Add("beta", RecipeWriter.Number(prefer.Beta));
        return node;
    }

    private static YamlMappingNode Sample(SampleChoice sample)
    {
        YamlMappingNode node = RecipeWriter.Flow();
        if (sample.Prompt.Length > 0) node.Add("prompt", new YamlScalarNode(sample.Prompt) { Style = ScalarStyle.DoubleQuoted });
        node.Add("tokens", RecipeWriter.Number(sample.Tokens));
        node.Add("temperature", RecipeWriter.Number(sample.Temperature));
        return node;
    }
}
