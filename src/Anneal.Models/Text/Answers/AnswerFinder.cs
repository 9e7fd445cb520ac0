using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Models.Text.Tagging;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.Answers;

/// <summary>Finds the answer to a question in a passage: BERT or RoBERTa tell where it begins and ends.</summary>
/// <remarks>Devlin et al., "BERT", 2018, section 4.2. A passage that is longer than the model's positions is read in windows that overlap by half, so that each answer stands whole in one.</remarks>
/// <example>
/// <code>
/// AnswerFinder finder = AnswerFinder.Open("runs/questions-20260101-120000");
/// Console.WriteLine(finder.Find("The kettle stands on the shelf.", "Where is the kettle?").Text);
/// </code>
/// </example>
public sealed class AnswerFinder
{
    /// <summary>An answer has at most so many pieces: characters of Chinese, words of other languages.</summary>
    private const int LongestAnswer = 64;

    /// <summary>Places of a window that a question must leave to the passage.</summary>
    private const int LeastStretch = 8;

    private const int RowsAtOnce = 16;

    private readonly Tokenizer tokenizer;
    private readonly int begin, separator;

    /// <param name="model">An encoder with a head for answers.</param>
    /// <param name="tokenizer">Its tokenizer.</param>
    /// <exception cref="ArgumentException">The model has another head.</exception>
    public AnswerFinder(EncoderModel model, Tokenizer tokenizer)
    {
        if (model.Config.Task != EncoderTask.Answers) throw new ArgumentException("This encoder has no head for answers.", nameof(model));
        Model = model;
        this.tokenizer = tokenizer;
        begin = tokenizer.ClassId ?? tokenizer.BeginId ?? 0;
        separator = tokenizer.SeparatorId ?? tokenizer.EndId ?? 0;
    }

    /// <summary>What learns.</summary>
    public EncoderModel Model { get; }

    /// <summary>The windows of a passage, and the places of its pieces.</summary>
    /// <exception cref="UserErrorException">The question leaves no room for the passage.</exception>
    public (IReadOnlyList<AnswerWindow> Windows, IReadOnlyList<Range> Pieces) Windows(string context, string question)
    {
        int positions = Model.Config.Sizes.Positions - Model.Config.Sizes.FirstPosition;
        int[] asked = tokenizer.Encode(question, addSpecial: false);
        int room = positions - asked.Length - 3;
        if (room < LeastStretch) throw new UserErrorException(AnswerMessages.LongQuestion(asked.Length, positions), AnswerMessages.LongQuestionWayOut);

        IReadOnlyList<Range> pieces = TextCutting.Pieces(context);
        int[][] tokens = [.. pieces.Select(piece => Tokens(context, piece, room))];
        List<AnswerWindow> windows = [];
        for (int first = 0; first < pieces.Count || windows.Count == 0;)
        {
            List<int> ids = [begin, .. asked, separator];
            int stretch = ids.Count, last = first;
            List<int> begins = [], ends = [];
            while (last < pieces.Count && ids.Count - stretch + tokens[last].Length <= room)
            {
                begins.Add(ids.Count);
                ids.AddRange(tokens[last++]);
                ends.Add(ids.Count - 1);
            }

            ids.Add(separator);
            windows.Add(new AnswerWindow([.. ids], stretch, first, [.. begins], [.. ends]));
            if (last >= pieces.Count) break;
            first += Math.Max(1, (last - first) / 2);
        }

        return (windows, pieces);
    }

    /// <summary>The mean of -log of the probabilities of an answer's begin and end.</summary>
    /// <param name="windows">Windows.</param>
    /// <param name="begins">The place of each answer's first token; 0 where the window does not hold it.</param>
    /// <param name="ends">The place of its last.</param>
    /// <returns>A single number.</returns>
    public Tensor Loss(IReadOnlyList<AnswerWindow> windows, IReadOnlyList<int> begins, IReadOnlyList<int> ends)
    {
        CrossEntropyLoss loss = new();
        Tensor logits = Read(windows);
        Tensor Of(int which, IReadOnlyList<int> places) => loss.Forward(logits.Select(2, which), Tensor.From(places.Select(place => (long)place).ToArray(), [places.Count]));
        return (Of(0, begins) + Of(1, ends)) * 0.5;
    }

