using Anneal.Tensors;

namespace Anneal.Models.Trees;

/// <summary>Trees as named tensors, the form in which weights are stored, and back.</summary>
public static class TreeTensors
{
    /// <summary>The ensemble's parts: <c>value</c>, <c>left</c>, <c>set</c>, <c>column</c>, <c>kind</c> and <c>missing_left</c> have one number per node; <c>roots</c>, <c>sets</c> and <c>start</c> go with them.</summary>
    /// <param name="trees">The trees.</param>
    /// <param name="prefix">Stands before every name.</param>
    public static Dictionary<string, Tensor> ToTensors(TreeEnsemble trees, string prefix = "trees.")
    {
        Dictionary<string, Tensor> tensors = new(StringComparer.Ordinal);
        int count = trees.Nodes.Length;
        float[] value = new float[count];
        int[] left = new int[count], set = new int[count], column = new int[count];
        byte[] kind = new byte[count], missingLeft = new byte[count];
        for (int i = 0; i < count; i++)
        {
            TreeNode node = trees.Nodes[i];
            (value[i], left[i], set[i], column[i]) = (node.Value, node.Left, node.Set, node.Column);
            (kind[i], missingLeft[i]) = ((byte)node.Kind, node.MissingLeft ? (byte)1 : (byte)0);
        }

        Add("value", value);
        Add("left", left);
        Add("set", set);
        Add("column", column);
        Add("kind", kind);
        Add("missing_left", missingLeft);
        Add("roots", trees.Roots.ToArray());
        Add("sets", Array.ConvertAll(trees.Sets.ToArray(), word => unchecked((int)word)));
        Add("start", trees.Start.ToArray());
        return tensors;

        void Add<T>(string name, T[] values)
            where T : unmanaged => tensors.Add(prefix + name, Tensor.From(values, [values.Length]));
    }

    /// <summary>The trees that such tensors hold.</summary>
    /// <param name="tensors">May hold others too.</param>
    /// <param name="columns">Columns of a row.</param>
    /// <param name="prefix">Stands before every name.</param>
    /// <exception cref="ArgumentException">A tensor is missing or of another type or length, or the nodes are no trees.</exception>
    public static TreeEnsemble FromTensors(IReadOnlyDictionary<string, Tensor> tensors, int columns, string prefix = "trees.")
    {
        float[] value = Read<float>("value");
        int count = value.Length;
        int[] left = Read<int>("left", count), set = Read<int>("set", count), column = Read<int>("column", count);
        byte[] kind = Read<byte>("kind", count), missingLeft = Read<byte>("missing_left", count);
        TreeNode[] nodes = new TreeNode[count];
        for (int i = 0; i < count; i++)
        {
            if ((uint)column[i] > ushort.MaxValue) throw new ArgumentException($"The trees' node {i} looks at column {column[i]}.", nameof(tensors));
            nodes[i] = new TreeNode(value[i], left[i], set[i], (ushort)column[i], (TreeNodeKind)kind[i], missingLeft[i] != 0);
        }

        return new TreeEnsemble(columns, nodes, Read<int>("roots"), Array.ConvertAll(Read<int>("sets"), word => unchecked((uint)word)), Read<float>("start"));

        T[] Read<T>(string name, int length = -1)
            where T : unmanaged
        {
            if (!tensors.TryGetValue(prefix + name, out Tensor? tensor)) throw new ArgumentException($"The stored trees lack '{prefix}{name}'.", nameof(tensors));
            if (tensor.DType != DTypeFacts.Of<T>() || tensor.Rank != 1 || (length >= 0 && tensor.ElementCount != length)) throw new ArgumentException($"The trees' tensor '{prefix}{name}' has another type or length than the others.", nameof(tensors));
            return tensor.AsReadOnlySpan<T>().ToArray();
        }
    }
}
