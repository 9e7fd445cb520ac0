using System.Globalization;

namespace Anneal.Workflow.TextTasks.Embedding;

/// <summary>Says as the sentence-transformers library does that a text's vector is the mean of its tokens', brought to length 1.</summary>
internal static class SentencePooling
{
    public static void Write(string folder, int size)
    {
        string pooling = Path.Combine(folder, "1_Pooling");
        Directory.CreateDirectory(pooling);
        Directory.CreateDirectory(Path.Combine(folder, "2_Normalize"));
        File.WriteAllText(Path.Combine(pooling, "config.json"), string.Create(CultureInfo.InvariantCulture, $"{{\"word_embedding_dimension\": {size}, \"pooling_mode_cls_token\": false, \"pooling_mode_mean_tokens\": true}}\n"));
        File.WriteAllText(Path.Combine(folder, "modules.json"), """
            [
              {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
              {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
              {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"}
            ]

            """);
    }
}