    /// <summary>Finds answers. The network is in inference mode afterwards.</summary>
    /// <exception cref="UserErrorException">A question leaves no room for its passage.</exception>
    public IReadOnlyList<FoundAnswer> Find(IReadOnlyList<(string Context, string Question)> questions)
    {
        Model.Eval();
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        FoundAnswer[] best = [.. questions.Select(_ => new FoundAnswer("", 0, 0, double.NegativeInfinity))];
        List<(int Question, AnswerWindow Window, IReadOnlyList<Range> Pieces)> all = [];
        for (int q = 0; q < questions.Count; q++)
        {
            (IReadOnlyList<AnswerWindow> windows, IReadOnlyList<Range> pieces) = Windows(questions[q].Context, questions[q].Question);
            all.AddRange(windows.Select(window => (q, window, pieces)));
        }

        foreach ((int Question, AnswerWindow Window, IReadOnlyList<Range> Pieces)[] batch in all.OrderBy(one => one.Window.Ids.Length).Chunk(RowsAtOnce))
        {
            using TensorScope scope = new();
            Tensor logits = Read([.. batch.Select(one => one.Window)]).Contiguous();
            ReadOnlySpan<float> scores = logits.AsReadOnlySpan<float>();
            for (int row = 0; row < batch.Length; row++)
            {
                (int question, AnswerWindow window, IReadOnlyList<Range> pieces) = batch[row];
                ReadOnlySpan<float> own = scores.Slice(row * logits.Shape[1] * 2, logits.Shape[1] * 2);
                for (int i = 0; i < window.Begins.Length; i++)
                {
                    for (int j = i; j < Math.Min(window.Ends.Length, i + LongestAnswer); j++)
                    {
                        double score = own[window.Begins[i] * 2] + own[(window.Ends[j] * 2) + 1];
                        if (!(score > best[question].Score)) continue;
                        int start = pieces[window.First + i].Start.Value, end = pieces[window.First + j].End.Value;
                        best[question] = new FoundAnswer("", start, end, score);
                    }
                }
            }
        }

        return [.. best.Select((answer, q) => answer with { Text = questions[q].Context[answer.Start..answer.End] })];
    }

    /// <summary>Finds one answer.</summary>
    /// <exception cref="UserErrorException">The question leaves no room for the passage.</exception>
    public FoundAnswer Find(string context, string question) => Find([(context, question)])[0];

    /// <summary>Writes the model into a folder.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Write(string folder)
    {
        EncoderFolder.Write(Model, folder);
        TokenizerFiles.Write(tokenizer, folder);
    }

    /// <summary>Opens a model.</summary>
    /// <param name="path">A bundle, or a folder as Hugging Face lays BERT and RoBERTa out, with a head for answers.</param>
    /// <exception cref="UserErrorException">There is none, or it is damaged.</exception>
    public static AnswerFinder Open(string path)
    {
        try
        {
            return new AnswerFinder(EncoderFolder.Read(path), TokenizerFiles.Read(path));
        }
        catch (Exception e) when (LanguageModelFiles.Explain(e, path) is not null)
        {
            throw LanguageModelFiles.Explain(e, path)!;
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException(AnswerMessages.NoFinder(path), AnswerMessages.NoFinderWayOut, new Place(path), e);
        }
    }

    /// <summary>A piece's tokens. RoBERTa's vocabulary tells words behind a space from others.</summary>
    private int[] Tokens(string context, Range piece, int room)
    {
        string text = TextCutting.Whole(context[piece]);
        bool spaced = Model.Config.Architecture == EncoderArchitecture.Roberta && piece.Start.Value > 0 && context[piece.Start.Value - 1] == ' ';
        int[] ids = tokenizer.Encode(spaced ? " " + text : text, addSpecial: false);
        if (ids.Length == 0) ids = [tokenizer.UnknownId ?? separator];
        return ids.Length <= room ? ids : ids[..room]; // a "word" longer than a window is told by its beginning
    }

    private Tensor Read(IReadOnlyList<AnswerWindow> windows)
    {
        int time = windows.Max(window => window.Ids.Length), rows = windows.Count;
        long[] ids = new long[rows * time], types = new long[rows * time];
        bool[] padding = new bool[rows * time];
        float[] closed = new float[rows * time];
        Array.Fill(ids, Model.Config.PadId);
        for (int r = 0; r < rows; r++)
        {
            AnswerWindow window = windows[r];
            for (int t = 0; t < window.Ids.Length; t++) ids[(r * time) + t] = window.Ids[t];
            types.AsSpan((r * time) + window.Stretch, window.Ids.Length - window.Stretch).Fill(1);
            padding.AsSpan((r * time) + window.Ids.Length, time - window.Ids.Length).Fill(true);
            closed.AsSpan((r * time) + window.Ids.Length, time - window.Ids.Length).Fill(-1e4f);
        }

        Tensor logits = Model.Forward(Tensor.From(ids, [rows, time]), Tensor.From(padding, [rows, time]), Model.Config.Sizes.TokenTypes > 1 ? Tensor.From(types, [rows, time]) : null);
        return logits + Tensor.From(closed, [rows, time, 1]);
    }
}
