using Anneal.Data.Text.Tokenizers;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training.Language;

/// <summary>A text that a network writes, to be looked at.</summary>
public static class SampleText
{
    /// <summary>Goes on with a prompt until the text ends or is long enough.</summary>
    /// <param name="network">Token ids <c>[batch, time]</c> become logits <c>[batch, time, vocabulary]</c>.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <param name="prompt">Tokens to go on with.</param>
    /// <param name="ends">Tokens that end the text, beside the tokenizer's own.</param>
    /// <param name="tokens">How many are written at most.</param>
    /// <param name="temperature">How freely they are drawn.</param>
    /// <param name="context">Tokens that the network sees at once.</param>
    /// <param name="seed">The seed of the draws.</param>
    public static string Write(Module network, Tokenizer tokenizer, IReadOnlyList<int> prompt, IReadOnlyCollection<int> ends, int tokens, double temperature, int context, int seed)
    {
        network.Eval();
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        List<int> ids = [.. prompt];
        int first = ids.Count;
        Random random = new(seed);
        while (ids.Count - first < tokens)
        {
            using TensorScope scope = new();
            int[] seen = [.. ids.TakeLast(context)];
            Tensor logits = network.Forward(Tensor.From(seen, [1, seen.Length])).Slice(1, seen.Length - 1, seen.Length);
            float[] shares = (logits / Math.Max(temperature, 1e-3)).Softmax(-1).ToArray();
            double at = random.NextDouble();
            int id = 0;
            while (id < shares.Length - 1 && (at -= shares[id]) > 0) id++;
            if (id == tokenizer.EndId || ends.Contains(id)) break;
            ids.Add(id);
        }

        return tokenizer.Decode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids)[first..]);
    }
}
