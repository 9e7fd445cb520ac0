namespace Anneal.Models.Language;

/// <summary>Finds rules that would call themselves without reading anything, for ever.</summary>
internal static class GrammarRecursion
{
    /// <summary>The position of a rule that begins with itself, or null.</summary>
    /// <param name="nodes">The grammar.</param>
    /// <param name="rules">The first place of each rule.</param>
    public static int? Find(GrammarNode[] nodes, IEnumerable<int> rules)
    {
        int[] starts = [.. rules];
        HashSet<int> empty = [];

        // Which rules can be empty follows from which others can: until no more are found.
        for (int found = -1; found != empty.Count;)
        {
            found = empty.Count;
            foreach (int rule in starts)
            {
                if (!empty.Contains(rule) && Begins(nodes, rule, empty, out _)) empty.Add(rule);
            }
        }

        Dictionary<int, List<int>> calls = [];
        foreach (int rule in starts)
        {
            Begins(nodes, rule, empty, out List<int> called);
            calls[rule] = called;
        }

        for (int i = 0; i < starts.Length; i++)
        {
            HashSet<int> reached = [];
            Stack<int> open = new(calls[starts[i]]);
            while (open.TryPop(out int rule))
            {
                if (rule == starts[i]) return i;
                if (reached.Add(rule)) foreach (int next in calls[rule]) open.Push(next);
            }
        }

        return null;
    }

    /// <summary>Whether a rule can be empty, and the rules that can stand at its beginning.</summary>
    private static bool Begins(GrammarNode[] nodes, int start, HashSet<int> empty, out List<int> called)
    {
        called = [];
        bool isEmpty = false;
        HashSet<int> reached = [];
        Stack<int> open = new([start]);
        while (open.TryPop(out int place))
        {
            if (place < 0 || !reached.Add(place)) continue;
            GrammarNode node = nodes[place];
            switch (node.Kind)
            {
                case GrammarNodeKind.Split:
                    open.Push(node.Next);
                    open.Push(node.Other);
                    break;
                case GrammarNodeKind.Call:
                    called.Add(node.Other);
                    if (empty.Contains(node.Other)) open.Push(node.Next);
                    break;
                case GrammarNodeKind.Return:
                    isEmpty = true;
                    break;
            }
        }

        return isEmpty;
    }
}
