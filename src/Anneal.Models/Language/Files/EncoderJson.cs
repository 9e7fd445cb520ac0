using System.Globalization;
using System.Text.Json.Nodes;

namespace Anneal.Models.Language;

/// <summary>An encoder's configuration as config.json has it.</summary>
internal static class EncoderJson
{
    private static readonly (EncoderTask Task, string Suffix)[] Suffixes =
    [
        (EncoderTask.Classification, "ForSequenceClassification"), (EncoderTask.Tokens, "ForTokenClassification"), (EncoderTask.Answers, "ForQuestionAnswering"), (EncoderTask.MaskedWords, "ForMaskedLM"),
    ];

    /// <summary>Whether a model_type is one of an encoder's.</summary>
    public static bool Knows(string? type) => type is "bert" or "roberta" or "xlm-roberta";

    public static EncoderConfig Read(ConfigReader json)
    {
        string type = json.FindText("model_type") ?? throw json.Error(LanguageMessages.Missing("model_type"));
        if (!Knows(type)) throw json.Error(LanguageMessages.UnknownArchitecture(type), LanguageMessages.KnownArchitectures);
        json.Only("position_embedding_type", "absolute");
        json.Only("is_decoder", "false");
        bool bert = type == "bert";
        string architecture = json.FindTexts("architectures") is { Length: > 0 } names ? names[0] : "";
        EncoderTask task = Suffixes.FirstOrDefault(s => architecture.EndsWith(s.Suffix, StringComparison.Ordinal)).Task;
        int pad = json.FindInt("pad_token_id") ?? (bert ? 0 : 1);
        var sizes = new TextEncoderOptions(
            json.Int("vocab_size"), json.Int("max_position_embeddings"), json.Int("num_hidden_layers"), Math.Max(1, json.Int("num_attention_heads")), json.Int("hidden_size"), json.Int("intermediate_size"))
        {
            Epsilon = json.FindDouble("layer_norm_eps") ?? 1e-12, Dropout = json.FindDouble("hidden_dropout_prob") ?? 0.1, TokenTypes = json.FindInt("type_vocab_size") ?? (bert ? 2 : 1),
            FirstPosition = bert ? 0 : Math.Clamp(pad, -1, 1 << 20) + 1, Activation = PublishedActivation.Read(json, "hidden_act", "gelu"),
        };
        var config = new EncoderConfig(bert ? EncoderArchitecture.Bert : EncoderArchitecture.Roberta, sizes, task) { PadId = pad, Labels = task is EncoderTask.Classification or EncoderTask.Tokens ? Labels(json) : [] };
        json.Checked(config.Check);
        return config;
    }

    public static JsonObject Write(EncoderConfig c)
    {
        bool bert = c.Architecture == EncoderArchitecture.Bert;
        string suffix = Suffixes.FirstOrDefault(s => s.Task == c.Task).Suffix ?? "Model";
        var json = new JsonObject
        {
            ["architectures"] = new JsonArray((bert ? "Bert" : "Roberta") + suffix), ["model_type"] = bert ? "bert" : "roberta", ["torch_dtype"] = "float32", ["vocab_size"] = c.Sizes.Vocabulary,
            ["hidden_size"] = c.Sizes.Size, ["num_hidden_layers"] = c.Sizes.Layers, ["num_attention_heads"] = c.Sizes.Heads, ["intermediate_size"] = c.Sizes.FeedForward,
            ["hidden_act"] = PublishedActivation.Name(c.Sizes.Activation, newName: true), ["hidden_dropout_prob"] = c.Sizes.Dropout, ["attention_probs_dropout_prob"] = c.Sizes.Dropout,
            ["max_position_embeddings"] = c.Sizes.Positions, ["type_vocab_size"] = c.Sizes.TokenTypes, ["layer_norm_eps"] = c.Sizes.Epsilon, ["pad_token_id"] = c.PadId, ["position_embedding_type"] = "absolute",
        };
        if (c.Labels.Count == 0) return json;
        var names = new JsonObject();
        var numbers = new JsonObject();
        for (int i = 0; i < c.Labels.Count; i++)
        {
            names[i.ToString(CultureInfo.InvariantCulture)] = c.Labels[i];
            numbers[c.Labels[i]] = i;
        }
        json["id2label"] = names;
        json["label2id"] = numbers;
        return json;
    }

    private static string[] Labels(ConfigReader json)
    {
        if (json.FindObject("id2label") is not { } names)
        {
            int count = json.FindInt("num_labels") ?? 2;
            return count is < 1 or > 1 << 20 ? throw json.Unsupported("num_labels", count) : [.. Enumerable.Range(0, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"LABEL_{i}"))];
        }
        var labels = new List<string>();
        while (names.FindText(labels.Count.ToString(CultureInfo.InvariantCulture)) is { } label) labels.Add(label);
        return [.. labels];
    }
}
