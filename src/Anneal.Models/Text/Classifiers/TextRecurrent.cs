using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.Classifiers;

/// <summary>An LSTM or GRU that reads a text, and a linear layer on its last state and the mean of its states: [batch, time] becomes [batch, outputs].</summary>
/// <remarks>State: <c>embedding.weight</c>, <c>recurrent.weight_ih_l0</c>, …, <c>output.weight</c>.</remarks>
public sealed class TextRecurrent : Module
{
    private readonly Embedding embedding;
    private readonly Dropout tokenDropout, dropout;
    private readonly RecurrentLayer recurrent;
    private readonly Linear output;

    /// <param name="tokens">How many numbers a token can have, padding included.</param>
    /// <param name="size">Features of a token.</param>
    /// <param name="hidden">Features of the state of each direction.</param>
    /// <param name="cell">Which recurrent layer.</param>
    /// <param name="bidirectional">Whether the text is also read from its end.</param>
    /// <param name="outputs">Numbers of an answer.</param>
    /// <param name="dropout">Share of the text's features that is dropped while training; half of it for the tokens' features.</param>
    /// <param name="generator">Draws first weights and dropout.</param>
    public TextRecurrent(int tokens, int size, int hidden, RecurrentCell cell, bool bidirectional, int outputs, double dropout, Generator generator)
    {
        embedding = Register("embedding", TokenEmbedding.Create(tokens, size, generator));
        tokenDropout = Register("token_dropout", new Dropout(dropout / 2, generator));
        recurrent = cell == RecurrentCell.Lstm
            ? Register("recurrent", new Lstm(size, hidden, bidirectional: bidirectional, generator: generator))
            : Register("recurrent", new Gru(size, hidden, bidirectional: bidirectional, generator: generator));
        this.dropout = Register("dropout", new Dropout(dropout, generator));
        output = Register("output", new Linear(2 * hidden * (bidirectional ? 2 : 1), outputs, generator: generator));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        Tensor lengths = TokenMask.Lengths(input);
        Tensor features = tokenDropout.Forward(embedding.Forward(input));
        (Tensor states, Tensor last) = recurrent switch
        {
            Lstm lstm => Read(lstm.Run(features, lengths: lengths)),
            Gru gru => gru.Run(features, lengths: lengths),
            _ => throw new InvalidOperationException(),
        };
        Tensor ends = last.Shape[0] == 1 ? last.Select(0, 0) : Tensor.Concat([last.Select(0, 0), last.Select(0, 1)], axis: 1);
        return output.Forward(dropout.Forward(Tensor.Concat([ends, TokenMask.Mean(states, lengths)], axis: 1)));

        static (Tensor States, Tensor Last) Read((Tensor Output, Tensor Hidden, Tensor Cell) run) => (run.Output, run.Hidden);
    }
}

/// <summary>Which recurrent layer reads a text.</summary>
public enum RecurrentCell
{
    /// <summary>Long short-term memory.</summary>
    Lstm,

    /// <summary>Gated recurrent unit.</summary>
    Gru,
}
