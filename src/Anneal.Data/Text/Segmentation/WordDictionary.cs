using System.Globalization;
using System.Numerics;
using System.Text;
using Anneal.Data.Messages;

namespace Anneal.Data.Text.Segmentation;

/// <summary>Words and how often each occurs, from a dictionary file such as jieba's: one <c>word count [part of speech]</c> a line.</summary>
/// <remarks>
/// The words are a trie whose nodes lie in one open-addressed table, keyed by (parent's slot, character), so a step costs one
/// look into memory; 350,000 words take 24 MB.
/// </remarks>
public sealed class WordDictionary
{
    /// <summary>Longest word that is accepted, so that a file which isn't a dictionary is noticed.</summary>
    private const int LongestWord = 1000;

    private Node[] nodes = [];

    private WordDictionary(string name) => Name = name;

    /// <summary>Where the dictionary came from.</summary>
    public string Name { get; }

    /// <summary>How many words there are.</summary>
    public int Count { get; private set; }

    /// <summary>The node before the first character of a word.</summary>
    internal int Root { get; private set; }

    /// <summary>ln of all words' counts together.</summary>
    internal double LogTotal { get; private set; }

    /// <summary>Reads a dictionary file in UTF-8.</summary>
    /// <exception cref="UserErrorException">The file can't be read, or a line isn't a word and its count.</exception>
    public static WordDictionary Load(string path)
    {
        try
        {
            using StreamReader reader = new(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true));
            return Read(reader, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new UserErrorException(
                new Message("The word dictionary cannot be read as a text file in UTF-8", "无法以 UTF-8 文本读取词典文件"),
                new Message("Name a dictionary file such as jieba's dict.txt", "请指定一个词典文件，例如 jieba 的 dict.txt"),
                new Place(path),
                e);
        }
    }

    /// <summary>Reads a dictionary.</summary>
    /// <param name="reader">One word and its count a line; what follows them is ignored, as are empty lines.</param>
    /// <param name="name">Where it comes from, for messages.</param>
    /// <exception cref="UserErrorException">A line isn't a word and its count, or there is none at all.</exception>
    public static WordDictionary Read(TextReader reader, string name)
    {
        WordDictionary words = new(name);
        Dictionary<string, long> counts = new(StringComparer.Ordinal);
        long total = 0;
        int number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            ReadOnlySpan<char> rest = line.AsSpan().Trim();
            if (rest.IsEmpty) continue;
            int space = rest.IndexOf(' ');
            ReadOnlySpan<char> count = space < 0 ? [] : rest[(space + 1)..];
            int end = count.IndexOf(' ');
            if (end >= 0) count = count[..end];
            if (space is < 1 or > LongestWord || !long.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out long occurrences) || occurrences > int.MaxValue)
            {
                throw new UserErrorException(
                    new Message("A line of the word dictionary is not a word, a space and a count", "词典中的这一行不是“词 空格 词频”的形式"),
                    new Message("Write lines such as \"外卖 300 n\"; the part of speech may be left out", "请写成“外卖 300 n”这样的行，词性可以省略"),
                    new Place(name, number));
            }

            total += occurrences;
            counts[rest[..space].ToString()] = occurrences; // The last line for a word holds, but all of them are in the total, as in jieba.
        }

        if (total == 0)
        {
            throw new UserErrorException(
                new Message("The word dictionary has no word in it", "词典里没有任何词"),
                new Message("Name a dictionary file such as jieba's dict.txt", "请指定一个词典文件，例如 jieba 的 dict.txt"),
                new Place(name));
        }

        words.LogTotal = Math.Log(total);
        words.Count = counts.Values.Count(c => c > 0);
        words.Build(counts);
        return words;
    }

    /// <summary>Whether this is a word with a count above zero.</summary>
    public bool Contains(ReadOnlySpan<char> word)
    {
        int node = Root;
        foreach (char c in word)
            if (!Step(ref node, c)) return false;
        return !word.IsEmpty && IsWord(node);
    }

    /// <summary>Goes on by one character.</summary>
    /// <returns>Whether any word goes on so.</returns>
    internal bool Step(ref int node, char next)
    {
        if (node != Root && !nodes[node].GoesOn) return false;
        int child = Find(Key(node, next));
        node = child;
        return nodes[child].Key != 0;
    }

    /// <summary>Whether a word ends at this node.</summary>
    internal bool IsWord(int node) => !double.IsNaN(nodes[node].LogCount);

    /// <summary>ln of the count of the word that ends at this node.</summary>
    internal double LogCount(int node) => nodes[node].LogCount;

    private static ulong Key(int parent, char next) => (((ulong)parent << 16) | next) + 1;

    private uint Slot(ulong key) => (uint)((key * 0x9E3779B97F4A7C15) >> (64 - BitOperations.Log2((uint)nodes.Length)));

    /// <summary>The slot where a key is or would be.</summary>
    private int Find(ulong key)
    {
        Node[] table = nodes;
        uint slot = Slot(key), last = (uint)table.Length - 1;
        while (table[slot].Key != key && table[slot].Key != 0) slot = (slot + 1) & last;
        return (int)slot;
    }

    /// <summary>Puts all words into a table of the fitting size.</summary>
    private void Build(Dictionary<string, long> counts)
    {
        int characters = counts.Keys.Sum(word => word.Length);
        nodes = new Node[BitOperations.RoundUpToPowerOf2((uint)(characters + 1))]; // Words share their beginnings, so half of it stays empty.
        Root = nodes.Length;
        foreach ((string word, long count) in counts)
        {
            int node = Root;
            for (int i = 0; i < word.Length; i++)
            {
                ulong key = Key(node, word[i]);
                node = Find(key);
                if (nodes[node].Key == 0) nodes[node] = new Node { Key = key, LogCount = double.NaN };
                if (i + 1 < word.Length) nodes[node].GoesOn = true;
            }

            if (count > 0) nodes[node].LogCount = Math.Log(count);
        }
    }

    /// <summary>A slot of the table: the way to a node, and what stands there.</summary>
    private struct Node
    {
        /// <summary>The parent's slot and the character behind it, plus one; zero in an empty slot.</summary>
        public ulong Key;

        /// <summary>ln of the word's count; NaN where no word ends.</summary>
        public double LogCount;

        /// <summary>Whether any word goes on from here: most don't, and the look into memory is saved.</summary>
        public bool GoesOn;
    }
}
