using System.Globalization;
using Anneal.Cli.Terminal;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Spectre.Console;

namespace Anneal.Cli.Views;

/// <summary>Shows what a table holds, column by column.</summary>
internal static class TableView
{
    public static void Print(Screen screen, string source, int rows, TableSchema schema)
    {
        screen.Line($"  {screen.Say(CliMessages.TableSize(source, rows, schema.Columns.Count))}");
        TextColumns table = new(false, false, false, true, false);
        Message[] words = [CliMessages.ColumnWord, CliMessages.TypeWord, CliMessages.RoleWord, CliMessages.MissingWord, CliMessages.ValuesWord];
        table.Add(TextColumns.Header, [.. words.Select(screen.Say)]);
        foreach (ColumnSchema column in schema.Columns)
        {
            Style style = column.Role switch
            {
                ColumnRole.Label => new Style(Color.Green),
                ColumnRole.Ignored => new Style(Color.Grey),
                _ => Style.Plain,
            };
            table.Add(
                style,
                column.Name,
                screen.Say(ColumnWords.Of(column.Type)),
                screen.Say(ColumnWords.Of(column.Role)),
                column.Missing == 0 ? "" : column.Missing.ToString("N0", CultureInfo.InvariantCulture),
                column.Values);
        }

        table.Print(screen);
    }
}
