using System.Globalization;
using Anneal.Data.Balance;
using Anneal.Data.Messages;
using Anneal.Training;
using Anneal.Training.Learners;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.Recipes;

/// <summary>Reads <c>train:</c>; what it leaves out is the learner's own default.</summary>
internal static class TrainReader
{
    private static readonly string[] NetworkKeys = ["epochs", "patience", "batch-size", "optimizer", "schedule", "label-smoothing", "focal-gamma", "max-gradient-norm"];

    /// <summary>What stands for a value that is to be found.</summary>
    public const string Auto = "auto";

    /// <summary>The optimizers as a recipe names them.</summary>
    public static readonly IReadOnlyDictionary<string, OptimizerKind> Optimizers = new OrderedDictionary<string, OptimizerKind>(StringComparer.Ordinal)
    {
        ["adamw"] = OptimizerKind.AdamW,
        ["adam"] = OptimizerKind.Adam,
        ["sgd"] = OptimizerKind.Sgd,
        ["momentum"] = OptimizerKind.Momentum,
    };

    /// <summary>The schedules as a recipe names them.</summary>
    public static readonly IReadOnlyDictionary<string, ScheduleKind> Schedules = new OrderedDictionary<string, ScheduleKind>(StringComparer.Ordinal)
    {
        ["constant"] = ScheduleKind.Constant,
        ["cosine"] = ScheduleKind.Cosine,
        ["one-cycle"] = ScheduleKind.OneCycle,
    };

    /// <summary>What is done about classes of different size, as a recipe names it.</summary>
    public static readonly IReadOnlyDictionary<string, BalanceKind> Balances = new OrderedDictionary<string, BalanceKind>(StringComparer.Ordinal)
    {
        ["none"] = BalanceKind.None,
        ["class-weights"] = BalanceKind.ClassWeights,
        ["oversample"] = BalanceKind.Oversample,
        ["undersample"] = BalanceKind.Undersample,
    };

    /// <param name="recipe">The recipe.</param>
    /// <param name="learner">Who learns: keys about a network's training are mistakes where no network is trained.</param>
    /// <param name="trainsNetwork">Whether a network is trained.</param>
    public static TrainChoice Read(YamlMap recipe, string learner, bool trainsNetwork)
    {
        YamlMap train = recipe.Map("train", ["seed", "time-budget", "balance", .. NetworkKeys]);
        if (!trainsNetwork && Array.Find(NetworkKeys, train.Has) is { } key)
            throw new UserErrorException(RecipeMessages.NotForLearner(train.PathOf(key), learner), RecipeMessages.NotForLearnerWayOut, train.PlaceOfValue(key));
        (OptimizerKind? optimizer, double? rate, double? decay) = ReadOptimizer(train);
        return new TrainChoice(
            train.Integer("seed", 7, 0, int.MaxValue),
            train.Has("time-budget") ? Duration(train.Text("time-budget")!) ?? throw train.Wrong("time-budget", RecipeMessages.Duration) : null,
            OptionalInteger(train, "epochs"),
            OptionalInteger(train, "patience"),
            IsAuto(train, "batch-size") ? 0 : OptionalInteger(train, "batch-size"),
            optimizer,
            rate,
            decay,
            train.Has("schedule") ? Schedules[train.Name("schedule", "", [.. Schedules.Keys])] : null,
            OptionalNumber(train, "label-smoothing", 0, 0.9),
            OptionalNumber(train, "focal-gamma", 0, 10),
            OptionalNumber(train, "max-gradient-norm", 1e-6, 1e9))
        {
            Balance = Balances[train.Name("balance", "none", [.. Balances.Keys])],
        };
    }

    /// <summary>Reads <c>90 s</c>, <c>5 min</c> or <c>1.5 h</c>; null when it is none.</summary>
    public static TimeSpan? Duration(string text)
    {
        ReadOnlySpan<char> trimmed = text.AsSpan().Trim();
        foreach ((string unit, double seconds) in new[] { ("min", 60.0), ("s", 1.0), ("h", 3600.0) })
        {
            if (!trimmed.EndsWith(unit, StringComparison.Ordinal)) continue;
            return double.TryParse(trimmed[..^unit.Length].Trim(), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number > 0 && number * seconds < 1e7
                ? TimeSpan.FromSeconds(number * seconds)
                : null;
        }

        return null;
    }

    private static bool IsAuto(YamlMap map, string key) => map.IsText(key) && map.Text(key) is Auto;

    private static int? OptionalInteger(YamlMap map, string key) => map.Has(key) ? map.Integer(key, 0, 1, 1_000_000) : null;

    private static double? OptionalNumber(YamlMap map, string key, double least, double most) => map.Has(key) ? map.Number(key, 0, least, most) : null;

    private static (OptimizerKind?, double?, double?) ReadOptimizer(YamlMap train)
    {
        string[] names = [.. Optimizers.Keys];
        if (!train.Has("optimizer")) return (null, null, null);
        if (train.IsText("optimizer")) return (Optimizers[train.Name("optimizer", "", names)], null, null);
        YamlMap one = train.Map("optimizer", names);
        if (one.Keys.Count() != 1) throw train.Wrong("optimizer", RecipeMessages.OneOptimizer);
        string name = one.Keys.Single();
        YamlMap settings = one.Map(name, "lr", "weight-decay");
        return (Optimizers[name], IsAuto(settings, "lr") ? 0 : OptionalNumber(settings, "lr", 1e-9, 100), OptionalNumber(settings, "weight-decay", 0, 100));
    }
}
