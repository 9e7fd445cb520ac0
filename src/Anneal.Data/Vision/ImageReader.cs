using System.Runtime.ExceptionServices;
using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Vision;

/// <summary>Reads the pictures that a table's column names.</summary>
internal sealed class ImageReader
{
    private readonly Table table;
    private readonly IReadOnlyList<string?> references;
    private readonly ImageSource source;

    public ImageReader(Table table, string column)
    {
        this.table = table;
        int index = table.IndexOf(column);
        if (index < 0 || table.Images is null) throw new UserErrorException(ImageMessages.NoImageColumn, ImageMessages.NoImageColumnWayOut, new Place(table.File));
        (references, source) = (table.Column(index), table.Images);
    }

    public Image Read(int row) => references[row] is { } reference
        ? source.Read(reference)
        : throw new UserErrorException(ImageMessages.NoPictureInRow, ImageMessages.NoPictureInRowWayOut, table.PlaceOf(row));

    /// <summary>Does something for each of so many pictures, several at a time; of mistakes the first in order is thrown, not the first in time.</summary>
    public static void ForAll(int count, Action<int> action)
    {
        const int Chunk = 16;
        int chunks = (count + Chunk - 1) / Chunk;
        var mistakes = new ExceptionDispatchInfo?[chunks];
        Parallel.For(0, chunks, chunk =>
        {
            try
            {
                for (int i = chunk * Chunk; i < Math.Min(count, (chunk + 1) * Chunk); i++) action(i);
            }
            catch (UserErrorException e)
            {
                mistakes[chunk] = ExceptionDispatchInfo.Capture(e);
            }
        });
        foreach (ExceptionDispatchInfo? mistake in mistakes) mistake?.Throw();
    }
}
