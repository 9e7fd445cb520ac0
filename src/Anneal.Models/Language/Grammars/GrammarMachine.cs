using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>Follows a grammar byte by byte. Each set of readings that is still possible gets a number, and where a byte leads from it is worked out once.</summary>
/// <remarks>Used by one thread at a time: callers lock it.</remarks>
internal sealed class GrammarMachine
{
    /// <summary>The number that stands for "no reading is left".</summary>
    public const int Nowhere = -1;

    private const int NotYet = -2;
    private const int MostFrames = 4096;
    private const int MostDepth = 2048;
    private const int MostStates = 1 << 16;

    private readonly GrammarNode[] nodes;
    private readonly Dictionary<FrameSet, int> numbers = [];
    private readonly List<State> states = [];

    public GrammarMachine((GrammarNode[] Nodes, int Root) grammar)
    {
        nodes = grammar.Nodes;
        List<GrammarFrame> open = [];
        bool complete = false;
        Close(new GrammarFrame(grammar.Root, null), open, [], ref complete);
        Start = Number(open, complete);
    }

    private sealed record State(GrammarFrame[] Frames, bool IsComplete)
    {
        public int[]? Next { get; set; }
    }

    /// <summary>Before the first byte.</summary>
    public int Start { get; }

    /// <summary>Whether the text may end here.</summary>
    public bool IsComplete(int state) => states[state].IsComplete;

    /// <summary>Whether anything may follow here.</summary>
    public bool MayContinue(int state) => states[state].Frames.Length > 0;

    /// <summary>Where a byte leads, or <see cref="Nowhere"/>.</summary>
    public int Next(int state, byte value)
    {
        State from = states[state];
        if (from.Next is null)
        {
            from.Next = new int[256];
            Array.Fill(from.Next, NotYet);
        }

        int next = from.Next[value];
        if (next != NotYet) return next;

        List<GrammarFrame> open = [];
        HashSet<GrammarFrame> seen = [];
        bool complete = false;
        foreach (GrammarFrame frame in from.Frames)
        {
            GrammarNode node = nodes[frame.Place];
            if (value >= node.Low && value <= node.High) Close(new GrammarFrame(node.Next, frame.Caller), open, seen, ref complete);
        }

        next = open.Count == 0 && !complete ? Nowhere : Number(open, complete);
        return from.Next[value] = next;
    }

    /// <summary>Follows everything that reads nothing, until each reading stands before a byte.</summary>
    private void Close(GrammarFrame start, List<GrammarFrame> found, HashSet<GrammarFrame> seen, ref bool complete)
    {
        Stack<GrammarFrame> open = new([start]);
        while (open.TryPop(out GrammarFrame? frame))
        {
            if (!seen.Add(frame)) continue;
            if (seen.Count > MostFrames || frame.Depth > MostDepth) throw new UserErrorException(GrammarMessages.TooAmbiguous, GrammarMessages.TooAmbiguousWayOut);
            GrammarNode node = nodes[frame.Place];
            switch (node.Kind)
            {
                case GrammarNodeKind.Byte:
                    found.Add(frame);
                    break;
                case GrammarNodeKind.Split:
                    if (node.Next >= 0) open.Push(new GrammarFrame(node.Next, frame.Caller));
                    if (node.Other >= 0) open.Push(new GrammarFrame(node.Other, frame.Caller));
                    break;
                case GrammarNodeKind.Call:
                    // A rule at the end of another returns straight to that one's caller: lists of any length stay shallow.
                    GrammarFrame? back = IsEnd(node.Next) ? frame.Caller : new GrammarFrame(node.Next, frame.Caller);
                    open.Push(new GrammarFrame(node.Other, back));
                    break;
                default:
                    if (frame.Caller is null) complete = true;
                    else open.Push(frame.Caller);
                    break;
            }
        }
    }

    private bool IsEnd(int place)
    {
        while (nodes[place] is { Kind: GrammarNodeKind.Split, Other: < 0, Next: >= 0 } node) place = node.Next;
        return nodes[place].Kind == GrammarNodeKind.Return;
    }

    private int Number(List<GrammarFrame> open, bool complete)
    {
        FrameSet set = new(open, complete);
        if (numbers.TryGetValue(set, out int number)) return number;
        if (states.Count >= MostStates) throw new UserErrorException(GrammarMessages.TooAmbiguous, GrammarMessages.TooAmbiguousWayOut);
        states.Add(new State([.. open], complete));
        return numbers[set] = states.Count - 1;
    }

    private sealed class FrameSet(List<GrammarFrame> frames, bool complete) : IEquatable<FrameSet>
    {
        private readonly HashSet<GrammarFrame> set = [.. frames];

        private bool IsComplete => complete;

        public bool Equals(FrameSet? other) => other is not null && other.IsComplete == complete && set.SetEquals(other.set);

        public override bool Equals(object? obj) => Equals(obj as FrameSet);

        public override int GetHashCode()
        {
            int hash = complete ? 1 : 0;
            foreach (GrammarFrame frame in set) hash ^= frame.GetHashCode(); // sets have no order
            return hash;
        }
    }
}
