using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>First weights for networks of a few hundred features: as Vaswani et al., 2017, drew them (Glorot and Bengio, 2010), so that attention sees what was read from the start.</summary>
/// <remarks>The deviation of 0.02 that BERT and BART begin with suits a thousand features. With a hundred of them attention sees next to nothing of what was read, and learning takes many times as long.</remarks>
internal static class SequenceWeights
{
    public static void Initialize(Module model, int size, Generator? generator)
    {
        if (Nn.Initialize.IsDeferred) return;
        double deviation = 1 / Math.Sqrt(size);
        using (Gradients.NoGrad())
        {
            foreach ((_, Module module) in model.NamedModules())
            {
                // Tied to the head, embeddings of this size begin with logits around 1; positions weigh as much as tokens.
                if (module is Embedding table) Nn.Initialize.Normal(table.Weight, 0, deviation, generator);
                if (module is not Linear linear) continue;
                Nn.Initialize.XavierUniform(linear.Weight, 1, generator);
                linear.Bias?.Fill(0);
            }
        }
    }
}
