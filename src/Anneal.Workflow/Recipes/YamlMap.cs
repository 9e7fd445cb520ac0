using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Workflow.Messages;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Anneal.Workflow.Recipes;

/// <summary>A mapping of a recipe, read strictly: a key that is not expected, or a value of the wrong kind, is an error with its place.</summary>
internal sealed class YamlMap
{
    private readonly string file;
    private readonly string path;
    private readonly YamlNode node;
    private readonly Dictionary<string, YamlNode> values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Place> keyPlaces = new(StringComparer.Ordinal);

    private YamlMap(string file, string path, YamlNode node)
    {
        this.file = file;
        this.path = path;
        this.node = node;
    }

    public IEnumerable<string> Keys => values.Keys;

    public static YamlMap Read(string file, YamlNode node, string path, IReadOnlyCollection<string> validKeys)
    {
        if (node is not YamlMappingNode mapping)
            throw new UserErrorException(RecipeMessages.NotAMapping(path), RecipeMessages.NotAMappingWayOut(validKeys), PlaceOf(file, node));
        YamlMap map = new(file, path, node);
        foreach ((YamlNode keyNode, YamlNode value) in mapping.Children)
        {
            Place place = PlaceOf(file, keyNode);
            string key = (keyNode as YamlScalarNode)?.Value ?? "";
            if (validKeys.Count > 0 && !validKeys.Contains(key, StringComparer.Ordinal))
                throw new UserErrorException(RecipeMessages.UnknownKey(key, path), RecipeMessages.UnknownWayOut(NearestName.Find(key, validKeys), validKeys), place);
            map.values.Add(key, value);
            map.keyPlaces.Add(key, place);
        }

        return map;
    }

    /// <summary>The same mapping, held to the keys that it may have.</summary>
    public YamlMap Only(params IReadOnlyCollection<string> validKeys) => Read(file, node, path, validKeys);

    public bool Has(string key) => values.ContainsKey(key);

    public Place PlaceOfValue(string key) => PlaceOf(file, values[key]);

    /// <summary>A mapping below this one; an absent one is empty, so that its defaults apply.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="validKeys">The keys that it may have; none for any, where they are not known yet.</param>
    public YamlMap Map(string key, params IReadOnlyCollection<string> validKeys) => values.TryGetValue(key, out YamlNode? below)
        ? Read(file, below, PathOf(key), validKeys)
        : new YamlMap(file, PathOf(key), node);

    public string RequiredText(string key, Message example)
    {
        if (!Has(key)) throw new UserErrorException(RecipeMessages.MissingKey(PathOf(key)), example, PlaceOf(file, node));
        return Text(key) ?? throw Wrong(key, RecipeMessages.Text);
    }

    public string? Text(string key)
    {
        if (!values.TryGetValue(key, out YamlNode? node)) return null;
        return node is YamlScalarNode { Value.Length: > 0 } scalar ? scalar.Value : throw Wrong(key, RecipeMessages.Text);
    }

    /// <summary>One of a closed set of names.</summary>
    public string Name(string key, string whenAbsent, params IReadOnlyCollection<string> valid)
    {
        string name = Text(key) ?? whenAbsent;
        return valid.Contains(name, StringComparer.Ordinal)
            ? name
            : throw new UserErrorException(
                RecipeMessages.UnknownValue(PathOf(key), name),
                RecipeMessages.UnknownWayOut(NearestName.Find(name, valid), valid),
                PlaceOfValue(key));
    }

    public double Number(string key, double whenAbsent, double least, double most) =>
        values.TryGetValue(key, out YamlNode? node) ? Number(key, node, least, most) : whenAbsent;

    public int Integer(string key, int whenAbsent, int least, int most) =>
        values.TryGetValue(key, out YamlNode? node) ? Integer(key, node, least, most) : whenAbsent;

    public IReadOnlyList<int> Integers(string key, IReadOnlyList<int> whenAbsent, int least, int most)
    {
        if (!values.TryGetValue(key, out YamlNode? node)) return whenAbsent;
        return node is YamlSequenceNode list ? [.. list.Children.Select(item => Integer(key, item, least, most))] : throw Wrong(key, RecipeMessages.List);
    }

    public IReadOnlyList<double> Numbers(string key, IReadOnlyList<double> whenAbsent, double least, double most)
    {
        if (!values.TryGetValue(key, out YamlNode? node)) return whenAbsent;
        return node is YamlSequenceNode list ? [.. list.Children.Select(item => Number(key, item, least, most))] : throw Wrong(key, RecipeMessages.List);
    }

    public bool Flag(string key, bool whenAbsent)
    {
        if (!values.TryGetValue(key, out YamlNode? node)) return whenAbsent;
        return (node as YamlScalarNode)?.Value switch
        {
            "true" => true,
            "false" => false,
            _ => throw Wrong(key, RecipeMessages.TrueOrFalse),
        };
    }

    /// <summary>Names with their places, for what can only be checked against the data.</summary>
    public IReadOnlyList<(string Text, Place Place)> Texts(string key)
    {
        if (!values.TryGetValue(key, out YamlNode? node)) return [];
        if (node is not YamlSequenceNode list) throw Wrong(key, RecipeMessages.List);
        return [.. list.Children.Select(item => item is YamlScalarNode { Value.Length: > 0 } scalar ? (scalar.Value, PlaceOf(file, item)) : throw Wrong(key, RecipeMessages.Text, item))];
    }

    /// <summary>Whether the value is a plain word instead of a mapping, as in <c>optimizer: adamw</c>.</summary>
    public bool IsText(string key) => values.GetValueOrDefault(key) is YamlScalarNode;

    public string PathOf(string key) => path.Length == 0 ? key : $"{path}.{key}";

    public UserErrorException Wrong(string key, Message expected) => Wrong(key, expected, values[key]);

    private UserErrorException Wrong(string key, Message expected, YamlNode node) =>
        new(RecipeMessages.WrongValue(PathOf(key), (node as YamlScalarNode)?.Value), RecipeMessages.Expected(expected), PlaceOf(file, node));

    private double Number(string key, YamlNode node, double least, double most) =>
        node is YamlScalarNode { Value: { } text }
        && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && number >= least && number <= most
            ? number
            : throw Wrong(key, RecipeMessages.NumberBetween(least, most), node);

    private int Integer(string key, YamlNode node, int least, int most) =>
        node is YamlScalarNode { Value: { } text }
        && int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
        && number >= least && number <= most
            ? number
            : throw Wrong(key, RecipeMessages.IntegerBetween(least, most), node);

    private static Place PlaceOf(string file, YamlNode node) => node.Tag == RecipeSetting.Mark
        ? new Place(RecipeSetting.Option)
        : new Place(file, (int)node.Start.Line, (int)node.Start.Column);
}
