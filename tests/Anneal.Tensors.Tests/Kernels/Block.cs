using System.Runtime.InteropServices;

namespace Anneal.Tensors.Tests.Kernels;

/// <summary>Native memory for a kernel under test, with marked bytes on both sides that must not change.</summary>
internal sealed unsafe class Block<T> : IDisposable
    where T : unmanaged
{
    private const int Guard = 64;
    private readonly byte* memory;

    public Block(int length)
    {
        Length = length;
        memory = (byte*)NativeMemory.AlignedAlloc((nuint)(ByteLength + (2 * Guard)), 64);
        new Span<byte>(memory, ByteLength + (2 * Guard)).Fill(0xA5);
        Span.Clear();
    }

    public Block(ReadOnlySpan<T> values)
        : this(values.Length) => values.CopyTo(Span);

    public int Length { get; }

    public T* Pointer => (T*)(memory + Guard);

    public Span<T> Span => new(Pointer, Length);

    private int ByteLength => Length * sizeof(T);

    public T this[int index]
    {
        get => Span[index];
        set => Span[index] = value;
    }

    public void Dispose()
    {
        bool intact = !new Span<byte>(memory, Guard).ContainsAnyExcept((byte)0xA5)
            && !new Span<byte>(memory + Guard + ByteLength, Guard).ContainsAnyExcept((byte)0xA5);
        NativeMemory.AlignedFree(memory);
        intact.ShouldBeTrue("the kernel wrote outside its output");
    }
}
