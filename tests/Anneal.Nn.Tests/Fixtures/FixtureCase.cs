using System.Text.Json;
using Anneal.Tensors;

namespace Anneal.Nn.Tests.Fixtures;

/// <summary>What PyTorch computed for one case of tests/fixtures: see the README there.</summary>
public sealed class FixtureCase
{
    private readonly JsonElement json;
    private readonly JsonElement args;

    private FixtureCase(string group, JsonElement json)
    {
        Name = json.GetProperty("name").GetString()!;
        Kind = json.GetProperty("kind").GetString()!;
        this.json = json;
        args = json.GetProperty("args");
        Arrays = Npz.Read(Path.Combine(Folder(group), Name + ".npz"));
    }

    public string Name { get; }

    public string Kind { get; }

    public IReadOnlyDictionary<string, Tensor> Arrays { get; }

    /// <summary>The arguments of the call, in order.</summary>
    public IReadOnlyList<string> Inputs => [.. json.GetProperty("inputs").EnumerateArray().Select(i => i.GetString()!)];

    public bool IsTraining => !json.TryGetProperty("training", out JsonElement training) || training.GetBoolean();

    /// <summary>All cases of a group as (name, kind).</summary>
    public static IReadOnlyList<(string Name, string Kind)> List(string group)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(group), "cases.json")));
        return [.. document.RootElement.EnumerateArray().Select(c => (c.GetProperty("name").GetString()!, c.GetProperty("kind").GetString()!))];
    }

    public static FixtureCase Load(string group, string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder(group), "cases.json")));
        return new FixtureCase(group, document.RootElement.EnumerateArray().First(c => c.GetProperty("name").GetString() == name).Clone());
    }

    public bool Has(string option) => args.TryGetProperty(option, out JsonElement value) && value.ValueKind != JsonValueKind.Null;

    public int Int(string option) => args.GetProperty(option).GetInt32();

    public int[] Ints(string option)
    {
        JsonElement value = args.GetProperty(option);
        return value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(v => v.GetInt32())] : [value.GetInt32()];
    }

    /// <summary>A list of pairs, such as the pads of each axis.</summary>
    public IReadOnlyList<(int First, int Second)> Pairs(string option) => [.. args.GetProperty(option).EnumerateArray().Select(p => (p[0].GetInt32(), p[1].GetInt32()))];

    public double Double(string option) => args.GetProperty(option).GetDouble();

    public bool Bool(string option) => args.GetProperty(option).GetBoolean();

    public string Text(string option) => args.GetProperty(option).GetString()!;

    /// <summary>Something beside the arguments, such as "groups"; null where it isn't given.</summary>
    public JsonElement? Extra(string name) => json.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public override string ToString() => Name;

    private static string Folder(string group)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !Directory.Exists(Path.Combine(folder.FullName, "tests", "fixtures", group))) folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new DirectoryNotFoundException("tests/fixtures is not above " + AppContext.BaseDirectory), "tests", "fixtures", group);
    }
}
