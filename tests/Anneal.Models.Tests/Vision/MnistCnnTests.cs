using Anneal.Data.Sources;
using Anneal.Formats;
using Anneal.Nn;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Models.Tests.Vision;

/// <summary>A network that others trained, read from their file: it must classify as well here as it did there.</summary>
public sealed class MnistCnnTests
{
    [Fact]
    public void A_trained_network_reaches_its_accuracy_on_the_test_images()
    {
        string weights = TestData.Shared("data", "weights", "mnist-cnn-burn", "mnist.safetensors");
        using Tensor labels = IdxFile.Read(TestData.Shared("data", "mnist", "t10k-labels-idx1-ubyte.gz"));
        using Tensor images = IdxFile.Read(TestData.Shared("data", "mnist", "t10k-images-idx3-ubyte.gz"));
        var model = new MnistCnn();
        model.LoadStateDict(SafeTensors.Open(weights).ReadAll());
        model.Eval();

        long[] expected = labels.ToArray<long>();
        int right = 0;
        const int batch = 500;
        for (int start = 0; start < expected.Length; start += batch)
        {
            using var scope = new TensorScope();
            using (Gradients.NoGrad())
            {
                Tensor x = ((images.Slice(0, start, start + batch).To(DType.Float32) / 255) - 0.1307) / 0.3081;
                float[] logits = model.Forward(x.Unsqueeze(1)).ToArray();
                if (start == 0)
                {
                    float[] first = [-0.850991f, -1.487414f, -1.255946f, -1.471058f, -1.260210f, -2.134421f, -1.748778f, 8.757072f, -1.589288f, -0.899859f];
                    for (int i = 0; i < first.Length; i++) logits[i].ShouldBe(first[i], 1e-4);
                }
                for (int i = 0; i < batch; i++)
                {
                    ReadOnlySpan<float> row = logits.AsSpan(i * 10, 10);
                    if (System.Numerics.Tensors.TensorPrimitives.IndexOfMax(row) == expected[start + i]) right++;
                }
            }
        }
        right.ShouldBe(9917);
    }

    private sealed class MnistCnn : Module
    {
        private readonly Conv2d conv1, conv2, conv3;
        private readonly Linear fc1, fc2;
        private readonly BatchNorm2d norm1;
        private readonly BatchNorm1d norm2;

        public MnistCnn()
        {
            conv1 = Register("conv1", new Conv2d(1, 8, 3));
            conv2 = Register("conv2", new Conv2d(8, 16, 3));
            conv3 = Register("conv3", new Conv2d(16, 24, 3));
            norm1 = Register("norm1", new BatchNorm2d(24));
            fc1 = Register("fc1", new Linear(11616, 32));
            fc2 = Register("fc2", new Linear(32, 10));
            norm2 = Register("norm2", new BatchNorm1d(10));
        }

        public override Tensor Forward(Tensor input)
        {
            Tensor x = conv3.Forward(conv2.Forward(conv1.Forward(input).Relu()).Relu()).Relu();
            return norm2.Forward(fc2.Forward(fc1.Forward(norm1.Forward(x).Flatten(1)).Relu()));
        }
    }
}
