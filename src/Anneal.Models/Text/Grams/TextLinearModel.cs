using System.Globalization;
using Anneal.Data.Schemas;
using Anneal.Data.Tables;
using Anneal.Data.Text;
using Anneal.Data.Text.Grams;
using Anneal.Tensors;
using TensorPrimitives = System.Numerics.Tensors.TensorPrimitives;

namespace Anneal.Models.Text.Grams;

/// <summary>A linear model on the TF-IDF rows of texts: each gram that stands in a text adds its weight to each class's score.</summary>
/// <remarks>State: <c>grams.0.names</c> and <c>grams.0.importance</c> for each family, <c>weight [grams, scores]</c>, <c>bias [scores]</c>. Two classes that exclude each other have one score.</remarks>
public sealed class TextLinearModel : FittedModel
{
    private const int Piece = 256;

    private readonly TextLinearConfig config;
    private readonly GramFeatures features;
    private readonly float[] weight, bias;

    /// <param name="config">What it is.</param>
    /// <param name="features">The way from texts to rows.</param>
    /// <param name="weight">The weight of each gram for each score, [width, scores].</param>
    /// <param name="bias">What is added to each score, [scores].</param>
    /// <exception cref="ArgumentException">The sizes don't fit.</exception>
    public TextLinearModel(TextLinearConfig config, GramFeatures features, float[] weight, float[] bias)
        : base(config)
    {
        if (bias.Length != ScoresOf(config.Kind, config.Outputs) || weight.Length != (long)features.Width * bias.Length)
            throw new ArgumentException($"{features.Width} grams and {config.Outputs} classes don't fit {weight.Length} weights and {bias.Length} biases.", nameof(weight));
        (this.config, this.features, this.weight, this.bias) = (config, features, weight, bias);
    }

    /// <inheritdoc/>
    public override long ParameterCount => weight.Length + bias.Length;

    /// <summary>How many scores a text gets: two classes that exclude each other need one.</summary>
    public static int ScoresOf(LabelKind kind, int outputs) => kind == LabelKind.OneClass && outputs == 2 ? 1 : outputs;

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Weights()
    {
        OrderedDictionary<string, Tensor> weights = new(StringComparer.Ordinal);
        for (int i = 0; i < features.Vocabularies.Count; i++)
        {
            GramVocabulary vocabulary = features.Vocabularies[i];
            weights.Add(NamesOf(i), Tensor.From(vocabulary.Names, [vocabulary.Names.Length]));
            weights.Add(ImportanceOf(i), Tensor.From(vocabulary.Importance, [vocabulary.Importance.Length]));
        }

        weights.Add("weight", Tensor.From(weight, [features.Width, bias.Length]));
        weights.Add("bias", Tensor.From(bias, [bias.Length]));
        return weights;
    }

    /// <inheritdoc/>
    public override float[] Predict(Table table, ReadOnlySpan<int> rows) =>
        Answers(features.Transform(TextRows.Read(table, rows, config.Columns)));

    /// <summary>Answers rows of grams.</summary>
    /// <param name="rows">From the same features.</param>
    /// <returns>Probabilities, [rows, outputs].</returns>
    private float[] Answers(SparseMatrix rows)
    {
        int outputs = config.Outputs, scores = bias.Length;
        float[] answers = new float[rows.Rows * outputs];
        Parallel.For(0, (rows.Rows + Piece - 1) / Piece, piece =>
        {
            float[] sums = new float[scores];
            for (int row = piece * Piece; row < Math.Min(rows.Rows, (piece + 1) * Piece); row++)
            {
                Score(rows, row, sums);
                Span<float> answer = answers.AsSpan(row * outputs, outputs);
                if (config.Kind == LabelKind.ManyClasses) TensorPrimitives.Sigmoid(sums, answer);
                else if (scores == 1) (answer[0], answer[1]) = (1 / (1 + MathF.Exp(sums[0])), 1 / (1 + MathF.Exp(-sums[0])));
                else SoftMax(sums, answer);
            }
        });
        return answers;
    }

    /// <summary>Classes that are easily told have scores whose exponential no float holds: the highest is made 0.</summary>
    private static void SoftMax(float[] sums, Span<float> answer)
    {
        TensorPrimitives.Subtract(sums, TensorPrimitives.Max(sums), sums);
        TensorPrimitives.SoftMax(sums, answer);
    }

    private void Score(SparseMatrix rows, int row, float[] sums)
    {
        bias.CopyTo(sums, 0);
        ReadOnlySpan<int> columns = rows.ColumnsOf(row);
        ReadOnlySpan<float> values = rows.ValuesOf(row);
        int scores = sums.Length;
        if (scores == 1) sums[0] += SparseProduct.Dot(columns, values, weight);
        else
            for (int i = 0; i < columns.Length; i++) TensorPrimitives.MultiplyAdd(weight.AsSpan(columns[i] * scores, scores), values[i], sums, sums);
    }

    internal static string NamesOf(int family) => string.Create(CultureInfo.InvariantCulture, $"grams.{family}.names");

    internal static string ImportanceOf(int family) => string.Create(CultureInfo.InvariantCulture, $"grams.{family}.importance");
}
