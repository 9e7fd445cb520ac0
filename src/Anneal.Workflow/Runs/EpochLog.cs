using Anneal.Formats;
using Anneal.Training;
using Anneal.Training.Language;

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
        switch (happened)
        {
            case EpochFinished epoch:
                Add(epoch.Learner, epoch.Report.Epoch, epoch.Report);
                break;
            case StepsFinished steps:
                Add(steps.Learner, steps.Step, steps.Report);
                break;
        }
    }

    public void Dispose() => events?.Dispose();

    private void Add(string learner, int step, EpochReport report)
    {
        if (events is null)
        {
            // A resumed run tells of the epochs before it again.
            foreach (string old in Directory.GetFiles(folder, EventFile.Pattern)) System.IO.File.Delete(old);
            events = EventFile.Create(folder);
        }

        events.Add($"{learner}/loss/train", step, report.TrainLoss);
        events.Add($"{learner}/loss/valid", step, report.ValidLoss);
    }
}
