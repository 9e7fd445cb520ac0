using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Data.Text.Corpora;
using Anneal.Training;
using Anneal.Training.Language;
using Anneal.Workflow.Messages;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.LanguageModels;

/// <summary>Reads a recipe about a language model, strictly, and fills in what it leaves out.</summary>
public static class LanguageRecipeReader
{
    /// <summary>What of a text is a document, as a recipe names it.</summary>
    internal static readonly IReadOnlyDictionary<string, DocumentUnit> Units = new OrderedDictionary<string, DocumentUnit>(StringComparer.Ordinal)
    {
        ["whole"] = DocumentUnit.Whole,
        ["lines"] = DocumentUnit.Lines,
        ["paragraphs"] = DocumentUnit.Paragraphs,
    };

    /// <summary>How text becomes tokens, as a recipe names it.</summary>
    internal static readonly IReadOnlyDictionary<string, TokenizerKind> Tokenizers = new OrderedDictionary<string, TokenizerKind>(StringComparer.Ordinal)
    {
        ["characters"] = TokenizerKind.Characters,
        ["bpe"] = TokenizerKind.Bpe,
    };

    /// <summary>What of a model learns, as a recipe names it.</summary>
    internal static readonly IReadOnlyDictionary<string, TuneKind> Tunings = new OrderedDictionary<string, TuneKind>(StringComparer.Ordinal)
    {
        ["full"] = TuneKind.Full,
        ["frozen"] = TuneKind.Frozen,
        ["lora"] = TuneKind.Lora,
        ["qlora"] = TuneKind.Qlora,
    };

    /// <summary>How a model is taught which answers are better, as a recipe names it.</summary>
    internal static readonly IReadOnlyDictionary<string, TalkGoal> Preferences = new OrderedDictionary<string, TalkGoal>(StringComparer.Ordinal)
    {
        ["dpo"] = TalkGoal.Pairs,
        ["kto"] = TalkGoal.Judged,
    };

    /// <summary>The share of answers that are preferred rightly, as targets and the list of runs name it.</summary>
    internal const string PreferenceName = "reward-accuracy";

    /// <summary>Where the pieces begin that a step learns from, as a recipe names it.</summary>
    internal static readonly string[] Pieces = ["anywhere", "documents"];

    /// <summary>Reads a recipe if it is about a language model.</summary>
    /// <param name="path">A recipe's file, or a folder that holds a <c>recipe.yaml</c>.</param>
    /// <param name="settings">Values that take the place of the file's, as in <c>train.steps=3</c>.</param>
    /// <returns>The recipe; null when it is about something else.</returns>
    /// <exception cref="UserErrorException">The file is missing, or says something that is not understood.</exception>
    public static LanguageRecipe? TryRead(string path, params IReadOnlyList<string> settings)
    {
        (string file, YamlMap any) = RecipeReader.Open(path, settings);
        if (!any.IsText("task") || !LanguageTaskNames.All.Contains(any.Text("task"), StringComparer.Ordinal)) return null;
        YamlMap map = any.Only("name", "task", "data", "model", "train", "sample", "targets");
        LanguageTask task = LanguageTaskNames.Parse(map.Text("task")!);
        string folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        TuneChoice? tune = map.Has("model") && !map.IsText("model") && map.Map("model").Has("from") ? ReadTune(map, folder) : null;
        NetworkChoice model = tune is null ? ReadModel(map, task) : new NetworkChoice("", TokenizerKind.Bpe, 0, 0, 0, 0, 0, 0, map.Map("model").Integer("context", UsualContext(task), 2, 1 << 20), 0);
        PreferenceChoice? prefer = task == LanguageTask.Chat ? ReadPreference(map) : null;
        if (prefer is not null && tune is null) throw map.Map("train").Wrong("prefer", RecipeMessages.PreferNeedsModel);
        return new LanguageRecipe(file, RecipeReader.NameOf(map, folder), task, ReadData(map, task, folder, file), model, ReadTrain(map, task, prefer), ReadSample(map, task, model), ReadTargets(map, prefer)) { Tune = tune, Prefer = prefer };
    }

    /// <summary>A question and its answer are longer than what tells whether a text goes on well.</summary>
    private static int UsualContext(LanguageTask task) => task == LanguageTask.Chat ? 256 : 128;

