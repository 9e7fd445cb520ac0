namespace Anneal.Training.Learners;

/// <summary>What a recipe said about a model, defaults filled in.</summary>
/// <param name="declared">What can be said.</param>
/// <param name="said">What was said; only declared names, and values of their type.</param>
public sealed class LearnerOptions(IReadOnlyList<LearnerOption> declared, IReadOnlyDictionary<string, object>? said = null)
{
    /// <summary>Every option and its value, in the order of declaration.</summary>
    public IEnumerable<KeyValuePair<string, object>> All => declared.Select(o => KeyValuePair.Create(o.Name, Value(o.Name)));

    /// <summary>A number.</summary>
    public double Number(string name) => (double)Value(name);

    /// <summary>A whole number.</summary>
    public int Integer(string name) => (int)Value(name);

    /// <summary>Whole numbers.</summary>
    public IReadOnlyList<int> Integers(string name) => (IReadOnlyList<int>)Value(name);

    /// <summary>Yes or no.</summary>
    public bool Flag(string name) => (bool)Value(name);

    /// <summary>A word or a text.</summary>
    public string Text(string name) => (string)Value(name);

    private object Value(string name) => said?.GetValueOrDefault(name) ?? declared.Single(o => o.Name == name).Default;
}
