using Anneal.Data.Schemas;
using Anneal.Data.Text.Grams;
using Anneal.Tensors;

namespace Anneal.Models.Text.Grams;

/// <summary>A linear model on the TF-IDF rows of texts.</summary>
/// <param name="Columns">The text columns, read one after another.</param>
/// <param name="Families">Which grams are counted.</param>
/// <param name="Kind">Whether classes exclude each other.</param>
/// <param name="Outputs">Classes.</param>
public sealed record TextLinearConfig(IReadOnlyList<string> Columns, IReadOnlyList<GramFamily> Families, LabelKind Kind, int Outputs) : ModelConfig
{
    /// <inheritdoc/>
    public override FittedModel Load(IReadOnlyDictionary<string, Tensor> weights)
    {
        GramVocabulary[] vocabularies = [.. Families.Select((family, i) => new GramVocabulary(
            family, weights[TextLinearModel.NamesOf(i)].ToArray<long>(), weights[TextLinearModel.ImportanceOf(i)].ToArray()))];
        return new TextLinearModel(this, new GramFeatures(vocabularies), weights["weight"].ToArray(), weights["bias"].ToArray());
    }
}
