using Anneal.Data.Messages;
using Anneal.Insight.Curves;

namespace Anneal.Insight.Report;

/// <summary>All that the report of a language model tells, free of language and layout.</summary>
/// <param name="Name">The recipe's name.</param>
/// <param name="Task">What was learnt.</param>
/// <param name="Model">The kind of network.</param>
/// <param name="Made">When.</param>
/// <param name="Text">What it learnt from.</param>
/// <param name="Scores">The model first, then what it is compared with.</param>
/// <param name="OnTest">Whether the scores are of text held back; otherwise they are of the validation text.</param>
/// <param name="Targets">What became of the recipe's targets.</param>
/// <param name="Train">Loss of the training text by step, in nats a token.</param>
/// <param name="Valid">Loss of the validation text by step.</param>
/// <param name="BestStep">The step whose weights are kept.</param>
/// <param name="ByPosition">Loss by the place in the context, from 1.</param>
/// <param name="Samples">What it wrote.</param>
/// <param name="Commands">What to type next.</param>
/// <param name="Recipe">The recipe with all defaults (YAML).</param>
/// <param name="Facts">What somebody needs to do it again.</param>
public sealed record LanguageReportContent(
    string Name,
    Message Task,
    Message Model,
    DateTimeOffset Made,
    ReportText Text,
    IReadOnlyList<ReportLanguageScores> Scores,
    bool OnTest,
    IReadOnlyList<ReportTarget> Targets,
    IReadOnlyList<CurvePoint> Train,
    IReadOnlyList<CurvePoint> Valid,
    int BestStep,
    IReadOnlyList<CurvePoint> ByPosition,
    IReadOnlyList<ReportSample> Samples,
    IReadOnlyList<ReportFact> Commands,
    string Recipe,
    IReadOnlyList<ReportFact> Facts)
{
    /// <summary>How surely it tells better answers from worse ones; null where it was not taught to.</summary>
    public ReportPreference? Preference { get; init; }
}

/// <summary>How surely a model tells better answers from worse ones, beside the model that it was before.</summary>
/// <param name="Answers">Pairs, or judged answers, that were measured.</param>
/// <param name="Accuracy">The share that it prefers rightly.</param>
/// <param name="Margin">How much more better answers gained than worse ones.</param>
public sealed record ReportPreference(int Answers, double Accuracy, double Margin);

/// <summary>What a language model learnt from.</summary>
/// <param name="Source">Where the text came from.</param>
/// <param name="Vocabulary">Different tokens.</param>
/// <param name="Parts">Its parts: to learn from, to choose by, held back.</param>
public sealed record ReportText(string Source, int Vocabulary, IReadOnlyList<ReportTextPart> Parts)
{
    /// <summary>Whether it learnt from conversations, of which the answers alone count.</summary>
    public bool OfTalks { get; init; }
}

/// <summary>A part of the text.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Tokens">Its tokens.</param>
/// <param name="Characters">Its characters.</param>
/// <param name="Documents">Documents that end in it.</param>
public sealed record ReportTextPart(Message Name, long Tokens, long Characters, long Documents);

/// <summary>How well something tells the text.</summary>
/// <param name="Title">What.</param>
/// <param name="Loss">Nats a token.</param>
/// <param name="Perplexity">Between how many tokens it wavers.</param>
/// <param name="BitsPerCharacter">Bits a character.</param>
public sealed record ReportLanguageScores(Message Title, double Loss, double Perplexity, double BitsPerCharacter);

/// <summary>Something that the model wrote.</summary>
/// <param name="Prompt">What it was given.</param>
/// <param name="Text">What it wrote behind that.</param>
public sealed record ReportSample(string Prompt, string Text);
