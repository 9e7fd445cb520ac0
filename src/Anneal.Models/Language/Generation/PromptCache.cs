namespace Anneal.Models.Language;

/// <summary>Keeps what a network has read, so that a prompt which begins like an earlier text is read from where they part.</summary>
/// <param name="network">The network.</param>
/// <param name="mostBytes">The most memory; the texts that were used longest ago are given up first.</param>
public sealed class PromptCache(TokenNetwork network, long mostBytes = 1L << 30)
{
    /// <summary>Shorter common beginnings are read again: copying costs something too.</summary>
    private const int LeastShared = 8;

    private readonly LinkedList<TokenSequence> kept = [];

    /// <summary>Tokens that didn't have to be read again since the cache exists.</summary>
    public long TokensSaved { get; private set; }

    /// <summary>How many texts are kept.</summary>
    public int Count => kept.Count;

    /// <summary>A sequence that holds as much of a prompt's beginning as is known, but not its last token.</summary>
    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="running">Texts that are being written now, whose beginnings can be shared too.</param>
    public TokenSequence Take(ReadOnlySpan<int> prompt, IEnumerable<TokenSequence>? running = null)
    {
        TokenSequence? best = null;
        int shared = LeastShared - 1;
        foreach (TokenSequence sequence in kept.Concat(running ?? []))
        {
            int common = Math.Min(sequence.Ids.CommonPrefixLength(prompt), prompt.Length - 1);
            if (common > shared) (best, shared) = (sequence, common);
        }

        if (best is null) return network.NewSequence();
        TokensSaved += shared;

        // A conversation goes on where it was: its sequence is taken along, unless others may still want the part that is cut off.
        TokenSequence taken = best.Length == shared && kept.Remove(best) ? best : best.Fork();
        taken.Truncate(shared);
        return taken;
    }

    /// <summary>Keeps a sequence that nobody writes to any more.</summary>
    public void Keep(TokenSequence sequence)
    {
        if (sequence.Length < LeastShared)
        {
            sequence.Truncate(0);
            return;
        }
        kept.AddFirst(sequence);
        long bytes = 0;
        for (LinkedListNode<TokenSequence>? node = kept.First; node is not null;)
        {
            LinkedListNode<TokenSequence>? next = node.Next;
            bool repeated = node != kept.First && sequence.Ids.StartsWith(node.Value.Ids);
            bytes += repeated ? 0 : node.Value.Bytes;
            if (repeated || bytes > mostBytes) Forget(node, sequence);
            node = next;
        }
    }

    /// <summary>Gives up what is kept of a text; its pages are there for the next.</summary>
    private void Forget(LinkedListNode<TokenSequence> node, TokenSequence added)
    {
        kept.Remove(node);
        if (!ReferenceEquals(node.Value, added)) node.Value.Truncate(0);
    }
}
