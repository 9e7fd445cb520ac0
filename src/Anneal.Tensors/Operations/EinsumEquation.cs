using System.Text;

namespace Anneal.Tensors.Operations;

/// <summary>An equation such as "bij,bjk->bik", read and held against the shapes. The axes of "..." have labels of their own.</summary>
internal sealed class EinsumEquation
{
    private const char FirstEllipsisLabel = '\u0100';

    private EinsumEquation(string[] inputs, string output)
    {
        Inputs = inputs;
        Output = output;
    }

    /// <summary>One label for each axis of each operand.</summary>
    public string[] Inputs { get; }

    public string Output { get; }

    /// <exception cref="ArgumentException">Malformed, or it doesn't fit.</exception>
    public static EinsumEquation Parse(string equation, ReadOnlySpan<Tensor> operands)
    {
        string shapes = string.Join(", ", operands.ToArray().Select(x => x.Shape.ToString()));
        ArgumentException Wrong(string why) => new($"Einsum \"{equation}\" of shapes {shapes}: {why}.", nameof(equation));

        string text = equation.Replace(" ", "", StringComparison.Ordinal);
        int arrow = text.IndexOf("->", StringComparison.Ordinal);
        string[] terms = (arrow < 0 ? text : text[..arrow]).Split(',');
        if (terms.Length != operands.Length) throw Wrong($"it names {terms.Length} operands, but {operands.Length} were given");

        // "..." stands for as many axes in each operand as its letters leave over; they are aligned at the right.
        int most = 0;
        for (int i = 0; i < terms.Length; i++) most = Math.Max(most, EllipsisAxes(terms[i], operands[i].Rank, i, Wrong));
        var inputs = new string[terms.Length];
        var lengths = new Dictionary<char, int>();
        for (int i = 0; i < terms.Length; i++)
        {
            inputs[i] = Labels(terms[i], EllipsisAxes(terms[i], operands[i].Rank, i, Wrong), most);
            for (int axis = 0; axis < inputs[i].Length; axis++)
            {
                char label = inputs[i][axis];
                int length = operands[i].Shape.Dims[axis];
                if (!lengths.TryGetValue(label, out int known) || (known == 1 && label >= FirstEllipsisLabel)) lengths[label] = length;
                else if (known != length && (length != 1 || label < FirstEllipsisLabel))
                    throw Wrong(label < FirstEllipsisLabel ? $"axis '{label}' has length {known} in one place and {length} in another" : $"the axes of \"...\" don't broadcast: {known} and {length}");
            }
        }

        string output = arrow < 0 ? Implicit(inputs, most) : Labels(text[(arrow + 2)..], text.IndexOf("...", arrow, StringComparison.Ordinal) < 0 ? 0 : most, most);
        for (int i = 0; i < output.Length; i++)
        {
            if (!lengths.ContainsKey(output[i])) throw Wrong($"'{output[i]}' in the result is in no operand");
            if (output.IndexOf(output[i], StringComparison.Ordinal) != i) throw Wrong($"'{output[i]}' is twice in the result");
        }
        return new EinsumEquation(inputs, output);
    }

    /// <summary>The labels of the result and of the operands from this one on.</summary>
    public string NeededFrom(int operand) => Output + string.Concat(Inputs[operand..]);

    private static int EllipsisAxes(string term, int rank, int operand, Func<string, ArgumentException> wrong)
    {
        int dots = term.IndexOf("...", StringComparison.Ordinal);
        string letters = dots < 0 ? term : term.Remove(dots, 3);
        foreach (char c in letters)
            if (!char.IsAsciiLetter(c)) throw wrong($"'{c}' isn't a letter");
        int left = rank - letters.Length;
        if (left < 0 || (left > 0 && dots < 0)) throw wrong($"operand {operand} has {rank} axes, but \"{term}\" names {letters.Length}");
        return left;
    }

    private static string Labels(string term, int own, int most)
    {
        var labels = new StringBuilder(term);
        int dots = term.IndexOf("...", StringComparison.Ordinal);
        if (dots < 0) return term;
        labels.Remove(dots, 3);
        for (int i = most - own; i < most; i++) labels.Insert(dots++, (char)(FirstEllipsisLabel + i));
        return labels.ToString();
    }

    private static string Implicit(string[] inputs, int most)
    {
        string all = string.Concat(inputs);
        var output = new StringBuilder();
        for (int i = 0; i < most; i++) output.Append((char)(FirstEllipsisLabel + i));
        foreach (char label in all.Order())
            if (label < FirstEllipsisLabel && all.Count(c => c == label) == 1) output.Append(label);
        return output.ToString();
    }
}
