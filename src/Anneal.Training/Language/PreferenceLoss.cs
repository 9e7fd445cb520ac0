using Anneal.Tensors;

namespace Anneal.Training.Language;

/// <summary>The losses that teach a model which answers are better, from how likely it finds them and how likely it found them before.</summary>
public static class PreferenceLoss
{
    /// <summary>Of pairs: -log σ(β (log π/π₀ of the better − log π/π₀ of the worse)).</summary>
    /// <remarks>Rafailov et al., "Direct Preference Optimization", 2023 (arXiv 2305.18290), equation 7.</remarks>
    /// <param name="better">Log-probabilities of the better answers, <c>[pairs]</c>.</param>
    /// <param name="worse">Log-probabilities of the worse answers, <c>[pairs]</c>.</param>
    /// <param name="before">What the model before it learnt gave the better ones more than the worse ones, <c>[pairs]</c>.</param>
    /// <param name="beta">How dear it is to go away from that model.</param>
    /// <returns>The mean, a single number.</returns>
    public static Tensor Pairs(Tensor better, Tensor worse, Tensor before, double beta) => ((better - worse - before) * -beta).Softplus().Mean();

    /// <summary>Of judged answers: λ σ(−β (r − z₀)) of good ones and λ σ(−β (z₀ − r)) of bad ones, r being log π/π₀ of the answer.</summary>
    /// <remarks>
    /// Ethayarajh et al., "KTO: Model Alignment as Prospect Theoretic Optimization", 2024 (arXiv 2402.01306), equation 8; z₀ is what answers to other questions gained on average, at least 0, and no gradient goes through it.
    /// </remarks>
    /// <param name="answers">Log-probabilities of the answers, <c>[answers]</c>.</param>
    /// <param name="before">What the model before it learnt gave them, <c>[answers]</c>.</param>
    /// <param name="signs">1 for good answers, -1 for bad ones, <c>[answers]</c>.</param>
    /// <param name="weights">λ of each, <c>[answers]</c>.</param>
    /// <param name="reference">z₀.</param>
    /// <param name="beta">How dear it is to go away from that model.</param>
    /// <returns>The mean, a single number.</returns>
    public static Tensor Judged(Tensor answers, Tensor before, Tensor signs, Tensor weights, double reference, double beta) =>
        (((answers - before - reference) * signs * -beta).Sigmoid() * weights).Mean();
}
