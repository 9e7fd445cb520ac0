using System.Text.Json;
using Anneal.Data.Messages;

namespace Anneal.Data.Text.Segmentation;

/// <summary>A hidden Markov model of where words begin and end, for the words that no dictionary knows: each character begins a word (B), stands in its middle (M), ends it (E) or is one alone (S).</summary>
/// <remarks>
/// Its probabilities come from a JSON file with <c>prob_start</c>, <c>prob_trans</c> and <c>prob_emit</c>, natural logarithms as jieba has them.
/// What the file doesn't list is as good as impossible. The best path is found as Viterbi 1967 does.
/// </remarks>
public sealed class WordBoundaryModel
{
    /// <summary>ln of "never", small enough that no sum of the rest outweighs it.</summary>
    private const double Never = -3.14e100;

    private const char FirstHan = '\u4E00', LastHan = '\u9FD5';
    private const string States = "BEMS";

    /// <summary>The two states that each may follow, the one that wins a tie last.</summary>
    private static ReadOnlySpan<byte> Before => [1, 3, 0, 2, 0, 2, 1, 3];

    private readonly double[] start = new double[4];
    private readonly double[] transitions = new double[16];
    private readonly double[] emissions = new double[4 * (LastHan - FirstHan + 1)]; // The four states of a character side by side.

    private WordBoundaryModel()
    {
        Array.Fill(start, Never);
        Array.Fill(transitions, Never);
        Array.Fill(emissions, Never);
    }

    /// <summary>Reads the probabilities.</summary>
    /// <exception cref="UserErrorException">The file can't be read, or doesn't hold them.</exception>
    public static WordBoundaryModel Load(string path)
    {
        try
        {
            return Read(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Reads the probabilities.</summary>
    /// <exception cref="UserErrorException">The bytes don't hold them.</exception>
    internal static WordBoundaryModel Read(byte[] json, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return Read(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Unreadable(name, e);
        }
    }

    private static UserErrorException Unreadable(string name, Exception inner) => new(
        new Message("The probabilities of word boundaries cannot be read", "无法读取分词 HMM 的概率文件"),
        new Message(
            "Name a JSON file with prob_start, prob_trans and prob_emit, each by the states B, M, E and S, or leave it out",
            "请指定包含 prob_start、prob_trans、prob_emit（按状态 B、M、E、S）的 JSON 文件，或不使用它"),
        new Place(name),
        inner);

    /// <summary>Whether this is a character that the model cuts.</summary>
    internal static bool IsHan(char c) => c is >= FirstHan and <= LastHan;

    /// <summary>Cuts a stretch of Chinese characters into words.</summary>
    /// <param name="han">Chinese characters alone.</param>
    /// <param name="offset">Where the stretch begins.</param>
    /// <param name="words">Gets the words' ranges.</param>
    internal void Cut(ReadOnlySpan<char> han, int offset, List<Range> words)
    {
        int length = han.Length;
        Span<byte> from = 4 * length <= 1024 ? stackalloc byte[4 * length] : new byte[4 * length];
        Span<double> now = stackalloc double[4], next = stackalloc double[4];
        ReadOnlySpan<double> emission = emissions.AsSpan(4 * (han[0] - FirstHan), 4);
        for (int state = 0; state < 4; state++) now[state] = start[state] + emission[state];
        for (int t = 1; t < length; t++)
        {
            emission = emissions.AsSpan(4 * (han[t] - FirstHan), 4);
            for (int state = 0; state < 4; state++)
            {
                (int first, int second) = (Before[2 * state], Before[(2 * state) + 1]);
                double one = now[first] + transitions[(4 * first) + state] + emission[state];
                double other = now[second] + transitions[(4 * second) + state] + emission[state];
                (next[state], from[(4 * t) + state]) = other >= one ? (other, (byte)second) : (one, (byte)first);
            }

            next.CopyTo(now);
        }

        int at = now[3] >= now[1] ? 3 : 1;
        Span<byte> path = length <= 1024 ? stackalloc byte[length] : new byte[length];
        for (int t = length - 1; t >= 0; t--)
        {
            path[t] = (byte)at;
            if (t > 0) at = from[(4 * t) + at];
        }

        int begin = 0;
        for (int t = 0; t < length; t++)
        {
            if (path[t] is 0 or 3) begin = t;
            if (path[t] is 1 or 3) words.Add((offset + begin)..(offset + t + 1));
        }
    }

    private static WordBoundaryModel Read(JsonElement root)
    {
        WordBoundaryModel model = new();
        JsonElement first = root.GetProperty("prob_start"), change = root.GetProperty("prob_trans"), emit = root.GetProperty("prob_emit");
        for (int state = 0; state < 4; state++)
        {
            string name = States[state].ToString();
            if (first.TryGetProperty(name, out JsonElement probability)) model.start[state] = Finite(probability);
            if (change.TryGetProperty(name, out JsonElement row))
            {
                for (int to = 0; to < 4; to++)
                    if (row.TryGetProperty(States[to].ToString(), out JsonElement p)) model.transitions[(4 * state) + to] = Finite(p);
            }

            foreach (JsonProperty character in emit.GetProperty(name).EnumerateObject())
            {
                if (character.Name.Length == 1 && IsHan(character.Name[0]))
                    model.emissions[(4 * (character.Name[0] - FirstHan)) + state] = Finite(character.Value);
            }
        }

        return model;
    }

    private static double Finite(JsonElement number)
    {
        double value = number.GetDouble();
        return double.IsFinite(value) ? value : throw new FormatException($"{number.GetRawText()} is not the logarithm of a probability.");
    }
}
