namespace Anneal.Tensors.Kernels;

/// <summary>The sizes of a recurrent layer's run over a batch of sequences, time first, and which way it goes.</summary>
/// <remarks>
/// States lie in [steps + 1, batch, hidden]: going forward, step t reads state t and writes state t + 1; going backward,
/// it reads t + 1 and writes t. A row whose sequence has ended (t is not below its length) hands its state on.
/// </remarks>
internal readonly unsafe struct SequenceWalk(int steps, int batch, int hidden, bool reverse, long* lengths)
{
    /// <summary>Rows of the batch that one thread takes through the whole sequence: rows never wait for each other.</summary>
    /// <remarks>More rows use each panel of the weights more often; fewer leave work for a second thread.</remarks>
    public static int RowsPerPart(int batch) => batch >= 48 ? 32 : 16;

    public int Steps => steps;

    public int Batch => batch;

    public int Hidden => hidden;

    /// <summary>The time of the s-th step.</summary>
    public int Time(int s) => reverse ? steps - 1 - s : s;

    /// <summary>Where the state before time t is, in elements.</summary>
    public long Before(int t) => (long)(reverse ? t + 1 : t) * batch * hidden;

    /// <summary>Where the state after time t is, in elements.</summary>
    public long After(int t) => (long)(reverse ? t : t + 1) * batch * hidden;

    public bool HasEnded(int t, long row) => lengths != null && t >= lengths[row];

    /// <summary>Where the state before the first step is, in elements.</summary>
    public long First => Before(Time(0));

    /// <summary>Where the state after the last step is, in elements.</summary>
    public long Last => After(Time(steps - 1));
}
