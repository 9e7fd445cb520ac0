// A network of two inputs, two hidden values and two outputs, all with sigmoids, learns one example: every number of the
// forward pass, the loss, the gradients and the updates is worked out by hand, printed, and checked against Anneal.
using System.Globalization;
using Anneal.Nn;
using Anneal.Tensors;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
const double Rate = 0.5;
double[] x = [0.8, -0.3], target = [0.9, 0.2];
double[,] w1 = { { 0.5, -0.4 }, { 0.2, 0.9 } }, w2 = { { 0.7, -0.6 }, { -0.1, 0.4 } }; // [to, from]
double[] b1 = [0.1, -0.2], b2 = [0.3, 0.05];

// The same network, for Anneal's gradients.
Tensor tx = Tensor.From(x, [1, 2]), ttarget = Tensor.From(target, [1, 2]);
Tensor tw1 = Parameter(w1), tb1 = Tensor.From(b1, [2]), tw2 = Parameter(w2), tb2 = Tensor.From(b2, [2]);
foreach (Tensor t in (Tensor[])[tw1, tb1, tw2, tb2]) t.RequiresGradient = true;
var optimizer = new Sgd([tw1, tb1, tw2, tb2], Rate);
int differences = 0;

for (int step = 1; step <= 2; step++)
{
    Console.WriteLine($"Step {step}");
    Console.WriteLine("  Forward: z = w · a + b, then a = sigmoid(z) = 1 / (1 + exp(-z))");
    double[] h = Layer("h", w1, b1, x), o = Layer("o", w2, b2, h);

    double loss = 0;
    for (int k = 0; k < 2; k++) loss += 0.5 * Math.Pow(o[k] - target[k], 2);
    Print("loss = ½ Σ (o - target)²", loss);

    Console.WriteLine("  Backward: d = how the loss changes with a neuron's z, from the outputs to the inputs");
    double[] dOut = new double[2], dHidden = new double[2];
    for (int k = 0; k < 2; k++)
    {
        dOut[k] = (o[k] - target[k]) * o[k] * (1 - o[k]);
        Print($"d(o{k + 1}) = (o - target) · o · (1 - o)", dOut[k]);
    }
    for (int j = 0; j < 2; j++)
    {
        dHidden[j] = ((dOut[0] * w2[0, j]) + (dOut[1] * w2[1, j])) * h[j] * (1 - h[j]);
        Print($"d(h{j + 1}) = Σ d(o) · w · h · (1 - h)", dHidden[j]);
    }
    double[,] gw1 = Outer("w1", dHidden, x), gw2 = Outer("w2", dOut, h);
    Console.WriteLine("  The gradient of a bias is its neuron's d.");

    // What Anneal finds by itself.
    optimizer.ZeroGradient();
    Tensor to = (((tx.MatMul(tw1.Transpose(0, 1)) + tb1).Sigmoid()).MatMul(tw2.Transpose(0, 1)) + tb2).Sigmoid();
    Tensor tloss = (to - ttarget).Square().Sum() * 0.5;
    tloss.Backward();
    Check("loss", [loss], tloss);
    Check("w1's gradient", [.. gw1.Cast<double>()], tw1.Gradient!);
    Check("b1's gradient", dHidden, tb1.Gradient!);
    Check("w2's gradient", [.. gw2.Cast<double>()], tw2.Gradient!);
    Check("b2's gradient", dOut, tb2.Gradient!);

    Console.WriteLine($"  Update: w = w - {Rate} · gradient");
    for (int to1 = 0; to1 < 2; to1++)
    {
        for (int from = 0; from < 2; from++)
        {
            w1[to1, from] -= Rate * gw1[to1, from];
            w2[to1, from] -= Rate * gw2[to1, from];
            Print($"w1[{to1 + 1},{from + 1}]", w1[to1, from]);
            Print($"w2[{to1 + 1},{from + 1}]", w2[to1, from]);
        }
        b1[to1] -= Rate * dHidden[to1];
        b2[to1] -= Rate * dOut[to1];
        Print($"b1[{to1 + 1}]", b1[to1]);
        Print($"b2[{to1 + 1}]", b2[to1]);
    }
    optimizer.Step();
    Check("w1", [.. w1.Cast<double>()], tw1);
    Check("b1", b1, tb1);
    Check("w2", [.. w2.Cast<double>()], tw2);
    Check("b2", b2, tb2);
    Console.WriteLine();
}
Console.WriteLine(differences == 0 ? "Every number agrees with Anneal's to 12 digits." : $"{differences} numbers differ.");
return differences == 0 ? 0 : 1;

static Tensor Parameter(double[,] values) => Tensor.From(values);

static double[] Layer(string name, double[,] w, double[] b, double[] input)
{
    double[] output = new double[2];
    for (int j = 0; j < 2; j++)
    {
        double z = (w[j, 0] * input[0]) + (w[j, 1] * input[1]) + b[j];
        output[j] = 1 / (1 + Math.Exp(-z));
        Print($"z({name}{j + 1}) = {w[j, 0]:0.####} · {input[0]:0.####} + {w[j, 1]:0.####} · {input[1]:0.####} + {b[j]:0.####}", z);
        Print($"{name}{j + 1} = sigmoid(z)", output[j]);
    }
    return output;
}

static double[,] Outer(string name, double[] d, double[] input)
{
    double[,] gradient = new double[2, 2];
    for (int j = 0; j < 2; j++)
    {
        for (int i = 0; i < 2; i++)
        {
            gradient[j, i] = d[j] * input[i];
            Print($"gradient of {name}[{j + 1},{i + 1}] = {d[j]:0.######} · {input[i]:0.######}", gradient[j, i]);
        }
    }
    return gradient;
}

static void Print(string what, double value) => Console.WriteLine($"    {what,-58} {value,16:0.000000000000}");

void Check(string what, double[] byHand, Tensor found)
{
    double[] numbers = found.Contiguous().ToArray<double>();
    for (int i = 0; i < numbers.Length; i++)
    {
        if (Math.Abs(numbers[i] - byHand[i]) <= 1e-12) continue;
        differences++;
        Console.WriteLine($"    {what}: by hand {byHand[i]:R}, Anneal {numbers[i]:R}");
    }
}
