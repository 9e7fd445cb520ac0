namespace Anneal.Cli;

/// <summary>What the program answers to the shell.</summary>
internal static class ExitCodes
{
    public const int Done = 0;

    /// <summary>We are at fault.</summary>
    public const int OurMistake = 1;

    /// <summary>The user can put it right.</summary>
    public const int UserMistake = 2;

    /// <summary>Stopped by Ctrl-C, as shells count it: 128 and the number of SIGINT.</summary>
    public const int Interrupted = 130;
}
