using System.Globalization;
using System.Text;
using Anneal.Tests;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;

namespace Anneal.Workflow.Tests;

/// <summary>A small table with something to learn, and a recipe for it.</summary>
internal static class SmallRun
{
    /// <summary>Spenders with little income default; the town says nothing; some incomes are missing.</summary>
    public static void Write(TempFolder folder, string more = "")
    {
        Random random = new(1);
        StringBuilder csv = new("income,spending,town,ended\n");
        for (int row = 0; row < 300; row++)
        {
            int income = random.Next(100);
            int spending = random.Next(100);
            string shown = row % 20 == 0 ? "" : income.ToString(CultureInfo.InvariantCulture);
            csv.Append(CultureInfo.InvariantCulture, $"{shown},{spending},{(row % 3 == 0 ? "上海" : "北京")},{(income < spending ? "bad" : "good")}\n");
        }

        folder.Write("loans.csv", csv.ToString());
        folder.Write("recipe.yaml", $$$"""
            name: loans
            task: tabular-classification
            data: {source: loans.csv, columns: {label: ended}}
            model: {architecture: mlp, hidden: [8]}
            train: {epochs: 30, batch-size: 16, optimizer: {adamw: {lr: 1e-2} } }
            {{{more}}}
            """);
    }

    public static RunResult Execute(TempFolder folder, Action<RunEvent>? listen = null, CancellationToken cancellation = default) =>
        new RecipeRun(RecipeReader.Read(folder.Path), Path.Combine(folder.Path, "runs"), listen ?? (_ => { })).Execute(cancellation: cancellation);
}
