using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Schemas;

/// <summary>The labels of a table's rows, as numbers.</summary>
public sealed class Labels
{
    private Labels(LabelKind kind, IReadOnlyList<string> names, int[] classes, float[] values)
    {
        Kind = kind;
        Names = names;
        Classes = classes;
        Values = values;
    }

    /// <summary>What a label is.</summary>
    public LabelKind Kind { get; }

    /// <summary>The classes' names; none for numbers.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>For <see cref="LabelKind.OneClass"/> the class of each row, [rows]; otherwise empty.</summary>
    public int[] Classes { get; }

    /// <summary>For <see cref="LabelKind.Number"/> the numbers, [rows]; for <see cref="LabelKind.ManyClasses"/> 0 or 1, [rows, classes]; otherwise empty.</summary>
    public float[] Values { get; }

    /// <summary>How many numbers a model gives for a row: one for each class, or one.</summary>
    public int Outputs => Kind == LabelKind.Number ? 1 : Names.Count;

    /// <summary>How many rows there are.</summary>
    public int Count => Kind == LabelKind.OneClass ? Classes.Length : Values.Length / Outputs;

    /// <summary>Labels of which each is one class.</summary>
    public static Labels OfClasses(IReadOnlyList<string> names, int[] classes) => new(LabelKind.OneClass, names, classes, []);

    /// <summary>Labels that are numbers.</summary>
    public static Labels OfNumbers(float[] values) => new(LabelKind.Number, [], [], values);

    /// <summary>Labels of any number of classes.</summary>
    /// <param name="names">The classes.</param>
    /// <param name="members">0 or 1, [rows, classes].</param>
    public static Labels OfManyClasses(IReadOnlyList<string> names, float[] members) => new(LabelKind.ManyClasses, names, [], members);

    /// <summary>The labels of some rows, in that order.</summary>
    public Labels Take(ReadOnlySpan<int> rows)
    {
        if (Kind == LabelKind.OneClass)
        {
            int[] classes = new int[rows.Length];
            for (int i = 0; i < classes.Length; i++) classes[i] = Classes[rows[i]];
            return OfClasses(Names, classes);
        }

        float[] values = new float[rows.Length * Outputs];
        for (int i = 0; i < rows.Length; i++) Values.AsSpan(rows[i] * Outputs, Outputs).CopyTo(values.AsSpan(i * Outputs));
        return new Labels(Kind, Names, [], values);
    }

    /// <summary>Reads a table's label column.</summary>
    /// <exception cref="UserErrorException">A label is not a number, or none of the schema's classes.</exception>
    public static Labels Of(Table table, TableSchema schema)
    {
        IReadOnlyList<string?> cells = table.Column(table.IndexOf(schema.Label.Name));
        if (schema.LabelKind == LabelKind.Number)
        {
            float[] numbers = new float[cells.Count];
            for (int row = 0; row < numbers.Length; row++)
            {
                if (cells[row] is not { } cell || !Cell.TryNumber(cell, out double number))
                    throw new UserErrorException(DataMessages.LabelNotANumber(schema.Label.Name, cells[row]), DataMessages.LabelNotANumberWayOut, table.PlaceOf(row));
                numbers[row] = (float)number;
            }

            return OfNumbers(numbers);
        }

        Dictionary<string, int> places = new(StringComparer.Ordinal);
        for (int i = 0; i < schema.Classes.Count; i++) places.Add(schema.Classes[i], i);
        int Place(string? cell, int row) => cell is not null && places.TryGetValue(cell, out int place)
            ? place
            : throw new UserErrorException(DataMessages.UnknownClass(schema.Label.Name, cell), DataMessages.UnknownClassWayOut(schema.Classes), table.PlaceOf(row));

        if (schema.LabelKind == LabelKind.OneClass)
        {
            int[] classes = new int[cells.Count];
            for (int row = 0; row < classes.Length; row++) classes[row] = Place(cells[row], row);
            return OfClasses(schema.Classes, classes);
        }

        float[] members = new float[cells.Count * places.Count];
        for (int row = 0; row < cells.Count; row++)
        {
            foreach (string name in SplitClasses(cells[row], schema.LabelSeparator)) members[(row * places.Count) + Place(name, row)] = 1;
        }

        return OfManyClasses(schema.Classes, members);
    }

    /// <summary>The classes that a many-class label names.</summary>
    /// <param name="cell">The label's text; null or empty names none.</param>
    /// <param name="separator">What stands between two classes.</param>
    public static string[] SplitClasses(string? cell, string? separator) =>
        cell is null ? [] : cell.Split(separator, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
