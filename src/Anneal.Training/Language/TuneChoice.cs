namespace Anneal.Training.Language;

/// <summary>How a model that is there already is trained further.</summary>
/// <param name="From">Where it is: a folder, a bundle or a GGUF file.</param>
/// <param name="Kind">What of it learns.</param>
/// <param name="LowRank">The adapters, where <paramref name="Kind"/> asks for such.</param>
/// <param name="LastBlocks">How many of the last blocks learn where the others are frozen.</param>
public sealed record TuneChoice(string From, TuneKind Kind, LowRankChoice LowRank, int LastBlocks);

/// <summary>What of a model learns.</summary>
public enum TuneKind
{
    /// <summary>All of it.</summary>
    Full,

    /// <summary>The last blocks and the last normalisation.</summary>
    Frozen,

    /// <summary>Low-rank adapters beside frozen weights.</summary>
    Lora,

    /// <summary>Low-rank adapters beside frozen weights of four bits (Dettmers et al., "QLoRA", 2023).</summary>
    Qlora,
}
