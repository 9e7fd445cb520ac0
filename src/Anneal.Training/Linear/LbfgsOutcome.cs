namespace Anneal.Training.Linear;

/// <summary>How a minimisation ended.</summary>
/// <param name="Value">The function's value at the point that was reached.</param>
/// <param name="Iterations">Steps that were made.</param>
/// <param name="Converged">Whether the slope there is as good as level.</param>
internal readonly record struct LbfgsOutcome(double Value, int Iterations, bool Converged);
