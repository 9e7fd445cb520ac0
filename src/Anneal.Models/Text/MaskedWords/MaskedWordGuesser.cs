using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;
using Anneal.Models.Language;
using Anneal.Nn;
using Anneal.Tensors;

namespace Anneal.Models.Text.MaskedWords;

/// <summary>Guesses tokens that were hidden in a text, by what stands before and behind them: how BERT and RoBERTa learn a language.</summary>
/// <remarks>Devlin et al., "BERT", 2018, section 3.1.</remarks>
public sealed class MaskedWordGuesser
{
    /// <summary>A place that is not to be guessed, in targets.</summary>
    public const int NotHidden = -100;

    private const int RowsAtOnce = 16;

    private readonly CrossEntropyLoss loss = new(ignoreIndex: NotHidden);
    private readonly int begin, end;

    /// <param name="model">An encoder with a head for hidden words.</param>
    /// <param name="tokenizer">Its tokenizer, with a token that hides.</param>
    /// <exception cref="ArgumentException">The model has another head, or the tokenizer no such token.</exception>
    public MaskedWordGuesser(EncoderModel model, Tokenizer tokenizer)
    {
        if (model.Config.Task != EncoderTask.MaskedWords) throw new ArgumentException("This encoder has no head for hidden words.", nameof(model));
        Model = model;
        Tokenizer = tokenizer;
        MaskId = tokenizer.MaskId ?? throw new ArgumentException("The tokenizer has no token that hides another.", nameof(tokenizer));
        begin = tokenizer.ClassId ?? tokenizer.BeginId ?? 0;
        end = tokenizer.SeparatorId ?? tokenizer.EndId ?? 0;
    }

    /// <summary>What learns.</summary>
    public EncoderModel Model { get; }

    /// <summary>Its tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>The token that hides another.</summary>
    public int MaskId { get; }

    /// <summary>The tokens of a text in rows that the model can read, each between begin and end.</summary>
    public IEnumerable<int[]> Rows(string text)
    {
        int room = Model.Config.Sizes.Positions - Model.Config.Sizes.FirstPosition - 2;
        foreach (int[] piece in Tokenizer.Encode(text, addSpecial: false).Chunk(room)) yield return [begin, .. piece, end];
    }

    /// <summary>The mean of -log of the probability of what was hidden.</summary>
    /// <param name="rows">Rows with hidden tokens.</param>
    /// <param name="hidden">What stood there, <see cref="NotHidden"/> elsewhere.</param>
    /// <returns>A single number.</returns>
    public Tensor Loss(IReadOnlyList<int[]> rows, IReadOnlyList<int[]> hidden)
    {
        Tensor logits = Read(rows);
        int time = logits.Shape[1];
        long[] targets = new long[rows.Count * time];
        Array.Fill(targets, NotHidden);
        for (int r = 0; r < rows.Count; r++)
            for (int t = 0; t < hidden[r].Length; t++) targets[(r * time) + t] = hidden[r][t];
        return loss.Forward(logits.Reshape(-1, logits.Shape[2]), Tensor.From(targets, [targets.Length]));
    }

    /// <summary>Guesses what was hidden: for each hidden place of each row the logarithms of the probabilities of all tokens. The network is in inference mode afterwards.</summary>
    /// <param name="rows">Rows with hidden tokens.</param>
    /// <param name="hear">Hears the row, the place and the logarithms, <c>[vocabulary]</c>.</param>
    public void Guess(IReadOnlyList<int[]> rows, Action<int, int, float[]> hear)
    {
        Model.Eval();
        using Gradients.NoGradScope noGradients = Gradients.NoGrad();
        for (int first = 0; first < rows.Count; first += RowsAtOnce)
        {
            using TensorScope scope = new();
            int[][] batch = [.. rows.Skip(first).Take(RowsAtOnce)];
            Tensor logits = Read(batch);
            for (int r = 0; r < batch.Length; r++)
                for (int t = 0; t < batch[r].Length; t++)
                    if (batch[r][t] == MaskId) hear(first + r, t, logits.Select(0, r).Select(0, t).LogSoftmax(-1).ToArray());
        }
    }

    /// <summary>Fills the hidden places of a text, each with its likeliest token.</summary>
    /// <param name="text">A text with the tokenizer's token for what is hidden, such as <c>[MASK]</c>.</param>
    /// <param name="candidates">How many candidates are told for each place.</param>
    /// <returns>For each place its candidates, the likeliest first.</returns>
    /// <exception cref="UserErrorException">Nothing is hidden, or the text is longer than the model's positions.</exception>
    public IReadOnlyList<IReadOnlyList<(string Token, double Probability)>> Fill(string text, int candidates)
    {
        int[] ids = [begin, .. Tokenizer.Encode(text, addSpecial: false, parseSpecial: true), end];
        int longest = Model.Config.Sizes.Positions - Model.Config.Sizes.FirstPosition;
        string mask = Tokenizer.TokenText(MaskId);
        if (!ids.Contains(MaskId)) throw new UserErrorException(MaskedWordMessages.NothingHidden, MaskedWordMessages.NothingHiddenWayOut(mask));
        if (ids.Length > longest) throw new UserErrorException(MaskedWordMessages.TooLong(ids.Length, longest), MaskedWordMessages.TooLongWayOut);
        List<IReadOnlyList<(string, double)>> places = [];
        Guess([ids], (_, _, logs) => places.Add([.. Enumerable.Range(0, logs.Length).OrderByDescending(id => logs[id]).Take(candidates).Select(id => (Tokenizer.Decode([id]), Math.Exp(logs[id])))]));
        return places;
    }

    /// <summary>Writes the model into a folder.</summary>
    /// <exception cref="IOException">It can't be written.</exception>
    public void Write(string folder)
    {
        EncoderFolder.Write(Model, folder);
        TokenizerFiles.Write(Tokenizer, folder);
    }

    /// <summary>Opens a model.</summary>
    /// <param name="path">A bundle, or a folder as Hugging Face lays BERT and RoBERTa out, with a head for hidden words.</param>
    /// <exception cref="UserErrorException">There is none, or it is damaged.</exception>
    public static MaskedWordGuesser Open(string path)
    {
        try
        {
            return new MaskedWordGuesser(EncoderFolder.Read(path), TokenizerFiles.Read(path));
        }
        catch (Exception e) when (LanguageModelFiles.Explain(e, path) is not null)
        {
            throw LanguageModelFiles.Explain(e, path)!;
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException(MaskedWordMessages.NoGuesser(path), MaskedWordMessages.NoGuesserWayOut, new Place(path), e);
        }
    }

    private Tensor Read(IReadOnlyList<int[]> rows)
    {
        int time = rows.Max(row => row.Length);
        long[] ids = new long[rows.Count * time];
        bool[] padding = new bool[ids.Length];
        Array.Fill(ids, Model.Config.PadId);
        for (int r = 0; r < rows.Count; r++)
        {
            for (int t = 0; t < rows[r].Length; t++) ids[(r * time) + t] = rows[r][t];
            padding.AsSpan((r * time) + rows[r].Length, time - rows[r].Length).Fill(true);
        }

        return Model.Forward(Tensor.From(ids, [rows.Count, time]), Tensor.From(padding, [rows.Count, time]));
    }
}
