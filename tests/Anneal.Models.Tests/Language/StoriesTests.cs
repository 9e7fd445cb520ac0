using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Tensors;
using Anneal.Tests;
using Decoder = Anneal.Models.Language.Decoder;

namespace Anneal.Models.Tests.Language;

/// <summary>A real model: its published greedy texts must come out letter for letter.</summary>
public sealed class StoriesTests
{
    [Theory]
    [InlineData("", 200, "expected_greedy_200.txt", BlockFormat.F32)]
    [InlineData("Zoo", 60, "expected_greedy_60_prompt_Zoo.txt", BlockFormat.F32)]
    [InlineData("", 200, "expected_greedy_200.txt", BlockFormat.F16)]
    [InlineData("Zoo", 60, "expected_greedy_60_prompt_Zoo.txt", BlockFormat.F16)]
    public void Greedy_text_is_that_of_its_authors(string prompt, int steps, string expected, BlockFormat kept)
    {
        Decoder model = StoriesFile.Read(TestData.Shared("data", "weights", "stories260K", "stories260K.bin"));
        model.Eval();
        var pieces = new Pieces(TestData.Shared("data", "weights", "stories260K", "tok512.bin"));
        int[] ids = [1, .. pieces.Encode(prompt)];
        var cache = new KeyValueCache(model.Config, format: kept);
        var text = new List<int>(ids);
        Tensor logits = model.Forward(Tensor.From(ids, [1, ids.Length]), cache);
        while (text.Count < steps + 1)
        {
            int next = (int)logits.Select(1, logits.Shape[1] - 1).ArgMax(-1).Item<long>();
            if (next == 1) break;
            text.Add(next);
            if (text.Count < steps + 1) logits = model.Forward(Tensor.From([next], [1, 1]), cache);
        }
        pieces.Decode(text).TrimEnd('\n').ShouldBe(File.ReadAllText(TestData.Shared("data", "weights", "stories260K", expected)).TrimEnd('\n'));
    }

    [Fact]
    public void Damaged_files_are_refused_before_anything_is_allocated()
    {
        using var folder = new TempFolder();
        byte[] good = new byte[28];
        int[] numbers = [64, 172, 5, 8, 4, 512, 512];
        for (int i = 0; i < numbers.Length; i++) BinaryPrimitives.WriteInt32LittleEndian(good.AsSpan(4 * i), numbers[i]);
        var random = new Random(3);
        string path = Path.Combine(folder.Path, "model.bin");
        for (int round = 0; round < 300; round++)
        {
            byte[] bytes = [.. good];
            for (int flips = random.Next(1, 6); flips > 0; flips--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, round % 7 == 0 ? bytes[..random.Next(28)] : bytes);
            Should.Throw<ModelFileException>(() => StoriesFile.Read(path));
        }
    }

    /// <summary>As much of the format's tokenizer as the texts above need.</summary>
    private sealed class Pieces
    {
        private readonly List<(string Text, float Score)> pieces = [];

        public Pieces(string path)
        {
            byte[] bytes = File.ReadAllBytes(path);
            for (int at = 4; at < bytes.Length;)
            {
                int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at + 4));
                pieces.Add((Encoding.UTF8.GetString(bytes, at + 8, length), BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(at))));
                at += 8 + length;
            }
        }

        public List<int> Encode(string text)
        {
            List<int> ids = text.Length == 0 ? [] : [.. (" " + text).Select(c => pieces.FindIndex(p => p.Text == c.ToString()))];
            while (true)
            {
                var best = Enumerable.Range(0, Math.Max(0, ids.Count - 1))
                    .Select(i => (At: i, Id: pieces.FindIndex(p => p.Text == pieces[ids[i]].Text + pieces[ids[i + 1]].Text)))
                    .Where(p => p.Id >= 0).OrderByDescending(p => pieces[p.Id].Score).Take(1).ToList();
                if (best.Count == 0) return ids;
                ids[best[0].At] = best[0].Id;
                ids.RemoveAt(best[0].At + 1);
            }
        }

        public string Decode(List<int> ids)
        {
            var bytes = new List<byte>();
            for (int i = 1; i < ids.Count; i++)
            {
                string text = pieces[ids[i]].Text;
                if (i == 1 && text.StartsWith(' ')) text = text[1..];
                if (text.Length == 6 && text.StartsWith("<0x", StringComparison.Ordinal)) bytes.Add(byte.Parse(text.AsSpan(3, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture));
                else bytes.AddRange(Encoding.UTF8.GetBytes(text));
            }
            return Encoding.UTF8.GetString([.. bytes]);
        }
    }
}
