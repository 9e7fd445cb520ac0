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
    /// <param name="choice">What the user said.</param>
    /// <param name="notices">Receives what was decided for the user.</param>
    /// <exception cref="UserErrorException">A chosen column is not there, or the label can't be learnt.</exception>
    public static TableSchema Infer(Table table, ColumnChoice choice, ICollection<Message> notices)
    {
        string label = LabelName(table, choice);
        foreach (WrittenName ignored in choice.Ignore) Require(table, ignored);

        List<ColumnSchema> columns = [];
        string[] classes = [];
        for (int i = 0; i < table.Names.Count; i++)
        {
            string name = table.Names[i];
            ColumnProfile profile = new(table.Column(i));
            if (name == label)
            {
                classes = Classes(profile, table, label);
                columns.Add(new ColumnSchema(name, ColumnType.Category, ColumnRole.Label, profile.Missing, profile.Distinct, profile.Describe(ViewWidth)));
                continue;
            }

            bool ignored = choice.Ignore.Any(written => written.Value == name);
            bool usable = profile.Type is ColumnType.Number or ColumnType.Category;
            if (!ignored) Remark(table, name, profile, notices);
            columns.Add(new ColumnSchema(
                name,
                profile.Type,
                usable && !ignored ? ColumnRole.Feature : ColumnRole.Ignored,
                profile.Missing,
                profile.Distinct,
                profile.Describe(ViewWidth)));
        }

        TableSchema schema = new(columns, classes);
        if (!schema.Features.Any()) throw new UserErrorException(DataMessages.NoFeatures, DataMessages.NoFeaturesWayOut, new Place(table.File));
        return schema;
    }

    /// <summary>The label's column: as chosen, or found.</summary>
    /// <exception cref="UserErrorException">The chosen column is not there, or none can be found.</exception>
    public static string LabelName(Table table, ColumnChoice choice) =>
        choice.Label is { } written ? Require(table, written) : LabelInference.Find(table);

    private static string Require(Table table, WrittenName written)
    {
        if (table.IndexOf(written.Value) >= 0) return written.Value;
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

    private static void Remark(Table table, string name, ColumnProfile profile, ICollection<Message> notices)
    {
        if (profile.Type == ColumnType.Number && profile.NonNumbers > 0)
        {
            int row = profile.FirstNonNumber;
            notices.Add(DataMessages.NotNumbers(name, profile.NonNumbers, table.Column(table.IndexOf(name))[row]!, table.PlaceOf(row).Line));
        }

        if (profile.Type == ColumnType.Identifier) notices.Add(DataMessages.LeftOutIdentifier(name));
        if (profile.Type == ColumnType.Constant) notices.Add(DataMessages.LeftOutConstant(name));
        if (profile.Type == ColumnType.Text) notices.Add(DataMessages.LeftOutText(name));
    }
}
