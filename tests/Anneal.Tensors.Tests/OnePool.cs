namespace Anneal.Tensors.Tests;

/// <summary>Tests that change the number of threads of the one worker pool; they run one after another.</summary>
[CollectionDefinition("one pool", DisableParallelization = true)]
public sealed class OnePool;
