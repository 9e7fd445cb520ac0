using System.Runtime.InteropServices;
using Anneal.Cli;
using Anneal.Cli.Terminal;

// Ctrl-C asks the run to stop between two steps, so that it can clear up after itself.
using CancellationTokenSource stop = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return Application.Run(args, Surroundings.OfThisProcess(), stop.Token);

void Stop(PosixSignalContext context)
{
    context.Cancel = true;
    stop.Cancel();
}
