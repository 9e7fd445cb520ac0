using Anneal.Tensors.Kernels;

namespace Anneal.Tensors.Tests.Kernels;

public sealed unsafe class ScratchTests
{
    [Fact]
    public void NestedRentsAreApartAndAligned()
    {
        using Scratch.Lease outer = Scratch.Rent(1000);
        using Scratch.Lease inner = Scratch.Rent(1000);
        ((nuint)outer.Pointer % 64).ShouldBe((nuint)0);
        ((nuint)inner.Pointer % 64).ShouldBe((nuint)0);
        Math.Abs(outer.Pointer - inner.Pointer).ShouldBeGreaterThanOrEqualTo(1000);
    }

    [Fact]
    public void TheSameBufferComesBack()
    {
        byte* first, second;
        using (Scratch.Lease lease = Scratch.Rent(5000)) first = lease.Pointer;
        using (Scratch.Lease lease = Scratch.Rent(4000)) second = lease.Pointer;
        (first == second).ShouldBeTrue();
    }
}
