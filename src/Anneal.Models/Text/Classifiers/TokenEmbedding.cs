using Anneal.Data.Text.Tokens;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.Classifiers;

/// <summary>First vectors of tokens, smaller than PyTorch's: with deviation 1, a small set of texts is learnt by heart before words get meaning.</summary>
internal static class TokenEmbedding
{
    private const double Deviation = 0.1;

    public static Embedding Create(int tokens, int size, Generator generator)
    {
        Embedding embedding = new(tokens, size, TextTokens.Padding, generator);
        if (Initialize.IsDeferred) return embedding;
        using (Gradients.NoGrad())
        {
            foreach (ref float number in embedding.Weight.AsSpan<float>()) number *= (float)Deviation;
        }

        return embedding;
    }
}
