using System.Globalization;

namespace Anneal.Models.Language;

/// <summary>The names of a decoder's tensors in GGUF files, as llama.cpp has them.</summary>
internal static class DecoderGgufNames
{
    private static readonly (string Here, string There)[] InLayer =
    [
        ("ln_1.", "attn_norm."), ("ln_2.", "ffn_norm."), ("attn.c_attn.", "attn_qkv."), ("attn.c_proj.", "attn_output."), ("mlp.c_fc.", "ffn_up."), ("mlp.c_proj.", "ffn_down."),
        ("input_layernorm.", "attn_norm."), ("self_attn.q_proj.", "attn_q."), ("self_attn.k_proj.", "attn_k."), ("self_attn.v_proj.", "attn_v."), ("self_attn.qkv_proj.", "attn_qkv."),
        ("self_attn.o_proj.", "attn_output."), ("self_attn.q_norm.", "attn_q_norm."), ("self_attn.k_norm.", "attn_k_norm."), ("pre_feedforward_layernorm.", "ffn_norm."), ("post_feedforward_layernorm.", "post_ffw_norm."),
        ("mlp.gate_proj.", "ffn_gate."), ("mlp.up_proj.", "ffn_up."), ("mlp.gate_up_proj.", "ffn_up."), ("mlp.down_proj.", "ffn_down."),
    ];

    /// <summary>A parameter's name in the file.</summary>
    public static string Of(DecoderConfig config, string name)
    {
        string rest = name.StartsWith("model.", StringComparison.Ordinal) ? name[6..] : name;
        string layers = config.Architecture == DecoderArchitecture.Gpt2 ? "h." : "layers.";
        if (rest.StartsWith(layers, StringComparison.Ordinal))
        {
            int end = rest.IndexOf('.', layers.Length);
            int number = int.Parse(rest.AsSpan(layers.Length, end - layers.Length), CultureInfo.InvariantCulture);
            string part = rest[(end + 1)..];
            if (part == "post_attention_layernorm.weight") part = config.NormsAfterParts ? "post_attention_norm.weight" : "ffn_norm.weight";
            foreach ((string here, string there) in InLayer)
            {
                if (!part.StartsWith(here, StringComparison.Ordinal)) continue;
                part = there + part[here.Length..];
                break;
            }
            return string.Create(CultureInfo.InvariantCulture, $"blk.{number}.{part}");
        }
        return rest switch
        {
            "wte.weight" or "embed_tokens.weight" => "token_embd.weight",
            "wpe.weight" => "position_embd.weight",
            "ln_f.weight" or "norm.weight" => "output_norm.weight",
            "ln_f.bias" => "output_norm.bias",
            _ => "output.weight",
        };
    }
}
