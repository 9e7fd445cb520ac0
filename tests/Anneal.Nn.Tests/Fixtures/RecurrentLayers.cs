using Anneal.Tensors;

namespace Anneal.Nn.Tests.Fixtures;

internal static class RecurrentLayers
{
    public static readonly Dictionary<string, Func<FixtureCase, Subject>> Kinds = new(StringComparer.Ordinal)
    {
        ["Lstm"] = c =>
        {
            var module = new Lstm(c.Int("inputSize"), c.Int("hiddenSize"), c.Int("layers"), c.Bool("bidirectional"), c.Bool("batchFirst"), c.Bool("bias"));
            return new Subject(module, i =>
            {
                (Tensor output, Tensor hidden, Tensor cell) = module.Run(i["x"], i.GetValueOrDefault("h0"), i.GetValueOrDefault("c0"), i.GetValueOrDefault("lengths"));
                return [output, hidden, cell];
            });
        },
        ["Gru"] = c =>
        {
            var module = new Gru(c.Int("inputSize"), c.Int("hiddenSize"), c.Int("layers"), c.Bool("bidirectional"), c.Bool("batchFirst"), c.Bool("bias"));
            return new Subject(module, i =>
            {
                (Tensor output, Tensor hidden) = module.Run(i["x"], i.GetValueOrDefault("h0"), i.GetValueOrDefault("lengths"));
                return [output, hidden];
            });
        },
        ["Rnn"] = c =>
        {
            bool relu = string.Equals(c.Text("nonlinearity"), "relu", StringComparison.Ordinal);
            var module = new Rnn(c.Int("inputSize"), c.Int("hiddenSize"), c.Int("layers"), c.Bool("bidirectional"), c.Bool("batchFirst"), c.Bool("bias"), relu);
            return new Subject(module, i =>
            {
                (Tensor output, Tensor hidden) = module.Run(i["x"], i.GetValueOrDefault("h0"), i.GetValueOrDefault("lengths"));
                return [output, hidden];
            });
        },
    };
}
