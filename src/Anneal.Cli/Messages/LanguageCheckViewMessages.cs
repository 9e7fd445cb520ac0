using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Workflow.LanguageModels;

namespace Anneal.Cli.Messages;

/// <summary>What <c>anneal check</c> says of texts and conversations.</summary>
internal static class LanguageCheckViewMessages
{
    public static Message Found(LanguageRecipe recipe, LanguageCheck check)
    {
        string source = recipe.Data.Source.Shown;
        return recipe.Task == LanguageTask.Chat
            ? Message.Of($"{source}: {check.Documents:N0} conversations, {check.Characters:N0} characters of answers", $"{source}：{check.Documents:N0} 段对话，回答共 {check.Characters:N0} 个字符")
            : Message.Of($"{source}: {check.Documents:N0} documents, {check.Characters:N0} characters", $"{source}：{check.Documents:N0} 篇文档，共 {check.Characters:N0} 个字符");
    }

    public static Message Lengths(LanguageRecipe recipe, LanguageCheck check)
    {
        (long shortest, long middle, long longest) = check.Lengths;
        (string english, string chinese) = recipe.Task == LanguageTask.Chat ? ("an answer", "回答") : ("a document", "文档");
        return Message.Of($"{english} has {shortest:N0} to {longest:N0} characters, half of them at most {middle:N0}", $"{chinese}长 {shortest:N0} 到 {longest:N0} 个字符，一半不超过 {middle:N0} 个");
    }

    public static Message Roles(IReadOnlyDictionary<string, int> roles)
    {
        string all = string.Join(", ", roles.Select(role => string.Create(CultureInfo.InvariantCulture, $"{role.Key} {role.Value:N0}")));
        return new($"who speaks, and how often: {all}", $"发言者与次数：{all}");
    }

    public static Message Split(LanguageRecipe recipe, LanguageCheck check)
    {
        (string english, string chinese) = recipe.Task == LanguageTask.Chat ? ("conversations", "段对话") : ("documents", "篇文档");
        return Message.Of(
            $"{check.Train:N0} {english} to learn, {check.Valid:N0} to choose, {check.Test:N0} held back (seed {recipe.Data.Fractions.Seed})",
            $"训练 {check.Train:N0} {chinese}，验证 {check.Valid:N0}，留作测试 {check.Test:N0}（种子 {recipe.Data.Fractions.Seed}）");
    }
}
