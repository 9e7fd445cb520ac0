using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Insight.Calibration;
using Anneal.Workflow.Messages;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Anneal.Workflow.Recipes;

/// <summary>Reads <c>evaluate:</c>, as in <c>{folds: 5, learning-curve: true, calibrate: true, threshold: f1}</c>.</summary>
internal static class EvaluateReader
{
    private const string Precision = "precision";
    private const string FalseAlarm = "false-alarm";
    private const string Miss = "miss";

    /// <summary>What a threshold can be chosen for, as a recipe names it.</summary>
    public static readonly IReadOnlyDictionary<string, ThresholdGoal> Goals = new OrderedDictionary<string, ThresholdGoal>(StringComparer.Ordinal)
    {
        ["accuracy"] = new ThresholdGoal.BestAccuracy(),
        ["f1"] = new ThresholdGoal.BestF1(),
        ["balanced-accuracy"] = new ThresholdGoal.BestBalancedAccuracy(),
    };

    /// <exception cref="UserErrorException">Something is asked for that the task or the split does not have.</exception>
    public static EvaluateRecipe Read(YamlMap recipe, TaskKind task, SplitKind split)
    {
        YamlMap evaluate = recipe.Map("evaluate", "folds", "learning-curve", "calibrate", "threshold");
        EvaluateRecipe wanted = new(evaluate.Has("folds") ? evaluate.Integer("folds", 0, 2, 50) : 0, evaluate.Flag("learning-curve", whenAbsent: false), evaluate.Flag("calibrate", whenAbsent: false));
        if (wanted.Folds > 0 && split == SplitKind.Time) throw evaluate.Wrong("folds", RecipeMessages.NoFoldsOfTime);
        if (task == TaskKind.TabularRegression && (wanted.Calibrate ? "calibrate" : evaluate.Has("threshold") ? "threshold" : null) is { } key) throw evaluate.Wrong(key, RecipeMessages.OnlyForClasses);
        return evaluate.Has("threshold") ? wanted with { Threshold = ReadGoal(evaluate), ThresholdPlace = evaluate.PlaceOfValue("threshold") } : wanted;
    }

    /// <summary>The section with all that is asked for; null when nothing is.</summary>
    public static YamlMappingNode? Write(EvaluateRecipe wanted)
    {
        YamlMappingNode node = new() { Style = MappingStyle.Flow };
        if (wanted.Folds > 0) node.Add("folds", Number(wanted.Folds));
        if (wanted.LearningCurve) node.Add("learning-curve", "true");
        if (wanted.Calibrate) node.Add("calibrate", "true");
        if (wanted.Threshold is { } goal) node.Add("threshold", GoalNode(goal));
        return node.Children.Count == 0 ? null : node;
    }

    private static ThresholdGoal ReadGoal(YamlMap evaluate)
    {
        if (evaluate.IsText("threshold")) return Goals[evaluate.Name("threshold", "", [.. Goals.Keys])];
        YamlMap one = evaluate.Map("threshold", Precision, FalseAlarm, Miss);
        if (one.Has(Precision) && one.Keys.Count() == 1) return new ThresholdGoal.AtPrecision(one.Number(Precision, 0, 0, 1));
        if (one.Has(FalseAlarm) && one.Has(Miss) && one.Keys.Count() == 2) return new ThresholdGoal.LeastCost(one.Number(FalseAlarm, 0, 0, 1e9), one.Number(Miss, 0, 0, 1e9));
        throw evaluate.Wrong("threshold", RecipeMessages.ThresholdExample);
    }

    private static YamlNode GoalNode(ThresholdGoal goal) => goal switch
    {
        ThresholdGoal.AtPrecision at => new YamlMappingNode(new YamlScalarNode(Precision), Number(at.Precision)) { Style = MappingStyle.Flow },
        ThresholdGoal.LeastCost cost => new YamlMappingNode(new YamlScalarNode(FalseAlarm), Number(cost.FalseAlarm), new YamlScalarNode(Miss), Number(cost.Miss)) { Style = MappingStyle.Flow },
        _ => new YamlScalarNode(Goals.First(g => g.Value == goal).Key),
    };

    private static YamlScalarNode Number(double value) => new(value.ToString(CultureInfo.InvariantCulture));
}
