using System.Text.Json.Nodes;

namespace Anneal.Models.Language;

/// <summary>Rotary positions in a config.json.</summary>
internal static class RotaryJson
{
    public static RotaryConfig Read(ConfigReader config, double fallback)
    {
        // Newer files hold all of it in one object.
        ConfigReader? joined = config.FindObject("rope_parameters"), scaling = config.FindObject("rope_scaling") ?? joined;
        return new RotaryConfig(config.FindDouble("rope_theta") ?? joined?.FindDouble("rope_theta") ?? fallback, config.FindDouble("partial_rotary_factor") ?? joined?.FindDouble("partial_rotary_factor") ?? 1)
        {
            Scaling = scaling is null ? null : Scaling(scaling, config),
        };
    }

    public static void Write(RotaryConfig rotary, JsonObject to)
    {
        to["rope_theta"] = rotary.Base;
        if (rotary.Share != 1) to["partial_rotary_factor"] = rotary.Share;
        if (rotary.Scaling is not { } s) return;
        var json = new JsonObject { ["rope_type"] = Name(s.Kind) };
        if (s.Kind != RotaryScalingKind.LongRope) json["factor"] = s.Factor;
        if (s.OriginalPositions is { } original && s.Kind != RotaryScalingKind.Dynamic)
        {
            json["original_max_position_embeddings"] = original;
            if (s.Kind == RotaryScalingKind.LongRope) to["original_max_position_embeddings"] = original;
        }
        switch (s.Kind)
        {
            case RotaryScalingKind.Llama3:
                json["low_freq_factor"] = s.LowFrequency;
                json["high_freq_factor"] = s.HighFrequency;
                break;
            case RotaryScalingKind.Yarn:
                json["beta_fast"] = s.BetaFast;
                json["beta_slow"] = s.BetaSlow;
                break;
            case RotaryScalingKind.LongRope:
                json["short_factor"] = new JsonArray([.. s.ShortFactors.Select(f => (JsonNode)f)]);
                json["long_factor"] = new JsonArray([.. s.LongFactors.Select(f => (JsonNode)f)]);
                break;
        }
        if (s.AttentionFactor is { } factor) json["attention_factor"] = factor;
        to["rope_scaling"] = json;
    }

    private static RotaryScaling? Scaling(ConfigReader scaling, ConfigReader config)
    {
        string name = scaling.FindText("rope_type") ?? scaling.FindText("type") ?? "default";
        RotaryScalingKind? kind = name switch
        {
            "default" => null,
            "linear" => RotaryScalingKind.Linear,
            "dynamic" => RotaryScalingKind.Dynamic,
            "llama3" => RotaryScalingKind.Llama3,
            "yarn" => RotaryScalingKind.Yarn,
            "longrope" or "su" => RotaryScalingKind.LongRope,
            _ => throw config.Unsupported("rope_type", name),
        };
        if (kind is not { } known) return null;
        return new RotaryScaling(known, known == RotaryScalingKind.LongRope ? scaling.FindDouble("factor") ?? 1 : scaling.Double("factor"))
        {
            OriginalPositions = scaling.FindInt("original_max_position_embeddings") ?? config.FindInt("original_max_position_embeddings"),
            LowFrequency = scaling.FindDouble("low_freq_factor") ?? 1, HighFrequency = scaling.FindDouble("high_freq_factor") ?? 4,
            BetaFast = scaling.FindDouble("beta_fast") ?? 32, BetaSlow = scaling.FindDouble("beta_slow") ?? 1, AttentionFactor = scaling.FindDouble("attention_factor"),
            ShortFactors = scaling.FindDoubles("short_factor") ?? [], LongFactors = scaling.FindDoubles("long_factor") ?? [],
        };
    }

    private static string Name(RotaryScalingKind kind) => kind switch
    {
        RotaryScalingKind.LongRope => "longrope",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
