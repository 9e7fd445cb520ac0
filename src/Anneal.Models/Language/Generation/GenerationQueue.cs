using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>Writes many answers with one model at once: a single loop, in which answers join and leave between two tokens.</summary>
/// <remarks>
/// The weights are read once for a token of every answer, so that eight at once cost little more than one. Any number of threads may
/// ask. The loop runs while there is something to write and needs no end: nobody has to dispose it.
/// </remarks>
/// <param name="model">The model, which nothing else may use meanwhile.</param>
public sealed class GenerationQueue(LanguageModel model)
{
    private readonly Lock gate = new();
    private readonly LinkedList<Request> waiting = [];
    private readonly List<Request> running = [];
    private bool isRunning;

    /// <summary>The model.</summary>
    public LanguageModel Model => model;

    /// <summary>How many answers are written at once; more wait.</summary>
    public int MostAtOnce { get; init; } = 16;

    /// <summary>How many may wait; more are refused.</summary>
    public int MostWaiting { get; init; } = 256;

    /// <summary>How many tokens of prompts are read in one step, so that answers go on while a long prompt is read.</summary>
    public int PromptTokensAtOnce { get; init; } = 256;

    /// <summary>Whether another request would be refused.</summary>
    public bool IsFull
    {
        get
        {
            lock (gate) return waiting.Count >= MostWaiting;
        }
    }

