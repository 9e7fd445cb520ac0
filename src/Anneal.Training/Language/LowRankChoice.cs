namespace Anneal.Training.Language;

/// <summary>How a network gets low-rank adapters.</summary>
/// <param name="Rank">Rows of each adapter's A: more can learn more, and weigh more.</param>
/// <param name="Alpha">Strength: a change is scaled by alpha / rank.</param>
/// <param name="Layers">The linear layers that get one, by the last part of their names; empty for all of them in the blocks.</param>
public sealed record LowRankChoice(int Rank, double Alpha, IReadOnlyList<string> Layers);
