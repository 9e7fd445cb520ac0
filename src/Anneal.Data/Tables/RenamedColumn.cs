namespace Anneal.Data.Tables;

/// <summary>A column that could not keep its header.</summary>
/// <param name="Name">The name that it was given.</param>
/// <param name="Header">What the header says: empty, or a name that an earlier column bears.</param>
public sealed record RenamedColumn(string Name, string Header);
