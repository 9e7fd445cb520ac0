using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;

namespace Anneal.Insight.Metrics;

/// <summary>One way to say how good a model is: its name, what it means in plain words, and how it is measured.</summary>
public sealed class Metric
{
    private readonly LabelKind[] kinds;
    private readonly Func<Draw, double?> measure;

    internal Metric(string name, Message title, Message meaning, bool higherIsBetter, MetricUnit unit, LabelKind[] kinds, Func<Draw, double?> measure)
    {
        Name = name;
        Title = title;
        Meaning = meaning;
        HigherIsBetter = higherIsBetter;
        Unit = unit;
        this.kinds = kinds;
        this.measure = measure;
    }

    /// <summary>The name in a recipe, such as <c>log-loss</c>.</summary>
    public string Name { get; }

    /// <summary>The name on a screen.</summary>
    public Message Title { get; }

    /// <summary>What it means, in a sentence for somebody who never met it.</summary>
    public Message Meaning { get; }

    /// <summary>Whether more is better.</summary>
    public bool HigherIsBetter { get; }

    /// <summary>How its numbers read.</summary>
    public MetricUnit Unit { get; }

    /// <summary>Whether it can be measured on answers of a kind.</summary>
    public bool Fits(LabelKind kind) => Array.IndexOf(kinds, kind) >= 0;

    /// <summary>Measures it.</summary>
    /// <returns>The number, or null when the rows do not have one, as the AUC of rows of one class.</returns>
    public double? Measure(Answers answers) => Measure(new Draw(answers));

    /// <summary>A number of this metric as a person reads it: <c>86.4 %</c>, <c>0.913</c>, <c>46,200</c>; a dash for none.</summary>
    public string Format(double? value) => (value, Unit) switch
    {
        (null, _) => "–",
        ({ } number, MetricUnit.Share) => (number * 100).ToString("0.0", CultureInfo.InvariantCulture) + " %",
        ({ } number, MetricUnit.Score) => number.ToString("0.000", CultureInfo.InvariantCulture),
        ({ } number, _) => Math.Abs(number) >= 1000 ? number.ToString("N0", CultureInfo.InvariantCulture) : number.ToString("G4", CultureInfo.InvariantCulture),
    };

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal double? Measure(Draw draw) => measure(draw) is { } number && double.IsFinite(number) ? number : null;
}
