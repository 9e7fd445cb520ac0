using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Data.Tables;
using Anneal.Training.Learners;

namespace Anneal.Training.Tests.Learners;

/// <summary>Made sentences whose words tell their class, or several of them.</summary>
internal static class MadeTexts
{
    private static readonly string[][] Telling = [["慢", "冷", "差"], ["快", "热", "香"], ["贵", "价", "钱"]];
    private static readonly string[] Others = ["今天", "外卖", "米饭", "了", "的", "，", "我", "点", "order", "ok"];
    private static readonly string[] Names = ["bad", "good", "price"];

    public static LearningTask Task(string learner, int rows, int classes = 2, bool many = false, IReadOnlyDictionary<string, object>? options = null, TrainChoice? train = null)
    {
        Random random = new(6);
        string?[] texts = new string?[rows], labels = new string?[rows];
        float[] members = new float[rows * classes];
        int[] chosen = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            chosen[i] = random.Next(classes);
            for (int k = 0; k < classes; k++) members[(i * classes) + k] = (many ? random.Next(2) == 0 : k == chosen[i]) ? 1 : 0;
            List<string> words = [.. Enumerable.Range(0, random.Next(2, 9)).Select(_ => Others[random.Next(Others.Length)])];
            for (int k = 0; k < classes; k++)
                if (members[(i * classes) + k] > 0) words.Insert(random.Next(words.Count + 1), Telling[k][random.Next(3)]);
            texts[i] = i % 50 == 7 ? null : string.Concat(words);
            labels[i] = string.Join(';', Enumerable.Range(0, classes).Where(k => members[(i * classes) + k] > 0).Select(k => Names[k]));
        }

        Table table = new("made.csv", ["text", "label"], [texts, labels], [.. Enumerable.Range(2, rows)]);
        string[] names = Names[..classes];
        TableSchema schema = new(
            [new ColumnSchema("text", ColumnType.Text, ColumnRole.Feature, 0, rows, ""), new ColumnSchema("label", ColumnType.Category, ColumnRole.Label, 0, classes, "")],
            many ? LabelKind.ManyClasses : LabelKind.OneClass,
            names,
            many ? ";" : null);
        DataSplit split = new([.. Enumerable.Range(0, rows).Where(i => i % 5 > 1)], [.. Enumerable.Range(0, rows).Where(i => i % 5 == 1)], [.. Enumerable.Range(0, rows).Where(i => i % 5 == 0)]);
        Learner found = LearnerList.For(TaskKind.TextClassification).Single(l => l.Name == learner);
        Labels truth = many ? Labels.OfManyClasses(names, members) : Labels.OfClasses(names, chosen);
        return new LearningTask(TaskKind.TextClassification, table, schema, truth, split, train ?? new TrainChoice(), new LearnerOptions(found.Options, options));
    }
}
