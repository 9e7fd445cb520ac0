using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Bench;

/// <summary>Opens the random-weight files of the peers' gguf_write.py.</summary>
internal static class GgufModel
{
    public static Decoder Open(string path)
    {
        GgufFile file = GgufFile.Open(path);
        string arch = file.Metadata.GetText("general.architecture");
        int Get(string key) => (int)file.Metadata.GetInteger($"{arch}.{key}");
        int vocabulary = (int)file.Metadata["tokenizer.ggml.tokens"].Count;
        DecoderConfig config = arch == "gpt2"
            ? DecoderConfig.Gpt2(vocabulary, Get("context_length"), Get("block_count"), Get("attention.head_count"), Get("embedding_length"))
            : DecoderConfig.Llama(vocabulary, Get("context_length"), Get("block_count"), Get("attention.head_count"), Get("embedding_length"), Get("attention.head_count_kv"), Get("feed_forward_length"), tiedHead: !file.Contains("output.weight"));
        Decoder model;
        using (Initialize.Deferred()) model = new Decoder(config);
        Dictionary<string, Tensor> state = [];
        Dictionary<string, QuantizedMatrix> matrices = [];
        foreach (GgufTensor tensor in file.Tensors)
        {
            string name = arch == "gpt2" ? Gpt2(tensor.Name) : Llama(tensor.Name);
            if (tensor.Dims.Count == 2 && tensor.Name != "position_embd.weight") matrices[name] = file.ReadMatrix(tensor.Name);
            else state[name] = file.Read(tensor.Name);
        }
        model.Adopt(state, matrices);
        model.Eval();
        return model;
    }

    private static string Gpt2(string name) => name.Replace("blk.", "h.").Replace("token_embd", "wte").Replace("position_embd", "wpe").Replace("output_norm", "ln_f")
        .Replace("attn_norm", "ln_1").Replace("attn_qkv", "attn.c_attn").Replace("attn_output", "attn.c_proj").Replace("ffn_norm", "ln_2").Replace("ffn_up", "mlp.c_fc").Replace("ffn_down", "mlp.c_proj");

    private static string Llama(string name) => name == "output.weight" ? "lm_head.weight" : "model." + name.Replace("blk.", "layers.").Replace("token_embd", "embed_tokens").Replace("output_norm", "norm")
        .Replace("attn_norm", "input_layernorm").Replace("attn_q.", "self_attn.q_proj.").Replace("attn_k.", "self_attn.k_proj.").Replace("attn_v.", "self_attn.v_proj.").Replace("attn_output", "self_attn.o_proj")
        .Replace("ffn_norm", "post_attention_layernorm").Replace("ffn_gate", "mlp.gate_proj").Replace("ffn_up", "mlp.up_proj").Replace("ffn_down", "mlp.down_proj");
}
