using System.Globalization;
using System.Text.Json;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Formats.Tests;

/// <summary>Files that PyTorch and NumPy wrote, with what is in them (tests/fixtures/formats.py).</summary>
public sealed class FixtureTests
{
    public static TheoryData<string> Files => [.. Cases().Select(c => c.GetProperty("file").GetString()!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void HoldsWhatWasWritten(string file)
    {
        JsonElement expected = Cases().First(c => c.GetProperty("file").GetString() == file);
        string path = TestData.Fixture("formats", file);
        if (expected.TryGetProperty("error", out JsonElement error))
        {
            string core = error.GetString()!.Split(['(', ','])[0].Trim();
            Expect.Refused(() => Read(path, expected)).Message.ShouldContain(core.Replace("holds a class", "class or function", StringComparison.Ordinal));
            return;
        }
        IReadOnlyDictionary<string, Tensor> tensors = Read(path, expected);
        JsonElement known = expected.GetProperty("tensors");
        tensors.Keys.Order(StringComparer.Ordinal).ShouldBe(known.EnumerateObject().Select(t => t.Name).Order(StringComparer.Ordinal));
        foreach (JsonProperty property in known.EnumerateObject()) Check(property.Name, tensors[property.Name], property.Value);
    }

    private static void Check(string name, Tensor tensor, JsonElement known)
    {
        tensor.Shape.ShouldBe(Shape.Of([.. known.GetProperty("shape").EnumerateArray().Select(d => d.GetInt32())]), name);
        JsonElement[] values = [.. known.GetProperty("values").EnumerateArray()];
        DType dtype = known.GetProperty("dtype").GetString() switch
        {
            "float64" => DType.Float64,
            "float32" => DType.Float32,
            "float16" => DType.Float16,
            "bfloat16" => DType.BFloat16,
            "int64" or "uint32" or "uint64" => DType.Int64,
            "int32" or "int16" or "int8" or "uint16" => DType.Int32,
            "uint8" => DType.UInt8,
            _ => DType.Bool,
        };
        tensor.DType.ShouldBe(dtype, name);
        if (dtype.IsFloat())
        {
            // Bit by bit, so that -0 and NaN count; a NaN's sign and payload are not in the JSON.
            static long Bits(double x) => double.IsNaN(x) ? long.MinValue + 1 : BitConverter.DoubleToInt64Bits(x);
            tensor.ToArray<double>().Select(Bits).ShouldBe(values.Select(v => Bits(Number(v))), name);
        }
        else if (dtype == DType.Bool)
        {
            tensor.ToArray<bool>().ShouldBe(values.Select(v => v.GetBoolean()), name);
        }
        else
        {
            tensor.ToArray<long>().ShouldBe(values.Select(v => v.GetInt64()), name);
        }
    }

    private static double Number(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? double.Parse(value.GetString()!, CultureInfo.InvariantCulture) : value.GetDouble();

    private static IReadOnlyDictionary<string, Tensor> Read(string path, JsonElement expected)
    {
        switch (Path.GetExtension(path))
        {
            case ".pt":
                TorchFile torch = TorchFile.Read(path);
                if (expected.TryGetProperty("others", out JsonElement others))
                    torch.Values.Select(v => $"{v.Key}={Text(v.Value)}").ShouldBe(others.EnumerateObject().Select(v => $"{v.Name}={Text(v.Value)}"), ignoreOrder: true);
                return torch.Tensors;
            case ".npy":
                return new Dictionary<string, Tensor> { [""] = NumPy.Load(path) };
            case ".npz":
                return NumPy.LoadArchive(path);
            default:
                SafeTensorsFile safe = SafeTensors.Open(path);
                if (expected.TryGetProperty("metadata", out JsonElement metadata))
                    safe.Metadata.ShouldBe(metadata.EnumerateObject().ToDictionary(m => m.Name, m => m.Value.GetString()!), ignoreOrder: true);
                return safe.ReadAll();
        }
    }

    private static string Text(object? value) => value switch
    {
        JsonElement { ValueKind: JsonValueKind.Null } or null => "null",
        JsonElement { ValueKind: JsonValueKind.Number } number => number.GetDouble().ToString(CultureInfo.InvariantCulture),
        IFormattable number => Convert.ToDouble(number, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture),
        _ => value.ToString()!,
    };

    private static List<JsonElement> Cases() =>
        [.. JsonDocument.Parse(File.ReadAllBytes(TestData.Fixture("formats", "expected.json"))).RootElement.EnumerateArray()];
}
