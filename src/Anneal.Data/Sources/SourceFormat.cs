namespace Anneal.Data.Sources;

/// <summary>The formats that a table is read from.</summary>
public enum SourceFormat
{
    /// <summary>Text with a delimiter between fields: CSV, TSV.</summary>
    Csv,

    /// <summary>One JSON object a line, or one list of objects.</summary>
    Json,

    /// <summary>A workbook of Excel.</summary>
    Excel,

    /// <summary>A file of SQLite.</summary>
    Sqlite,

    /// <summary>A PostgreSQL server.</summary>
    Postgres,

    /// <summary>A matrix of NumPy.</summary>
    Npy,
}
