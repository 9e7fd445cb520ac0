using Anneal.Nn;

namespace Anneal.Models.Language;

/// <summary>The names of activations in published configurations.</summary>
internal static class PublishedActivation
{
    public static FeedForwardActivation Read(ConfigReader config, string key, string fallback)
    {
        string name = config.FindText(key) ?? fallback;
        return name switch
        {
            "gelu" => FeedForwardActivation.Gelu,
            "gelu_new" or "gelu_pytorch_tanh" or "gelu_fast" or "gelu_python_tanh" => FeedForwardActivation.GeluTanh,
            "silu" or "swish" => FeedForwardActivation.Silu,
            "relu" => FeedForwardActivation.Relu,
            _ => throw config.Unsupported(key, name),
        };
    }

    public static string Name(FeedForwardActivation activation, bool newName = false) => activation switch
    {
        FeedForwardActivation.Gelu => "gelu",
        FeedForwardActivation.GeluTanh => newName ? "gelu_new" : "gelu_pytorch_tanh",
        FeedForwardActivation.Silu => "silu",
        _ => "relu",
    };
}
