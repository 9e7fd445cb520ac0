using Anneal.Data.Messages;

namespace Anneal.Data.Quality;

/// <summary>Parts that are too small to learn from, or to trust a measurement on.</summary>
internal sealed class SmallParts : QualityCheck
{
    private const int FewToLearn = 100;
    private const int FewToTest = 200;

    public override IEnumerable<Finding> Run(CheckedData data)
    {
        if (data.Split.Train.Length < FewToLearn) yield return new Finding("small-data", Severity.Warning, QualityMessages.SmallTrain(data.Split.Train.Length), QualityMessages.SmallTrainAdvice);
        if (data.Split.Test.Length < FewToTest) yield return new Finding("small-data", Severity.Note, QualityMessages.SmallTest(data.Split.Test.Length), QualityMessages.SmallTestAdvice);
    }
}
