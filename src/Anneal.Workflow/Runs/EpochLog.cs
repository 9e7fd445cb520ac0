using Anneal.Formats;
using Anneal.Training;

namespace Anneal.Workflow.Runs;

/// <summary>Keeps the losses of every epoch where TensorBoard finds them, from the first epoch on.</summary>
/// <param name="folder">The run's folder.</param>
internal sealed class EpochLog(string folder) : IDisposable
{
    private EventFile? events;

    /// <summary>The file; null while no epoch has ended.</summary>
    public string? File => events?.Path;

    public void Hear(LearningEvent happened)
    {
        if (happened is not EpochFinished { Report: { } epoch, Learner: { } learner }) return;
        if (events is null)
        {
            // A resumed run tells of the epochs before it again.
            foreach (string old in Directory.GetFiles(folder, EventFile.Pattern)) System.IO.File.Delete(old);
            events = EventFile.Create(folder);
        }

        events.Add($"{learner}/loss/train", epoch.Epoch, epoch.TrainLoss);
        events.Add($"{learner}/loss/valid", epoch.Epoch, epoch.ValidLoss);
    }

    public void Dispose() => events?.Dispose();
}
