using System.Globalization;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Splits;
using Anneal.Insight.Calibration;
using Anneal.Training;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;
using Anneal.Workflow.Targets;

namespace Anneal.Cli;

/// <summary>All that the command line says by itself.</summary>
internal static class CliMessages
{
    public static readonly Message RootDescription = new(
        "Anneal: from your own data to an AI model, in one command.",
        "Anneal：一条命令，把自己的数据变成 AI 模型。");

    public static readonly Message RunDescription = new(
        "Train a model as a recipe says, measure it, and keep it as a bundle.",
        "按配方训练模型，评估效果，并保存为模型包。");

    public static readonly Message PredictDescription = new(
        "Ask a bundle about new rows.",
        "用模型包预测新的数据。");

    public static readonly Message EvaluateDescription = new(
        "Measure a bundle on new rows that have their true labels.",
        "用带真实标签的新数据评估模型包。");

    public static readonly Message EvaluateDataDescription = new(
        "a file of rows with labels (CSV, JSON, Excel, ...)",
        "带标签的数据文件（CSV、JSON、Excel 等）");

    public static readonly Message EvaluateJsonDescription = new(
        "print the numbers as one JSON object and nothing else",
        "只输出一个 JSON 对象，便于程序读取");

    public static readonly Message ReportDescription = new(
        "Write a bundle's report and model card again, in the language that --lang names.",
        "重新生成模型包的报告和模型卡，语言由 --lang 指定。");

    public static readonly Message MeasuredWord = new("measured", "实测");

    public static readonly Message RangeWord = new("95 % confidence", "95 % 置信区间");

    public static readonly Message BeforeWord = new("when it was made", "训练时");

    public static readonly Message RecipeDescription = new(
        "a recipe (YAML), or a folder with a recipe.yaml",
        "配方文件（YAML），或含有 recipe.yaml 的文件夹");

    public static readonly Message OutDescription = new(
        "where the bundle goes (default: runs)",
        "模型包放在哪里（默认：runs）");

    public static readonly Message RunJsonDescription = new(
        "print the result as one JSON object and nothing else",
        "只输出一个 JSON 对象，便于程序读取");

    public static readonly Message PredictJsonDescription = new(
        "print each answer as one JSON object",
        "每个答案输出为一个 JSON 对象");

    public static readonly Message PathsJsonDescription = new("print what was written as one JSON object and nothing else", "只输出一个 JSON 对象，列出写出的文件");

    public static readonly Message BundleDescription = new(
        "the folder that \"anneal run\" left",
        "anneal run 生成的文件夹");

    public static readonly Message RowDescription = new(
        "one row, as a JSON object of column names and values",
        "一行数据：由列名和值组成的 JSON 对象");

    public static readonly Message FileDescription = new(
        "a file of rows (CSV, JSONL, XLSX ...), or - for standard input; the answers come as CSV",
        "一个数据文件（CSV、JSONL、XLSX 等），- 表示标准输入；预测结果以 CSV 输出");

    public static readonly Message StandardInput = new("standard input", "标准输入");

    public static readonly Message LanguageDescription = new(
        "language of all that is printed (default: that of the system)",
        "输出语言（默认：跟随系统）");

    public static readonly Message HelpDescription = new("show this help", "显示帮助");

    public static readonly Message VersionDescription = new("show the version", "显示版本");

    public static readonly Message UsageHeading = new("Usage", "用法");

    public static readonly Message CommandsHeading = new("Commands", "命令");

    public static readonly Message ArgumentsHeading = new("Arguments", "参数");

    public static readonly Message OptionsHeading = new("Options", "选项");

    public static readonly Message ExamplesHeading = new("Examples", "示例");

    public static readonly Message CommandWord = new("command", "命令");

    public static readonly Message OptionsWord = new("options", "选项");

    public static readonly Message ErrorMark = new("Error: ", "错误：");

    public static readonly Message PlaceMark = new("  where: ", "  位置：");

