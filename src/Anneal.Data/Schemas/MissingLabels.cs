using Anneal.Data.Messages;
using Anneal.Data.Tables;

namespace Anneal.Data.Schemas;

/// <summary>Takes out the rows that can't be learnt from because they have no label.</summary>
public static class MissingLabels
{
    /// <summary>The table without such rows.</summary>
    /// <exception cref="UserErrorException">No row has a label, or one says "NaN": a computation went wrong there, and leaving the row out would hide it.</exception>
    public static Table Drop(Table table, string label, ICollection<Message> notices)
    {
        if (table.FirstNaN.TryGetValue(label, out Place nan)) throw new UserErrorException(DataMessages.NaNLabel(label), DataMessages.NaNLabelWayOut, nan);
        IReadOnlyList<string?> cells = table.Column(table.IndexOf(label));
        Table kept = table.Where(row => cells[row] is not null);
        int dropped = table.RowCount - kept.RowCount;
        if (kept.RowCount == 0) throw new UserErrorException(DataMessages.NoLabels(label), DataMessages.OneClassWayOut, new Place(table.File));
        if (dropped > 0) notices.Add(DataMessages.DroppedRows(dropped, label));
        return kept;
    }
}
