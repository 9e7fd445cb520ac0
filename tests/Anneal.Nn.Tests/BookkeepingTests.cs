using Anneal.Tensors;
using Anneal.Tensors.Autograd;

namespace Anneal.Nn.Tests;

/// <summary>What a step allocates besides its numbers: tensors and nodes are small objects that the garbage collector has to take away.</summary>
public class BookkeepingTests
{
    /// <summary>Bytes for each operation of a step; one that is recorded runs forward and backward, which makes two.</summary>
    private const double Limit = 250;

    [Fact]
    public void A_step_of_a_convolutional_net_stays_below_the_limit()
    {
        var random = new Generator(1);
        var net = new Sequential(
            new Conv2d(1, 4, kernel: 3, padding: 1, generator: random), new BatchNorm2d(4), new Relu(), new MaxPool2d(2), new BasicBlock(4, 8, stride: 2, random), new Flatten(),
            new Linear(8 * 2 * 2, 3, generator: random));
        var loss = new CrossEntropyLoss();
        Tensor images = Initialize.Uniform(Tensor.Zeros([4, 1, 8, 8]), 0, 1, random), labels = Tensor.From([0L, 1, 2, 0], [4]);
        BytesPerOperation(net, new Sgd(net.Parameters(), learningRate: 0.01, momentum: 0.9), () => loss.Forward(net.Forward(images), labels)).ShouldBeLessThan(Limit);
    }

    [Fact]
    public void A_step_of_a_recurrent_net_stays_below_the_limit()
    {
        var random = new Generator(1);
        var net = new Sequential(new Embedding(10, 8, generator: random), new Lstm(8, 8, generator: random), new Flatten(), new Linear(5 * 8, 1, generator: random));
        var loss = new BinaryCrossEntropyWithLogitsLoss();
        Tensor ids = Tensor.From([.. Enumerable.Range(0, 20).Select(i => (long)(i % 10))], [4, 5]), answers = Tensor.From([0f, 1, 1, 0], [4, 1]);
        BytesPerOperation(net, new Adam(net.Parameters()), () => loss.Forward(net.Forward(ids), answers)).ShouldBeLessThan(Limit);
    }

    [Fact]
    public void A_step_of_a_transformer_stays_below_the_limit()
    {
        var random = new Generator(1);
        var net = new Sequential(
            new Embedding(10, 8, generator: random), new TransformerEncoderLayer(8, heads: 2, feedForward: 16, dropout: 0, normFirst: true, generator: random),
            new TransformerEncoderLayer(8, heads: 2, feedForward: 16, dropout: 0, generator: random), new Flatten(), new Linear(6 * 8, 3, generator: random));
        var loss = new CrossEntropyLoss();
        Tensor ids = Tensor.From([.. Enumerable.Range(0, 18).Select(i => (long)(i % 10))], [3, 6]), labels = Tensor.From([0L, 1, 2], [3]);
        BytesPerOperation(net, new AdamW(net.Parameters()), () => loss.Forward(net.Forward(ids), labels)).ShouldBeLessThan(Limit);
    }

    private static double BytesPerOperation(Module net, Optimizer optimizer, Func<Tensor> loss)
    {
        Steps(20);
        long operations = Node.LastSequence, bytes = GC.GetAllocatedBytesForCurrentThread();
        Steps(20);
        bytes = GC.GetAllocatedBytesForCurrentThread() - bytes;
        return bytes / (2.0 * (Node.LastSequence - operations));

        void Steps(int count)
        {
            for (int i = 0; i < count; i++)
            {
                using var scope = new TensorScope();
                net.ZeroGradient();
                loss().Backward();
                optimizer.Step();
            }
        }
    }
}
