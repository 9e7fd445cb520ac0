using System.Globalization;
using Anneal.Data.Tables;
using Anneal.Tensors;

namespace Anneal.Models.Blending;

/// <summary>A member of a blend.</summary>
/// <param name="Model">What it is.</param>
/// <param name="Share">How much its answer counts.</param>
public sealed record BlendMember(ModelConfig Model, double Share);

/// <summary>Several models whose answers are averaged.</summary>
/// <param name="Members">The models; their shares add up to 1.</param>
public sealed record BlendModelConfig(IReadOnlyList<BlendMember> Members) : ModelConfig
{
    /// <inheritdoc/>
    public override FittedModel Load(IReadOnlyDictionary<string, Tensor> weights)
    {
        if (Members.Count == 0) throw new ArgumentException("A blend needs members.", nameof(weights));
        FittedModel[] models = new FittedModel[Members.Count];
        for (int i = 0; i < models.Length; i++)
        {
            string prefix = BlendModel.Prefix(i);
            models[i] = Members[i].Model.Load(weights.Where(w => w.Key.StartsWith(prefix, StringComparison.Ordinal)).ToDictionary(w => w.Key[prefix.Length..], w => w.Value, StringComparer.Ordinal));
        }

        return new BlendModel(this, models);
    }
}

/// <summary>Several models whose answers are averaged.</summary>
/// <remarks>State: the members' own, each under <c>members.0.</c>, <c>members.1.</c>, …</remarks>
public sealed class BlendModel : FittedModel
{
    private readonly BlendModelConfig config;
    private readonly IReadOnlyList<FittedModel> models;

    /// <summary>Blends models.</summary>
    /// <param name="members">The models and their shares, which add up to 1.</param>
    public BlendModel(IReadOnlyList<(FittedModel Model, double Share)> members)
        : this(new BlendModelConfig([.. members.Select(m => new BlendMember(m.Model.Config, m.Share))]), [.. members.Select(m => m.Model)])
    {
    }

    internal BlendModel(BlendModelConfig config, IReadOnlyList<FittedModel> models)
        : base(config) => (this.config, this.models) = (config, models);

    /// <inheritdoc/>
    public override long ParameterCount => models.Sum(model => model.ParameterCount);

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, Tensor> Weights()
    {
        Dictionary<string, Tensor> weights = new(StringComparer.Ordinal);
        for (int i = 0; i < models.Count; i++)
        {
            foreach ((string name, Tensor tensor) in models[i].Weights()) weights.Add(Prefix(i) + name, tensor);
        }

        return weights;
    }

    /// <inheritdoc/>
    public override float[] Predict(Table table, ReadOnlySpan<int> rows)
    {
        float[] answers = [];
        for (int i = 0; i < models.Count; i++)
        {
            float[] own = models[i].Predict(table, rows);
            if (i == 0) answers = new float[own.Length];
            float share = (float)config.Members[i].Share;
            for (int j = 0; j < own.Length; j++) answers[j] += share * own[j];
        }

        return answers;
    }

    internal static string Prefix(int member) => string.Create(CultureInfo.InvariantCulture, $"members.{member}.");
}
