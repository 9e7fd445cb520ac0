using System.Globalization;
using System.Text;

namespace Anneal.Cli.Tests;

/// <summary>A small table with something to learn, and a recipe for it.</summary>
internal static class LoansSample
{
    public static void Write(Shell shell)
    {
        StringBuilder csv = new("id,income,spending,town,ended\n");
        for (int row = 0; row < 200; row++)
        {
            int income = row * 37 % 100;
            int spending = row * 53 % 97;
            string ended = row == 11 ? "" : income < spending ? "bad" : "good";
            csv.Append(CultureInfo.InvariantCulture, $"{row + 1},{(row % 25 == 3 ? "" : income)},{spending},{(row % 3 == 0 ? "上海" : "北京")},{ended}\n");
        }

        shell.Write("loans.csv", csv.ToString());
        shell.Write("recipe.yaml", """
            name: loans
            task: tabular-classification
            data: {source: loans.csv, columns: {label: ended}}
            model: {architecture: mlp, hidden: [8]}
            train: {epochs: 5, optimizer: {adamw: {lr: 1e-2}}}
            targets: {accuracy: ">= 0.1", auc: "> 1"}
            """);
    }
}
