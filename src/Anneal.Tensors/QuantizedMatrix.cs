using Anneal.Tensors.Kernels;
using Anneal.Tensors.Threading;

namespace Anneal.Tensors;

/// <summary>A constant matrix of weights <c>[rows, columns]</c> in a <see cref="BlockFormat"/>: in memory of its own, or where a mapped file has it.</summary>
/// <remarks>
/// Products round the activations to bytes (32 to a scale) and multiply them with the codes; what is recorded for gradients, and many rows of most formats, is
/// multiplied with dequantised panels in float32. Q8_0 and Q4_0 are laid out anew as they are read, eight rows between each other, which is twice as fast
/// as the blocks of a file; the other formats are used where they lie.
/// </remarks>
public sealed unsafe class QuantizedMatrix
{
    private const int Alignment = 64;

    /// <summary>Bytes of blocks that are read at a time.</summary>
    private const long ReadTogether = 1 << 20;

    private const int PanelsPerPart = 8;

    private readonly object owner;

    /// <summary>Reads some bytes of the blocks, from an offset on.</summary>
    internal delegate void BlockReader(long offset, Span<byte> blocks);

    private QuantizedMatrix(byte* pointer, object owner, int rows, int columns, BlockFormat format, bool panels = false)
    {
        Pointer = pointer;
        this.owner = owner;
        Rows = rows;
        Columns = columns;
        Format = format;
        RowBytes = format.BytesOf(columns);
        PanelBytes = panels ? PanelLayout.PanelBytes(format, columns) : 0;
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

    /// <summary>Bytes of a panel of eight rows; 0 where the rows' blocks lie one after another.</summary>
    internal nint PanelBytes { get; }

    internal StoredRows Stored => new() { Format = Format, Pointer = Pointer, Columns = Columns, RowBytes = (nint)RowBytes, PanelBytes = PanelBytes };

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
        if (PanelLayout.Takes(format)) return Read((offset, blocks) => bytes.AsSpan(checked((int)offset), blocks.Length).CopyTo(blocks), weight.Shape[0], weight.Shape[1], format);
        fixed (byte* first = bytes) return new QuantizedMatrix(first, bytes, weight.Shape[0], weight.Shape[1], format);
    }

    /// <summary>Reads a matrix of a format that <see cref="PanelLayout"/> takes into memory of its own.</summary>
    internal static QuantizedMatrix Read(BlockReader read, int rows, int columns, BlockFormat format)
    {
        nint rowBytes = (nint)format.BytesOf(columns), panelBytes = PanelLayout.PanelBytes(format, columns);
        ulong[] memory = GC.AllocateUninitializedArray<ulong>(checked((int)((PanelLayout.Bytes(format, rows, columns) / sizeof(ulong)) + (Alignment / sizeof(ulong)))), pinned: true);
        byte* panels = (byte*)(((nuint)System.Runtime.CompilerServices.Unsafe.AsPointer(ref memory[0]) + Alignment - 1) & ~(nuint)(Alignment - 1));
        int together = (int)Math.Min(rows, Math.Max(1, ReadTogether / (rowBytes * PanelLayout.Rows)) * PanelLayout.Rows);
        using Scratch.Lease lease = Scratch.Rent(together * rowBytes);
        for (int row = 0; row < rows; row += together)
        {
            int count = Math.Min(together, rows - row);
            read(row * rowBytes, new Span<byte>(lease.Pointer, checked((int)(count * rowBytes))));
            WorkerPool.ForRange(
                (count + PanelLayout.Rows - 1) / PanelLayout.Rows, PanelsPerPart, new PanelJob(format, lease.Pointer, rowBytes, count, columns, panels + (row / PanelLayout.Rows * panelBytes), panelBytes));
        }
        return new QuantizedMatrix(panels, memory, rows, columns, format, panels: true);
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
        Dequantize(0, Rows, result.Pointer<float>());
        return result;
    }

    /// <summary>Some rows that follow each other as floats.</summary>
    internal void Dequantize(int first, int count, float* to)
    {
        if (PanelBytes == 0) BlockFormatFacts.DequantizeAll(Format, Pointer + (first * RowBytes), to, (long)count * Columns);
        else WorkerPool.ForRange(count, Elementwise.RowsPerGrain(Columns), new RowsJob(Stored, first, to));
        GC.KeepAlive(this);
    }

    /// <summary>Some rows as float32: ids <c>[…]</c> become <c>[…, columns]</c>.</summary>
    /// <param name="ids">Integers from 0 to <see cref="Rows"/> - 1.</param>
    /// <exception cref="ArgumentException">An id is out of range, or they aren't integers.</exception>
    public Tensor Gather(Tensor ids)
    {
        Tensor rows = Operations.Labels.Checked(ids, Rows, "Embedding", "id");
        Tensor result = Tensor.Uninitialized(Shape.Of([.. ids.Shape.Dims, Columns]));
        WorkerPool.ForRange(rows.ElementCount, Elementwise.RowsPerGrain(Columns), new GatherJob(Stored, rows.Pointer<long>(), result.Pointer<float>()));
        GC.KeepAlive(rows);
        GC.KeepAlive(this);
        return result;
    }

    /// <summary>x · Wᵀ + bias: <c>[…, columns]</c> becomes <c>[…, rows]</c>. Gradients go to x and the bias.</summary>
    /// <exception cref="ArgumentException">The shapes don't fit each other.</exception>
    public Tensor Multiply(Tensor x, Tensor? bias = null) => Operations.QuantizedLinear.Apply(x, this, bias);

    /// <inheritdoc/>
    public override string ToString() => $"{Format} [{Rows}, {Columns}] in {owner.GetType().Name}";

    private readonly struct GatherJob(StoredRows from, long* ids, float* to) : IRangeJob
    {
        private readonly StoredRows from = from;
        private readonly long* ids = ids;
        private readonly float* to = to;

        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++) from.Dequantize(ids[i], to + (i * from.Columns));
        }
    }

    private readonly struct RowsJob(StoredRows from, int first, float* to) : IRangeJob
    {
        private readonly StoredRows from = from;
        private readonly float* to = to;

        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++) from.Dequantize(first + i, to + (i * from.Columns));
        }
    }

    private readonly struct PanelJob(BlockFormat format, byte* blocks, nint rowBytes, int rows, int columns, byte* panels, nint panelBytes) : IRangeJob
    {
        private readonly byte* blocks = blocks;
        private readonly byte* panels = panels;

        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++)
                PanelLayout.Pack(format, blocks + (i * PanelLayout.Rows * rowBytes), rowBytes, (int)Math.Min(PanelLayout.Rows, rows - (i * PanelLayout.Rows)), columns, panels + (i * panelBytes));
        }
    }
}
