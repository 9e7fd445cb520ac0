using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Anneal.Server;

/// <summary>Several answers to one request, as their parts come.</summary>
internal static class SideBySide
{
    public static async IAsyncEnumerable<(int Index, T Part)> StreamAsync<T>(int count, Func<int, CancellationToken, IAsyncEnumerable<T>> answer, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Channel<(int Index, T Part)> parts = Channel.CreateUnbounded<(int Index, T Part)>(new UnboundedChannelOptions { SingleReader = true });
        Task all = Task.WhenAll(Enumerable.Range(0, count).Select(async index =>
        {
            await foreach (T part in answer(index, stop.Token).ConfigureAwait(false)) parts.Writer.TryWrite((index, part));
        }));
        _ = all.ContinueWith(done => parts.Writer.TryComplete(done.Exception?.InnerException ?? (done.IsCanceled ? new OperationCanceledException(cancellation) : null)), TaskScheduler.Default);
        try
        {
            await foreach ((int Index, T Part) part in parts.Reader.ReadAllAsync(cancellation).ConfigureAwait(false)) yield return part;
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
        }
    }
}
