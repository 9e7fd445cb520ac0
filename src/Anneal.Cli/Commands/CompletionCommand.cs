using System.CommandLine;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal completion</c>: a script that lets a shell ask this program what may come next.</summary>
/// <remarks>The scripts call the parser's own <c>[suggest:POSITION]</c> directive, so they know every command and option there will be.</remarks>
internal static class CompletionCommand
{
    private static readonly (string Shell, string Script)[] Scripts =
    [
        ("bash",
            """
            # For ~/.bashrc:  eval "$(anneal completion bash)"
            _anneal() {
                local line="${COMP_LINE:0:COMP_POINT}" IFS=$'\n'
                COMPREPLY=($(compgen -W "$(anneal "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _anneal anneal
            """),
        ("zsh",
            """
            # For ~/.zshrc, below compinit:  eval "$(anneal completion zsh)"
            _anneal() {
                local -a found
                found=("${(@f)$(anneal "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
                if [[ -n "$found" ]]; then compadd -a found; else _files; fi
            }
            compdef _anneal anneal
            """),
        ("pwsh",
            """
            # For $PROFILE:  anneal completion pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName anneal -ScriptBlock {
                param($word, $line, $cursor)
                anneal "[suggest:$cursor]" "$line" | ForEach-Object {
                    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
                }
            }
            """),
    ];

    private static readonly string[] Shells = [.. Scripts.Select(s => s.Shell)];

    public static Command Create(Screen screen)
    {
        Argument<string> shell = new("shell") { Description = screen.Say(CliMessages.Valid(Shells)) };
        shell.CompletionSources.Add(Shells);
        Command command = new("completion", screen.Say(CompletionMessages.Description)) { shell };
        command.SetAction(parsed =>
        {
            string name = parsed.GetValue(shell)!;
            string script = Array.Find(Scripts, s => s.Shell == name).Script
                ?? throw new UserErrorException(CompletionMessages.NoSuchShell(name), CliMessages.DidYouMean(NearestName.Find(name, Shells), Shells));
            screen.Line(script.ReplaceLineEndings("\n"));
            return ExitCodes.Done;
        });
        return command;
    }
}
