namespace Anneal.Training.Trees;

/// <summary>A node while its tree grows.</summary>
internal sealed class GrowingNode
{
    /// <summary>The first of its rows in the list of rows.</summary>
    public int First { get; init; }

    public int Count { get; init; }

    public int Depth { get; init; }

    /// <summary>The gradient pairs of its rows, added up.</summary>
    public long Sum { get; set; }

    /// <summary>The least and the most that leaves below may answer, for columns that may only rise or fall.</summary>
    public double Low { get; init; } = double.NegativeInfinity;

    public double High { get; init; } = double.PositiveInfinity;

    /// <summary>Which of the two lists holds its rows.</summary>
    public bool InSecondList { get; init; }

    public long[]? Histogram { get; set; }

    public Split Best;

    public GrowingNode? Left { get; set; }

    public GrowingNode? Right { get; set; }

    /// <summary>A number for what is drawn at random at this node.</summary>
    public ulong Number { get; init; }
}
