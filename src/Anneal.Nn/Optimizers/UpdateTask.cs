using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Anneal.Tensors;
using Anneal.Tensors.Threading;

namespace Anneal.Nn;

/// <summary>One parameter's step as kernels see it: pointers, and the numbers of this step.</summary>
internal unsafe struct UpdateTask
{
    public void* Parameter, Gradient, First, Second, Third;
    public long Length;

    /// <summary>What they mean is the rule's business.</summary>
    public double A, B, C, D, E, F, G, H;

    public bool IsDouble;

    /// <summary>Parts before this task's first one, over all tasks.</summary>
    public int PartsBefore;

    /// <summary>Points to a parameter, its gradient, and what is remembered about it.</summary>
    public UpdateTask(Tensor parameter, Tensor gradient, Tensor? first = null, Tensor? second = null, Tensor? third = null)
    {
        Parameter = parameter.Address;
        Gradient = gradient.Address;
        First = first is null ? null : first.Address;
        Second = second is null ? null : second.Address;
        Third = third is null ? null : third.Address;
        Length = parameter.ElementCount;
        IsDouble = parameter.DType == DType.Float64;
    }
}

/// <summary>How an optimizer changes the elements of a parameter.</summary>
internal interface IUpdateRule
{
    /// <summary>Changes the elements from start up to, not including, end.</summary>
    static abstract void Update(in UpdateTask task, long start, long end);
}

/// <summary>The steps of all parameters, run as one piece of parallel work, so that many small parameters cost little.</summary>
internal sealed unsafe class UpdateList
{
    /// <summary>Elements in a part.</summary>
    private const int Grain = 16 * 1024;

    private readonly List<UpdateTask> tasks = [];
    private int parts;

    public void Clear()
    {
        tasks.Clear();
        parts = 0;
    }

    public void Add(UpdateTask task)
    {
        task.PartsBefore = parts;
        parts += checked((int)((task.Length + Grain - 1) / Grain));
        tasks.Add(task);
    }

    public void Run<TRule>()
        where TRule : IUpdateRule
    {
        fixed (UpdateTask* first = CollectionsMarshal.AsSpan(tasks))
        {
            long total = 0;
            foreach (ref UpdateTask task in CollectionsMarshal.AsSpan(tasks)) total += task.Length;
            var job = new Job<TRule> { Tasks = first, Count = tasks.Count };
            if (total > Grain) WorkerPool.For(parts, job);
            else for (int i = 0; i < parts; i++) job.Run(i);
        }
    }

    private struct Job<TRule> : IJob
        where TRule : IUpdateRule
    {
        public UpdateTask* Tasks;
        public int Count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
            ref UpdateTask task = ref Tasks[low];
            long start = (long)(index - task.PartsBefore) * Grain;
            TRule.Update(in task, start, Math.Min(task.Length, start + Grain));
        }
    }
}
