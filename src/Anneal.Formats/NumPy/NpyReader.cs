using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>Reads one .npy array into a tensor of its own memory.</summary>
internal static unsafe class NpyReader
{
    public static Tensor Read(ByteReader reader)
    {
        NpyHeader header = NpyHeader.Read(reader);
        Shape stored = header.Fortran ? Shape.Of([.. header.Shape.Reverse()]) : header.Shape;
        Tensor tensor = Tensor.Uninitialized(stored, header.Type.Widened());
        try
        {
            ReadElements(reader, header, tensor);
            reader.Finish();
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
        if (!header.Fortran || stored.Rank < 2) return tensor;
        using (Gradients.NoGrad())
        using (tensor)
        using (Tensor turned = tensor.Permute([.. Enumerable.Range(0, stored.Rank).Reverse()]))
            return turned.Clone(); // first axis fastest in the file, last axis fastest here
    }

    private static void ReadElements(ByteReader reader, NpyHeader header, Tensor tensor)
    {
        const int Chunk = 8192;
        int size = header.Type.Size(), wide = tensor.DType.Size();
        Span<byte> buffer = stackalloc byte[Chunk];
        long count = tensor.ElementCount;
        for (long done = 0; done < count; done += Chunk / size)
        {
            int now = (int)Math.Min(Chunk / size, count - done);
            reader.Read(buffer[..(now * size)]);
            fixed (byte* from = buffer)
            {
                if (!StoredElements.Copy(from, now, header.Type, header.BigEndian, tensor.Address + (done * wide)))
                    throw reader.Bad("an unsigned number is 2^63 or more, which no tensor here can hold.", "Convert it in Python with astype('int64') or astype('float64') before saving.");
            }
        }
    }
}
