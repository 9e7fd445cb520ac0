using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Sources;

/// <summary>A table read row by row: no more than a row is held at a time, unless the format needs it.</summary>
/// <param name="file">Where the rows come from, for messages.</param>
public abstract class TableReader(string file) : IDisposable
{
    /// <summary>Where the rows come from, for messages.</summary>
    public string File { get; } = file;

    /// <summary>The columns' names, each once.</summary>
    public IReadOnlyList<string> Names { get; protected set; } = [];

    /// <summary>Columns whose header was empty or used before, and the names that they were given.</summary>
    public IReadOnlyList<RenamedColumn> Renamed { get; protected set; } = [];

    /// <summary>Where the row that was just read begins.</summary>
    public abstract Place Place { get; }

    /// <summary>Reads the next row into <paramref name="cells"/>, as the source holds it; false behind the last.</summary>
    /// <param name="cells">As long as <see cref="Names"/>; null is a missing value.</param>
    /// <exception cref="UserErrorException">The row is broken.</exception>
    public abstract bool Read(string?[] cells);

    /// <summary>All that is left, as a table.</summary>
    /// <exception cref="UserErrorException">A row is broken, or there is none.</exception>
    public Table ReadToEnd()
    {
        TableBuilder builder = new(this);
        string?[] cells = new string?[Names.Count];
        while (Read(cells)) builder.Add(cells, Place);
        return builder.Build();
    }

    /// <summary>The rows, in tables of <paramref name="size"/> rows at most: for work that must not hold the whole.</summary>
    /// <exception cref="UserErrorException">A row is broken, or there is none.</exception>
    public IEnumerable<Table> ReadParts(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 1);
        string?[] cells = new string?[Names.Count];
        bool more = true;
        for (bool first = true; more; first = false)
        {
            TableBuilder builder = new(this);
            while (builder.RowCount < size && (more = Read(cells))) builder.Add(cells, Place);
            if (builder.RowCount > 0 || first) yield return builder.Build();
        }
    }

    /// <summary>Closes the source.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the source.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
