using Anneal.Tensors.Kernels;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors;

/// <summary>A constant matrix of weights <c>[rows, columns]</c> in a <see cref="BlockFormat"/>: in memory of its own, or where a mapped file has it.</summary>
/// <remarks>
/// Products read the blocks as they are. A few rows of activations are rounded to bytes (32 to a scale) and multiplied with the codes; many rows, and whatever
/// is recorded for gradients, are multiplied with dequantised panels in float32.
/// </remarks>
public sealed unsafe class QuantizedMatrix
{
    private readonly object owner;

    private QuantizedMatrix(byte* pointer, object owner, int rows, int columns, BlockFormat format)
    {
        Pointer = pointer;
        this.owner = owner;
        Rows = rows;
        Columns = columns;
        Format = format;
        RowBytes = format.BytesOf(columns);
    }

    /// <summary>Rows: the outputs of a linear layer, the ids of an embedding.</summary>
    public int Rows { get; }

    /// <summary>Columns: the inputs of a linear layer, the size of an embedding. Whole blocks.</summary>
    public int Columns { get; }

    /// <summary>How the rows are stored.</summary>
    public BlockFormat Format { get; }

    /// <summary><c>[rows, columns]</c>.</summary>
    public Shape Shape => Shape.Of(Rows, Columns);

    /// <summary>Bytes of all rows.</summary>
    public long Bytes => RowBytes * Rows;

    internal byte* Pointer { get; }

    internal long RowBytes { get; }

    /// <summary>Rounds a matrix of floats into memory of its own.</summary>
    /// <param name="weight">Finite numbers, <c>[rows, columns]</c>.</param>
    /// <param name="format">How to store them.</param>
    /// <exception cref="ArgumentException">It is no matrix, or its rows don't make whole blocks.</exception>
    public static QuantizedMatrix From(Tensor weight, BlockFormat format)
    {
        if (weight.Rank != 2) throw new ArgumentException($"A matrix has two axes, not the shape {weight.Shape}.", nameof(weight));
        using var scope = new TensorScope();
        Tensor numbers;
        using (Gradients.NoGrad()) numbers = weight.To(DType.Float32).Contiguous();
        byte[] bytes = GC.AllocateUninitializedArray<byte>(checked((int)(format.BytesOf(weight.Shape[1]) * weight.Shape[0])), pinned: true);
        format.Quantize(numbers.AsReadOnlySpan<float>(), bytes);
        fixed (byte* first = bytes) return new QuantizedMatrix(first, bytes, weight.Shape[0], weight.Shape[1], format);
    }

    /// <summary>Looks into memory that <paramref name="owner"/> keeps alive, such as a mapped file.</summary>
    internal static QuantizedMatrix Borrow(byte* pointer, long bytes, object owner, int rows, int columns, BlockFormat format)
    {
        if (checked(format.BytesOf(columns) * rows) > bytes) throw new ArgumentException($"{bytes} bytes can't hold a {format} matrix [{rows}, {columns}].");
        return new QuantizedMatrix(pointer, owner, rows, columns, format);
    }

    /// <summary>The matrix as float32, <c>[rows, columns]</c>.</summary>
    public Tensor Dequantize()
    {
        Tensor result = Tensor.Uninitialized(Shape);
        BlockFormatFacts.DequantizeAll(Format, Pointer, result.Pointer<float>(), result.ElementCount);
        GC.KeepAlive(this);
        return result;
    }

    /// <summary>Some rows as float32: ids <c>[…]</c> become <c>[…, columns]</c>.</summary>
    /// <param name="ids">Integers from 0 to <see cref="Rows"/> - 1.</param>
    /// <exception cref="ArgumentException">An id is out of range, or they aren't integers.</exception>
    public Tensor Gather(Tensor ids)
    {
        Tensor rows = Operations.Labels.Checked(ids, Rows, "Embedding", "id");
        Tensor result = Tensor.Uninitialized(Shape.Of([.. ids.Shape.Dims, Columns]));
        WorkerPool.ForRange(rows.ElementCount, Elementwise.RowsPerGrain(Columns), new GatherJob(this.Format, Pointer, RowBytes, Columns, rows.Pointer<long>(), result.Pointer<float>()));
        GC.KeepAlive(rows);
        GC.KeepAlive(this);
        return result;
    }

    /// <summary>x · Wᵀ + bias: <c>[…, columns]</c> becomes <c>[…, rows]</c>. Gradients go to x and the bias.</summary>
    /// <exception cref="ArgumentException">The shapes don't fit each other.</exception>
    public Tensor Multiply(Tensor x, Tensor? bias = null) => Operations.QuantizedLinear.Apply(x, this, bias);

    /// <inheritdoc/>
    public override string ToString() => $"{Format} [{Rows}, {Columns}] in {owner.GetType().Name}";

    private readonly struct GatherJob(BlockFormat format, byte* from, long rowBytes, int columns, long* ids, float* to) : IRangeJob
    {
        private readonly byte* from = from;
        private readonly long* ids = ids;
        private readonly float* to = to;

        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++) BlockFormatFacts.DequantizeRow(format, from + (ids[i] * rowBytes), to + (i * columns), columns);
        }
    }
}
