using System.Formats.Tar;
using System.IO.Compression;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Formats.Tests;

/// <summary>Files that other projects test their importers with, and a real trained network. They lie beside the repository.</summary>
public sealed class SharedDataTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void TheFixturesOfOtherImportersLoad()
    {
        string archive = TestData.Shared("data", "tensor-fixtures", "pt-safetensors-npz-fixtures.tar.gz");
        int files = 0;
        using var tar = new TarReader(new GZipStream(File.OpenRead(archive), CompressionMode.Decompress));
        while (tar.GetNextEntry() is { } entry)
        {
            if (entry.DataStream is null) continue;
            files++;
            string name = Path.GetFileName(entry.Name), path = scratch.Path(name);
            entry.ExtractToFile(path, overwrite: true);
            if (name == "broken.pt")
            {
                Expect.Refused(() => TorchFile.Read(path));
                continue;
            }
            IReadOnlyDictionary<string, Tensor> tensors = Read(path);
            tensors.ShouldNotBeEmpty(name);
            foreach ((string key, Tensor tensor) in tensors)
            {
                double[] values = tensor.ToArray<double>();
                if (Known.TryGetValue($"{name}:{key}", out (string Kind, double[] Values) known))
                {
                    $"{tensor.DType} {tensor.Shape}".ShouldBe(known.Kind, $"{name}:{key}");
                    values.ShouldBe(known.Values, $"{name}:{key}");
                }
                else if (name != "special_values.pt")
                {
                    values.ShouldAllBe(v => Math.Abs(v) < 1e31, $"{name}:{key}"); // random weights; bytes read amiss would be wild
                }
            }
        }
        files.ShouldBe(66);
    }

    /// <summary>Both files are of one architecture, but of two trainings (after 4 and 8 epochs), so that their numbers differ.</summary>
    [Fact]
    public void ARealNetworkIsReadFromBothFormats()
    {
        string folder = TestData.Shared("data", "weights", "mnist-cnn-burn");
        IReadOnlyDictionary<string, Tensor> torch = TorchFile.ReadStateDict(Path.Combine(folder, "mnist.pt"));
        IReadOnlyDictionary<string, Tensor> safe = SafeTensors.Open(Path.Combine(folder, "mnist.safetensors")).ReadAll();
        torch.Select(t => $"{t.Key} {t.Value.DType} {t.Value.Shape}").ShouldBe(safe.Select(t => $"{t.Key} {t.Value.DType} {t.Value.Shape}"), ignoreOrder: true);
        torch.Count.ShouldBe(20);
        torch["fc1.weight"].Shape.ShouldBe([32, 11616]);
        torch["norm1.num_batches_tracked"].Item<long>().ShouldBe(3752);
        safe["norm1.num_batches_tracked"].Item<long>().ShouldBe(7504);
        torch["conv1.weight"].ToArray()[..3].ShouldBe([0.16227687895298004f, -0.23659370839595795f, -0.1827152669429779f]);
        safe["conv1.weight"].ToArray()[..3].ShouldBe([0.1658172607421875f, -0.2239944338798523f, -0.1813577562570572f]);

        string again = scratch.Path("again.safetensors");
        SafeTensors.Write(again, torch);
        Expect.Same(SafeTensors.Open(again).ReadAll(), torch);
    }

    private static Dictionary<string, (string Kind, double[] Values)> Known { get; } = new()
    {
        ["fortran_tensor_3d.pth:tensor_fortran"] = ("Int64 [2, 3, 4]", [.. Enumerable.Range(1, 24)]),
        ["test.pt:test"] = ("Int64 [2, 4]", [1, 2, 3, 4, 5, 6, 7, 8]),
        ["test_with_key.pt:model_state_dict.test"] = ("Int64 [2, 4]", [1, 2, 3, 4, 5, 6, 7, 8]),
        ["test.npz:x"] = ("Int64 [10]", [.. Enumerable.Range(0, 10)]),
        ["test.npz:x_plus_one"] = ("Int64 [10]", [.. Enumerable.Range(1, 10)]),
        ["bfloat16.pt:tensor"] = ("BFloat16 [3]", [1.5, -2.5, 3.5]),
        ["float16.pt:tensor"] = ("Float16 [3]", [1.5, -2.25, 3.125]),
        ["float32.pt:tensor"] = ("Float32 [4]", [1, 2.5, -3.7f, 0]),
        ["float64.pt:tensor"] = ("Float64 [3]", [1.1, 2.2, 3.3]),
        ["int8.pt:tensor"] = ("Int32 [4]", [127, -128, 0, 50]),
        ["int16.pt:tensor"] = ("Int32 [3]", [1000, -2000, 3000]),
        ["int32.pt:tensor"] = ("Int32 [3]", [10, 20, -30]),
        ["int64.pt:tensor"] = ("Int64 [4]", [100, -200, 300, 0]),
        ["uint8.pt:tensor"] = ("UInt8 [4]", [0, 128, 255, 42]),
        ["bool.pt:tensor"] = ("Bool [5]", [1, 0, 1, 1, 0]),
        ["boolean.pt:buffer"] = ("Bool [3]", [1, 0, 1]),
        ["integer.pt:buffer"] = ("Int64 [3]", [1, 2, 3]),
        ["buffer.pt:buffer"] = ("Float32 [3, 3]", [1, 1, 1, 1, 1, 1, 1, 1, 1]),
        ["scalar.pt:tensor"] = ("Float32 []", [42]),
        ["empty.pt:tensor"] = ("Float32 [0]", []),
        ["extreme_values.pt:tensor"] = ("Float32 [4]", [1e-30f, 1e30f, -1e-30f, -1e30f]),
        ["special_values.pt:tensor"] = ("Float32 [5]", [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 0, 1]),
        ["large_shape.pt:tensor"] = ("Float32 [100, 100]", [1, .. new double[5049], 2, .. new double[4948], 3]),
        ["tensor_2d.pt:tensor"] = ("Float32 [3, 2]", [1, 2, 3, 4, 5, 6]),
        ["mixed_types.pt:float64"] = ("Float64 [2]", [1.1, 2.2]),
        ["legacy_uncloned_views.pt:tensor1"] = ("Float32 [10]", [.. Enumerable.Range(10, 10)]),
        ["legacy_uncloned_views.pt:tensor2"] = ("Float32 [10]", [.. Enumerable.Range(50, 10)]),
        ["legacy_with_offsets.pt:tensor3"] = ("Float32 [5]", [3f, 3.1f, 3.2f, 3.3f, 3.4f]),
        ["simple_legacy.pt:bias"] = ("Float32 [2]", [1, 1]),
        ["tar_2d_tensor.tar:matrix"] = ("Float32 [3, 4]", [.. Enumerable.Range(1, 12)]),
        ["tar_float32.tar:tensor"] = ("Float32 [4]", [1, 2.5, -3.7f, 0]),
        ["tar_float64.tar:tensor"] = ("Float64 [3]", [1.1, 2.2, 3.3]),
        ["tar_int64.tar:tensor"] = ("Int64 [4]", [100, -200, 300, 0]),
        ["tar_multi_dtype.tar:double_tensor"] = ("Float64 [2]", [1.111, 2.222]),
        ["tar_multi_dtype.tar:int_tensor"] = ("Int64 [4]", [10, 20, 30, 40]),
        ["tar_weight_bias.tar:weight"] = ("Float32 [2, 3]", [0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.6f]),
        ["tar_weight_bias.tar:bias"] = ("Float32 [2]", [0.01f, 0.02f]),
    };

    private static IReadOnlyDictionary<string, Tensor> Read(string path) => Path.GetExtension(path) switch
    {
        ".npz" => NumPy.LoadArchive(path),
        ".safetensors" => SafeTensors.Open(path).ReadAll(),
        _ => TorchFile.ReadStateDict(path),
    };
}
