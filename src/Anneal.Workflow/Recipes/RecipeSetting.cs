using Anneal.Data.Messages;
using Anneal.Workflow.Messages;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Anneal.Workflow.Recipes;

/// <summary>A value of a recipe that the command line gives, as in <c>--set train.epochs=3</c>.</summary>
internal static class RecipeSetting
{
    /// <summary>The option, for messages.</summary>
    public const string Option = "--set";

    /// <summary>The tag of nodes that stand in no file.</summary>
    public static readonly TagName Mark = new("!set");

    /// <summary>Puts a value into a recipe; it is checked when the recipe is read, as if it had stood in the file.</summary>
    /// <param name="root">The recipe.</param>
    /// <param name="setting">Keys with dots between them, <c>=</c>, and a value as YAML writes it.</param>
    /// <exception cref="UserErrorException">It is no such thing.</exception>
    public static void Apply(YamlNode root, string setting)
    {
        int equals = setting.IndexOf('=', StringComparison.Ordinal);
        string[] keys = equals <= 0 ? [] : setting[..equals].Split('.', StringSplitOptions.TrimEntries);
        if (keys.Length == 0 || Array.Exists(keys, key => key.Length == 0) || root is not YamlMappingNode map) throw Wrong(setting);
        foreach (string key in keys[..^1])
        {
            // A short form, as in "model: mlp", gives way to the mapping that is asked for.
            if (KeyOf(map, key) is not { } there || map.Children[there] is not YamlMappingNode inner) inner = Put(map, key, new YamlMappingNode { Tag = Mark });
            map = inner;
        }

        Put(map, keys[^1], Value(setting, setting[(equals + 1)..]));
    }

    private static YamlNode? KeyOf(YamlMappingNode map, string key) => map.Children.Keys.FirstOrDefault(k => k is YamlScalarNode scalar && scalar.Value == key);

    private static T Put<T>(YamlMappingNode map, string key, T value)
        where T : YamlNode
    {
        if (KeyOf(map, key) is { } old) map.Children.Remove(old);
        map.Children.Add(new YamlScalarNode(key) { Tag = Mark }, value);
        return value;
    }

    private static YamlNode Value(string setting, string text)
    {
        try
        {
            return YamlText.Parse(text) is { } value ? WithoutPlaces(value) : new YamlScalarNode("") { Tag = Mark };
        }
        catch (YamlException e)
        {
            throw new UserErrorException(RecipeMessages.NotYaml(e.Message), RecipeMessages.SettingWayOut, new Place($"{Option} {setting}"), e);
        }
    }

    /// <summary>A copy whose nodes say that they stand in no file.</summary>
    private static YamlNode WithoutPlaces(YamlNode node) => node switch
    {
        YamlMappingNode map => new YamlMappingNode(map.Children.Select(p => KeyValuePair.Create(WithoutPlaces(p.Key), WithoutPlaces(p.Value)))) { Tag = Mark },
        YamlSequenceNode list => new YamlSequenceNode(list.Children.Select(WithoutPlaces)) { Tag = Mark },
        YamlScalarNode scalar => new YamlScalarNode(scalar.Value) { Tag = Mark },
        _ => node,
    };

    private static UserErrorException Wrong(string setting) => new(RecipeMessages.NotASetting(setting), RecipeMessages.SettingWayOut, new Place(Option));
}
