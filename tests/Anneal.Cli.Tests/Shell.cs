using System.Text.RegularExpressions;
using Anneal.Cli;
using Anneal.Cli.Terminal;
using Anneal.Tests;

namespace Anneal.Cli.Tests;

/// <summary>Runs the command in a folder of its own, as a shell would, and keeps what it printed.</summary>
internal sealed partial class Shell : IDisposable
{
    private readonly TempFolder folder = new();

    public string Path => folder.Path;

    public string Output { get; private set; } = "";

    public string Error { get; private set; } = "";

    public bool IsTerminal { get; init; }

    /// <summary>What comes through a pipe.</summary>
    public string? Input { get; set; }

    /// <summary>What a person types when asked; null where nobody is there.</summary>
    public string? Typed { get; set; }

    public Dictionary<string, string> Variables { get; } = new(StringComparer.Ordinal);

    /// <summary>All that was printed, as <see cref="Plain"/> gives it.</summary>
    public string Printed => Plain(Output + Error, folder.Path);

    /// <summary>A text without what differs from run to run: the folder, the time of day, the seconds and costs.</summary>
    public static string Plain(string text, string folder) =>
        Seconds().Replace(Stamp().Replace(text.Replace(folder, "<folder>", StringComparison.Ordinal), "<time>"), "<seconds>");

    public void Write(string name, string text) => folder.Write(name, text);

    public string At(string name) => System.IO.Path.Combine(folder.Path, name);

    public int Run(params string[] args) => Run(CancellationToken.None, args);

    public int Run(CancellationToken cancellation, params string[] args)
    {
        using StringWriter output = new() { NewLine = "\n" };
        using StringWriter error = new() { NewLine = "\n" };
        using StringReader input = new(Typed ?? Input ?? "");
        Surroundings surroundings = new(input, output, error, Typed is not null, IsTerminal, IsTerminal, 120, name => Variables.GetValueOrDefault(name), "anneal");
        int code = Application.Run(args, surroundings, cancellation);
        (Output, Error) = (output.ToString(), error.ToString());
        return code;
    }

    public void Dispose() => folder.Dispose();

    [GeneratedRegex(@"\d{8}-\d{6}(-\d+)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Stamp();

    [GeneratedRegex(@"(?<=made in |用时 )[\d.]+|(?<=on this machine: |在本机上：).*", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Seconds();
}
