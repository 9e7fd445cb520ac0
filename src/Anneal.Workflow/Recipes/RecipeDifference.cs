using System.Globalization;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Anneal.Workflow.Recipes;

/// <summary>One setting in which recipes differ.</summary>
/// <param name="Key">The setting, such as <c>train.epochs</c>.</param>
/// <param name="Values">What each recipe says, in their order; null where it says nothing.</param>
public sealed record RecipeDifference(string Key, IReadOnlyList<string?> Values)
{
    /// <summary>All settings in which recipes differ, in the order in which the recipes name them.</summary>
    /// <param name="recipes">The recipes' texts (YAML); one that can't be read says nothing.</param>
    public static IReadOnlyList<RecipeDifference> Between(IReadOnlyList<string> recipes)
    {
        Dictionary<string, string>[] settings = [.. recipes.Select(Settings)];
        return
        [
            .. settings.SelectMany(s => s.Keys).Distinct(StringComparer.Ordinal)
                .Select(key => new RecipeDifference(key, [.. settings.Select(s => s.GetValueOrDefault(key))]))
                .Where(difference => difference.Values.Distinct(StringComparer.Ordinal).Skip(1).Any()),
        ];
    }

    private static Dictionary<string, string> Settings(string recipe)
    {
        Dictionary<string, string> settings = new(StringComparer.Ordinal);
        try
        {
            if (YamlText.Parse(recipe) is { } root) Add(settings, "", root);
        }
        catch (YamlException)
        {
            settings.Clear();
        }

        return settings;
    }

    private static void Add(Dictionary<string, string> settings, string key, YamlNode node)
    {
        switch (node)
        {
            case YamlMappingNode map:
                foreach ((YamlNode name, YamlNode value) in map.Children) Add(settings, key.Length == 0 ? $"{name}" : $"{key}.{name}", value);
                break;
            case YamlSequenceNode list when list.All(item => item is YamlScalarNode):
                settings[key] = $"[{string.Join(", ", list.Select(item => item.ToString()))}]";
                break;
            case YamlSequenceNode list:
                foreach ((int i, YamlNode item) in list.Index()) Add(settings, string.Create(CultureInfo.InvariantCulture, $"{key}.{i}"), item);
                break;
            default:
                settings[key] = node.ToString();
                break;
        }
    }
}