    /// <summary>Writes an answer token by token.</summary>
    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="options">How to continue it.</param>
    /// <param name="sample">The number of this sample of its prompt.</param>
    /// <param name="cancellation">Stops between two tokens.</param>
    /// <exception cref="UserErrorException">The options are out of range, the text doesn't fit in the context, or too many wait already.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public async IAsyncEnumerable<GeneratedToken> StreamAsync(int[] prompt, GenerationOptions options, int sample = 0, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        options.Validate();
        GenerationLimit.For(options, prompt.Length, model.Network.ContextLength);
        Request request = new(prompt, options, sample, cancellation);
        Join(request);
        try
        {
            await foreach (GeneratedToken token in request.Answer.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false)) yield return token;
        }
        finally
        {
            request.IsLeft = true; // whoever asked reads no further: the loop need not write on
        }
    }

    /// <summary>Writes a whole answer.</summary>
    /// <param name="prompt">The prompt's tokens.</param>
    /// <param name="options">How to continue it.</param>
    /// <param name="sample">The number of this sample of its prompt.</param>
    /// <param name="cancellation">Stops between two tokens.</param>
    public async Task<GeneratedText> AnswerAsync(int[] prompt, GenerationOptions options, int sample = 0, CancellationToken cancellation = default)
    {
        List<GeneratedToken> tokens = [];
        await foreach (GeneratedToken token in StreamAsync(prompt, options, sample, cancellation).ConfigureAwait(false)) tokens.Add(token);
        return GeneratedText.Of(tokens, prompt.Length);
    }

    private void Join(Request request)
    {
        lock (gate)
        {
            if (waiting.Count >= MostWaiting) throw new UserErrorException(GenerationMessages.Busy(MostWaiting), GenerationMessages.BusyWayOut);
            waiting.AddLast(request);
            if (isRunning) return;
            isRunning = true;
        }

        new Thread(Loop) { IsBackground = true, Name = "anneal generation" }.Start();
    }

    private void Loop()
    {
        while (true)
        {
            lock (gate)
            {
                if (waiting.Count == 0 && running.Count == 0)
                {
                    isRunning = false;
                    return;
                }
            }

            try
            {
                Admit();
                Step();
            }
#pragma warning disable CA1031 // Whatever it is, those who wait have to hear of it, and the next must be served.
            catch (Exception e)
#pragma warning restore CA1031
            {
                foreach (Request request in running) request.Answer.Writer.TryComplete(e);
                running.Clear();
            }
        }
    }

    private void Admit()
    {
        for (LinkedListNode<Request>? node = First(); node is not null && running.Count < MostAtOnce;)
        {
            Request request = node.Value;
            LinkedListNode<Request>? next;
            lock (gate)
            {
                next = node.Next;
                if (SharesUnread(request.Prompt))
                {
                    node = next;
                    continue;
                }

                waiting.Remove(node);
            }

            node = next;
            if (request.IsOver) continue;
            try
            {
                request.Generation = Begin(request);
                running.Add(request);
            }
            catch (UserErrorException e)
            {
                request.Answer.Writer.TryComplete(e);
            }
        }
    }

    private LinkedListNode<Request>? First()
    {
        lock (gate) return waiting.First;
    }

    /// <summary>Whether somebody is just reading the beginning of this prompt: then it waits, and shares it.</summary>
    private bool SharesUnread(int[] prompt) => running.Exists(other =>
        other.Generation!.Pending.Length > 1 && other.Prompt.AsSpan().CommonPrefixLength(prompt) > other.Generation.Sequence.Ids.CommonPrefixLength(prompt) + 32);

    private TextGeneration Begin(Request request)
    {
        foreach (int id in request.Prompt)
        {
            if ((uint)id >= (uint)model.Network.VocabularySize)
                throw new UserErrorException(GenerationMessages.OutsideVocabulary(id, model.Network.VocabularySize), GenerationMessages.OtherVocabularyWayOut);
        }

        Sampler sampler = new(request.Options, (ulong)Random.Shared.NextInt64(), request.Sample);
        sampler.ReadPrompt(request.Prompt);
        TokenSequence sequence = model.Cache.Take(request.Prompt, running.Select(other => other.Generation!.Sequence));
        return new TextGeneration(sequence, request.Prompt, request.Options, sampler, model.Tokenizer, model.Ends, model.Network.ContextLength);
    }

    private void Step()
    {
        foreach (Request request in running.Where(request => request.IsOver)) End(request, error: null);
        running.RemoveAll(request => request.IsDone);
        if (running.Count == 0) return;

        List<(Request Request, NetworkStep Step)> steps = [];
        int left = PromptTokensAtOnce;
        foreach (Request request in running)
        {
            int most = request.Generation!.Pending.Length == 1 ? 1 : left;
            if (most == 0) continue;
            NetworkStep step = request.Generation.NextStep(most);
            if (step.Ids.Count > 1 || most > 1) left -= step.Ids.Count;
            steps.Add((request, step));
        }

        model.Network.Extend([.. steps.Select(item => item.Step)]);
        Parallel.ForEach(steps, item => Write(item.Request, item.Step));
        foreach (Request request in running.Where(request => request.Generation!.IsFinished && !request.IsDone)) End(request, error: null);
        running.RemoveAll(request => request.IsDone);
    }

    private static void Write(Request request, NetworkStep step)
    {
        try
        {
            if (request.Generation!.Advance(step) is { } token) request.Answer.Writer.TryWrite(token);
        }
        catch (UserErrorException e)
        {
            request.IsDone = true; // a grammar that can't be followed further ends this answer alone
            request.Answer.Writer.TryComplete(e);
        }
    }

    private void End(Request request, Exception? error)
    {
        request.IsDone = true;
        model.Cache.Keep(request.Generation!.Sequence);
        if (request.Cancellation.IsCancellationRequested) error ??= new OperationCanceledException(request.Cancellation);
        request.Answer.Writer.TryComplete(request.Generation.IsFinished ? null : error);
    }

    private sealed class Request(int[] prompt, GenerationOptions options, int sample, CancellationToken cancellation)
    {
        private volatile bool isLeft;

        public int[] Prompt => prompt;

        public GenerationOptions Options => options;

        public int Sample => sample;

        public CancellationToken Cancellation => cancellation;

        public Channel<GeneratedToken> Answer { get; } = Channel.CreateUnbounded<GeneratedToken>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true });

        public TextGeneration? Generation { get; set; }

        public bool IsLeft { set => isLeft = value; }

        public bool IsDone { get; set; }

        /// <summary>Whether nobody wants the answer any more.</summary>
        public bool IsOver
        {
            get
            {
                if (!isLeft && !cancellation.IsCancellationRequested) return false;
                if (Generation is null) Answer.Writer.TryComplete(new OperationCanceledException(cancellation));
                return true;
            }
        }
    }
}
