namespace Anneal.Data.Text.Tokenizers.Training;

/// <summary>What one part of a merge changes: who stood before the pair, and who behind it.</summary>
internal sealed class PairChanges
{
    public NeighbourChanges Before { get; } = new();

    public NeighbourChanges After { get; } = new();

    /// <param name="symbols">How many symbols there may be.</param>
    public void Begin(int symbols)
    {
        Before.Begin(symbols);
        After.Begin(symbols);
    }
}

/// <summary>The neighbours on one side: how often each, and where.</summary>
internal sealed class NeighbourChanges
{
    private readonly List<(int Symbol, int Place)> found = [];
    private readonly List<int> touched = [];
    private long[] weights = [];
    private int[] places = [], room = [];

    /// <summary>The symbols that were found.</summary>
    public IReadOnlyList<int> Touched => touched;

    public void Begin(int symbols)
    {
        foreach (int symbol in touched) (weights[symbol], places[symbol], room[symbol]) = (0, 0, 0);
        touched.Clear();
        found.Clear();
        if (weights.Length >= symbols) return;
        (weights, places, room) = (new long[symbols], new int[symbols], new int[symbols]);
    }

    /// <summary>Takes note of a neighbour.</summary>
    /// <param name="symbol">What it is.</param>
    /// <param name="weight">How often its word occurs.</param>
    /// <param name="place">Where the new pair stands.</param>
    public void Add(int symbol, long weight, int place)
    {
        if (places[symbol]++ == 0) touched.Add(symbol);
        weights[symbol] += weight;
        found.Add((symbol, place));
    }

    public long Weight(int symbol) => symbol < weights.Length ? weights[symbol] : 0;

    public int Places(int symbol) => symbol < places.Length ? places[symbol] : 0;

    public bool HasRoom(int symbol) => room[symbol] < 0;

    /// <summary>Takes room for the places of a symbol.</summary>
    /// <param name="symbol">The symbol.</param>
    /// <param name="start">Where the room begins.</param>
    /// <returns>Where the room behind it begins.</returns>
    public int TakeRoom(int symbol, int start)
    {
        if (places[symbol] == 0) return start;
        room[symbol] = ~start; // below 0, so that it is told from none
        return start + places[symbol];
    }

    /// <summary>Writes the places into the room that was taken.</summary>
    public void Write(int[] pool)
    {
        foreach ((int symbol, int place) in found) pool[~room[symbol]--] = place;
    }
}
