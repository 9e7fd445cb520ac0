using Anneal.Data.Messages;
using Anneal.Data.Text.Corpora;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text.Corpora;

public sealed class TokenFileTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(65_536)]
    [InlineData(65_537)]
    public void Gives_back_what_was_written(int vocabulary)
    {
        int[] ids = [.. Enumerable.Range(0, 1001).Select(i => i * 7919 % vocabulary)];
        using TokenFile file = Write(vocabulary, ids[..400], ids[400..]);
        file.Count.ShouldBe(1001);
        file.Documents.ShouldBe(2);
        (file.EndOf(0), file.EndOf(1)).ShouldBe((400, 1001));
        int[] read = new int[600];
        file.Read(401, read);
        read.ShouldBe(ids[401..]);
        Should.Throw<ArgumentOutOfRangeException>(() => file.Read(402, read));
        Should.Throw<ArgumentOutOfRangeException>(() => file.EndOf(2));
    }

    [Fact]
    public void A_file_that_was_not_finished_leaves_nothing()
    {
        using (TokenFileWriter writer = new(Path.Combine(folder.Path, "a.tokens"), 10)) writer.Add([1, 2], 2);
        Directory.GetFiles(folder.Path).ShouldBeEmpty();
    }

    [Fact]
    public void A_damaged_file_is_refused_and_never_read_beyond_its_end()
    {
        using (Write(300, [1, 2, 3], [4, 5])) { }
        byte[] whole = File.ReadAllBytes(Path.Combine(folder.Path, "a.tokens"));
        Random random = new(1);
        int[] room = new int[5];
        for (int round = 0; round < 2000; round++)
        {
            byte[] broken = round < whole.Length ? whole[..round] : [.. whole];
            for (int change = 0; change < 3 && broken.Length > 0; change++) broken[random.Next(broken.Length)] = (byte)random.Next(256);
            string path = folder.Write("b.tokens", broken);
            try
            {
                using TokenFile file = TokenFile.Open(path);
                file.Read(0, room.AsSpan(0, (int)Math.Min(5, file.Count)));
                for (long document = 0; document < file.Documents; document++) file.EndOf(document).ShouldBeInRange(0, file.Count);
            }
            catch (UserErrorException)
            {
                // Refused, as it should be.
            }
        }
    }

    [Fact]
    public void Windows_have_the_next_ids_and_depend_on_seed_and_step_alone()
    {
        using TokenFile file = Write(5000, [.. Enumerable.Range(0, 1000)]);
        TokenWindows windows = new(file, 16, "train");
        TokenBatch batch = windows.Draw(7, 3, 4);
        batch.Ids.Length.ShouldBe(64);
        batch.Next.ShouldBe(batch.Ids.Select(id => id + 1));
        windows.Draw(7, 3, 4).Ids.ShouldBe(batch.Ids);
        windows.Draw(7, 4, 4).Ids.ShouldNotBe(batch.Ids);
        windows.Count.ShouldBe(62);
        TokenBatch last = windows.Read([61]);
        (last.Ids[0], last.Next[15]).ShouldBe((976, 992));
    }

    [Fact]
    public void Documents_stand_alone_and_are_filled_up()
    {
        using TokenFile file = Write(300, [11, 12, 0], [21, 22, 23, 24, 0], [31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 0]);
        TokenDocuments documents = new(file, 10, endId: 0, "train");
        documents.Count.ShouldBe(3);
        TokenBatch batch = documents.Read([1, 0]);
        batch.Time.ShouldBe(8);
        batch.Ids.ShouldBe([0, 21, 22, 23, 24, 0, 0, 0, 0, 11, 12, 0, 0, 0, 0, 0]);
        batch.Next.ShouldBe([21, 22, 23, 24, 0, -100, -100, -100, 11, 12, 0, -100, -100, -100, -100, -100]);
        documents.Read([2]).Next.ShouldBe([31, 32, 33, 34, 35, 36, 37, 38, 39, 40]);
        documents.Draw(7, 20, 5).Ids.ShouldBe(documents.Draw(7, 20, 5).Ids);
    }

    [Fact]
    public void A_text_shorter_than_the_context_is_said_to_be_so()
    {
        using TokenFile file = Write(5000, [.. Enumerable.Range(0, 16)]);
        Should.Throw<UserErrorException>(() => new TokenWindows(file, 16, "valid")).Message.ShouldContain("16 tokens");
    }

    private TokenFile Write(int vocabulary, params int[][] documents)
    {
        string path = Path.Combine(folder.Path, "a.tokens");
        using TokenFileWriter writer = new(path, vocabulary);
        foreach (int[] document in documents)
        {
            writer.Add(document, document.Length);
            writer.EndDocument();
        }

        writer.Finish();
        return TokenFile.Open(path);
    }
}
