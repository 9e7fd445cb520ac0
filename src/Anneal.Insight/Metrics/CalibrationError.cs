using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>Expected calibration error (Naeini et al., 2015) over ten equal ranges of probability.</summary>
/// <remarks>With two classes, the second's probability against how often it came true; with more, the told class's against how often it was right (Guo et al., 2017).</remarks>
internal static class CalibrationError
{
    public static readonly Metric Metric = new(
        "calibration-error",
        new Message("calibration error", "校准误差"),
        new Message(
            "When the model says 80 %, does it come true in 80 of 100 cases? This is the mean gap between what it says and what happens. 0 is perfect.",
            "模型说有 80 % 把握时，100 次里真有 80 次应验吗？这里是“所说”与“所见”之间的平均差距，0 为完美。"),
        higherIsBetter: false,
        MetricUnit.Share,
        [LabelKind.OneClass],
        draw => ReliabilityBins.Of(draw).Error);
}
