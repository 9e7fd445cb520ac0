namespace Anneal.Workflow.Runs;

/// <summary>The cheapest baseline: every row gets the classes' shares among the training rows, whatever its features.</summary>
internal static class MajorityClass
{
    /// <returns>Probabilities, [rows, classes].</returns>
    public static float[] Probabilities(ReadOnlySpan<int> trainingLabels, int rows, int classes)
    {
        float[] shares = new float[classes];
        foreach (int label in trainingLabels) shares[label] += 1f / trainingLabels.Length;
        float[] probabilities = new float[rows * classes];
        for (int row = 0; row < rows; row++) shares.CopyTo(probabilities, row * classes);
        return probabilities;
    }
}
