using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Training.Trees;

namespace Anneal.Training.Learners;

/// <summary>The training rows in equal parts, each class spread evenly over them: each part is held back once while the others are learnt from.</summary>
internal sealed class Folds
{
    private readonly LearningTask task;

    /// <summary>The fold of each place in the training part.</summary>
    private readonly int[] foldOf;

    public Folds(LearningTask task, int count)
    {
        this.task = task;
        Count = count;

        // A row that stands there several times (oversampling) must not be on both sides: rows are dealt out, not places.
        int[] rows = [.. task.Split.Train.Distinct().Order()];
        ulong[] keys = Array.ConvertAll(rows, row => Draw.Word((ulong)(uint)task.Train.Seed, 0x466F6C64, (ulong)row));
        Array.Sort(keys, rows);
        Dictionary<int, int> folds = [], dealt = [];
        foreach (int row in rows)
        {
            int label = task.Labels.Kind == LabelKind.OneClass ? task.Labels.Classes[row] : 0, number = dealt.GetValueOrDefault(label);
            dealt[label] = number + 1;

            // Each class begins with another fold, so that small classes do not all fill the first ones.
            folds.Add(row, (number + label) % count);
        }

        foldOf = Array.ConvertAll(task.Split.Train, row => folds[row]);
    }

    public int Count { get; }

    /// <summary>The task of learning from all folds but one, choosing by that one.</summary>
    public LearningTask Without(int fold)
    {
        int[] kept = [.. Enumerable.Range(0, foldOf.Length).Where(i => foldOf[i] != fold)];
        return task with
        {
            Split = new DataSplit(Array.ConvertAll(kept, i => task.Split.Train[i]), [.. task.Split.Train.Where((_, i) => foldOf[i] == fold).Distinct()], []),
            TrainWeights = task.TrainWeights is { } weights ? Array.ConvertAll(kept, i => weights[i]) : null,
        };
    }
}
