namespace Anneal.Tensors.Tests.Operations;

/// <summary>An n-dimensional array of doubles for the naive references: nothing but loops over indices.</summary>
public sealed class Grid
{
    public Grid(double[] values, int[] dims)
    {
        if (values.Length != Count(dims)) throw new ArgumentException($"{values.Length} values for {Count(dims)} places.");
        Values = values;
        Dims = dims;
    }

    public double[] Values { get; }

    public int[] Dims { get; }

    public double this[params int[] index]
    {
        get => Values[Place(index)];
        set => Values[Place(index)] = value;
    }

    public static Grid Scalar(double value) => new([value], []);

    /// <summary>Every index of the shape in row-major order, and what stands there.</summary>
    public static Grid Build(int[] dims, Func<int[], double> at)
    {
        var grid = new Grid(new double[Count(dims)], dims);
        grid.Walk((index, place) => grid.Values[place] = at(index));
        return grid;
    }

    public void Walk(Action<int[], int> visit)
    {
        var index = new int[Dims.Length];
        for (int place = 0; place < Values.Length; place++)
        {
            visit(index, place);
            for (int axis = Dims.Length - 1; axis >= 0 && ++index[axis] == Dims[axis]; axis--) index[axis] = 0;
        }
    }

    public Grid Map(Func<double, double> f) => new([.. Values.Select(f)], Dims);

    /// <summary>f of pairs of elements, shapes aligned at the right and lengths of 1 stretched.</summary>
    public static Grid Zip(Grid a, Grid b, Func<double, double, double> f)
    {
        int rank = Math.Max(a.Dims.Length, b.Dims.Length);
        var dims = new int[rank];
        for (int i = 0; i < rank; i++)
        {
            int da = Aligned(a, i, rank), db = Aligned(b, i, rank);
            dims[i] = da == 1 ? db : da;
        }
        return Build(dims, index => f(a.At(index), b.At(index)));
    }

    /// <summary>The element at an index of a shape that this one is stretched to.</summary>
    public double At(int[] index)
    {
        int added = index.Length - Dims.Length, place = 0;
        for (int i = 0; i < Dims.Length; i++) place = (place * Dims[i]) + (Dims[i] == 1 ? 0 : index[i + added]);
        return Values[place];
    }

    /// <summary>f of the list of elements along axes (none means all), in row-major order.</summary>
    public Grid Reduce(int[] axes, bool keep, Func<double[], double> f)
    {
        int rank = Dims.Length;
        bool[] reduced = [.. Enumerable.Range(0, rank).Select(i => axes.Length == 0 || axes.Contains(i) || axes.Contains(i - rank))];
        int[] kept = [.. Dims.Select((d, i) => reduced[i] ? 1 : d)];
        var groups = new List<double>[Count(kept)];
        for (int i = 0; i < groups.Length; i++) groups[i] = [];
        Walk((index, place) =>
        {
            int group = 0;
            for (int i = 0; i < rank; i++) group = (group * kept[i]) + (reduced[i] ? 0 : index[i]);
            groups[group].Add(Values[place]);
        });
        int[] dims = keep ? kept : [.. Dims.Where((_, i) => !reduced[i])];
        return new Grid([.. groups.Select(g => f([.. g]))], dims);
    }

    /// <summary>f of each line of elements along an axis: as many come back as the axis is to have.</summary>
    public Grid AlongAxis(int axis, Func<double[], double[]> f)
    {
        if (axis < 0) axis += Dims.Length;
        int inner = Count(Dims[(axis + 1)..]), n = Dims[axis], outer = Count(Dims[..axis]);
        var lines = new double[outer * inner][];
        for (int o = 0; o < outer; o++)
            for (int i = 0; i < inner; i++)
                lines[(o * inner) + i] = f([.. Enumerable.Range(0, n).Select(k => Values[(((o * n) + k) * inner) + i])]);
        int length = lines.Length == 0 ? n : lines[0].Length;
        int[] dims = [.. Dims];
        dims[axis] = length;
        var values = new double[outer * length * inner];
        for (int o = 0; o < outer; o++)
            for (int k = 0; k < length; k++)
                for (int i = 0; i < inner; i++) values[(((o * length) + k) * inner) + i] = lines[(o * inner) + i][k];
        return new Grid(values, dims);
    }

    /// <summary>[…, m, k] times [.., k, n], batches stretched.</summary>
    public static Grid Product(Grid a, Grid b)
    {
        int k = a.Dims[^1], rank = Math.Max(a.Dims.Length, b.Dims.Length);
        var dims = new int[rank];
        for (int i = 0; i < rank - 2; i++) dims[i] = Math.Max(Aligned(a, i, rank), Aligned(b, i, rank));
        dims[^2] = a.Dims[^2];
        dims[^1] = b.Dims[^1];
        return Build(dims, index =>
        {
            double sum = 0;
            for (int p = 0; p < k; p++) sum += a.At([.. index[..^1], p]) * b.At([.. index[..^2], p, index[^1]]);
            return sum;
        });
    }

    public static int Count(ReadOnlySpan<int> dims)
    {
        int count = 1;
        foreach (int d in dims) count *= d;
        return count;
    }

    private static int Aligned(Grid x, int axis, int rank)
    {
        int own = axis - (rank - x.Dims.Length);
        return own < 0 ? 1 : x.Dims[own];
    }

    private int Place(int[] index)
    {
        int place = 0;
        for (int i = 0; i < Dims.Length; i++) place = (place * Dims[i]) + index[i];
        return place;
    }
}
