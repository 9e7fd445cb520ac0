using Anneal.Tensors.Operations;

namespace Anneal.Models.Language;

/// <summary>How the angles of rotary positions were stretched so that a model reads longer texts than it was first trained on.</summary>
public enum RotaryScalingKind
{
    /// <summary>All angles divided by the factor (Chen et al., "Extending Context Window via Positional Interpolation", 2023).</summary>
    Linear,

    /// <summary>A base that grows with the text beyond the trained length ("dynamic NTK").</summary>
    Dynamic,

    /// <summary>Llama 3.1: slow pairs divided by the factor, fast ones left, with a smooth passage between.</summary>
    Llama3,

    /// <summary>Peng et al., "YaRN", 2023: as above with a straight passage, and warmer scores.</summary>
    Yarn,

    /// <summary>Ding et al., "LongRoPE", 2024, as Phi-3 has it: a factor for each pair, one set for short and one for long texts.</summary>
    LongRope,
}

/// <summary>The numbers of a <see cref="RotaryScalingKind"/>, named as published config.json files do.</summary>
/// <param name="Kind">How.</param>
/// <param name="Factor">By how much the text got longer.</param>
public sealed record RotaryScaling(RotaryScalingKind Kind, double Factor)
{
    /// <summary>The length that was first trained, in tokens; null for the model's positions.</summary>
    public int? OriginalPositions { get; init; }

    /// <summary>Llama 3: pairs that turn less often than this within the original length are stretched.</summary>
    public double LowFrequency { get; init; } = 1;

    /// <summary>Llama 3: pairs that turn more often than this within the original length are left.</summary>
    public double HighFrequency { get; init; } = 4;

    /// <summary>YaRN: turns within the original length above which pairs are left.</summary>
    public double BetaFast { get; init; } = 32;

    /// <summary>YaRN: turns within the original length below which pairs are stretched.</summary>
    public double BetaSlow { get; init; } = 1;

    /// <summary>YaRN and LongRoPE: multiplies queries and keys; null for the published formula.</summary>
    public double? AttentionFactor { get; init; }

    /// <summary>LongRoPE: a divisor for each pair, for texts up to the original length.</summary>
    public IReadOnlyList<double> ShortFactors { get; init; } = [];

    /// <summary>LongRoPE: a divisor for each pair, for longer texts.</summary>
    public IReadOnlyList<double> LongFactors { get; init; } = [];

    /// <summary>The speeds and the magnitude for texts of so many tokens.</summary>
    internal RotaryAngles Angles(double @base, int size, int positions, int time)
    {
        int original = OriginalPositions ?? positions;
        double[] speeds = RotaryAngles.PlainSpeeds(@base, size);
        switch (Kind)
        {
            case RotaryScalingKind.Linear:
                Each(s => s / Factor);
                return new RotaryAngles(speeds);
            case RotaryScalingKind.Dynamic:
                double grown = size <= 2 || time <= original ? 1 : Math.Pow((Factor * time / original) - (Factor - 1), size / (size - 2.0));
                return new RotaryAngles(RotaryAngles.PlainSpeeds(@base * grown, size));
            case RotaryScalingKind.Llama3:
                Each(s =>
                {
                    double turns = original * s / (2 * Math.PI), smooth = Math.Clamp((turns - LowFrequency) / (HighFrequency - LowFrequency), 0, 1);
                    return ((1 - smooth) * s / Factor) + (smooth * s);
                });
                return new RotaryAngles(speeds);
            case RotaryScalingKind.Yarn:
                double low = Math.Max(Math.Floor(Pair(BetaFast)), 0), high = Math.Min(Math.Ceiling(Pair(BetaSlow)), size - 1);
                if (low == high) high += 0.001;
                for (int i = 0; i < speeds.Length; i++)
                {
                    double stretched = Math.Clamp((i - low) / (high - low), 0, 1);
                    speeds[i] = (speeds[i] / Factor * stretched) + (speeds[i] * (1 - stretched));
                }
                return new RotaryAngles(speeds, AttentionFactor ?? (Factor <= 1 ? 1 : (0.1 * Math.Log(Factor)) + 1));
            default:
                IReadOnlyList<double> factors = time > original ? LongFactors : ShortFactors;
                for (int i = 0; i < speeds.Length; i++) speeds[i] /= factors[i];
                double ratio = OriginalPositions is null ? Factor : (double)positions / original;
                return new RotaryAngles(speeds, AttentionFactor ?? (ratio <= 1 ? 1 : Math.Sqrt(1 + (Math.Log(ratio) / Math.Log(original)))));
        }

        void Each(Func<double, double> change)
        {
            for (int i = 0; i < speeds.Length; i++) speeds[i] = change(speeds[i]);
        }

        // The pair that turns so many times within the original length.
        double Pair(double turns) => size * Math.Log(original / (turns * 2 * Math.PI)) / (2 * Math.Log(@base));
    }

    /// <summary>Whether angles depend on how long a text is.</summary>
    internal bool DependsOnTime => Kind is RotaryScalingKind.Dynamic or RotaryScalingKind.LongRope;

    internal void Check(int size)
    {
        if (!(Factor is >= 1 and <= 1e6)) throw new ArgumentException($"Rotary positions can't be stretched by {Factor}.");
        if (OriginalPositions is { } original && original is < 2 or > 1 << 26) throw new ArgumentException($"{OriginalPositions} is no length that a model can have been trained on.");
        if (Kind == RotaryScalingKind.Llama3 && !(HighFrequency > LowFrequency && LowFrequency > 0)) throw new ArgumentException("Llama 3's stretching needs a low frequency below the high one.");
        if (Kind == RotaryScalingKind.Yarn && !(BetaFast >= BetaSlow && BetaSlow > 0)) throw new ArgumentException("YaRN needs a slow beta below the fast one.");
        if (Kind != RotaryScalingKind.LongRope) return;
        if (ShortFactors.Count != size / 2 || LongFactors.Count != size / 2) throw new ArgumentException($"LongRoPE needs {size / 2} short and long factors, not {ShortFactors.Count} and {LongFactors.Count}.");
        if (ShortFactors.Concat(LongFactors).Any(f => !(f > 0))) throw new ArgumentException("LongRoPE's factors must be above zero.");
    }
}
