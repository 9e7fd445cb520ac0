using Anneal.Tensors;

namespace Anneal.Formats;

/// <summary>The elements of a tensor as the bytes of a file: row-major, little-endian.</summary>
internal static unsafe class TensorBytes
{
    public static void Write(Stream stream, Tensor tensor)
    {
        using var scope = new TensorScope();
        Tensor rows;
        using (Gradients.NoGrad()) rows = tensor.Contiguous();
        const int Chunk = 1 << 26;
        long bytes = rows.ElementCount * rows.DType.Size();
        for (long done = 0; done < bytes; done += Chunk)
            stream.Write(new ReadOnlySpan<byte>(rows.Address + done, (int)Math.Min(Chunk, bytes - done)));
        GC.KeepAlive(rows);
    }
}
