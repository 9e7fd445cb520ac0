using System.IO.Compression;
using System.Text;
using Anneal.Tensors;
using Anneal.Tests;
using static Anneal.Formats.Tests.PickleText;

namespace Anneal.Formats.Tests;

public sealed class TorchFileTests : IDisposable
{
    private readonly Scratch scratch = new();

    public static TheoryData<string> Fixtures => ["state_dict_zip.pt", "state_dict_legacy.pt", "nested_zip.pt", "nested_legacy.pt", "tensors_zip.pt", "tensors_legacy.pt"];

    public void Dispose() => scratch.Dispose();

    [Fact]
    public void ATensorSavedAloneHasNoName() => Read(Pickle(Good())).Tensors[""].ToArray().ShouldBe([1f, 2, 3, 4]);

    [Fact]
    public void StridesAndOffsetsAreThoseOfTheFile()
    {
        TorchFile file = Read(Pickle(Dictionary(
            Text("transposed"), Tensor(Storage("0", 10), 1, [2, 3], [1, 2]),
            Text("repeated"), Tensor(Storage("0", 10), 9, [2, 2], [0, 0]),
            Text("scalar"), Tensor(Storage("0", 10), 7, [], []),
            Text("empty"), Tensor(Storage("0", 10), 99, [0, 5], [1, 1]))));
        file.Tensors["transposed"].ToArray().ShouldBe([1f, 3, 5, 2, 4, 6]);
        file.Tensors["repeated"].ToArray().ShouldBe([9f, 9, 9, 9]);
        file.Tensors["scalar"].Item().ShouldBe(7);
        file.Tensors["empty"].Shape.ShouldBe([0, 5]);
    }

    [Fact]
    public void TensorsOfOneStorageShareTheirMemory()
    {
        TorchFile file = Read(Pickle(List(Tensor(Storage("0", 10), 0, [10], [1]), Tensor(Storage("0", 10), 2, [3], [1]))));
        file.Tensors["1"].Fill(-1);
        file.Tensors["0"].ToArray().ShouldBe([0f, 1, -1, -1, -1, 5, 6, 7, 8, 9]);
    }

    [Fact]
    public void BigEndianNumbersAreTurned() =>
        TorchFile.ReadStateDict(scratch.File("big.pt", Zip(Pickle(Good()), "big")))[""].ToArray().ShouldBe([1f, 2, 3, 4]);

    [Fact]
    public void NewerFormsOfTensorsAreRead()
    {
        byte[] untyped = [.. Tuple(Text("storage"), Class("torch.storage", "UntypedStorage"), Text("0"), Text("cpu"), Int(40)), (byte)'Q'];
        byte[] v3 = Call(Class("torch._utils", "_rebuild_tensor_v3"), untyped, Int(1), Tuple(Int(2)), Tuple(Int(1)), [0x89], Dictionary(), Class("torch", "float32"), None);
        byte[] old = Call(Class("torch._utils", "_rebuild_tensor"), Storage("0", 10), Int(3), Tuple(Int(2)), Tuple(Int(1)));
        Read(Pickle(v3)).Tensors[""].ToArray().ShouldBe([1f, 2]);
        Read(Pickle(old)).Tensors[""].ToArray().ShouldBe([3f, 4]);
    }

    [Fact]
    public void PlainValuesAreKept()
    {
        TorchFile file = Read(Pickle(Dictionary(
            Text("size"), Call(Class("torch", "Size"), Tuple(Int(2), Int(3))), Text("device"), Call(Class("torch", "device"), Text("cuda"), Int(1)),
            Text("dtype"), Class("torch", "float16"), Int(-5), None, Text("long"), [0x8a, 9, 0, 0, 0, 0, 0, 0, 0, 0, 1])));
        file.Values["size.0"].ShouldBe(2L);
        file.Values["device"].ShouldBe("cuda:1");
        file.Values["dtype"].ShouldBe("torch.float16");
        file.Values["-5"].ShouldBeNull();
        file.Values["long"].ShouldBe(System.Numerics.BigInteger.Pow(2, 64));
        file.Tensors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("os", "system")]
    [InlineData("posix", "system")]
    [InlineData("builtins", "eval")]
    [InlineData("__builtin__", "getattr")]
    [InlineData("torch.storage", "_load_from_bytes")]
    [InlineData("torch._utils", "_rebuild_tensor_v2\0")]
    [InlineData("torch", "_utils._rebuild_tensor_v2x")]
    [InlineData("", "")]
    public void CodeIsRefusedByName(string module, string name)
    {
        ModelFileException error = Expect.Refused(() => Read(Pickle(Call(Class(module, name), Text("echo owned")))));
        error.Reason.ShouldContain(name.TrimEnd('\0'));
        error.Remedy.ShouldContain("state_dict");
        byte[] byStack = [.. Text(module), .. Text(name), 0x93];
        Expect.Refused(() => Read(Pickle(Call(byStack, Text("echo owned")))));
    }

