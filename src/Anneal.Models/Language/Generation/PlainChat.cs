using Anneal.Data.Text.ChatTemplates;

namespace Anneal.Models.Language;

/// <summary>How a conversation is written for a model that has no template of its own.</summary>
internal static class PlainChat
{
    /// <summary>Where the model begins to speak for the user, its answer is over.</summary>
    public const string NextTurn = "\nUser:";

    public static readonly ChatTemplate Template = ChatTemplate.Parse(
        """{{ bos_token }}{% for turn in messages %}{{ turn.role | capitalize }}: {{ turn.content or (turn.tool_calls | tojson) }}{{ "\n" }}{% endfor %}{% if add_generation_prompt %}Assistant:{% endif %}""");
}
