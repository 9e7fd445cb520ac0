namespace Anneal.Training.Language;

/// <summary>A stretch of steps of a language model's training is over, and the validation text was looked at.</summary>
/// <param name="Learner">Who learns.</param>
/// <param name="Report">What the stretch gave; its epoch is the number of the look.</param>
/// <param name="Step">Steps done so far.</param>
/// <param name="Steps">Steps at most.</param>
public sealed record StepsFinished(string Learner, EpochReport Report, int Step, int Steps) : LearningEvent(Learner)
{
    /// <summary>What the look found of preferences; null where none are learnt, or the stretch was learnt before a resumption.</summary>
    public PreferenceScores? Preference { get; init; }
}