    public static readonly Message WayOutMark = new("  fix:   ", "  解决：");

    public static readonly Message NoticeMark = new("Note: ", "提示：");

    public static readonly Message OurMistake = new(
        "Anneal itself failed. This is a bug: please report it with the text below",
        "Anneal 内部出错了。这是程序缺陷，请附上下面的内容反馈给我们");

    public static readonly Message Interrupted = new(
        "Stopped. What was reached is kept: go on with the same command and --resume.",
        "已停止，进度已保留：在同一命令后加上 --resume 即可继续。");

    public static readonly Message SetDescription = new(
        "set a value of the recipe, as in train.epochs=3 (may be repeated)",
        "设置配方中的一个值，例如 train.epochs=3（可重复使用）");

    public static readonly Message ResumeDescription = new(
        "go on from where a stopped run of the same recipe was",
        "从同一配方上次中断的地方继续");

    public static readonly Message CouldNotWriteWayOut = new(
        "check that the folder may be written and the disk has room",
        "请检查文件夹的写入权限和磁盘空间");

    public static readonly Message NothingToPredict = new("there is no row to answer", "没有要预测的数据");

    public static readonly Message TwoThingsToPredict = new("--row and --file can't both be answered", "--row 和 --file 不能同时使用");

    public static readonly Message NothingToPredictWayOut = new(
        "give one row with --row '{...}' or a CSV with --file rows.csv",
        "请用 --row '{...}' 给出一行，或用 --file rows.csv 给出一个 CSV 文件");

    public static readonly Message DataHeading = new("Data", "数据");

    public static readonly Message SplitHeading = new("Split", "划分");

    public static readonly Message TrainingHeading = new("Training", "训练");

    public static readonly Message TargetsHeading = new("Targets", "目标");

    public static readonly Message BundleHeading = new("Bundle", "模型包");

    public static readonly Message NextHeading = new("Try it", "试一试");

    public static readonly Message ColumnWord = new("column", "列");

    public static readonly Message TypeWord = new("type", "类型");

    public static readonly Message RoleWord = new("used as", "用途");

    public static readonly Message MissingWord = new("missing", "缺失");

    public static readonly Message ValuesWord = new("values", "取值");

    public static readonly Message ModelWord = new("model", "模型");

    public static readonly Message TrueWord = new("truly", "实际");

    public static readonly Message PrecisionWord = new("precision", "精确率");

    public static readonly Message RecallWord = new("recall", "召回率");

    public static readonly Message F1Word = new("F1", "F1");

    public static Message UnknownLanguage(string language) => new($"there is no language \"{language}\"", $"没有“{language}”这种语言");

    public static Message Valid(IEnumerable<string> names)
    {
        Message list = NameList.Of(names);
        return new($"use one of {list.English}", $"可用：{list.Chinese}");
    }

    public static Message DidYouMean(string? nearest, IEnumerable<string> names)
    {
        Message list = Valid(names);
        return nearest is null ? list : new Message($"did you mean {nearest}? Otherwise {list.English}", $"是不是想写 {nearest}？{list.Chinese}");
    }

    public static Message UnknownOption(string option, string command)
    {
        string name = command.Length == 0 ? "anneal" : command;
        return new($"{name} has no option {option}", $"{name} 没有 {option} 这个选项");
    }

    public static Message UnknownArgument(string argument, string command) => command.Length == 0
        ? new Message($"there is no command {argument}", $"没有 {argument} 这个命令")
        : new Message($"{command} does not know what to do with {argument}", $"{command} 不明白 {argument} 是什么");

    public static Message OptionWithoutValue(string option) => new($"{option} needs a value", $"{option} 后面要写上值");

    public static Message ArgumentMissing(string command, string argument) => new($"{command} needs a <{argument}>", $"{command} 缺少 <{argument}>");

    public static Message SeeHelp(string command)
    {
        string name = command.Length == 0 ? "" : " " + command;
        return new($"see anneal{name} --help", $"请看 anneal{name} --help");
    }

