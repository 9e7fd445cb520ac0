using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Operations;

/// <summary>Rows of a table [count, size] by their numbers: ids […] become […, size].</summary>
internal sealed class EmbeddingLookup : Node
{
    private int? paddingIndex;

    /// <param name="paddingIndex">A row that gets no gradient.</param>
    /// <exception cref="ArgumentException">An id is out of range, or the ids aren't integers.</exception>
    public static Tensor Apply(Tensor table, Tensor ids, int? paddingIndex = null)
    {
        if (table.Rank != 2) throw new ArgumentException($"Embedding: the table must have shape [count, size], not {table.Shape}.");
        table = table.Contiguous();
        Tensor rows = Labels.Checked(ids, table.Shape[0], "Embedding", "id");
        Span<int> dims = stackalloc int[ids.Rank + 1];
        ids.Shape.Dims.CopyTo(dims);
        dims[^1] = table.Shape[1];
        Tensor y = Tensor.Uninitialized(Shape.Of(dims), table.DType);
        switch (table.DType)
        {
            case DType.Float32: Gather<float>(table, rows, y); break;
            case DType.Float64: Gather<double>(table, rows, y); break;
            case DType.Float16 or DType.BFloat16: Gather<ushort>(table, rows, y); break;
            default: throw new NotSupportedException($"Embedding works on floats, not on a table of {table.DType}.");
        }
        if (Gradients.Needed(table))
        {
            var node = new EmbeddingLookup { paddingIndex = paddingIndex };
            node.Save(table, rows);
            node.Record(y, table);
        }
        return y;
    }

    protected override void Backward(Tensor gradient)
    {
        Tensor table = Load(0), rows = Load(1);

        // A table that is also the output layer's weight has a gradient already: these few rows are added to it.
        if (PendingGradient(0) is { } sum)
        {
            sum.MarkChanged("gradient accumulation");
            Scatter.AddTo(sum, gradient, rows, paddingIndex);
            return;
        }
        Send(0, Scatter.Apply(gradient, rows, table.Shape, paddingIndex));
    }

    private static unsafe void Gather<T>(Tensor table, Tensor rows, Tensor y)
        where T : unmanaged
    {
        Kernels.Embedding.Gather((T*)table.Address, rows.Pointer<long>(), (T*)y.Address, rows.ElementCount, table.Shape[1]);
        GC.KeepAlive(table);
    }

    /// <summary>The other way: rows are added to the rows of a table of zeros.</summary>
    private sealed class Scatter : Node
    {
        private int? paddingIndex;

        public static Tensor Apply(Tensor rows, Tensor ids, Shape table, int? paddingIndex)
        {
            Tensor y = Tensor.Zeros(table, rows.DType);
            AddTo(y, rows, ids, paddingIndex);
            if (Gradients.Needed(rows))
            {
                var node = new Scatter { paddingIndex = paddingIndex };
                node.Save(ids);
                node.Record(y, rows);
            }
            return y;
        }

        public static void AddTo(Tensor sums, Tensor rows, Tensor ids, int? paddingIndex)
        {
            rows = rows.Contiguous();
            if (rows.DType == DType.Float32) Add<float>(rows, ids, sums, paddingIndex);
            else Add<double>(rows, ids, sums, paddingIndex);
        }

        protected override void Backward(Tensor gradient)
        {
            if (paddingIndex is { } padding)
            {
                Tensor keep = Tensor.Ones([gradient.Shape[0], 1], gradient.DType);
                keep.Select(0, padding).Fill(0);
                gradient *= keep;
            }
            Send(0, EmbeddingLookup.Apply(gradient, Load(0)));
        }

        private static unsafe void Add<T>(Tensor rows, Tensor ids, Tensor y, int? paddingIndex)
            where T : unmanaged
        {
            Kernels.Embedding.ScatterAdd(rows.Pointer<T>(), ids.Pointer<long>(), y.Pointer<T>(), ids.ElementCount, y.Shape[1], paddingIndex ?? -1);
            GC.KeepAlive(rows);
        }
    }
}
