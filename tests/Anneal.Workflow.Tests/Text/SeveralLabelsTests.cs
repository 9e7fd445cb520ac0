using System.Text;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Tests;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Predictions;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;

namespace Anneal.Workflow.Tests.Text;

public sealed class SeveralLabelsTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Messages about deliveries, prices and tastes, some about nothing; the label's column or the three flags say which.</summary>
    private void Write(string recipe)
    {
        Random random = new(8);
        string[] names = ["delivery", "price", "taste"], words = ["送得", "价钱", "味道"];
        StringBuilder csv = new("message,topics,delivery,price,taste\n");
        for (int row = 0; row < 400; row++)
        {
            bool[] about = [random.Next(2) == 0, random.Next(3) == 0, random.Next(2) == 0];
            string text = $"第{row}单" + string.Concat(about.Select((yes, i) => yes ? words[i] + (char)('一' + random.Next(50)) : ""));
            csv.Append(text).Append(',').Append(string.Join('|', names.Where((_, i) => about[i]).DefaultIfEmpty("price"))).Append(',')
                .AppendJoin(',', about.Select(yes => yes ? '1' : '0')).Append('\n');
        }

        folder.Write("messages.csv", csv.ToString());
        folder.Write("recipe.yaml", recipe);
    }

    private RunResult Run() => new RecipeRun(RecipeReader.Read(folder.Path), Path.Combine(folder.Path, "runs"), _ => { }).Execute();

    [Theory]
    [InlineData("label: topics, separator: \"|\"")]
    [InlineData("labels: [delivery, price, taste]")]
    public void A_message_may_be_of_several_classes(string columns)
    {
        Write($$"""
            task: text-classification
            data: {source: messages.csv, columns: { {{columns}}, text: message, ignore: [delivery] } }
            model: text-linear
            """.Replace(", ignore: [delivery]", columns.StartsWith("labels", StringComparison.Ordinal) ? "" : ", ignore: [delivery, price, taste]", StringComparison.Ordinal));
        RunResult result = Run();
        result.Schema.LabelKind.ShouldBe(LabelKind.ManyClasses);
        result.Schema.Classes.ShouldBe(["delivery", "price", "taste"]);
        Prediction prediction = new Predictor(Bundle.Open(result.Bundle)).PredictRow("""{"message": "送得快，味道好"}""", "row", []);
        prediction.Labels.ShouldBe(["delivery", "taste"]);
    }

    [Theory]
    [InlineData("task: tabular-classification\ndata: {source: messages.csv, columns: {label: topics, separator: \"|\"}}")]
    [InlineData("task: text-classification\ndata: {source: messages.csv, columns: {label: topics, labels: [price]}}")]
    [InlineData("task: text-classification\ndata: {source: messages.csv, columns: {labels: [prise], text: message}}")]
    [InlineData("task: text-classification\ndata: {source: messages.csv, columns: {labels: [topics], text: message}}")]
    public void What_cannot_be_several_classes_is_said(string recipe)
    {
        Write(recipe);
        Should.Throw<UserErrorException>(Run).Place.ShouldNotBeNull();
    }
}
