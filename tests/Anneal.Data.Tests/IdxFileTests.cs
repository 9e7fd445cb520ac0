using System.IO.Compression;
using Anneal.Data.Messages;
using Anneal.Data.Sources;
using Anneal.Tensors;

namespace Anneal.Data.Tests;

public sealed class IdxFileTests : IDisposable
{
    private readonly string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(path);

    [Fact]
    public void Bytes_and_numbers_keep_their_values_and_shape()
    {
        Tensor bytes = Read([0, 0, 0x08, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 255]);
        bytes.DType.ShouldBe(DType.UInt8);
        bytes.Shape.ShouldBe([2, 3]);
        bytes.ToArray<byte>().ShouldBe([1, 2, 3, 4, 5, 255]);
        Read([0, 0, 0x09, 1, 0, 0, 0, 2, 0xFF, 7]).ToArray<int>().ShouldBe([-1, 7]);
        Read([0, 0, 0x0B, 1, 0, 0, 0, 1, 0xFF, 0xFE]).ToArray<int>().ShouldBe([-2]);
        Read([0, 0, 0x0C, 1, 0, 0, 0, 1, 0, 0, 1, 0]).ToArray<int>().ShouldBe([256]);
        Read([0, 0, 0x0D, 1, 0, 0, 0, 1, 0x3F, 0x80, 0, 0]).ToArray<float>().ShouldBe([1f]);
        Read([0, 0, 0x0E, 1, 0, 0, 0, 1, 0xBF, 0xF0, 0, 0, 0, 0, 0, 0]).ToArray<double>().ShouldBe([-1.0]);
    }

    [Fact]
    public void A_packed_file_is_unpacked()
    {
        using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest)) packed.Write([0, 0, 0x08, 1, 0, 0, 0, 2, 8, 9]);
        IdxFile.Read(path).ToArray<byte>().ShouldBe([8, 9]);
    }

    [Theory]
    [InlineData(new byte[] { }, "not an IDX")]
    [InlineData(new byte[] { 0, 0, 8 }, "not an IDX")]
    [InlineData(new byte[] { 1, 0, 8, 1, 0, 0, 0, 1, 5 }, "not an IDX")]
    [InlineData(new byte[] { 0, 0, 0x33, 1, 0, 0, 0, 1, 5 }, "0x33")]
    [InlineData(new byte[] { 0, 0, 8, 0 }, "0 axes")]
    [InlineData(new byte[] { 0, 0, 8, 200, 0, 0, 0, 1 }, "200 axes")]
    [InlineData(new byte[] { 0, 0, 8, 2, 0, 0, 0, 1 }, "not an IDX")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 9, 1, 2 }, "9 bytes")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0, 0, 0, 1, 1, 2 }, "1 bytes")]
    [InlineData(new byte[] { 0, 0, 8, 1, 0xFF, 0xFF, 0xFF, 0xFF, 1 }, "2 GiB")]
    [InlineData(new byte[] { 0, 0, 14, 3, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF }, "2 GiB")]
    [InlineData(new byte[] { 0x1F, 0x8B, 8, 0, 1, 2, 3 }, "not an IDX")]
    [InlineData(new byte[] { 0x1F, 0x8B, 9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12 }, "read")]
    public void A_broken_file_is_named_with_its_reason(byte[] content, string reason)
    {
        var mistake = Should.Throw<UserErrorException>(() => Read(content));
        mistake.Reason.English.ShouldContain(reason);
        mistake.Reason.Chinese.ShouldNotBeNullOrEmpty();
        mistake.Place!.Value.File.ShouldBe(path);
    }

    [Fact]
    public void A_header_that_promises_much_costs_nothing()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Should.Throw<UserErrorException>(() => Read([0, 0, 8, 1, 0x7F, 0, 0, 0, 1]));
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1 << 20);
    }

    [Fact]
    public void A_missing_file_is_the_users_mistake() => Should.Throw<UserErrorException>(() => IdxFile.Read(path)).Reason.English.ShouldContain(path);

    private Tensor Read(byte[] content)
    {
        File.WriteAllBytes(path, content);
        return IdxFile.Read(path);
    }
}
