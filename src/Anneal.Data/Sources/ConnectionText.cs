using System.Data.Common;
using Anneal.Data.Messages;
using Npgsql;

namespace Anneal.Data.Sources;

/// <summary>Reads and shows database connections; a password never reaches a message.</summary>
public static class ConnectionText
{
    /// <summary>Whether a source names a PostgreSQL server rather than a file.</summary>
    public static bool IsConnection(string source) =>
        source.StartsWith("postgres://", StringComparison.OrdinalIgnoreCase) || source.StartsWith("postgresql://", StringComparison.OrdinalIgnoreCase)
        || (source.Contains("Host=", StringComparison.OrdinalIgnoreCase) && !File.Exists(source));

    /// <summary>The source with its secrets taken out; a file's name stays as it is.</summary>
    public static string Mask(string source)
    {
        if (!IsConnection(source)) return source;
        try
        {
            NpgsqlConnectionStringBuilder parts = Parse(source);
            return $"postgres://{(parts.Username is { Length: > 0 } user ? user + "@" : "")}{parts.Host}{(parts.Port == 5432 ? "" : FormattableString.Invariant($":{parts.Port}"))}/{parts.Database}";
        }
        catch (Exception e) when (e is ArgumentException or UriFormatException or FormatException)
        {
            return "postgres://…";
        }
    }

    /// <summary>A whole value of the form <c>${NAME}</c> stands for a variable of the environment, so that secrets need not be in a recipe.</summary>
    /// <exception cref="UserErrorException">The environment has no such variable.</exception>
    public static string Expand(string source, Place? namedAt)
    {
        if (!(source.StartsWith("${", StringComparison.Ordinal) && source.EndsWith('}'))) return source;
        string name = source[2..^1];
        return Environment.GetEnvironmentVariable(name) is { Length: > 0 } value
            ? value
            : throw new UserErrorException(SourceMessages.NoEnvironmentVariable(name), SourceMessages.NoEnvironmentVariableWayOut(name), namedAt);
    }

    /// <summary>Reads either form: a URI, or words of the form Host=...;Database=...</summary>
    /// <exception cref="ArgumentException">A word is not known.</exception>
    /// <exception cref="FormatException">It is no URI, or a value is none of its word.</exception>
    public static NpgsqlConnectionStringBuilder Parse(string source)
    {
        if (!source.Contains("://", StringComparison.Ordinal)) return new NpgsqlConnectionStringBuilder(source);
        Uri uri = new(source);
        string[] user = uri.UserInfo.Split(':', 2);
        NpgsqlConnectionStringBuilder parts = new()
        {
            Host = Uri.UnescapeDataString(uri.Host),
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')),
        };
        if (user[0].Length > 0) parts.Username = Uri.UnescapeDataString(user[0]);
        if (user.Length > 1) parts.Password = Uri.UnescapeDataString(user[1]);
        foreach (string option in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = option.Split('=', 2);
            string value = pair.Length > 1 ? Uri.UnescapeDataString(pair[1]) : "";
            if (pair[0] == "sslmode") parts.SslMode = Enum.Parse<SslMode>(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true);
            else if (pair[0] == "host") parts.Host = value;
            else ((DbConnectionStringBuilder)parts)[pair[0].Replace('_', ' ')] = value;
        }

        return parts;
    }
}