    [Theory]
    [InlineData((byte)'P')] // PERSID
    [InlineData((byte)'i')] // INST
    [InlineData((byte)'o')] // OBJ
    [InlineData((byte)0x82)] // EXT1
    [InlineData((byte)0x92)] // NEWOBJ_EX
    [InlineData((byte)0x97)] // NEXT_BUFFER
    [InlineData((byte)'S')] // STRING
    [InlineData((byte)0xFF)]
    public void OtherOpcodesAreRefused(byte opcode)
    {
        ModelFileException error = Expect.Refused(() => Read(Pickle(Good(), [opcode])));
        error.Reason.ShouldContain($"0x{opcode:x2}");
        error.Place.ShouldStartWith("data.pkl, byte ");
    }

    public static TheoryData<string> BadPickles => [.. Bad().Keys];

    [Theory]
    [MemberData(nameof(BadPickles))]
    public void SenselessPicklesAreRefused(string what) => Expect.Refused(() => Read(Bad()[what]));

    [Fact]
    public void NestedListsDoNotMultiply()
    {
        // Each list holds the one before ten times over: 10^20 items, if they were laid out.
        byte[] bomb = List();
        for (int i = 0; i < 20; i++)
            bomb = [.. bomb, (byte)'q', (byte)i, (byte)'0', .. List([.. Enumerable.Repeat(new byte[] { (byte)'h', (byte)i }, 10)])];
        Expect.Refused(() => Read(Pickle(bomb)), mostBytes: 50_000_000).Reason.ShouldContain("nested so often");
    }

    [Fact]
    public void AListInItselfIsRefused()
    {
        byte[] loop = [(byte)']', (byte)'q', 0, (byte)'h', 0, (byte)'a'];
        Expect.Refused(() => Read(Pickle(loop))).Reason.ShouldContain("deep");
    }

    [Fact]
    public void DeepNestingIsRefusedWithoutOverflow() =>
        Expect.Refused(() => Read(Pickle([.. Enumerable.Repeat((byte)']', 100_000), .. Enumerable.Repeat((byte)'a', 99_999)])), mostBytes: 30_000_000).Reason.ShouldContain("deep");

    [Fact]
    public void MillionsOfValuesAreRefused() =>
        Expect.Refused(() => Read(Pickle([.. Enumerable.Repeat((byte)'N', 1_100_000)])), mostBytes: 40_000_000).Reason.ShouldContain("wait to be used");

    [Fact]
    public void CompressedAndStrangeArchivesAreRefused()
    {
        Expect.Refused(() => TorchFile.Read(scratch.File("deflated.pt", Zip(Pickle(Text(new string('a', 1000))), compress: true)))).Reason.ShouldContain("compressed");
        Expect.Refused(() => TorchFile.Read(scratch.File("middle.pt", Zip(Pickle(Good()), "middle")))).Place.ShouldContain("byteorder");
        Expect.Refused(() => TorchFile.Read(TestData.Fixture("formats", "stored.npz"))).Remedy.ShouldContain("LoadArchive");
        Expect.Refused(() => TorchFile.Read(TestData.Fixture("formats", "tensors.safetensors"))).Remedy.ShouldContain("SafeTensors");
        Expect.Refused(() => TorchFile.Read(scratch.File("pickle.pt", Pickle(Dictionary())))).Reason.ShouldContain("not one that PyTorch wrote");
        Expect.Refused(() => TorchFile.Read(scratch.File("empty.pt", [])));
        Should.Throw<FileNotFoundException>(() => TorchFile.Read(scratch.Path("absent.pt")));
    }

