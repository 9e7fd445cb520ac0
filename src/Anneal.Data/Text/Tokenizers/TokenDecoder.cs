using System.Text;

namespace Anneal.Data.Text.Tokenizers;

/// <summary>Turns tokens into text one by one, as a model makes them. What it has said is never half a character: bytes wait until the rest of theirs has come.</summary>
/// <remarks>All that <see cref="Append"/> and <see cref="Finish"/> gave, put together, is what <see cref="Tokenizer.Decode"/> gives. Not for several threads at once.</remarks>
public sealed class TokenDecoder
{
    private readonly Tokenizer tokenizer;
    private readonly bool skipSpecial;
    private byte[] waiting = new byte[64];
    private int count;
    private bool atStart;

    internal TokenDecoder(Tokenizer tokenizer, bool skipSpecial, bool continues)
    {
        (this.tokenizer, this.skipSpecial) = (tokenizer, skipSpecial);
        atStart = tokenizer.DropsFirstSpace && !continues;
    }

    /// <summary>Takes a token in.</summary>
    /// <param name="id">Its number.</param>
    /// <returns>The text that is certain now; empty when a character is still incomplete.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The vocabulary has no such token.</exception>
    public string Append(int id)
    {
        if (skipSpecial && tokenizer.IsSpecial(id)) return "";
        ReadOnlySpan<byte> bytes = tokenizer.BytesOf(id);
        if (atStart && bytes.Length > 0)
        {
            atStart = false;
            if (bytes[0] == ' ') bytes = bytes[1..];
        }

        if (bytes.Length == 0) return "";
        if (count + bytes.Length > waiting.Length) Array.Resize(ref waiting, Math.Max(count + bytes.Length, 2 * waiting.Length));
        bytes.CopyTo(waiting.AsSpan(count));
        count += bytes.Length;
        int complete = Complete(waiting.AsSpan(0, count));
        string text = Encoding.UTF8.GetString(waiting, 0, complete);
        waiting.AsSpan(complete, count - complete).CopyTo(waiting);
        count -= complete;
        return text;
    }

    /// <summary>Ends the text: bytes that never became a character are given as U+FFFD.</summary>
    public string Finish()
    {
        string text = Encoding.UTF8.GetString(waiting, 0, count);
        count = 0;
        return text;
    }

    /// <summary>How many bytes stand before a character at the end that lacks its rest.</summary>
    private static int Complete(ReadOnlySpan<byte> bytes)
    {
        for (int back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            byte b = bytes[^back];
            if (b < 0x80) break;
            if (b < 0xC0) continue; // within a character
            return Rune.DecodeFromUtf8(bytes[^back..], out _, out _) == System.Buffers.OperationStatus.NeedMoreData ? bytes.Length - back : bytes.Length;
        }

        return bytes.Length;
    }
}
