using System.Globalization;

namespace Anneal.Models.Language;

/// <summary>The names of an encoder-decoder's tensors in Hugging Face's files.</summary>
internal static class EncoderDecoderNames
{
    public static WeightPlace Of(EncoderDecoderConfig config, string name) => new(WeightForm.Same, config.IsT5 ? T5(config, name) : BartOrWhisper(config, name));

    private static string T5(EncoderDecoderConfig config, string name)
    {
        string[] parts = name.Split('.');
        if (parts[0] == "tokens") return "shared.weight";
        if (parts[0] == "head") return "lm_head.weight";
        string side = parts[0];
        if (parts[1] == "distance") return side + ".block.0.layer.0.SelfAttention.relative_attention_bias.weight";
        if (parts[1] == "norm") return side + ".final_layer_norm.weight";
        string block = $"{side}.block.{parts[2]}.layer.";
        int last = side == "decoder" ? 2 : 1;
        return block + parts[3] switch
        {
            "self" => "0.SelfAttention." + parts[4][..1] + ".weight",
            "self_norm" => "0.layer_norm.weight",
            "cross" => "1.EncDecAttention." + parts[4][..1] + ".weight",
            "cross_norm" => "1.layer_norm.weight",
            "feed_norm" => string.Create(CultureInfo.InvariantCulture, $"{last}.layer_norm.weight"),
            "gate" => string.Create(CultureInfo.InvariantCulture, $"{last}.DenseReluDense.wi_0.weight"),
            "up" => string.Create(CultureInfo.InvariantCulture, $"{last}.DenseReluDense.{(config.Gated ? "wi_1" : "wi")}.weight"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{last}.DenseReluDense.wo.weight"),
        };
    }

    private static string BartOrWhisper(EncoderDecoderConfig config, string name)
    {
        bool bart = config.Architecture == EncoderDecoderArchitecture.Bart;
        string[] parts = name.Split('.');
        switch (parts[0])
        {
            case "tokens": return bart ? "model.shared.weight" : "model.decoder.embed_tokens.weight";
            case "head": return bart ? "lm_head.weight" : "proj_out.weight";
            case "head_bias": return "final_logits_bias";
            case "listen1" or "listen2": return $"model.encoder.conv{parts[0][^1]}.{parts[1]}";
        }
        string side = "model." + parts[0] + ".";
        if (parts[1] == "positions") return side + "embed_positions.weight";
        if (parts[1] == "embedding_norm") return side + "layernorm_embedding." + parts[2];
        if (parts[1] == "norm") return side + "layer_norm." + parts[2];
        string layer = $"{side}layers.{parts[2]}.";
        return layer + parts[3] switch
        {
            "self" => "self_attn." + Projection(parts[4]) + parts[5],
            "self_norm" => "self_attn_layer_norm." + parts[4],
            "cross" => "encoder_attn." + Projection(parts[4]) + parts[5],
            "cross_norm" => "encoder_attn_layer_norm." + parts[4],
            "feed_norm" => "final_layer_norm." + parts[4],
            "up" => "fc1." + parts[4],
            _ => "fc2." + parts[4],
        };
    }

    private static string Projection(string name) => name == "output" ? "out_proj." : name[..1] + "_proj.";
}
