using System.Text.Json;
using Anneal.Data.Messages;

namespace Anneal.Server;

/// <summary>Lets requests through to the model one after the other: one prediction already uses every core.</summary>
internal sealed class PredictionQueue(ServedModel model) : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);

    public async Task<IReadOnlyList<Action<Utf8JsonWriter>>> AnswerAsync(JsonElement rows, string shownAs, ICollection<Message> notices, CancellationToken cancellation)
    {
        await turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return model.Answer(rows, shownAs, notices);
        }
        finally
        {
            turn.Release();
        }
    }

    public void Dispose() => turn.Dispose();
}