    [Fact]
    public void TheFirstFormIsRead()
    {
        byte[] storages = [.. Pickle(Int(1)), .. Pickle(Tuple(Int(7), Text("cpu"), Class("torch", "FloatStorage"))), .. BitConverter.GetBytes(10L), .. Floats(), .. Pickle(List(Tuple(Int(8), Int(7), Int(4), Int(6))))];
        byte[] Described(long key, long storage, long[] numbers) =>
            [.. Pickle(Tuple(Int(key), Int(storage), Class("torch", "FloatTensor"))), .. BitConverter.GetBytes(numbers.Length / 2), 0, 0, 0, 0, .. numbers.SelectMany(BitConverter.GetBytes)];
        byte[] tensors = [.. Pickle(Int(2)), .. Described(20, 7, [2, 2, 1, 2, 3]), .. Described(21, 8, [3, 1, 1])];
        byte[] pickle = Pickle(Dictionary(Text("a"), [.. Int(20), (byte)'Q'], Text("b"), [.. Int(21), (byte)'Q']));
        IReadOnlyDictionary<string, Tensor> read = TorchFile.ReadStateDict(scratch.File("old.pt", Tar(("sys_info", Pickle(Dictionary())), ("pickle", pickle), ("storages", storages), ("tensors", tensors))));
        read["a"].ToArray().ShouldBe([3f, 5, 4, 6]);
        read["b"].ToArray().ShouldBe([5f, 6, 7]);
        Expect.Refused(() => TorchFile.Read(scratch.File("none.pt", Tar(("pickle", pickle), ("storages", storages))))).Reason.ShouldContain("no tensor");
    }

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void EveryTruncationIsRefused(string name)
    {
        byte[] whole = File.ReadAllBytes(TestData.Fixture("formats", name));
        for (int length = 0; length < whole.Length; length++)
        {
            string cut = scratch.File("cut", whole.AsSpan(0, length));
            Expect.Refused(() => TorchFile.Read(cut));
        }
    }

    [Fact]
    public void MutatedFilesAreReadOrRefused() => new MutationFuzzer(scratch, Touch).Run(
        [.. Fixtures.Select(f => File.ReadAllBytes(TestData.Fixture("formats", f.Data))), Tar(("pickle", Pickle(Good())), ("storages", [.. Pickle(Int(1)), .. Pickle(Tuple(Text("0"), Text("cpu"), Class("torch", "FloatStorage"))), .. BitConverter.GetBytes(10L), .. Floats()]))]);

    /// <summary>The archive stays whole, so that every mutation reaches the pickle machine.</summary>
    [Fact]
    public void MutatedPicklesAreReadOrRefused()
    {
        byte[][] pickles = [Inner("tensors_zip.pt"), Inner("nested_zip.pt"), Inner("whole_module_zip.pt"), Pickle(Good()), Pickle(Dictionary(Text("a"), Good(), Text("b"), Tuple(Int(1), None)))];
        new MutationFuzzer(scratch, Touch).Run(pickles, (_, mutated) => Zip(mutated));
    }

