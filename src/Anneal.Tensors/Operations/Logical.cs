using System.Numerics.Tensors;

namespace Anneal.Tensors.Operations;

/// <summary>And, or, exclusive or and not of truth values.</summary>
internal static unsafe class Logical
{
    internal enum Kind
    {
        And,
        Or,
        ExclusiveOr,
    }

    public static Tensor Apply(Kind kind, Tensor a, Tensor b)
    {
        RequireBool(a, kind.ToString());
        RequireBool(b, kind.ToString());
        Shape shape = Pointwise.BroadcastShape(a.Shape, b.Shape, kind.ToString());
        Tensor left = a.Expand(shape).Packed(), right = b.Expand(shape).Packed(), y = Tensor.Uninitialized(shape, DType.Bool);
        int length = checked((int)shape.ElementCount);
        var p = new ReadOnlySpan<byte>(left.Address, length);
        var q = new ReadOnlySpan<byte>(right.Address, length);
        var to = new Span<byte>(y.Address, length);
        switch (kind)
        {
            case Kind.And: TensorPrimitives.BitwiseAnd(p, q, to); break;
            case Kind.Or: TensorPrimitives.BitwiseOr(p, q, to); break;
            default: TensorPrimitives.Xor(p, q, to); break;
        }
        GC.KeepAlive(left);
        GC.KeepAlive(right);
        return y;
    }

    public static Tensor Not(Tensor x)
    {
        RequireBool(x, nameof(Not));
        Tensor source = x.Packed(), y = Tensor.Uninitialized(x.Shape, DType.Bool);
        int length = checked((int)x.ElementCount);
        TensorPrimitives.Xor(new ReadOnlySpan<byte>(source.Address, length), (byte)1, new Span<byte>(y.Address, length));
        GC.KeepAlive(source);
        return y;
    }

    public static void RequireBool(Tensor x, string name)
    {
        if (x.DType != DType.Bool) throw new ArgumentException($"{name} works on truth values, not on a {x.DType} tensor of shape {x.Shape}: compare it first, as in x > 0.");
    }
}
