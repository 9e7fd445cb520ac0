namespace Anneal.Models.Language;

/// <summary>A place in a grammar and where to go on behind the rule that it stands in.</summary>
internal sealed class GrammarFrame(int place, GrammarFrame? caller) : IEquatable<GrammarFrame>
{
    private readonly int hash = HashCode.Combine(place, caller?.hash ?? 0);

    public int Place => place;

    public GrammarFrame? Caller => caller;

    /// <summary>How many rules are open.</summary>
    public int Depth { get; } = (caller?.Depth ?? 0) + 1;

    public bool Equals(GrammarFrame? other)
    {
        GrammarFrame? mine = this;
        while (!ReferenceEquals(mine, other))
        {
            if (mine is null || other is null || mine.hash != other.hash || mine.Place != other.Place) return false;
            (mine, other) = (mine.Caller, other.Caller);
        }

        return true;
    }

    public override bool Equals(object? obj) => Equals(obj as GrammarFrame);

    public override int GetHashCode() => hash;
}
