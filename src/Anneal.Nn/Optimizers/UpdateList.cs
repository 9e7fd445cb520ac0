using System.Runtime.InteropServices;
using Anneal.Tensors;
using Anneal.Tensors.Threading;

namespace Anneal.Nn;

/// <summary>The steps of all parameters, run as one piece of parallel work, so that many small parameters cost little.</summary>
internal sealed unsafe class UpdateList<TRule, TSettings>
    where TRule : IUpdateRule<TSettings>
    where TSettings : unmanaged
{
    /// <summary>Elements in a part.</summary>
    private const int Grain = 16 * 1024;

    private readonly List<UpdateTask<TSettings>> tasks = [];
    private int parts;
    private long elements;

    public void Add(Tensor parameter, TSettings settings, Tensor? first = null, Tensor? second = null, Tensor? third = null)
    {
        var task = new UpdateTask<TSettings>(parameter, parameter.Gradient!, settings, first, second, third) { PartsBefore = parts };
        parts += checked((int)((task.Length + Grain - 1) / Grain));
        elements += task.Length;
        tasks.Add(task);
    }

    /// <summary>Takes the steps and forgets them.</summary>
    public void Run()
    {
        fixed (UpdateTask<TSettings>* first = CollectionsMarshal.AsSpan(tasks))
        {
            var job = new Job { Tasks = first, Count = tasks.Count };
            if (elements > Grain) WorkerPool.For(parts, job);
            else for (int i = 0; i < parts; i++) job.Run(i);
        }
        tasks.Clear();
        parts = 0;
        elements = 0;
    }

    private struct Job : IJob
    {
        public UpdateTask<TSettings>* Tasks;
        public int Count;

        public readonly void Run(int index)
        {
            // The last task that starts at or before this part.
            int low = 0, high = Count - 1;
            while (low < high)
            {
                int middle = (low + high + 1) / 2;
                if (Tasks[middle].PartsBefore <= index) low = middle;
                else high = middle - 1;
            }
            ref UpdateTask<TSettings> task = ref Tasks[low];
            long start = (long)(index - task.PartsBefore) * Grain;
            if (task.IsDouble) Part<double>(task, start);
            else Part<float>(task, start);
        }

        private static void Part<T>(in UpdateTask<TSettings> task, long start)
            where T : unmanaged =>
            TRule.Update(
                (T*)task.Parameter + start, (T*)task.Gradient + start,
                task.First is null ? null : (T*)task.First + start,
                task.Second is null ? null : (T*)task.Second + start,
                task.Third is null ? null : (T*)task.Third + start,
                Math.Min(Grain, task.Length - start), in task.Settings);
    }
}