    public static Message CouldNotWrite(string detail) => new($"a file can't be read or written: {detail}", $"文件无法读写：{detail}");

    public static Message Place(Place place) => place switch
    {
        { Line: 0 } => new Message(place.File, place.File),
        { Column: 0 } => Message.Of($"{place.File}, line {place.Line}", $"{place.File} 第 {place.Line} 行"),
        _ => Message.Of($"{place.File}, line {place.Line}, column {place.Column}", $"{place.File} 第 {place.Line} 行第 {place.Column} 列"),
    };

    public static Message Title(Recipe recipe)
    {
        Message task = TaskNames.Describe(recipe.Task);
        return new($"{recipe.Name}: {task.English}", $"{recipe.Name}：{task.Chinese}");
    }

    public static Message TableSize(string file, int rows, int columns) => Message.Of(
        $"{file}: {rows:N0} rows, {columns} columns",
        $"{file}：{rows:N0} 行，{columns} 列");

    public static Message Split(DataSplitUp data, SplitChoice split)
    {
        string seed = FormattableString.Invariant($"{split.Fractions.Seed}");
        Message how = split.By switch
        {
            SplitKind.Random when split.Fractions.Stratify => new($"stratified, seed {seed}", $"分层，随机种子 {seed}"),
            SplitKind.Random => new($"seed {seed}", $"随机种子 {seed}"),
            SplitKind.Group => new($"rows of one {split.Column!.Value.Value} together, seed {seed}", $"同一 {split.Column!.Value.Value} 的行放在一起，随机种子 {seed}"),
            SplitKind.Time => new($"by {split.Column!.Value.Value}, the newest to test", $"按 {split.Column!.Value.Value} 排序，最新的用于测试"),
            SplitKind.Hash => new($"by a hash of {split.Column!.Value.Value}", $"按 {split.Column!.Value.Value} 的哈希值"),
            SplitKind.Column => new($"as {split.Column!.Value.Value} says", $"按 {split.Column!.Value.Value} 列的规定"),
            SplitKind.File => new($"as {split.File!.Shown} says", $"按 {split.File!.Shown} 的规定"),
            _ => new("from files of their own", "来自各自的文件"),
        };
        return Message.Of(
            $"{data.Train:N0} rows to learn, {data.Valid:N0} to choose, {data.Test:N0} held back to test ({how.English})",
            $"训练 {data.Train:N0} 行，验证 {data.Valid:N0} 行，留作测试 {data.Test:N0} 行（{how.Chinese}）");
    }

    public static Message Epoch(EpochReport report)
    {
        // Numbers of one width, so that the lines stand below each other.
        string epoch = report.Epoch.ToString(CultureInfo.InvariantCulture).PadLeft(report.Epochs.ToString(CultureInfo.InvariantCulture).Length);
        return Message.Of(
            $"epoch {epoch}/{report.Epochs}  loss {report.TrainLoss:0.000}  on validation {report.ValidLoss:0.000}",
            $"第 {epoch}/{report.Epochs} 轮  损失 {report.TrainLoss:0.000}  验证 {report.ValidLoss:0.000}");
    }

    public static Message Progress(LearningProgressed progressed)
    {
        (Message model, string loss) = (ModelNames.Of(progressed.Learner), progressed.ValidLoss?.ToString("0.000", CultureInfo.InvariantCulture) ?? "");
        return Message.Of(
            $"{model.English}: {progressed.Done}/{progressed.Total}{(loss.Length > 0 ? $", on validation {loss}" : "")}",
            $"{model.Chinese}：{progressed.Done}/{progressed.Total}{(loss.Length > 0 ? $"，验证 {loss}" : "")}");
    }

