namespace Anneal.Data.Messages;

/// <summary>What the quality gate says to people.</summary>
internal static class QualityMessages
{
    public static readonly Message UnseenClassAdvice = new(
        "move rows of that class into the training part, or take the class out",
        "请把该类别的一部分数据放进训练集，或去掉这个类别");

    public static readonly Message ColumnNameAdvice = new("give every column a name of its own in the first line", "请在第一行给每一列起一个不同的名字");

    public static readonly Message ConstantAdvice = new("nothing is lost", "对结果没有影响");

    public static readonly Message MissingAdvice = new(
        "nothing has to be done: what is missing is filled with the median or counts as a value of its own; prepare: {missing: ...} chooses another way",
        "不必处理：缺失值会用中位数填补，或当作一个单独的取值；可用 prepare: {missing: ...} 换一种方式");

    public static readonly Message DuplicatesAdvice = new(
        "take them out if a row was entered twice; leave them if they are different cases that look the same",
        "如果是重复录入，请删除；如果只是碰巧相同的不同个案，可以保留");

    public static readonly Message OverlapAdvice = new(
        "if they are the same cases, take them out of one part, or split by group: data: {split: {by: group, column: ...}}",
        "如果是同一批个案，请从其中一部分删除，或按组划分：data: {split: {by: group, column: ...}}");

    public static readonly Message ContradictionsAdvice = new(
        "look at these rows first: correct a wrong label, or add the column that tells them apart",
        "请先查看这些行：改正错误的标签，或补充能区分它们的列");

    public static readonly Message ImbalanceAdvice = new(
        "judge by PR-AUC, F1 or balanced accuracy rather than accuracy; train: {balance: class-weights} gives the rare class more weight",
        "请看 PR-AUC、F1 或平衡准确率，不要只看准确率；可用 train: {balance: class-weights} 加大少数类的权重");

    public static readonly Message SmallTrainAdvice = new("bring more rows before trusting the model", "请先补充数据，再考虑使用这个模型");

    public static readonly Message SmallTestAdvice = new("take its numbers as a hint, or measure by folds: evaluate: {folds: 5}", "测试结果仅供参考，也可以用交叉验证：evaluate: {folds: 5}");

    public static Message UnseenClass(string label, string name, int rows) => Message.Of(
        $"class {name} of {label} has {Rows(rows)} to choose or test by, but none to learn from",
        $"{label} 的类别 {name} 在验证或测试部分有 {rows:N0} 行，训练部分却一行也没有");

    public static Message ColumnWithoutName(string name) => new($"a column has no name and is called {name}", $"有一列没有名字，暂称 {name}");

    public static Message ColumnNameTwice(string header, string name) => new($"two columns are called {header}; the later one is called {name}", $"有两列都叫 {header}，后一列改称 {name}");

    public static Message Constant(IEnumerable<string> columns) => List(columns, "{0}: the same value in every row", "{0}：所有行的值都一样");

    public static Message ConstantInTraining(IEnumerable<string> columns) => List(columns, "{0}: the same value in every row to learn from", "{0}：训练部分所有行的值都一样");

    public static Message Identifier(string column, string values) => new(
        $"{column} only tells rows apart ({values}), and says nothing about them",
        $"{column} 只用来区分各行（{values}），不含其他信息");

    public static Message IdentifierAdvice(string column) => new(
        $"if it does say something, keep it: data: {{columns: {{keep: [{column}]}}}}",
        $"如果它确有含义，可以保留：data: {{columns: {{keep: [{column}]}}}}");

    public static Message FreeText(IEnumerable<string> columns) => List(columns, "{0}: names or free text, nearly every cell different", "{0}：名称或自由文本，几乎每个单元格都不同");

    /// <summary>What a column of text is learnt from, with the first few of its words.</summary>
    public static Message TextFeatures(string column, IReadOnlyList<string> words)
    {
        const int Shown = 5;
        if (words.Count == 0) return new($"{column}: text, learnt from by its length alone: its rows share no words", $"{column}：文本，各行没有共同的词，只学习它的长度");
        string some = string.Join(", ", words.Take(Shown)), ci = string.Join("、", words.Take(Shown));
        (string more, string deng) = words.Count > Shown ? (", …", "等") : ("", "");
        return Message.Of(
            $"{column}: text, learnt from by its length and by {words.Count:N0} {(words.Count == 1 ? "word" : "words")} that rows share ({some}{more})",
            $"{column}：文本，按长度和各行共有的 {words.Count:N0} 个词（{ci}{deng}）来学习");
    }

    public static Message TextFeaturesAdvice(string column) => new(
        $"to leave it out, say so: data: {{columns: {{ignore: [{column}]}}}}",
        $"如果不想用它，请写明：data: {{columns: {{ignore: [{column}]}}}}");

    public static Message FreeTextAdvice(string column) => new(
        $"to learn from it as a category, say so: data: {{columns: {{types: {{{column}: category}}}}}}",
        $"如果想把它当作类别来学习，请写明：data: {{columns: {{types: {{{column}: category}}}}}}");

