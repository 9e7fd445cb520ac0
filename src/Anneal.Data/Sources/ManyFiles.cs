using System.Text.RegularExpressions;
using Anneal.Data.Messages;

namespace Anneal.Data.Sources;

/// <summary>Several files of the same columns, one after the other in the order of their names.</summary>
internal sealed class ManyFiles : TableReader
{
    private readonly string[] paths;
    private readonly Func<string, TableReader> open;
    private TableReader current;
    private int[] order;
    private string?[] cells;
    private int next = 1;

    /// <param name="shownAs">The pattern in messages.</param>
    /// <param name="paths">The files; at least one.</param>
    /// <param name="open">Opens one.</param>
    public ManyFiles(string shownAs, string[] paths, Func<string, TableReader> open)
        : base(shownAs)
    {
        this.paths = paths;
        this.open = open;
        current = open(paths[0]);
        Names = current.Names;
        Renamed = current.Renamed;
        order = [.. Enumerable.Range(0, Names.Count)];
        cells = new string?[Names.Count];
    }

    /// <inheritdoc/>
    public override Place Place => current.Place;

    /// <summary>Whether a location is a pattern: no file bears the name, and it has a <c>*</c> or a <c>?</c>.</summary>
    public static bool IsPattern(string location) => location.AsSpan().IndexOfAny('*', '?') >= 0 && !System.IO.File.Exists(location);

    /// <summary>The files that a pattern matches, sorted: <c>*</c> and <c>?</c> within a name, <c>**</c> for folders.</summary>
    /// <exception cref="UserErrorException">There is none.</exception>
    public static string[] Find(string pattern, SourceChoice choice)
    {
        string full = Path.GetFullPath(pattern).Replace('\\', '/');
        int wild = full.AsSpan().IndexOfAny('*', '?');
        string folder = full[..Math.Max(1, full.LastIndexOf('/', wild))];
        string expression = "^" + Regex.Escape(full)
            .Replace(@"\*\*/", "(.*/)?", StringComparison.Ordinal)
            .Replace(@"\*\*", ".*", StringComparison.Ordinal)
            .Replace(@"\*", "[^/]*", StringComparison.Ordinal)
            .Replace(@"\?", "[^/]", StringComparison.Ordinal) + "$";
        Regex matches = new(expression, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        SearchOption depth = full.IndexOf('/', wild) >= 0 ? SearchOption.AllDirectories : SearchOption.TopDirectoryOnly;
        string[] found = Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*", depth).Where(path => matches.IsMatch(path.Replace('\\', '/'))).Order(StringComparer.Ordinal)]
            : [];
        return found.Length > 0 ? found : throw new UserErrorException(SourceMessages.NoFilesMatch(choice.Shown), SourceMessages.NoFilesMatchWayOut, choice.NamedAt);
    }

    /// <inheritdoc/>
    public override bool Read(string?[] cells)
    {
        while (!current.Read(this.cells))
        {
            if (next == paths.Length) return false;
            current.Dispose();
            current = open(paths[next++]);
            order = Order();
            this.cells = new string?[current.Names.Count];
        }

        for (int i = 0; i < cells.Length; i++) cells[i] = this.cells[order[i]];
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => current.Dispose();

    /// <summary>Where each column stands in the current file; the columns may stand in another order, but must be the same.</summary>
    private int[] Order()
    {
        string[] here = [.. current.Names];
        string[] missing = [.. Names.Except(here, StringComparer.Ordinal)], extra = [.. here.Except(Names, StringComparer.Ordinal)];
        if (missing.Length > 0 || extra.Length > 0)
            throw new UserErrorException(SourceMessages.ColumnsDiffer(current.File, Path.GetFileName(paths[0])), SourceMessages.ColumnsDifferWayOut(missing, extra), new Place(current.File, 1));
        return [.. Names.Select(name => Array.IndexOf(here, name))];
    }
}
