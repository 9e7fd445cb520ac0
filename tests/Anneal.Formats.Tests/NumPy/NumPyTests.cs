using System.Buffers.Binary;
using System.Text;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Formats.Tests;

public sealed class NumPyTests : IDisposable
{
    private readonly Scratch scratch = new();

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void EveryKindOfTensorComesBack()
    {
        foreach ((string name, Tensor tensor) in Storable())
        {
            NumPy.Save(scratch.Path($"{name}.npy"), tensor);
            Expect.Same(NumPy.Load(scratch.Path($"{name}.npy")), tensor);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void EveryArchiveComesBack(bool compress)
    {
        string path = scratch.Path("all.npz");
        Dictionary<string, Tensor> tensors = Storable();
        tensors["a/b.c 模"] = Tensor.Zeros([1000]);
        tensors[""] = Tensor.Ones([2]);
        NumPy.SaveArchive(path, tensors, compress);
        Expect.Same(NumPy.LoadArchive(path), tensors);
        byte[] first = File.ReadAllBytes(path);
        NumPy.SaveArchive(path, tensors, compress);
        File.ReadAllBytes(path).AsSpan().SequenceEqual(first).ShouldBeTrue();
    }

    [Theory]
    [InlineData("float32")]
    [InlineData("float64")]
    [InlineData("float16")]
    [InlineData("int64")]
    [InlineData("uint8")]
    [InlineData("bool")]
    [InlineData("scalar")]
    [InlineData("empty")]
    [InlineData("special")]
    public void TheBytesAreThoseThatNumPyWrites(string name)
    {
        string fixture = TestData.Fixture("formats", $"{name}.npy");
        NumPy.Save(scratch.Path("again.npy"), NumPy.Load(fixture));
        File.ReadAllBytes(scratch.Path("again.npy")).ShouldBe(File.ReadAllBytes(fixture));
    }

    [Fact]
    public void LoadedArraysCanBeChanged() =>
        NumPy.Load(TestData.Fixture("formats", "float32.npy")).Fill(1).ToArray().ShouldAllBe(x => x == 1);

    [Fact]
    public void BFloat16CannotBeSaved()
    {
        Should.Throw<ArgumentException>(() => NumPy.Save(scratch.Path("x"), Tensor.Ones([1], DType.BFloat16))).Message.ShouldContain("Float32");
        Directory.GetFiles(scratch.Folder).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", null)]
    [InlineData("{\"shape\":(2L,),\"descr\":'<f4',\"fortran_order\":True}", null)]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,1,1), } ", null)]
    [InlineData("{'descr': '<u8', 'fortran_order': False, 'shape': (1,), }", "2^63")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", "12 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,), }", "4 bytes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2), }", "tuple")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-2,), }", "length")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2.0,), }", "comma")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999999999999999,), }", "length")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (4294967296,), }", "larger than any")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647,2147483647,2147483647), }", "larger than any")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647,2147483647,2), }", "larger than any")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,2), }", "9 axes")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (1 2), }", "comma")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,,), }", "length")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': [2], }", "'('")]
    [InlineData("{'descr': '<f4', 'fortran_order': 0, 'shape': (2,), }", "True or False")]
    [InlineData("{'descr': '<f4', 'fortran_order': False}", "missing")]
    [InlineData("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "twice")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), 'x': 1}", "unknown")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)} + x", "after")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,)", "'}'")]
    [InlineData("{'descr': '<f", "doesn't end")]
    [InlineData("{'de\\x73cr': '<f4', 'fortran_order': False, 'shape': (2,)}", "escape")]
    [InlineData("__import__('os').system('x')", "'{'")]
    [InlineData("{'descr': '<f3', 'fortran_order': False, 'shape': (2,), }", "unknown")]
    [InlineData("{'descr': 'f4', 'fortran_order': False, 'shape': (2,), }", "unknown")]
    [InlineData("{'descr': '|f4', 'fortran_order': False, 'shape': (2,), }", "unknown")]
    [InlineData("{'descr': '', 'fortran_order': False, 'shape': (2,), }", "unknown")]
    [InlineData("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }", "run code")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (2,), }", "structured")]
    [InlineData("{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (2,), }", "dates")]
    [InlineData("", "'{'")]
    public void HeadersAreReadStrictly(string header, string? refusal)
    {
        byte[] text = Encoding.Latin1.GetBytes(header);
        string path = scratch.File("made.npy", [0x93, .. "NUMPY"u8, 1, 0, (byte)text.Length, 0, .. text, 0, 0, 128, 63, 0, 0, 0, 192]);
        if (refusal is null) NumPy.Load(path).ToArray().ShouldBe([1f, -2f]);
        else Expect.Refused(() => NumPy.Load(path)).Message.ShouldContain(refusal);
    }

    [Fact]
    public void WrongBeginningsAreRefused()
    {
        byte[] good = File.ReadAllBytes(TestData.Fixture("formats", "float32.npy"));
        foreach ((int at, byte value, string says) in new[] { (0, (byte)0x92, "begin"), (5, (byte)'X', "begin"), (6, (byte)0, "version 0.0"), (6, (byte)4, "version 4.0"), (7, (byte)1, "version 1.1"), (9, (byte)255, "too long") })
        {
            byte[] bad = [.. good];
            bad[at] = value;
            Expect.Refused(() => NumPy.Load(scratch.File("bad.npy", bad))).Message.ShouldContain(says);
        }
        byte[] huge = [0x93, .. "NUMPY"u8, 2, 0, 255, 255, 255, 127, .. new byte[100]];
        Expect.Refused(() => NumPy.Load(scratch.File("huge.npy", huge)), mostBytes: 200_000);
        Expect.Refused(() => NumPy.Load(TestData.Fixture("formats", "stored.npz"))).Remedy.ShouldContain("LoadArchive");
        Expect.Refused(() => NumPy.LoadArchive(TestData.Fixture("formats", "float32.npy"))).Remedy.ShouldContain("NumPy.Load");
    }

    [Theory]
    [InlineData("float32.npy")]
    [InlineData("stored.npz")]
    [InlineData("deflated.npz")]
    public void EveryTruncationIsRefused(string name)
    {
        byte[] whole = File.ReadAllBytes(TestData.Fixture("formats", name));
        for (int length = 0; length < whole.Length; length++)
        {
            string cut = scratch.File("cut", whole.AsSpan(0, length));
            Expect.Refused(() => Read(cut));
        }
    }

    [Fact]
    public void MutatedArraysAreReadOrRefused() =>
        new MutationFuzzer(scratch, path => NumPy.Load(path)).Run([.. new[] { "float32", "big_endian_fortran", "fortran_3d", "uint64", "version_3", "int8", "records" }.Select(Bytes)]);

    [Fact]
    public void MutatedArchivesAreReadOrRefused() =>
        new MutationFuzzer(scratch, path => NumPy.LoadArchive(path)).Run([Bytes("stored", "npz"), Bytes("deflated", "npz")]);

    [Fact]
    public void AnArchiveLargerThanTheLimitIsRefused()
    {
        string path = scratch.Path("bomb.npz");
        NumPy.SaveArchive(path, new Dictionary<string, Tensor> { ["a"] = Tensor.Zeros([5_000_000]) }, compress: true);
        new FileInfo(path).Length.ShouldBeLessThan(50_000);
        Expect.Refused(() => NumPy.LoadArchive(path, maximumBytes: 1_000_000)).Remedy.ShouldContain("maximumBytes");
        NumPy.LoadArchive(path)["a"].ElementCount.ShouldBe(5_000_000);
    }

    [Fact]
    public void AnArchiveThatClaimsMoreThanItCanHoldIsRefused()
    {
        byte[] bytes = Bytes("deflated", "npz");
        int table = Find(bytes, [(byte)'P', (byte)'K', 1, 2], 0);
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(table + 24), 2_000_000_000);
        Expect.Refused(() => NumPy.LoadArchive(scratch.File("claims.npz", bytes))).Reason.ShouldContain("can't hold");
    }

    [Fact]
    public void EntriesThatShareBytesAreRefused()
    {
        // The second entry of the table is made to point at the first one's data, as zip bombs do.
        string path = scratch.Path("two.npz");
        NumPy.SaveArchive(path, new Dictionary<string, Tensor> { ["a"] = Tensor.Ones([4]), ["b"] = Tensor.Ones([4]) });
        byte[] bytes = File.ReadAllBytes(path);
        int first = Find(bytes, [(byte)'P', (byte)'K', 1, 2], 0), second = Find(bytes, [(byte)'P', (byte)'K', 1, 2], first + 1);
        bytes.AsSpan(first + 42, 4).CopyTo(bytes.AsSpan(second + 42));
        Expect.Refused(() => NumPy.LoadArchive(scratch.File("overlap.npz", bytes))).Reason.ShouldContain("another name");
        bytes[second + 46] = (byte)'a';
        Expect.Refused(() => NumPy.LoadArchive(scratch.File("overlap.npz", bytes))).Reason.ShouldContain("twice");
    }

    [Fact]
    public void ADamagedArrayFailsItsChecksum()
    {
        byte[] bytes = Bytes("stored", "npz");
        int data = Find(bytes, "NUMPY"u8, 0) + 130;
        bytes[data] ^= 1;
        Expect.Refused(() => NumPy.LoadArchive(scratch.File("damaged.npz", bytes))).Reason.ShouldContain("checksum");
    }

    [Fact]
    public void AFailedWriteLeavesTheOldFileAndNothingElse()
    {
        string path = scratch.Path("kept.npz");
        NumPy.SaveArchive(path, new Dictionary<string, Tensor> { ["a"] = Tensor.Ones([4]) });
        byte[] before = File.ReadAllBytes(path);
        Tensor gone = Tensor.Ones([4]);
        gone.Dispose();
        Should.Throw<ObjectDisposedException>(() => NumPy.SaveArchive(path, new Dictionary<string, Tensor> { ["a"] = Tensor.Ones([9]), ["b"] = gone }));
        File.ReadAllBytes(path).ShouldBe(before);
        Directory.GetFiles(scratch.Folder).ShouldBe([path]);
    }

    private static Dictionary<string, Tensor> Storable()
    {
        Dictionary<string, Tensor> tensors = Expect.AllKinds();
        tensors.Remove("bfloat16");
        return tensors;
    }

    private static void Read(string path)
    {
        if (File.ReadAllBytes(path) is [(byte)'P', ..]) NumPy.LoadArchive(path);
        else NumPy.Load(path);
    }

    private static byte[] Bytes(string name) => Bytes(name, "npy");

    private static byte[] Bytes(string name, string extension) => File.ReadAllBytes(TestData.Fixture("formats", $"{name}.{extension}"));

    private static int Find(byte[] bytes, ReadOnlySpan<byte> pattern, int from) => bytes.AsSpan(from).IndexOf(pattern) + from;
}