    public static Message BrokenValue(string column, bool isNumber, int cells, string first) => isNumber
        ? Message.Of($"{column}: {Cells(cells)} without a number (the first: \"{first}\"), taken as missing", $"{column}：有 {cells:N0} 个单元格不是数字（第一个：“{first}”），按缺失处理")
        : Message.Of($"{column}: {Cells(cells)} without a date (the first: \"{first}\"), taken as missing", $"{column}：有 {cells:N0} 个单元格不是日期（第一个：“{first}”），按缺失处理");

    public static Message BrokenValueAdvice(string column) => new(
        $"correct them, or say that {column} is no number: data: {{columns: {{types: {{{column}: category}}}}}}",
        $"请改正，或写明 {column} 不是数字：data: {{columns: {{types: {{{column}: category}}}}}}");

    public static Message Derived(IEnumerable<string> columns, string from) => List(columns, $"computed from {from}, and adding nothing to it: {{0}}", $"由 {from} 计算得出，没有新的信息：{{0}}");

    public static Message KeepAdvice(string column) => new(
        $"if it is known before the outcome and says something of its own, keep it: data: {{columns: {{keep: [{column}]}}}}",
        $"如果它在结果发生之前就已知、并有自己的含义，可以保留：data: {{columns: {{keep: [{column}]}}}}");

    public static Message LabelParts(IEnumerable<string> columns, string label, string value)
    {
        Message names = NameList.Of(columns);
        return new(
            $"{names.English} are parts of {label}: where one of them is set, {label} is {value}",
            $"{names.Chinese} 是 {label} 的组成部分：只要其中一项成立，{label} 就是 {value}");
    }

    public static Message Leak(string column, string label, string measure) => new(
        $"{column} alone tells {label} almost without a mistake ({measure}): it was probably filled in when the outcome was known",
        $"只凭 {column} 就几乎能准确说出 {label}（{measure}）：它很可能是结果出来之后才填的");

    public static Message LeakAdvice(string column) => new(
        $"if it is known before the outcome, keep it: data: {{columns: {{keep: [{column}]}}}}",
        $"如果它在结果发生之前就已知，可以保留：data: {{columns: {{keep: [{column}]}}}}");

    public static Message MaybeLeak(string column, string label, string measure) => new(
        $"{column} alone tells {label} far better than any other column does ({measure})",
        $"只凭 {column} 就能很好地说出 {label}，远胜其他各列（{measure}）");

    public static Message MaybeLeakAdvice(string column) => new(
        $"make sure that it is known before the outcome; if not, leave it out: data: {{columns: {{ignore: [{column}]}}}}",
        $"请确认它在结果发生之前就已知；否则请去掉：data: {{columns: {{ignore: [{column}]}}}}");

    public static Message Missing(IEnumerable<string> shares) => List(shares, "cells without a value: {0}", "缺失值：{0}");

    public static Message MostlyMissingAdvice(string column) => new(
        $"ask why it is so often unknown; if that is an accident, leave it out: data: {{columns: {{ignore: [{column}]}}}}",
        $"请弄清为什么大多数行没有值；如果只是偶然，可以去掉：data: {{columns: {{ignore: [{column}]}}}}");

    public static Message Duplicates(int rows, double share) => Message.Of($"{Rows(rows)} ({share:0.0 %}) say the same as an earlier row", $"有 {rows:N0} 行（{share:0.0 %}）与前面的某一行完全相同");

    public static Message Overlap(int rows, double share) => Message.Of(
        $"{rows:N0} of the test rows ({share:0.0 %}) look exactly like a row to learn from",
        $"测试部分有 {rows:N0} 行（{share:0.0 %}）与训练部分的某一行完全一样");

    public static Message Contradictions(int rows, double share) => Message.Of(
        $"{rows:N0} rows to learn from ({share:0.0 %}) look the same as others but have another label",
        $"训练部分有 {rows:N0} 行（{share:0.0 %}）与别的行内容相同、标签却不同");

    public static Message Imbalance(string name, int rows, double share) => Message.Of(
        $"class {name} is rare: {Rows(rows)} to learn from, {share:0.0 %}",
        $"类别 {name} 很少：训练部分只有 {rows:N0} 行，占 {share:0.0 %}");

    public static Message SmallTrain(int rows) => Message.Of($"there are only {Rows(rows)} to learn from", $"训练部分只有 {rows:N0} 行");

    public static Message SmallTest(int rows) => Message.Of($"there are only {Rows(rows)} to test on: the result varies by chance", $"测试部分只有 {rows:N0} 行，结果会有偶然波动");

    private static Message List(IEnumerable<string> names, string english, string chinese)
    {
        Message list = NameList.Of(names);
        return new(english.Replace("{0}", list.English, StringComparison.Ordinal), chinese.Replace("{0}", list.Chinese, StringComparison.Ordinal));
    }

    private static string Rows(int number) => FormattableString.Invariant($"{number:N0} row{(number == 1 ? "" : "s")}");

    private static string Cells(int number) => FormattableString.Invariant($"{number:N0} cell{(number == 1 ? "" : "s")}");
}
