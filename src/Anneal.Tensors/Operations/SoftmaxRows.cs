namespace Anneal.Tensors.Operations;

/// <summary>The kernels of softmax and its logarithm over the last axis. Nothing here is recorded.</summary>
internal static unsafe class SoftmaxRows
{
    public static Tensor Forward(Tensor x, bool log)
    {
        string name = log ? nameof(LogSoftmax) : nameof(Softmax);
        if (!x.DType.IsDifferentiable()) throw new NotSupportedException($"{name} doesn't work on {x.DType}, here of shape {x.Shape}: convert with To().");
        Tensor source = x.Packed(), y = Tensor.Uninitialized(x.Shape, x.DType);
        if (x.DType == DType.Float32) Forward(source.Pointer<float>(), y.Pointer<float>(), x, log);
        else Forward(source.Pointer<double>(), y.Pointer<double>(), x, log);
        GC.KeepAlive(source);
        return y;
    }

    /// <summary>The result may take the gradient's place in memory.</summary>
    public static Tensor Backward(Tensor gradient, Tensor y, bool log)
    {
        Tensor incoming = gradient.Packed(), output = y.Packed();
        Tensor result = gradient.IsExclusive ? gradient : Tensor.Uninitialized(y.Shape, y.DType);
        if (y.DType == DType.Float32) Backward(incoming.Pointer<float>(), output.Pointer<float>(), result.Pointer<float>(), y, log);
        else Backward(incoming.Pointer<double>(), output.Pointer<double>(), result.Pointer<double>(), y, log);
        GC.KeepAlive(incoming);
        GC.KeepAlive(output);
        return result;
    }

    private static void Forward<T>(T* x, T* y, Tensor shaped, bool log)
        where T : unmanaged
    {
        long n = shaped.Shape[-1], rows = n == 0 ? 0 : shaped.ElementCount / n;
        if (log) Kernels.Softmax.LogForward(x, y, rows, n);
        else Kernels.Softmax.Forward(x, y, rows, n);
    }

    private static void Backward<T>(T* gradient, T* y, T* result, Tensor shaped, bool log)
        where T : unmanaged
    {
        long n = shaped.Shape[-1], rows = n == 0 ? 0 : shaped.ElementCount / n;
        if (log) Kernels.Softmax.LogBackward(gradient, y, result, rows, n);
        else Kernels.Softmax.Backward(gradient, y, result, rows, n);
    }
}
