using Anneal.Data.Batches;
using Anneal.Data.Sources;
using Anneal.Nn;
using Anneal.Tensors;

Tensor Images(string name) => IdxFile.Read(Path.Combine(args[0], name)).To(DType.Float32) / 255;
Tensor Labels(string name) => IdxFile.Read(Path.Combine(args[0], name)).To(DType.Int64);

var model = new Sequential(new Flatten(), new Linear(784, 128), new Relu(), new Linear(128, 10));
var loss = new CrossEntropyLoss();
var optimizer = new Adam(model.Parameters(), learningRate: 1e-3);
var train = new DataLoader(Images("train-images-idx3-ubyte.gz"), Labels("train-labels-idx1-ubyte.gz"), batchSize: 64, shuffle: true);
for (int epoch = 1; epoch <= 5; epoch++)
    foreach ((Tensor x, Tensor y) in train)
    {
        using var step = new TensorScope(); // optional: this step's memory serves the next
        optimizer.ZeroGradient();
        loss.Forward(model.Forward(x), y).Backward();
        optimizer.Step();
    }
Tensor guesses = model.Eval().Forward(Images("t10k-images-idx3-ubyte.gz")).ArgMax(axis: 1);
Console.WriteLine($"accuracy {guesses.EqualTo(Labels("t10k-labels-idx1-ubyte.gz")).To(DType.Float32).Mean().Item():P2}");
