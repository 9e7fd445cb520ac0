namespace Anneal.Data.Text.Tokenizers.Models;

/// <summary>What one thread needs while it encodes: words that it met already, and buffers.</summary>
internal sealed class EncodeMemory
{
    private byte[] bytes = new byte[256];
    private int[] symbols = new int[256];
    private double[] scores = new double[64];

    /// <summary>The words met already.</summary>
    public PieceCache Cache { get; } = new();

    /// <summary>The pieces of the text at work.</summary>
    public List<Range> Pieces { get; } = [];

    /// <summary>Linked symbols of a long piece.</summary>
    public MergeQueue Queue { get; } = new();

    /// <summary>Room for bytes; what stood there before is undefined.</summary>
    public Span<byte> Bytes(int count)
    {
        if (bytes.Length < count) bytes = new byte[Math.Max(count, 2 * bytes.Length)];
        return bytes.AsSpan(0, count);
    }

    /// <summary>Room for symbols; what stood there before is undefined.</summary>
    public Span<int> Symbols(int count)
    {
        if (symbols.Length < count) symbols = new int[Math.Max(count, 2 * symbols.Length)];
        return symbols.AsSpan(0, count);
    }

    /// <summary>Room for scores; what stood there before is undefined.</summary>
    public Span<double> Scores(int count)
    {
        if (scores.Length < count) scores = new double[Math.Max(count, 2 * scores.Length)];
        return scores.AsSpan(0, count);
    }

    /// <summary>Lets go of buffers that one very long text has made large.</summary>
    public void Shrink()
    {
        const int Largest = 1 << 20;
        if (bytes.Length > Largest) bytes = new byte[256];
        if (symbols.Length > Largest) symbols = new int[256];
        if (scores.Length > Largest) scores = new double[64];
        if (Pieces.Capacity > Largest)
        {
            Pieces.Clear();
            Pieces.Capacity = 0;
        }

        Queue.Shrink(Largest);
    }
}
