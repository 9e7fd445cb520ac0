using System.Globalization;

namespace Anneal.Models.Language;

/// <summary>The names of BERT's and RoBERTa's tensors in Hugging Face's files. Queries, keys and values stand there one by one.</summary>
internal static class EncoderNames
{
    private static readonly (string Here, string There)[] InLayer =
    [
        ("self_attn.out_proj.", "attention.output.dense."), ("linear1.", "intermediate.dense."), ("linear2.", "output.dense."), ("norm1.", "attention.output.LayerNorm."), ("norm2.", "output.LayerNorm."),
    ];

    /// <summary>Where a parameter's numbers stand.</summary>
    /// <param name="config">The model's.</param>
    /// <param name="root">What stands before the names of the encoder itself: <c>bert.</c>, or nothing.</param>
    /// <param name="name">The parameter.</param>
    public static WeightPlace Of(EncoderConfig config, string root, string name)
    {
        bool bert = config.Architecture == EncoderArchitecture.Bert;
        if (name.StartsWith("encoder.encoder.layers.", StringComparison.Ordinal))
        {
            int begin = "encoder.encoder.layers.".Length, end = name.IndexOf('.', begin);
            string layer = string.Create(CultureInfo.InvariantCulture, $"{root}encoder.layer.{name.AsSpan(begin, end - begin)}."), part = name[(end + 1)..];
            if (part.StartsWith("self_attn.in_proj_", StringComparison.Ordinal))
            {
                string kind = part["self_attn.in_proj_".Length..];
                return new WeightPlace(WeightForm.Same, layer + "attention.self.query." + kind, layer + "attention.self.key." + kind, layer + "attention.self.value." + kind);
            }
            foreach ((string here, string there) in InLayer)
                if (part.StartsWith(here, StringComparison.Ordinal)) return new WeightPlace(WeightForm.Same, layer + there + part[here.Length..]);
        }
        return new WeightPlace(WeightForm.Same, name switch
        {
            "encoder.tokens.weight" => root + "embeddings.word_embeddings.weight",
            "encoder.positions.weight" => root + "embeddings.position_embeddings.weight",
            "encoder.types.weight" => root + "embeddings.token_type_embeddings.weight",
            "encoder.norm.weight" => root + "embeddings.LayerNorm.weight",
            "encoder.norm.bias" => root + "embeddings.LayerNorm.bias",
            "pooler.weight" or "pooler.bias" => root + "pooler.dense." + name[7..],
            "bias" => bert ? "cls.predictions.bias" : "lm_head.bias",
            "norm.weight" or "norm.bias" => (bert ? "cls.predictions.transform.LayerNorm." : "lm_head.layer_norm.") + name[5..],
            "dense.weight" or "dense.bias" => (config.Task == EncoderTask.Classification ? "classifier.dense." : bert ? "cls.predictions.transform.dense." : "lm_head.dense.") + name[6..],
            _ => (config.Task == EncoderTask.Answers ? "qa_outputs." : config.Task == EncoderTask.Classification && !bert ? "classifier.out_proj." : "classifier.") + name[5..],
        });
    }
}
