using Anneal.Models.Language;

namespace Anneal.Models.Tests.Language;

/// <summary>A network whose logits are a pure function of the last tokens, so that every way of generating can be held against the plain one.</summary>
/// <param name="vocabulary">Tokens.</param>
/// <param name="seed">Chooses the function.</param>
/// <param name="noise">How far the function is from that of the same seed without noise.</param>
/// <param name="context">The longest sequence.</param>
internal sealed class ToyNetwork(int vocabulary, int seed = 1, float noise = 0, int context = 4096) : TokenNetwork
{
    private const int Memory = 3;

    public int TokensRead { get; private set; }

    public int Steps { get; private set; }

    public override int VocabularySize => vocabulary;

    public override int ContextLength => context;

    public override TokenSequence NewSequence() => new Sequence();

    public override void Extend(IReadOnlyList<NetworkStep> steps)
    {
        Steps++;
        steps.Select(step => step.Sequence).Distinct().Count().ShouldBe(steps.Count);
        foreach (NetworkStep step in steps)
        {
            List<float> logits = [];
            foreach (int id in step.Ids)
            {
                ((Sequence)step.Sequence).Read(id);
                TokensRead++;
                if (step.EveryPosition) logits.AddRange(Logits(step.Sequence.Ids));
            }

            if (!step.EveryPosition) logits.AddRange(Logits(step.Sequence.Ids));
            step.Sequence.Length.ShouldBeLessThanOrEqualTo(context);
            step.Answer(logits.ToArray(), vocabulary);
        }
    }

    public float[] Logits(ReadOnlySpan<int> ids)
    {
        uint hash = (uint)seed;
        foreach (int id in ids[Math.Max(0, ids.Length - Memory)..]) hash = (hash * 31) + (uint)id + 7;
        Random function = new((int)hash), other = new((int)(hash ^ 0x5bd1e995));
        float[] logits = new float[vocabulary];
        for (int i = 0; i < vocabulary; i++) logits[i] = (function.NextSingle() * 6) + (other.NextSingle() * noise);
        return logits;
    }

    /// <summary>Keeps its own copy of the tokens, as a real network keeps keys and values.</summary>
    private sealed class Sequence : TokenSequence
    {
        private List<int> state = [];

        public override long Bytes => state.Count * 4;

        public void Read(int id)
        {
            state.Add(id);
            Append([id]);
            Ids.ToArray().ShouldBe(state);
        }

        protected override void ForgetFrom(int length) => state.RemoveRange(length, state.Count - length);

        protected override TokenSequence Copy() => new Sequence { state = [.. state] };
    }
}
