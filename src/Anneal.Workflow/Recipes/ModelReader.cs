using Anneal.Data.Schemas;
using Anneal.Training.Learners;
using Anneal.Workflow.Messages;

namespace Anneal.Workflow.Recipes;

/// <summary>Reads <c>model:</c>, whose keys depend on the architecture: each learner says what can be said about its model.</summary>
internal static class ModelReader
{
    private const string Architecture = "architecture";

    public static ModelRecipe Read(YamlMap recipe, TaskKind task, string folder)
    {
        IReadOnlyList<Learner> learners = LearnerList.For(task);
        string[] names = [.. learners.Select(l => l.Name)];
        if (recipe.IsText("model")) return new ModelRecipe(Find(learners, recipe.Name("model", names[0], names)), new LearnerOptions(Find(learners, recipe.Name("model", names[0], names)).Options));

        YamlMap any = recipe.Map("model");
        Learner learner = Find(learners, any.Name(Architecture, names[0], names));
        YamlMap map = recipe.Map("model", [Architecture, .. learner.Options.Select(o => o.Name)]);
        return new ModelRecipe(learner, Options(map, learner.Options, folder));
    }

    /// <summary>What a section says of declared options.</summary>
    public static LearnerOptions Options(YamlMap map, IReadOnlyList<LearnerOption> declared, string folder)
    {
        Dictionary<string, object> said = new(StringComparer.Ordinal);
        foreach (LearnerOption option in declared.Where(o => map.Has(o.Name))) said.Add(option.Name, Value(map, option, folder));
        return new LearnerOptions(declared, said);
    }

    private static Learner Find(IReadOnlyList<Learner> learners, string name) => learners.First(l => l.Name == name);

    private static object Value(YamlMap map, LearnerOption option, string folder) => option.Default switch
    {
        double number => map.Number(option.Name, number, option.Least, option.Most),
        int number => map.Integer(option.Name, number, (int)option.Least, (int)option.Most),
        IReadOnlyList<int> numbers => map.Integers(option.Name, numbers, (int)option.Least, (int)option.Most),
        bool flag => map.Flag(option.Name, flag),
        string text when option.Names is { } names => map.Name(option.Name, text, names),
        string none when option.IsFile => map.Text(option.Name) is { } path && path != none ? Path.GetFullPath(path, folder) : none,
        string => map.Text(option.Name)!,
        _ => throw new InvalidOperationException($"An option can't be a {option.Default.GetType().Name}."),
    };
}
