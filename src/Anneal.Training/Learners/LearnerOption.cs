namespace Anneal.Training.Learners;

/// <summary>One thing that a recipe can say about a model, under <c>model:</c>.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Default">Its value when the recipe does not say: a <see cref="double"/>, an <see cref="int"/>, a list of them, a <see cref="bool"/> or a <see cref="string"/>; its type is the option's type.</param>
/// <param name="Least">The least number that is allowed.</param>
/// <param name="Most">The greatest.</param>
/// <param name="Names">For a name: the ones that are allowed; null allows any text.</param>
/// <param name="IsFile">Whether the text names a file, seen from the recipe's folder.</param>
public sealed record LearnerOption(string Name, object Default, double Least = 0, double Most = 0, IReadOnlyList<string>? Names = null, bool IsFile = false)
{
    /// <summary>What stands for no file.</summary>
    public const string NoFile = "none";
}
