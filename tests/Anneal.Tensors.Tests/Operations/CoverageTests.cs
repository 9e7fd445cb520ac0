using Anneal.Tensors.Autograd;

namespace Anneal.Tensors.Tests.Operations;

/// <summary>No recorded operation goes untested.</summary>
public class CoverageTests
{
    /// <summary>Operations that their own tests hold against a reference, and where.</summary>
    private static readonly Dictionary<string, string> TestedElsewhere = new(StringComparer.Ordinal)
    {
        ["Checkpoint"] = "Anneal.Tensors.Tests.Autograd.EngineTests",
        ["Leaf"] = "Anneal.Tensors.Tests.Autograd.EngineTests",
        ["Convolution"] = "Anneal.Tensors.Tests.Convolution.ConvolutionTests",
        ["ConvolutionInput"] = "Anneal.Tensors.Tests.Convolution.ConvolutionTests",
        ["ConvolutionWeight"] = "Anneal.Tensors.Tests.Convolution.ConvolutionTests",
        ["MaxPool"] = "Anneal.Tensors.Tests.Convolution.PoolingTests",
        ["MaxPool.Spread"] = "Anneal.Tensors.Tests.Convolution.PoolingTests",
        ["MaxPool.Pick"] = "Anneal.Tensors.Tests.Convolution.PoolingTests",
        ["AveragePool"] = "Anneal.Tensors.Tests.Convolution.PoolingTests",
        ["AveragePool.Spread"] = "Anneal.Tensors.Tests.Convolution.PoolingTests",
        ["BatchNorm"] = "Anneal.Tensors.Tests.Convolution.PoolingTests",
        ["ScaledDotProductAttention"] = "Anneal.Tensors.Tests.Attention.ScaledDotProductAttentionTests",
        ["PackedSelfAttention"] = "Anneal.Tensors.Tests.Attention.ScaledDotProductAttentionTests",
        ["RotaryPositions"] = "Anneal.Tensors.Tests.Attention.RotaryPositionsTests",
        ["AddLayerNorm"] = "Anneal.Tensors.Tests.Attention.AddLayerNormTests",
        ["QuantizedLinear"] = "Anneal.Tensors.Tests.Blocks.QuantizedMatrixTests",
        ["AddRmsNorm"] = "Anneal.Tensors.Tests.Attention.AddRmsNormTests",
        ["ElmanSequence"] = "Anneal.Tensors.Tests.Operations.RecurrentTests",
        ["GruSequence"] = "Anneal.Tensors.Tests.Operations.RecurrentTests",
        ["LstmSequence"] = "Anneal.Tensors.Tests.Operations.RecurrentTests",

        // Held against all its paths in Anneal.Nn.Tests.
        ["LinearChain"] = "",

        // Held against PyTorch in Anneal.Nn.Tests, fixture by fixture.
        ["BinaryCrossEntropy"] = "",
        ["CrossEntropy"] = "",
        ["Ctc"] = "",
        ["Dropout"] = "",
        ["EmbeddingLookup"] = "",
        ["EmbeddingLookup.Scatter"] = "",
        ["GroupNorm"] = "",
        ["LayerNorm"] = "",
        ["Linear"] = "",
        ["NegativeLogLikelihood"] = "",
        ["RmsNorm"] = "",
    };

    [Fact]
    public void Every_recorded_operation_is_in_the_table_or_tested_elsewhere()
    {
        HashSet<string> named = [.. OperationTable.All.Select(c => c.Operation), .. OperationTable.All.SelectMany(c => c.Covers), .. TestedElsewhere.Keys];
        string[] missing = [.. typeof(Node).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Node)) && !t.IsAbstract).Select(Name).Where(n => !named.Contains(n))];
        missing.ShouldBeEmpty("add a row to OperationTable, or the name of the tests to TestedElsewhere");
    }

    [Fact]
    public void The_tests_elsewhere_exist()
    {
        foreach ((string operation, string tests) in TestedElsewhere)
            if (tests.Length > 0) typeof(CoverageTests).Assembly.GetType(tests).ShouldNotBeNull(operation);
    }

    [Fact]
    public void Names_in_the_table_differ() => OperationTable.All.Select(c => c.Name).ShouldBeUnique();

    private static string Name(Type type) => type.DeclaringType is { } outer ? $"{outer.Name}.{type.Name}" : type.Name;
}
