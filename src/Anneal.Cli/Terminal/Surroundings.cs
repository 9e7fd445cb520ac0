using System.Text;

namespace Anneal.Cli.Terminal;

/// <summary>What the command finds around it: where it writes, and how it was called. Tests bring their own.</summary>
/// <param name="Input">Standard input.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Error">Standard error.</param>
/// <param name="InputIsTerminal">Whether a person is there to be asked.</param>
/// <param name="IsTerminal">Whether a person watches the output: colours and a moving progress bar then.</param>
/// <param name="ErrorIsTerminal">The same for errors.</param>
/// <param name="Width">Columns of the screen.</param>
/// <param name="Variable">Reads an environment variable.</param>
/// <param name="CommandLine">How the user calls this program, to print lines that can be typed.</param>
internal sealed record Surroundings(
    TextReader Input,
    TextWriter Output,
    TextWriter Error,
    bool InputIsTerminal,
    bool IsTerminal,
    bool ErrorIsTerminal,
    int Width,
    Func<string, string?> Variable,
    string CommandLine)
{
    /// <summary>Wide enough that nothing wraps where a program reads along.</summary>
    private const int WidthWhenPiped = 160;

    public static Surroundings OfThisProcess()
    {
        bool dumb = Environment.GetEnvironmentVariable("TERM") is "dumb";
        return new Surroundings(
            new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)),
            Writer(Console.OpenStandardOutput()),
            Writer(Console.OpenStandardError()),
            !Console.IsInputRedirected,
            !Console.IsOutputRedirected && !dumb,
            !Console.IsErrorRedirected && !dumb,
            Console.IsOutputRedirected ? WidthWhenPiped : Math.Max(Console.WindowWidth, 40),
            Environment.GetEnvironmentVariable,
            Calling.CommandLine(Environment.ProcessPath, Environment.CurrentDirectory));
    }

    /// <summary>UTF-8 whatever the system's code page is: names and columns may be in any language.</summary>
    private static StreamWriter Writer(Stream stream) => new(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)) { AutoFlush = true, NewLine = "\n" };
}
