using Anneal.Data.Text.Tokenizers;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Training.Language;

/// <summary>A text that a network writes, to be looked at.</summary>
public static class SampleText
{
    /// <summary>Goes on with a prompt until the text ends or is long enough.</summary>
    public static string Write(Module network, Tokenizer tokenizer, string prompt, int tokens, double temperature, int context, int seed)
    {
        network.Eval();
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        List<int> ids = [.. prompt.Length > 0 ? tokenizer.Encode(prompt, addSpecial: false) : [tokenizer.EndId ?? 0]];
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
            if (id == tokenizer.EndId) break;
            ids.Add(id);
        }

        return tokenizer.Decode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(ids)[first..]);
    }
}
