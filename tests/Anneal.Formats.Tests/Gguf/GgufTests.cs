using System.Buffers.Binary;
using System.Text;
using Anneal.Tensors;

namespace Anneal.Formats.Tests;

public sealed class GgufTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void WhatIsWrittenComesBack()
    {
        string path = scratch.Path("model.gguf");
        Sample().Write(path);
        GgufFile file = GgufFile.Open(path);
        file.Version.ShouldBe(3u);
        file.Metadata.GetText("general.architecture").ShouldBe("llama");
        file.Metadata.GetInteger("llama.block_count").ShouldBe(2);
        file.Metadata.GetNumber("llama.eps").ShouldBe(1e-5f);
        file.Metadata.FindFlag("flag").ShouldBe(true);
        file.Metadata.FindTexts("tokens").ShouldBe(["a", "模型", ""]);
        file.Metadata.FindIntegers("types").ShouldBe([1, -1, 3]);
        file.Metadata.FindNumbers("scores").ShouldBe([0.5f, -1]);
        file.Metadata.FindText("absent").ShouldBeNull();
        file.Metadata.Keys.First().ShouldBe("general.architecture");
        Expect.Same(file.Read("f32"), Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]));
        file.Read("f16").ToArray().ShouldBe([0.5f, -2]);
        file.Read("bf16").ToArray().ShouldBe([0.5f, -2]);
        file.Tensors.Select(t => t.ToString()).ShouldBe(["f32 F32 [2, 3]", "f16 F16 [2]", "bf16 BF16 [2]", "blocks Q8_0 [3, 64]"]);
        float[] blocks = file.Read("blocks").ToArray();
        for (int i = 0; i < blocks.Length; i++) blocks[i].ShouldBe(Wave(i), 0.01f);
        Should.Throw<KeyNotFoundException>(() => file.Read("x")).Message.ShouldContain("'f32'");
        Should.Throw<InvalidOperationException>(() => file.Read("f32").Fill(1)).Message.ShouldContain("read-only");
    }

    [Fact]
    public void TensorsOfAnotherFileAreCopiedAsTheyAre()
    {
        Sample().Write(scratch.Path("a"));
        GgufFile from = GgufFile.Open(scratch.Path("a"));
        var writer = new GgufWriter();
        foreach ((string key, GgufValue value) in from.Metadata) writer.Metadata[key] = value;
        foreach (GgufTensor tensor in from.Tensors) writer.Add(tensor.Name, from, tensor.Name);
        writer.Write(scratch.Path("b"));
        File.ReadAllBytes(scratch.Path("b")).AsSpan().SequenceEqual(File.ReadAllBytes(scratch.Path("a"))).ShouldBeTrue();
    }

    [Fact]
    public void AnErrorNamesTheKey()
    {
        Sample().Write(scratch.Path("a"));
        GgufMetadata metadata = GgufFile.Open(scratch.Path("a")).Metadata;
        Expect.Refused(() => metadata.GetInteger("absent")).Message.ShouldContain("'absent'");
        Expect.Refused(() => metadata.GetText("llama.block_count")).Reason.ShouldBe("it should be a text, but is UInt32.");
        Expect.Refused(() => metadata.FindTexts("types")).Reason.ShouldBe("it should be a list of texts, but is Array of Int32.");
    }

    [Fact]
    public void VersionTwoIsRead()
    {
        string path = scratch.File("v2", new Raw(version: 2).Value("k", 4, [7, 0, 0, 0]).Bytes());
        GgufFile.Open(path).Metadata.GetInteger("k").ShouldBe(7);
    }

    [Theory]
    [InlineData(1u, "version 1")]
    [InlineData(4u, "version 4")]
    [InlineData(0x03000000u, "big-endian")]
    public void OtherVersionsAreRefused(uint version, string reason) =>
        Expect.Refused(() => GgufFile.Open(scratch.File("v", new Raw(version).Bytes()))).Reason.ShouldContain(reason);

    [Fact]
    public void HostileFilesAreRefusedBeforeAnythingIsAllocated()
    {
        (string Reason, Raw File)[] hostile =
        [
            ("18446744073709551615 tensors", new Raw { TensorCount = ulong.MaxValue }),
            ("4294967296 tensors", new Raw { TensorCount = 1UL << 32 }),
            ("9223372036854775808 metadata values", new Raw { ValueCount = 1UL << 63 }),
            ("appears twice", new Raw().Value("k", 7, [1]).Value("k", 7, [0])),
            ("appears twice", new Raw().Tensor("t", [1], 0, 0).Tensor("t", [1], 0, 32).Data(64)),
            ("neither 0 nor 1", new Raw().Value("k", 7, [2])),
            ("type 13 is unknown", new Raw().Value("k", 13, [0])),
            ("goes beyond the end", new Raw().Value("k", 8, Number(ulong.MaxValue))),
            ("goes beyond the end", new Raw().Value("k", 9, [4, 0, 0, 0, .. Number(1UL << 62)])),
            ("goes beyond the end", new Raw().Value("k", 9, [8, 0, 0, 0, .. Number(1UL << 61)])),
            ("goes beyond the end", new Raw().Value("k", 9, [9, 0, 0, 0, .. Number(1UL << 60)])),
            ("more than 4 deep", new Raw().Value("k", 9, Nested(64))),
            ("inside another tensor", new Raw().Tensor("a", [16], 0, 0).Tensor("b", [16], 0, 32).Data(128)),
            ("the file holds 64 after the header", new Raw().Tensor("a", [32], 0, 0).Data(64)),
            ("more than the file has", new Raw().Tensor("a", [4], 0, 1UL << 63).Data(64)),
            ("more than the file has", new Raw().Tensor("a", [int.MaxValue, int.MaxValue, int.MaxValue, int.MaxValue], 0, 0).Data(64)),
            ("more than the file has", new Raw().Tensor("a", [1UL << 30, 1UL << 30, 16], 0, 0).Data(64)), // 2^66 bytes: as 64 bits, 0
            ("a length of 18446744073709551615", new Raw().Tensor("a", [ulong.MaxValue], 0, 0).Data(64)),
            ("a length of 0", new Raw().Tensor("a", [0], 0, 0).Data(64)),
            ("5 axes", new Raw().Tensor("a", [1, 1, 1, 1, 1], 0, 0).Data(64)),
            ("element type 99", new Raw().Tensor("a", [1], 99, 0).Data(64)),
            ("whole blocks of 32", new Raw().Tensor("a", [33], 8, 0).Data(64)),
            ("no multiple of 32", new Raw().Tensor("a", [1], 0, 4).Data(64)),
            ("not a power of two", new Raw().Value("general.alignment", 4, [48, 0, 0, 0])),
            ("not a power of two", new Raw().Value("general.alignment", 4, [0, 0, 0, 0])),
            ("would be 0 bytes long", new Raw().Value("", 7, [1])),
        ];
        foreach ((string reason, Raw file) in hostile)
            Expect.Refused(() => GgufFile.Open(scratch.File("hostile", file.Bytes())), 100_000).Message.ShouldContain(reason);
    }

    [Fact]
    public void TypesThatCannotBeReadAreListedAll()
    {
        string path = scratch.File("iq", new Raw().Tensor("a", [256], 16, 0).Data(96).Bytes());
        GgufFile file = GgufFile.Open(path);
        file.Tensors[0].ToString().ShouldBe("a IQ2_XXS [256]");
        Expect.Refused(() => file.Read("a")).Reason.ShouldContain("IQ2_XXS");
    }

    [Fact]
    public void TheWriterRefusesWhatNobodyCouldRead()
    {
        var writer = new GgufWriter();
        writer.Add("a", Tensor.Zeros([2, 32]), BlockFormat.Q4_0);
        Should.Throw<ArgumentException>(() => writer.Add("a", Tensor.Zeros([2]))).Message.ShouldContain("two tensors");
        Should.Throw<ArgumentException>(() => writer.Add("b", Tensor.Zeros([2, 31]), BlockFormat.Q4_0)).Message.ShouldContain("whole blocks of 32");
        Should.Throw<ArgumentException>(() => writer.Add("b", Tensor.Zeros([1, 1, 1, 1, 1]))).Message.ShouldContain("1 to 4 axes");
        Should.Throw<ArgumentException>(() => writer.Add(new string('n', 64), Tensor.Zeros([1]))).Message.ShouldContain("1 to 63 bytes");
    }

    [Fact]
    public void DamagedFilesAreReadOrRefused()
    {
        Sample().Write(scratch.Path("a"));
        byte[] deep = new Raw().Value("k", 9, Nested(4)).Value("l", 10, Number(5)).Tensor("t", [32], 2, 0).Data(32).Bytes();
        new MutationFuzzer(scratch, path =>
        {
            GgufFile file = GgufFile.Open(path);
            foreach (GgufValue value in file.Metadata.Values) _ = value.ToString();
            foreach (GgufTensor tensor in file.Tensors) _ = file.Read(tensor.Name);
        }).Run([File.ReadAllBytes(scratch.Path("a")), deep]);
    }

    internal static GgufWriter Sample()
    {
        var writer = new GgufWriter();
        writer.Metadata["general.architecture"] = GgufValue.Of("llama");
        writer.Metadata["llama.block_count"] = GgufValue.Of(2u);
        writer.Metadata["llama.eps"] = GgufValue.Of(1e-5f);
        writer.Metadata["flag"] = GgufValue.Of(true);
        writer.Metadata["tokens"] = GgufValue.Of(["a", "模型", ""]);
        writer.Metadata["types"] = GgufValue.Of([1, -1, 3]);
        writer.Metadata["scores"] = GgufValue.Of([0.5f, -1]);
        writer.Add("f32", Tensor.From([1f, 2, 3, 4, 5, 6], [2, 3]));
        writer.Add("f16", Tensor.From([0.5f, -2], [2]), BlockFormat.F16);
        writer.Add("bf16", Tensor.From([0.5f, -2], [2]), BlockFormat.BF16);
        writer.Add("blocks", Tensor.From([.. Enumerable.Range(0, 192).Select(Wave)], [3, 64]), BlockFormat.Q8_0);
        return writer;
    }

    private static float Wave(int i) => MathF.Sin(i);

    private static byte[] Number(ulong number)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, number);
        return bytes;
    }

    /// <summary>A list with one list with one list …, the innermost empty.</summary>
    private static byte[] Nested(int depth)
    {
        var bytes = new List<byte>();
        for (int i = 1; i < depth; i++) bytes.AddRange([9, 0, 0, 0, .. Number(1)]);
        bytes.AddRange([0, 0, 0, 0, .. Number(0)]);
        return [.. bytes];
    }

    /// <summary>A file put together by hand, so that it may lie.</summary>
    private sealed class Raw(uint version = 3)
    {
        private readonly List<byte> values = [];
        private readonly List<byte> tensors = [];
        private int data;

        public ulong TensorCount { get; set; }

        public ulong ValueCount { get; set; }

        public Raw Value(string key, uint type, byte[] content)
        {
            values.AddRange([.. Number((ulong)key.Length), .. Encoding.UTF8.GetBytes(key), (byte)type, 0, 0, 0, .. content]);
            ValueCount++;
            return this;
        }

        public Raw Tensor(string name, ulong[] dims, uint type, ulong offset)
        {
            tensors.AddRange([.. Number((ulong)name.Length), .. Encoding.UTF8.GetBytes(name), (byte)dims.Length, 0, 0, 0]);
            foreach (ulong dim in dims) tensors.AddRange(Number(dim));
            tensors.AddRange([(byte)type, 0, 0, 0, .. Number(offset)]);
            TensorCount++;
            return this;
        }

        public Raw Data(int bytes)
        {
            data = bytes;
            return this;
        }

        public byte[] Bytes()
        {
            var head = new byte[8];
            "GGUF"u8.CopyTo(head);
            BinaryPrimitives.WriteUInt32LittleEndian(head.AsSpan(4), version);
            List<byte> all = [.. head, .. Number(TensorCount), .. Number(ValueCount), .. values, .. tensors];
            while (all.Count % 32 != 0) all.Add(0);
            all.AddRange(new byte[data]);
            return [.. all];
        }
    }
}
