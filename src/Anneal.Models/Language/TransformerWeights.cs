using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>The first weights of GPT-2 and BERT: normal with deviation 0.02, biases zero.</summary>
/// <remarks>With larger embeddings a tied head starts with extreme logits.</remarks>
internal static class TransformerWeights
{
    public const double Deviation = 0.02;

    public static void Initialize(Module model, Generator? generator)
    {
        if (Nn.Initialize.IsDeferred) return;
        using (Gradients.NoGrad())
        {
            foreach ((_, Module module) in model.NamedModules())
            {
                if (module is Embedding table) Nn.Initialize.Normal(table.Weight, 0, Deviation, generator);
                if (module is not Linear linear) continue;
                Nn.Initialize.Normal(linear.Weight, 0, Deviation, generator);
                linear.Bias?.Fill(0);
            }
        }
    }
}
