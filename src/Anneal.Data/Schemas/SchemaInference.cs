using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Schemas;

/// <summary>Tells from a table's cells what its columns are, and which the model can learn from.</summary>
public static class SchemaInference
{
    /// <summary>More classes than this are a quantity or a name, not a class.</summary>
    private const int MostClasses = 100;

    private const int ViewWidth = 36;

    /// <summary>Infers the schema.</summary>
    /// <param name="table">The table; rows without a label do not count.</param>
    /// <param name="task">What is to be learnt: it decides which columns the model can see.</param>
    /// <param name="choice">What the user said.</param>
    /// <exception cref="UserErrorException">A chosen column is not there, or the label can't be learnt.</exception>
    public static TableSchema Infer(Table table, TaskKind task, ColumnChoice choice)
    {
        string label = LabelName(table, task, choice);
        foreach (WrittenName named in choice.Ignore.Concat(choice.Keep).Concat(choice.Types.Keys)) Require(table, named);
        if (choice.Text is { } text) Require(table, text);

        List<ColumnSchema> columns = [];
        string[] classes = [];
        for (int i = 0; i < table.Names.Count; i++)
        {
            string name = table.Names[i];
            ColumnProfile profile = new(table.Column(i));
            if (name == label)
            {
                bool isNumber = task == TaskKind.TabularRegression;
                if (!isNumber) classes = choice.Separator is { } separator ? SeveralClasses(table, i, separator) : Classes(profile, table, label);
                columns.Add(new ColumnSchema(name, isNumber ? ColumnType.Number : ColumnType.Category, ColumnRole.Label, profile.Missing, profile.Distinct, profile.Describe(ViewWidth)));
                continue;
            }

            bool ignored = choice.Ignore.Concat(choice.Flags).Any(written => written.Value == name);
            ColumnType type = TypeFor(task, name, profile, table, choice);
            bool usable = IsUsable(task, type);
            columns.Add(new ColumnSchema(
                name,
                type,
                usable && !ignored ? ColumnRole.Feature : ColumnRole.Ignored,
                profile.Missing,
                profile.Distinct,
                profile.Describe(ViewWidth)));
        }

        LabelKind kind = task == TaskKind.TabularRegression ? LabelKind.Number : choice.Separator is null ? LabelKind.OneClass : LabelKind.ManyClasses;
        TableSchema schema = new(columns, kind, classes, choice.Separator);
        if (!schema.Features.Any()) throw new UserErrorException(DataMessages.NoFeatures, DataMessages.NoFeaturesWayOut, new Place(table.File));
        return schema;
    }

    /// <summary>The label's column: as chosen, or found.</summary>
    /// <exception cref="UserErrorException">The chosen column is not there, or none can be found.</exception>
    public static string LabelName(Table table, TaskKind task, ColumnChoice choice) =>
        choice.Label is { } written ? table.Names[Require(table, written)] : LabelInference.Find(table, task);

    private static bool IsUsable(TaskKind task, ColumnType type) => task switch
    {
        TaskKind.TextClassification => type == ColumnType.Text,
        TaskKind.ImageClassification => type == ColumnType.Image,
        _ => type is ColumnType.Number or ColumnType.Category or ColumnType.Boolean or ColumnType.Date or ColumnType.Text,
    };

    /// <summary>A text task reads the chosen column whatever it looks like: short answers repeat as categories do.</summary>
    private static ColumnType TypeFor(TaskKind task, string name, ColumnProfile profile, Table table, ColumnChoice choice)
    {
        if (choice.TypeOf(name) is { } said) return said;
        if (task is TaskKind.TabularClassification or TaskKind.TabularRegression && choice.Keep.Any(kept => kept.Value == name)) return profile.TypeToLearn;
        if (table.Images is not null && task == TaskKind.ImageClassification && profile.Type is ColumnType.Identifier or ColumnType.Text) return ColumnType.Image;
        if (task != TaskKind.TextClassification) return profile.Type;
        if (choice.Text is { } text) return name == text.Value ? ColumnType.Text : profile.Type == ColumnType.Text ? ColumnType.Category : profile.Type;
        return profile.Type == ColumnType.Identifier && profile.NonNumbers > 0 ? ColumnType.Text : profile.Type;
    }

    /// <summary>The index of a column that the user named.</summary>
    /// <exception cref="UserErrorException">There is none of that name.</exception>
    internal static int Require(Table table, WrittenName written)
    {
        int index = table.IndexOf(written.Value);
        if (index >= 0) return index;
        string? nearest = NearestName.Find(written.Value, table.Names);
        throw new UserErrorException(DataMessages.NoSuchColumn(written.Value, table.File), DataMessages.NoSuchColumnWayOut(nearest, table.Names), written.Place);
    }

    private static string[] Classes(ColumnProfile profile, Table table, string label)
    {
        if (profile.Distinct < 2) throw new UserErrorException(DataMessages.OneClass(label, profile.Describe(ViewWidth)), DataMessages.OneClassWayOut, new Place(table.File));
        if (profile.Distinct > MostClasses)
            throw new UserErrorException(DataMessages.TooManyClasses(label, profile.Distinct), DataMessages.TooManyClassesWayOut, new Place(table.File));
        string[] classes = profile.SortedValues;
        string? rare = Array.Find(classes, value => profile.CountOf(value) < 3);
        if (rare is not null)
            throw new UserErrorException(DataMessages.RareClass(label, rare, profile.CountOf(rare)), DataMessages.RareClassWayOut, new Place(table.File));
        return classes;
    }

    /// <summary>The classes of labels that may name several.</summary>
    private static string[] SeveralClasses(Table table, int column, string separator)
    {
        Dictionary<string, int> rows = new(StringComparer.Ordinal);
        foreach (string? cell in table.Column(column))
        {
            foreach (string name in Labels.SplitClasses(cell, separator).Distinct(StringComparer.Ordinal)) rows[name] = rows.GetValueOrDefault(name) + 1;
        }

        string label = table.Names[column];
        string[] classes = [.. rows.Keys.Order(StringComparer.Ordinal)];
        if (classes.Length == 0) throw new UserErrorException(DataMessages.NoLabels(label), DataMessages.OneClassWayOut, new Place(table.File));
        if (classes.Length > MostClasses)
            throw new UserErrorException(DataMessages.TooManyClasses(label, classes.Length), DataMessages.TooManyClassesWayOut, new Place(table.File));
        string? rare = Array.Find(classes, name => rows[name] < 3);
        return rare is null ? classes : throw new UserErrorException(DataMessages.RareClass(label, rare, rows[rare]), DataMessages.RareClassWayOut, new Place(table.File));
    }
}
