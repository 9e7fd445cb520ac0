namespace Anneal.Models.Language;

/// <summary>The names of a decoder's parts as Hugging Face's files have them.</summary>
/// <param name="Root">What stands before all but the head; empty for nothing.</param>
internal sealed record DecoderNames(
    string Root, string Tokens, string Positions, string Layers, string LastNorm,
    string FirstNorm, string Attention, string Joined, string Output, string SecondNorm, string FeedForward, string Up, string Down)
{
    public static DecoderNames Gpt2 { get; } = new("", "wte", "wpe", "h", "ln_f", "ln_1", "attn", "c_attn", "c_proj", "ln_2", "mlp", "c_fc", "c_proj");

    public static DecoderNames Llama { get; } = new(
        "model", "embed_tokens", "", "layers", "norm", "input_layernorm", "self_attn", "qkv_proj", "o_proj", "post_attention_layernorm", "mlp", "up_proj", "down_proj");

    public static DecoderNames Of(DecoderConfig config) => config.Architecture == DecoderArchitecture.Gpt2 ? Gpt2 : Llama;
}
