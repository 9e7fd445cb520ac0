using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Tabular;

/// <summary>A Transformer over a row's columns: each column is a token, and one more token collects the answer (Gorishniy et al., "Revisiting deep learning models for tabular data", 2021).</summary>
/// <remarks>A column's features (a number and its bins, or a category's one-hot) become its token by a linear layer of its own, so that a category has a learned vector. State: <c>tokens.0</c>, …, <c>answer</c>, <c>encoder</c>, <c>head</c>.</remarks>
public sealed class TableTransformer : Module
{
    private readonly int[] widths;
    private readonly int size;
    private readonly Linear[] tokens;
    private readonly Tensor answer;
    private readonly TransformerEncoder encoder;
    private readonly Linear head;

    /// <summary>A network with random weights.</summary>
    /// <param name="config">Its sizes.</param>
    /// <param name="generator">Draws the first weights, and dropout later.</param>
    /// <exception cref="ArgumentException">The size is not divisible by the heads.</exception>
    public TableTransformer(TableTransformerConfig config, Generator generator)
    {
        size = config.Size;
        widths = [.. config.Preprocessing.Encoders.Select(encoder => encoder.FeatureNames.Count)];
        Sequential tokenizer = Register("tokens", new Sequential([.. widths.Where(width => width > 0).Select(width => new Linear(width, size, generator: generator))]));
        tokens = [.. tokenizer.Cast<Linear>()];
        answer = Register("answer", Initialize.Normal(Initialize.NewWeight(size), deviation: 0.02, generator: generator));
        encoder = Register("encoder", new TransformerEncoder(
            config.Layers,
            _ => new TransformerEncoderLayer(size, config.Heads, 2 * size, config.Dropout, FeedForwardActivation.Gelu, normFirst: true, generator: generator),
            new LayerNorm([size])));
        head = Register("head", new Linear(size, config.Outputs, generator: generator));
    }

    /// <summary>The outputs: [batch, features] becomes [batch, outputs].</summary>
    public override Tensor Forward(Tensor input)
    {
        int rows = input.Shape[0], next = 0;
        Tensor[] columns = input.Split(widths, axis: 1), sequence = new Tensor[tokens.Length + 1];
        sequence[0] = answer.Expand([rows, size]);
        foreach (Tensor column in columns)
        {
            if (column.Shape[1] == 0) continue;
            sequence[next + 1] = tokens[next].Forward(column);
            next++;
        }

        Tensor read = encoder.Forward(Tensor.Stack(sequence, axis: 1));
        return head.Forward(read[.., 0]);
    }
}
