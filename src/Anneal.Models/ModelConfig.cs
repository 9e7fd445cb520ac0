using System.Text.Json.Serialization;
using Anneal.Models.Blending;
using Anneal.Models.Tabular;
using Anneal.Models.Text.Classifiers;
using Anneal.Models.Text.Grams;
using Anneal.Models.Trees;
using Anneal.Models.Vision;
using Anneal.Tensors;

namespace Anneal.Models;

/// <summary>All of a fitted model but its weights: sizes, and the preprocessing that was learnt with it.</summary>
/// <remarks>Written as JSON with the kind of model under <c>architecture</c>. A new kind of model is a line here.</remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "architecture")]
[JsonDerivedType(typeof(MlpModelConfig), "mlp")]
[JsonDerivedType(typeof(LinearModelConfig), "linear")]
[JsonDerivedType(typeof(TableTransformerConfig), "tabular-transformer")]
[JsonDerivedType(typeof(TreesModelConfig), "boosted-trees")]
[JsonDerivedType(typeof(BlendModelConfig), "blend")]
[JsonDerivedType(typeof(TextLinearConfig), "text-linear")]
[JsonDerivedType(typeof(TextBagConfig), "fasttext")]
[JsonDerivedType(typeof(TextCnnConfig), "textcnn")]
[JsonDerivedType(typeof(TextRecurrentConfig), "text-recurrent")]
[JsonDerivedType(typeof(TextTransformerConfig), "text-transformer")]
[JsonDerivedType(typeof(ImageMlpConfig), "image-mlp")]
[JsonDerivedType(typeof(SimpleCnnConfig), "simple-cnn")]
[JsonDerivedType(typeof(SmallResNetConfig), "resnet-small")]
[JsonDerivedType(typeof(TextureModelConfig), "texture")]
public abstract record ModelConfig
{
    /// <summary>Puts a model together again.</summary>
    /// <param name="weights">What <see cref="FittedModel.Weights"/> gave.</param>
    /// <exception cref="ArgumentException">The weights do not fit.</exception>
    public abstract FittedModel Load(IReadOnlyDictionary<string, Tensor> weights);
}
