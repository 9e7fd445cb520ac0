using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Workflow.LanguageModels;

namespace Anneal.Workflow.Recipes;

/// <summary>A first recipe: what has to be said, and in comments what is often said next.</summary>
public static class RecipeDraft
{
    private static readonly Message Purpose = new(
        "What shall be told, of what, and for whom? One line here helps whoever reads this next.",
        "要预测什么、依据什么、给谁用？在这里写一句，方便以后的人看懂。");

    private static readonly Message Label = new("the column to predict, when it can't be guessed", "要预测的列（猜不出来时需要写明）");

    private static readonly Message Goal = new("what the model must reach: a run says met or missed", "模型要达到的目标，运行结束时会说明是否达标");

    private static readonly Message Further = new("to train a model further that is there already; unless said, a small one from nothing", "在已有模型上继续训练；不写则从零训练一个小模型");

    /// <summary>Writes a recipe.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="task">What is to be learnt, as a recipe names it.</param>
    /// <param name="source">The data, as seen from the recipe's folder.</param>
    /// <param name="language">The language of the comments.</param>
    public static string Write(string name, string task, string source, Language language)
    {
        IEnumerable<string> often = TaskNames.All.Contains(task, StringComparer.Ordinal)
            ? [$"  # columns: {{label: NAME}}  # {Label.In(language)}", $"# targets: {{{(task == "tabular-regression" ? "r2: \">= 0.5\"" : "accuracy: \">= 0.8\"")}}}  # {Goal.In(language)}"]
            : LanguageTaskNames.All.Contains(task, StringComparer.Ordinal)
                ? [$"# model: {{from: FOLDER, tune: lora}}  # {Further.In(language)}", $"# targets: {{perplexity: \"<= 20\"}}  # {Goal.In(language)}"]
                : [$"# model: {{from: FOLDER}}  # {Further.In(language)}"];
        return string.Join('\n', [$"# {Purpose.In(language)}", $"name: {Text(name)}", $"task: {task}", "data:", $"  source: {Text(source)}", .. often, ""]);
    }

    /// <summary>As it is where YAML reads it as text; else in quotes, as JSON writes it, which YAML reads too.</summary>
    private static string Text(string value)
    {
        bool isPlain = value.All(c => char.IsLetterOrDigit(c) || c is '_' or '.' or '/' or '-')
            && value.Any(char.IsLetter)
            && !value.StartsWith('-')
            && !double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            && value.ToUpperInvariant() is not ("TRUE" or "FALSE" or "NULL" or "YES" or "NO" or "ON" or "OFF");
        return isPlain ? value : $"\"{JsonEncodedText.Encode(value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }
}