    private static byte[] Inner(string fixture)
    {
        using ZipArchive zip = ZipFile.OpenRead(TestData.Fixture("formats", fixture));
        using Stream stream = zip.Entries.Single(e => e.Name == "data.pkl").Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    /// <summary>Reads every element too: one outside of its memory would show here.</summary>
    private static void Touch(string path)
    {
        foreach (Tensor tensor in TorchFile.Read(path).Tensors.Values)
            if (tensor.ElementCount < 100_000) tensor.ToArray<double>();
    }

    private static byte[] Good() => Tensor(Storage("0", 10), 1, [2, 2], [2, 1]);

    private static Dictionary<string, byte[]> Bad()
    {
        byte[] v2 = Class("torch._utils", "_rebuild_tensor_v2"), ordered = Call(Class("collections", "OrderedDict"));
        return new Dictionary<string, byte[]>
        {
            ["nothing"] = [],
            ["only an end"] = [(byte)'.'],
            ["no end"] = Good(),
            ["two values"] = Pickle(None, None),
            ["a mark left"] = Pickle([(byte)'('], None),
            ["pop of nothing"] = Pickle([(byte)'0']),
            ["pop through a mark"] = Pickle(None, [(byte)'(', (byte)'0']),
            ["tuple without mark"] = Pickle([(byte)'t']),
            ["memo that is not there"] = Pickle([(byte)'h', 3]),
            ["memo of nothing"] = Pickle([(byte)'q', 3]),
            ["unknown protocol"] = [0x80, 6, (byte)'N', (byte)'.'],
            ["text longer than the file"] = Pickle([(byte)'X', 255, 255, 255, 255]),
            ["text not UTF-8"] = Pickle([(byte)'X', 1, 0, 0, 0, 0xFF]),
            ["class name without end"] = Pickle([(byte)'c', .. Encoding.ASCII.GetBytes(new string('a', 5000))]),
            ["append to none"] = Pickle(None, None, [(byte)'a']),
            ["items of none"] = Pickle(None, None, None, [(byte)'s']),
            ["an odd number of items"] = Pickle(Dictionary(None)),
            ["a key that is a list"] = Pickle(Dictionary(List(), None)),
            ["a call of a text"] = Pickle(Call(Text("os.system"), Text("x"))),
            ["a call of a storage class"] = Pickle(Call(Class("torch", "FloatStorage"))),
            ["a call without a tuple"] = Pickle(v2, None, [(byte)'R']),
            ["attributes of a tensor"] = Pickle(Good(), Dictionary(), [(byte)'b']),
            ["attributes that are no dictionary"] = Pickle(ordered, None, [(byte)'b']),
            ["the class of a stack is a number"] = Pickle(Int(1), Int(2), [0x93]),
            ["a tensor of nothing"] = Pickle(Call(v2)),
            ["a tensor of a text"] = Pickle(Call(v2, Text("x"), Int(0), Tuple(), Tuple(), [0x89], ordered)),
            ["a parameter of a text"] = Pickle(Call(Class("torch._utils", "_rebuild_parameter"), Text("x"), [0x89], ordered)),
            ["an OrderedDict of numbers"] = Pickle(Call(Class("collections", "OrderedDict"), List(Int(1)))),
            ["a reference that is a text"] = Pickle(Text("x"), [(byte)'Q']),
            ["a reference to a module"] = Pickle(Tuple(Text("module"), Text("x")), [(byte)'Q']),
            ["a storage of negative length"] = Pickle(Tensor(Storage("0", -1), 0, [1], [1])),
            ["a storage of unknown type"] = Pickle(Tensor(Storage("0", 10, "QInt8Storage"), 0, [1], [1])),
            ["a storage that is not there"] = Pickle(Tensor(Storage("../0", 10), 0, [1], [1])),
            ["a storage longer than its bytes"] = Pickle(Tensor(Storage("0", 11), 0, [1], [1])),
            ["a storage of impossible length"] = Pickle(Tensor(Storage("0", long.MaxValue), 0, [1], [1])),
            ["a storage of another type"] = Pickle(Tensor(Storage("0", 10, "DoubleStorage"), 0, [1], [1])),
            ["a storage alone"] = Pickle(Storage("0", 10)),
            ["a storage described twice"] = Pickle(List(Tensor(Storage("0", 1), 0, [1], [1]), Tensor(Storage("0", 10), 9, [1], [1]))),
            ["beyond the storage"] = Pickle(Tensor(Storage("0", 10), 7, [2, 2], [2, 1])),
            ["a negative offset"] = Pickle(Tensor(Storage("0", 10), -1, [1], [1])),
            ["an offset beyond"] = Pickle(Tensor(Storage("0", 10), 10, [], [])),
            ["a negative length"] = Pickle(Tensor(Storage("0", 10), 0, [-1], [1])),
            ["a negative stride"] = Pickle(Tensor(Storage("0", 10), 9, [2], [-1])),
            ["a length beyond 32 bits"] = Pickle(Tensor(Storage("0", 10), 0, [1L << 32], [0])),
            ["a product beyond 64 bits"] = Pickle(Tensor(Storage("0", 10), 0, [int.MaxValue, int.MaxValue, int.MaxValue], [0, 0, 0])),
            ["a stride that overflows"] = Pickle(Tensor(Storage("0", 10), 0, [5, 5], [long.MaxValue, long.MaxValue])),
            ["few numbers made huge"] = Pickle(Tensor(Storage("0", 10), 0, [100_000, 100_000], [0, 0])),
            ["too many axes"] = Pickle(Tensor(Storage("0", 10), 0, [1, 1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1, 1])),
            ["strides for other axes"] = Pickle(Tensor(Storage("0", 10), 0, [1, 1], [1])),
            ["a length that is a text"] = Pickle(Call(v2, Storage("0", 10), Int(0), Tuple(Text("1")), Tuple(Int(1)), [0x89], ordered)),
            ["negated numbers"] = Pickle(Call(v2, Storage("0", 10), Int(0), Tuple(Int(1)), Tuple(Int(1)), [0x89], ordered, Dictionary(Text("neg"), [0x88]))),
            ["two values of one name"] = Pickle(Dictionary(Text("a.b"), Good(), Text("a"), Dictionary(Text("b"), Good()))),
            ["a value and a tensor of one name"] = Pickle(Dictionary(Text("a"), Good(), Text("a"), None)),
        };
    }

    private TorchFile Read(byte[] pickle) => TorchFile.Read(scratch.File("made.pt", Zip(pickle)));

    private static byte[] Tar(params (string Name, byte[] Bytes)[] entries)
    {
        var tar = new List<byte>();
        foreach ((string name, byte[] bytes) in entries)
        {
            var header = new byte[512];
            Encoding.ASCII.GetBytes(name, header);
            Encoding.ASCII.GetBytes(Convert.ToString(bytes.Length, 8).PadLeft(11, '0'), header.AsSpan(124));
            header[156] = (byte)'0';
            "ustar\0"u8.CopyTo(header.AsSpan(257));
            tar.AddRange([.. header, .. bytes, .. new byte[(512 - (bytes.Length % 512)) % 512]]);
        }
        return [.. tar, .. new byte[1024]];
    }
}