    public static Message Trained(string learner, TrainingOutcome outcome) => Message.Of(
        $"{ModelNames.Of(learner).English}: {(outcome.StoppedEarly ? "stopped early after" : "done after")} {outcome.EpochsRun} epochs; epoch {outcome.BestEpoch} was best and is kept",
        $"{ModelNames.Of(learner).Chinese}：{(outcome.StoppedEarly ? "提前停止，" : "")}共 {outcome.EpochsRun} 轮；第 {outcome.BestEpoch} 轮最好，已保留");

    public static Message Learnt(LearningFinished finished)
    {
        Message name = ModelNames.Of(finished.Learner);
        return finished.Resumed
            ? new Message($"{name.English}: taken up from the stopped run", $"{name.Chinese}：沿用上次中断前的结果")
            : Message.Of(
                $"{name.English}: {finished.Parameters:N0} parameters, validation loss {finished.ValidLoss:0.000}, {finished.Duration.TotalSeconds:0.0} s",
                $"{name.Chinese}：{finished.Parameters:N0} 个参数，验证损失 {finished.ValidLoss:0.000}，用时 {finished.Duration.TotalSeconds:0.0} 秒");
    }

    public static Message ResultHeading(int rows) => Message.Of($"Result on the {rows:N0} rows held back", $"在留出的 {rows:N0} 行上的结果");

    public static Message ConfusionHeading(string label) => new($"Where it is right and wrong ({label})", $"对在哪里，错在哪里（{label}）");

    public static Message ToldAs(string name) => new($"told {name}", $"判为 {name}");

    public static Message Target(TargetResult target)
    {
        return new(
            $"{target.Metric} {target.Target}: {(target.Met ? "met" : "missed")} ({target.Shown})",
            $"{target.Metric} {target.Target}：{(target.Met ? "达标" : "未达标")}（{target.Shown}）");
    }

    public static Message Cost(Costs costs) => new(
        $"on this machine: {costs.LatencyText} a row (95 of 100 within {costs.LatencyP95Text}), {costs.SizeText} on disk, {costs.MemoryText} in memory",
        $"在本机上：每行 {costs.LatencyText}（95% 在 {costs.LatencyP95Text} 内），磁盘 {costs.SizeText}，内存 {costs.MemoryText}");

    public static Message ReportAt(string path) => new($"report: {path}", $"报告：{path}");

    public static Message EvaluatedOn(int rows, string file) => Message.Of($"Result on the {rows:N0} rows of {file}", $"在 {file} 的 {rows:N0} 行上的结果");

    public static readonly Message MetricWord = new("metric", "指标");

    public static readonly Message MeanWord = new("mean", "平均");

    public static readonly Message SpreadWord = new("spread", "标准差");

    public static Message FoldsHeading(int folds) => new($"Cross-validation, {folds} parts of all rows", $"交叉验证（全部数据分为 {folds} 份）");

    public static Message LearningAgain(LearningAgain again) => again.For == LearningAgainFor.Folds
        ? new($"cross-validation: part {again.Number} of {again.Total}", $"交叉验证：第 {again.Number} 份，共 {again.Total} 份")
        : new($"learning curve: {again.Number} of {again.Total}", $"学习曲线：第 {again.Number} 次，共 {again.Total} 次");

    public static Message? Decided(Decision decision) => (decision.Temperature != 1, decision.Threshold) switch
    {
        (false, null) => null,
        (true, null) => Message.Of($"probabilities scaled by temperature {decision.Temperature:0.00}", $"概率已按温度 {decision.Temperature:0.00} 校准"),
        (false, { } threshold) => Message.Of($"the second class is told from a probability of {threshold:0.000} on", $"概率达到 {threshold:0.000} 时判为第二类"),
        (true, { } threshold) => Message.Of(
            $"probabilities scaled by temperature {decision.Temperature:0.00}; the second class is told from {threshold:0.000} on",
            $"概率已按温度 {decision.Temperature:0.00} 校准；达到 {threshold:0.000} 时判为第二类"),
    };

    public static Message Took(TimeSpan duration) => Message.Of($"made in {duration.TotalSeconds:0.0} s", $"用时 {duration.TotalSeconds:0.0} 秒");
}
