using Anneal.Tensors.Autograd;
using Anneal.Tensors.Memory;

namespace Anneal.Tensors.Tests.Autograd;

public class EngineTests
{
    private static Tensor Parameter(params double[] values)
    {
        Tensor x = Tensor.From(values);
        x.RequiresGradient = true;
        return x;
    }

    [Fact]
    public void A_value_used_twice_gets_both_gradients()
    {
        Tensor x = Parameter(1, 2, 3);
        ((x * x) + x).Sum().Backward();
        x.Gradient!.ToArray<double>().ShouldBe([3, 5, 7]);
    }

    [Fact]
    public void Gradients_add_up_over_backward_passes_until_cleared()
    {
        Tensor x = Parameter(2);
        x.Square().Sum().Backward();
        x.Square().Sum().Backward();
        x.Gradient!.Item<double>().ShouldBe(8);
        x.ClearGradient();
        x.Gradient.ShouldBeNull();
    }

    [Fact]
    public void Nothing_is_recorded_inside_NoGrad()
    {
        Tensor x = Parameter(1);
        using (Gradients.NoGrad())
        {
            (x * x).RequiresGradient.ShouldBeFalse();
        }
        (x * x).RequiresGradient.ShouldBeTrue();
    }

    [Fact]
    public void The_third_derivative_of_a_cube_is_six()
    {
        Tensor x = Parameter(5);
        Tensor y = (x * x * x).Sum();
        Tensor first = Gradients.Of(y, [x], createGraph: true)[0];
        Tensor second = Gradients.Of(first.Sum(), [x], createGraph: true)[0];
        Tensor third = Gradients.Of(second.Sum(), [x])[0];
        first.Item<double>().ShouldBe(75);
        second.Item<double>().ShouldBe(30);
        third.Item<double>().ShouldBe(6);
    }

    [Fact]
    public void A_second_backward_pass_over_a_freed_graph_says_so()
    {
        Tensor x = Parameter(1);
        Tensor y = x.Square().Sum();
        y.Backward();
        Should.Throw<InvalidOperationException>(() => y.Backward()).Message.ShouldContain("retainGraph");
    }

    [Fact]
    public void A_saved_value_changed_in_place_is_noticed_and_named()
    {
        Tensor x = Parameter(1, 2);
        Tensor y = x.Exp();
        Tensor z = (y * y).Sum();
        using (Gradients.NoGrad()) y.Fill(0);
        string message = Should.Throw<InvalidOperationException>(() => z.Backward()).Message;
        message.ShouldContain("Multiply");
        message.ShouldContain("Fill");
    }

    [Fact]
    public void Hooks_see_and_replace_gradients()
    {
        Tensor x = Parameter(3);
        Tensor y = x * 2;
        double seen = 0;
        y.OnGradient(g =>
        {
            seen = g.Item<double>();
            return g * 10;
        });
        y.Sum().Backward();
        seen.ShouldBe(1);
        x.Gradient!.Item<double>().ShouldBe(20);
    }

    [Fact]
    public void A_checkpoint_gives_the_same_gradients()
    {
        Tensor w = Parameter(0.5, -1), x = Parameter(2, 3);
        Tensor F(Tensor v) => (v * w).Tanh() * v;
        F(F(x)).Sum().Backward();
        double[] expectedW = w.Gradient!.ToArray<double>(), expectedX = x.Gradient!.ToArray<double>();
        w.ClearGradient();
        x.ClearGradient();
        Gradients.Checkpoint(F, Gradients.Checkpoint(F, x)).Sum().Backward();
        w.Gradient!.ToArray<double>().ShouldBe(expectedW);
        x.Gradient!.ToArray<double>().ShouldBe(expectedX);
    }

    [Fact]
    public void A_scope_gives_every_buffer_back_and_a_step_takes_no_new_one()
    {
        Tensor w = Tensor.Full([64, 32], 0.01);
        w.RequiresGradient = true;
        Tensor x = Tensor.Full([16, 64], 0.5);
        void Step()
        {
            using var scope = new TensorScope();
            Tensor y = x.MatMul(w).Tanh();
            ((y * y) + y).Mean().Backward();
            using (Gradients.NoGrad()) w.CopyFrom(w - (w.Gradient! * 0.1));
            w.ClearGradient();
        }
        for (int i = 0; i < 3; i++) Step();
        long outstanding = BufferPool.Outstanding, made = BufferPool.NewBuffers;
        for (int i = 0; i < 20; i++) Step();
        BufferPool.Outstanding.ShouldBe(outstanding);
        BufferPool.NewBuffers.ShouldBe(made);
    }

    [Fact]
    public void Steps_of_many_lengths_share_their_large_buffers()
    {
        static void Step(int length)
        {
            using TensorScope scope = new();
            Tensor x = Tensor.Ones([1024, length]);
            Tensor y = x + x;
            _ = y * y;
        }
        Step(1000);
        long made = BufferPool.NewBuffers;
        for (int length = 510; length <= 1000; length += 10) Step(length);
        BufferPool.NewBuffers.ShouldBe(made);
    }

    [Fact]
    public void A_tensor_used_after_its_scope_says_what_to_do()
    {
        Tensor x;
        using (new TensorScope()) x = Tensor.Ones([3]);
        Should.Throw<ObjectDisposedException>(() => x.Sum()).Message.ShouldContain("Keep");
    }
}
