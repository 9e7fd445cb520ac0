namespace Anneal.Training.Trees;

/// <summary>The best that was found to do with a node.</summary>
internal struct Split
{
    /// <summary>What it takes off the loss (twice that, as is the custom); 0 for none.</summary>
    public double Gain;

    public int Column;

    /// <summary>The last bin that goes left, of a column of numbers.</summary>
    public int Bin;

    /// <summary>The bins that go left, bin 0 (no value) perhaps among them.</summary>
    public Bits LeftBins;

    /// <summary>The gradient pairs of the left child's rows, added up.</summary>
    public long Left;
}
