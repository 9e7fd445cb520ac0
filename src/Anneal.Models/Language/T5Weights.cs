using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Language;

/// <summary>The first weights of T5: its attention doesn't scale the scores, so the queries' weights are smaller by as much.</summary>
/// <remarks>Raffel et al., 2019, as the published code (Mesh TensorFlow's) draws them.</remarks>
internal static class T5Weights
{
    public static void Initialize(EncoderDecoder model, Generator? generator)
    {
        if (Nn.Initialize.IsDeferred) return;
        EncoderDecoderConfig config = model.Config;
        int headSize = config.HeadSizeOf(config.EncoderHeads);
        using (Gradients.NoGrad())
        {
            foreach ((string name, Module module) in model.NamedModules())
            {
                if (module is Embedding table) Nn.Initialize.Normal(table.Weight, 0, name == "tokens" ? 1 : 1 / Math.Sqrt(config.Size), generator);
                if (module is not Linear linear) continue;
                double inputs = linear.Weight.Shape[1];
                Nn.Initialize.Normal(linear.Weight, 0, name == "head" ? 1 : 1 / Math.Sqrt(name.EndsWith(".query", StringComparison.Ordinal) ? inputs * headSize : inputs), generator);
            }
        }
    }
}
