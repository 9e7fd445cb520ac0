using Anneal.Data.Quality;
using Anneal.Data.Schemas;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Data.Tables;
using Anneal.Tests;

namespace Anneal.Data.Tests;

/// <summary>The gate on real tables, whose leaks are known: it must leave them out, and nothing else.</summary>
public sealed class SharedDataTests
{
    [Theory]
    [InlineData("adult/adult.csv", "adult", "income-per-year", "")]
    [InlineData("telco-churn/Telco-Customer-Churn.csv", "telco-churn", "Churn", "customerID")]
    [InlineData("vehicle-fraud/fraud_oracle.csv", "vehicle-fraud", "FraudFound_P", "VehiclePrice_min, VehiclePrice_max, PolicyNumber, Days_Policy_Accident_Min, Days_Policy_Accident_Max, Days_Policy_Claim_Min, Days_Policy_Claim_max")]
    [InlineData("ai4i2020/ai4i2020.csv", "ai4i2020", "Machine_failure", "UDI, Product ID, TWF, HDF, PWF, OSF, RNF")]
    [InlineData("titanic/train.csv", "titanic", "Survived", "PassengerId")]
    [InlineData("california-housing/housing.csv", "california-housing", "median_house_value", "")]
    public void Leaks_are_left_out_and_honest_columns_stay(string file, string split, string label, string leftOut)
    {
        bool isNumber = split == "california-housing";
        QualityReport report = Check(isNumber ? TaskKind.TabularRegression : TaskKind.TabularClassification, file, label, new SplitChoice(SplitKind.File, Shares) { File = Words(split) });
        report.HasErrors.ShouldBeFalse();
        string.Join(", ", report.Schema.Columns.Where(c => c.Role == ColumnRole.Ignored).Select(c => c.Name)).ShouldBe(leftOut);
    }

    [Fact]
    public void Reviews_have_a_text_and_a_label()
    {
        QualityReport report = Check(TaskKind.TextClassification, "zh-sentiment/waimai_10k.csv", "label", new SplitChoice(SplitKind.File, Shares) { File = Words("waimai_10k") });
        report.Schema.Features.Single().Name.ShouldBe("review");
        report.Findings.ShouldNotContain(f => f.LeftOut);

        SplitChoice files = new(SplitKind.Parts, Shares) { ValidFile = Source("en-sst2/dev.tsv"), TestFile = Source("en-sst2/test.tsv") };
        report = Check(TaskKind.TextClassification, "en-sst2/train.tsv", null, files);
        (report.Schema.Label.Name, report.Schema.Features.Single().Name).ShouldBe(("column2", "column1"));
        report.HasErrors.ShouldBeFalse();
    }

    private static SplitFractions Shares => new(0.7, 0.1, 0.2, Stratify: true, 7);

    private static QualityReport Check(TaskKind task, string file, string? label, SplitChoice split)
    {
        ColumnChoice choice = new(label is null ? null : new WrittenName(label, default), []);
        Table read = GivenParts.Mark(TableSource.Read(Source(file)), split, Source(file));
        Table table = MissingLabels.Drop(read, SchemaInference.LabelName(read, task, choice), []);
        TableSchema schema = SchemaInference.Infer(table, task, choice);
        Labels labels = Labels.Of(table, schema);
        return QualityGate.Check(task, table, schema, labels, TableSplit.Make(table, labels, split), choice);
    }

    private static SourceChoice Source(string file) => new(TestData.Shared(["data", .. file.Split('/')]), file);

    private static SourceChoice Words(string split) => new(TestData.Shared("data", "splits", $"{split}.txt"), split);
}