    private static CorpusChoice ReadData(YamlMap recipe, LanguageTask task, string folder, string file)
    {
        YamlMap data = task == LanguageTask.Chat ? recipe.Map("data", "source", "split") : recipe.Map("data", "source", "encoding", "documents", "columns", "split");
        SourceChoice source = DataReader.Locate(data.RequiredText("source", task == LanguageTask.Chat ? RecipeMessages.TalkSourceExample : RecipeMessages.TextSourceExample), data.PlaceOfValue("source"), folder, file) with { Encoding = data.Text("encoding") };
        YamlMap split = data.Map("split", "train", "valid", "test", "seed");
        SplitFractions fractions = new(split.Number("train", 0.9, 0.01, 0.999), split.Number("valid", split.Has("train") ? 0 : 0.05, 0.0001, 0.98), split.Number("test", split.Has("train") ? 0 : 0.05, 0, 0.98), Stratify: false, split.Integer("seed", 7, 0, int.MaxValue));
        double sum = fractions.Train + fractions.Valid + fractions.Test;
        if (Math.Abs(sum - 1) > 1e-6) throw new UserErrorException(RecipeMessages.SplitSum(sum), RecipeMessages.TextSplitSumWayOut, data.PlaceOfValue("split"));
        return new CorpusChoice(source, Units[data.Name("documents", "whole", [.. Units.Keys])], fractions, data.Map("columns", "text").Text("text"));
    }

    private static TuneChoice ReadTune(YamlMap recipe, string folder)
    {
        YamlMap model = recipe.Map("model", "from", "tune", "rank", "alpha", "layers-with-adapters", "last-blocks", "context");
        int rank = model.Integer("rank", 4, 1, 1024);
        return new TuneChoice(
            Path.GetFullPath(model.RequiredText("from", RecipeMessages.Text), folder),
            Tunings[model.Name("tune", "full", [.. Tunings.Keys])],
            new LowRankChoice(rank, model.Number("alpha", 2 * rank, 1e-3, 1e4), [.. model.Texts("layers-with-adapters").Select(layer => layer.Text)]),
            model.Integer("last-blocks", 2, 0, 1024));
    }

    private static NetworkChoice ReadModel(YamlMap recipe, LanguageTask task)
    {
        YamlMap model = recipe.Map("model", "architecture", "tokenizer", "vocabulary", "layers", "heads", "kv-heads", "size", "feed-forward", "context", "dropout");
        string architecture = model.Name("architecture", LanguageNetworks.Names[0], [.. LanguageNetworks.Names]);
        int heads = model.Integer("heads", 4, 1, 256);
        int size = model.Integer("size", 128, 2, 1 << 16);
        if (size % heads != 0 || size / heads % 2 != 0) throw model.Wrong(model.Has("size") ? "size" : "heads", RecipeMessages.SizeOfHeads(heads));
        int shared = model.Integer("kv-heads", heads, 1, heads);
        if (heads % shared != 0) throw model.Wrong("kv-heads", RecipeMessages.DivisorOf(heads));
        return new NetworkChoice(
            architecture,
            Tokenizers[model.Name("tokenizer", task == LanguageTask.Chat ? "bpe" : "characters", [.. Tokenizers.Keys])],
            model.Integer("vocabulary", 4096, 2, 1 << 20),
            model.Integer("layers", 4, 1, 256),
            heads,
            shared,
            size,
            model.Integer("feed-forward", LanguageNetworks.FeedForward(architecture, size), 1, 1 << 18),
            model.Integer("context", UsualContext(task), 2, 1 << 20),
            model.Number("dropout", 0, 0, 0.9));
    }

    private static StepOptions ReadTrain(YamlMap recipe, LanguageTask task, PreferenceChoice? prefer)
    {
        UsualSteps usual = prefer is null ? new UsualSteps() : new UsualSteps(Steps: 300, BatchSize: 8, LearningRate: 1e-4);
        if (task == LanguageTask.Chat) return StepsReader.Read(recipe, usual, "prefer", "beta").Options;
        (StepOptions options, YamlMap train) = StepsReader.Read(recipe, usual, "pieces");
        return options with { ByDocument = train.Name("pieces", Pieces[0], Pieces) == Pieces[1] };
    }

    private static PreferenceChoice? ReadPreference(YamlMap recipe)
    {
        YamlMap train = recipe.Map("train");
        if (train.Has("prefer")) return new PreferenceChoice(Preferences[train.Name("prefer", "", [.. Preferences.Keys])], train.Number("beta", 0.1, 1e-6, 1000));
        return train.Has("beta") ? throw train.Wrong("beta", RecipeMessages.BetaNeedsPrefer) : null;
    }

    private static SampleChoice ReadSample(YamlMap recipe, LanguageTask task, NetworkChoice model)
    {
        YamlMap sample = recipe.Map("sample", "prompt", "tokens", "temperature");
        return new SampleChoice(sample.Text("prompt") ?? "", sample.Integer("tokens", Math.Min(200, 4 * model.Context), 1, 100_000), sample.Number("temperature", task == LanguageTask.Chat ? 0.3 : 0.8, 0, 10));
    }

    private static Target[] ReadTargets(YamlMap recipe, PreferenceChoice? prefer)
    {
        YamlMap targets = recipe.Map("targets", [.. LanguageScores.Names, .. prefer is null ? Array.Empty<string>() : [PreferenceName], "size"]);
        return [.. targets.Keys.Select(metric => Target.Parse(metric, targets.Text(metric)!) ?? throw targets.Wrong(metric, RecipeMessages.Condition(metric)))];
    }
}
