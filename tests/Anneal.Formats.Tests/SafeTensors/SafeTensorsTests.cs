using System.Buffers.Binary;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using Anneal.Tensors;

namespace Anneal.Formats.Tests;

public sealed class SafeTensorsTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void EveryKindOfTensorComesBack()
    {
        Dictionary<string, Tensor> tensors = Expect.AllKinds();
        string path = scratch.Path("all.safetensors");
        SafeTensors.Write(path, tensors, new Dictionary<string, string> { ["format"] = "pt", ["note"] = "模型 \"1\"\n" });
        SafeTensorsFile file = SafeTensors.Open(path);
        Expect.Same(file.ReadAll(), tensors);
        file.Metadata["note"].ShouldBe("模型 \"1\"\n");
        file.Contains("scalar").ShouldBeTrue();
        file.TryGetEntry("float32", out SafeTensorEntry? entry).ShouldBeTrue();
        entry.ToString().ShouldBe("float32 F32 [2, 3]");
        entry.DType.ShouldBe(DType.Float32);
        entry.Bytes.ShouldBe(24);
    }

    [Fact]
    public void NothingAtAllComesBack()
    {
        string path = scratch.Path("none.safetensors");
        SafeTensors.Write(path, new Dictionary<string, Tensor>());
        File.ReadAllBytes(path).ShouldBe([8, 0, 0, 0, 0, 0, 0, 0, .. "{}      "u8]);
        SafeTensors.Open(path).ReadAll().ShouldBeEmpty();
    }

    [Fact]
    public void EqualContentsGiveEqualBytes()
    {
        Dictionary<string, Tensor> tensors = Expect.AllKinds();
        SafeTensors.Write(scratch.Path("a"), tensors);
        SafeTensors.Write(scratch.Path("b"), tensors.Reverse().ToDictionary());
        File.ReadAllBytes(scratch.Path("b")).AsSpan().SequenceEqual(File.ReadAllBytes(scratch.Path("a"))).ShouldBeTrue();
    }

    [Fact]
    public void TheWriterAlignsEveryTensor()
    {
        string path = scratch.Path("aligned");
        SafeTensors.Write(path, Expect.AllKinds());
        SafeTensorsFile file = SafeTensors.Open(path);
        foreach (SafeTensorEntry entry in file.Entries)
            Should.Throw<InvalidOperationException>(() => file[entry.Name].Fill(1)).Message.ShouldContain("read-only"); // looks into the file: no copy was needed
    }

    [Fact]
    public void UnalignedTensorsAreCopied()
    {
        string path = Make("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} """, [0, 0, 128, 63, 0, 0, 0, 64]);
        Tensor tensor = SafeTensors.Open(path)["a"];
        tensor.ToArray().ShouldBe([1f, 2f]);
        tensor.Fill(3).ToArray().ShouldBe([3f, 3f]);
    }

    [Fact]
    public void NarrowIntegersWiden()
    {
        string path = Make(
            """{"i8":{"dtype":"I8","shape":[2],"data_offsets":[0,2]},"u16":{"dtype":"U16","shape":[1],"data_offsets":[2,4]},"i16":{"dtype":"I16","shape":[],"data_offsets":[4,6]},"u32":{"dtype":"U32","shape":[1],"data_offsets":[6,10]},"u64":{"dtype":"U64","shape":[1],"data_offsets":[10,18]},"bool":{"dtype":"BOOL","shape":[2],"data_offsets":[18,20]}}""",
            [255, 1, 255, 255, 254, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 127, 7, 0]);
        SafeTensorsFile file = SafeTensors.Open(path);
        file["i8"].ToArray<int>().ShouldBe([-1, 1]);
        file["i8"].DType.ShouldBe(DType.Int32);
        file["u16"].ToArray<int>().ShouldBe([65535]);
        file["i16"].Item<int>().ShouldBe(-2);
        file["u32"].ToArray<long>().ShouldBe([uint.MaxValue]);
        file["u64"].ToArray<long>().ShouldBe([long.MaxValue]);
        file["bool"].ToArray<bool>().ShouldBe([true, false]);
        file["bool"].AsReadOnlySpan<bool>().ToArray().Select(b => Unsafe.As<bool, byte>(ref b)).ShouldBe([1, 0]);
    }

    [Fact]
    public void ATensorThatCannotBeReadLeavesTheOthers()
    {
        string path = Make(
            """{"good":{"dtype":"U8","shape":[2],"data_offsets":[0,2]},"f8":{"dtype":"F8_E4M3","shape":[2],"data_offsets":[2,4]},"f4":{"dtype":"F4","shape":[4],"data_offsets":[4,6]},"deep":{"dtype":"U8","shape":[1,1,1,1,1,1,1,1,1],"data_offsets":[6,7]},"long":{"dtype":"U8","shape":[0,9999999999],"data_offsets":[7,7]},"product":{"dtype":"U8","shape":[0,2000000000,2000000000,2000000000],"data_offsets":[7,7]},"u64":{"dtype":"U64","shape":[1],"data_offsets":[7,15]}}""",
            [1, 2, 3, 4, 5, 6, 7, 255, 255, 255, 255, 255, 255, 255, 255]);
        SafeTensorsFile file = SafeTensors.Open(path);
        file["good"].ToArray<byte>().ShouldBe([1, 2]);
        Expect.Refused(() => file.Read("f8")).Reason.ShouldContain("F8_E4M3");
        Expect.Refused(() => file.Read("f4"));
        Expect.Refused(() => file.Read("deep")).Reason.ShouldContain("9 axes");
        Expect.Refused(() => file.Read("long")).Reason.ShouldContain("9999999999");
        Expect.Refused(() => file.Read("product"));
        Expect.Refused(() => file.Read("u64")).Reason.ShouldContain("2^63");
        Expect.Refused(() => file.ReadAll());
        Should.Throw<KeyNotFoundException>(() => file["bad"]).Message.ShouldContain("'good'");
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"F32","shape":[1],"data_offsets":[2,6]},"c":{"dtype":"U8","shape":[2],"data_offsets":[6,8]}}""", "inside another")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[2],"data_offsets":[6,8]}}""", "before it end at 4")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "before it end at 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "4 bytes follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", "the file holds 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8,8]}}""", "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,99999999999999999999]}}""", "whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}}""", "whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":["2"],"data_offsets":[0,8]}}""", "whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":2,"data_offsets":[0,8]}}""", "a list")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "takes 12 bytes")]
    [InlineData("""{"a":{"dtype":"F4","shape":[15],"data_offsets":[0,8]}}""", "whole byte")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,8]}}""", "more bytes than any file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387906],"data_offsets":[0,8]}}""", "more bytes than any file")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9223372036854775807,9223372036854775807,9223372036854775807],"data_offsets":[0,8]}}""", "more bytes than any file")]
    [InlineData("""{"a":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}""", "'F33' is unknown")]
    [InlineData("""{"a":{"dtype":32,"shape":[2],"data_offsets":[0,8]}}""", "dtype")]
    [InlineData("""{"a":{"shape":[2],"data_offsets":[0,8]}}""", "missing")]
    [InlineData("""{"a":{"dtype":"F32","data_offsets":[0,8]}}""", "missing")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2]}}""", "missing")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "twice")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],"extra":1}}""", "'extra'")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "twice")]
    [InlineData("""{"a":{"dtype":"U8","shape":[8],"data_offsets":[0,8]},"\u0061":{"dtype":"U8","shape":[0],"data_offsets":[8,8]}}""", "twice")]
    [InlineData("""{"a":[]}""", "an object")]
    [InlineData("""{"a":null}""", "an object")]
    [InlineData("""{"__metadata__":{"a":1}}""", "not a text")]
    [InlineData("""{"__metadata__":{"a":"1","a":"2"}}""", "twice")]
    [InlineData("""{"__metadata__":{},"__metadata__":{}}""", "twice")]
    [InlineData("""{"__metadata__":[]}""", "an object of texts")]
    [InlineData("""{"\ud800":{"dtype":"U8","shape":[8],"data_offsets":[0,8]}}""", "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[[[[[2]]]]]],"data_offsets":[0,8]}}""", "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8],}}""", "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}} x""", "JSON")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}{}""", "JSON")]
    [InlineData("""{/**/}""", "JSON")]
    [InlineData("""{""", "JSON")]
    [InlineData(""" {}""", "'{'")]
    [InlineData("""[]""", "'{'")]
    [InlineData("", "'{'")]
    public void MalformedHeadersAreRefused(string header, string says) =>
        Expect.Refused(() => SafeTensors.Open(Make(header, new byte[8]))).Message.ShouldContain(says);

    [Fact]
    public void DeepNestingIsRefused() =>
        Expect.Refused(() => SafeTensors.Open(Make("{\"a\":" + new string('[', 1_000_000), [])));

    [Fact]
    public void TextThatIsNotUtf8IsRefused()
    {
        byte[] header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}}"u8.ToArray();
        header[2] = 0xFF;
        Expect.Refused(() => SafeTensors.Open(Make(header, []))).Reason.ShouldContain("UTF-8");
    }

    [Theory]
    [InlineData(100_000_001UL)]
    [InlineData(99_999_999UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData(1UL << 63)]
    [InlineData(17UL)]
    public void AHeaderLongerThanTheFileIsRefused(ulong length)
    {
        var bytes = new byte[24];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        Expect.Refused(() => SafeTensors.Open(scratch.File("huge", bytes)), mostBytes: 100_000).Place.ShouldBe("byte 0");
    }

    [Fact]
    public void EveryTruncationIsRefused()
    {
        string path = scratch.Path("whole");
        SafeTensors.Write(path, Expect.AllKinds());
        byte[] whole = File.ReadAllBytes(path);
        for (int length = 0; length < whole.Length; length++)
        {
            string cut = scratch.File("cut", whole.AsSpan(0, length));
            Expect.Refused(() => SafeTensors.Open(cut));
        }
    }

    [Fact]
    public void MutatedFilesAreReadOrRefused()
    {
        SafeTensors.Write(scratch.Path("all"), Expect.AllKinds(), new Dictionary<string, string> { ["format"] = "pt" });
        new MutationFuzzer(scratch, path => _ = SafeTensors.Open(path).ReadAll()).Run([File.ReadAllBytes(scratch.Path("all"))]);
    }

    [Fact]
    public void AFailedWriteLeavesTheOldFileAndNothingElse()
    {
        string path = scratch.Path("kept");
        SafeTensors.Write(path, new Dictionary<string, Tensor> { ["a"] = Tensor.Ones([4]) });
        byte[] before = File.ReadAllBytes(path);
        Tensor gone = Tensor.Ones([4]);
        gone.Dispose();
        Should.Throw<ObjectDisposedException>(() => SafeTensors.Write(path, new Dictionary<string, Tensor> { ["a"] = Tensor.Ones([1 << 20]), ["b"] = gone }));
        File.ReadAllBytes(path).ShouldBe(before);
        Directory.GetFiles(scratch.Folder).ShouldBe([path]);
    }

    [Fact]
    public void AnOpenFileCanBeReplaced()
    {
        string path = scratch.Path("replaced");
        SafeTensors.Write(path, new Dictionary<string, Tensor> { ["a"] = Tensor.Ones([4]) });
        Tensor old = SafeTensors.Open(path)["a"];
        SafeTensors.Write(path, new Dictionary<string, Tensor> { ["a"] = Tensor.Zeros([4]) });
        old.ToArray().ShouldBe([1f, 1, 1, 1]);
        SafeTensors.Open(path)["a"].ToArray().ShouldBe([0f, 0, 0, 0]);
    }

    [Fact]
    public void NamesThatTheFormatCannotHoldAreRefused()
    {
        string path = scratch.Path("names");
        Should.Throw<ArgumentException>(() => SafeTensors.Write(path, new Dictionary<string, Tensor> { ["__metadata__"] = Tensor.Ones([1]) }));
        Should.Throw<ArgumentException>(() => SafeTensors.Write(path, new Dictionary<string, Tensor> { ["a\ud800"] = Tensor.Ones([1]) }));
        Directory.GetFiles(scratch.Folder).ShouldBeEmpty();
    }

    [Fact]
    public void ALargeFileOpensWithoutBeingRead()
    {
        const int Count = 125_000_000;
        string header = $$$"""{"a":{"dtype":"F32","shape":[{{{Count}}}],"data_offsets":[0,{{{4L * Count}}}]}}""";
        string path = Make(header.PadRight((header.Length + 7) & ~7), []);
        using (FileStream stream = File.OpenWrite(path)) stream.SetLength(stream.Length + (4L * Count)); // sparse: takes no disk
        long allocated = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        Tensor tensor = SafeTensors.Open(path)["a"];
        watch.ElapsedMilliseconds.ShouldBeLessThan(200);
        (GC.GetAllocatedBytesForCurrentThread() - allocated).ShouldBeLessThan(100_000);
        tensor.Slice(0, Count - 2).ToArray().ShouldBe([0f, 0f]);
    }

    [Fact]
    public void TheMapGoesWithTheLastTensor()
    {
        if (!File.Exists("/proc/self/maps")) Assert.Skip("Needs /proc/self/maps to see what is mapped.");
        string path = scratch.Path("mapped");
        SafeTensors.Write(path, new Dictionary<string, Tensor> { ["a"] = Tensor.Ones([4]) });
        ReadOne(path);
        for (int i = 0; i < 10 && IsMapped(path); i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        IsMapped(path).ShouldBeFalse();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void ReadOne(string path)
    {
        Tensor tensor = SafeTensors.Open(path)["a"].Slice(0, 1, 3);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        IsMapped(path).ShouldBeTrue(); // a view alone keeps it
        tensor.ToArray().ShouldBe([1f, 1f]);
    }

    private static bool IsMapped(string path) => File.ReadAllText("/proc/self/maps").Contains(path, StringComparison.Ordinal);

    private string Make(string header, byte[] data) => Make(Encoding.UTF8.GetBytes(header), data);

    private string Make(byte[] header, byte[] data)
    {
        var length = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return scratch.File("made.safetensors", [.. length, .. header, .. data]);
    }
}
