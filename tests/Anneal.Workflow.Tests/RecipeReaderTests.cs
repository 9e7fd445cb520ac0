using Anneal.Data.Balance;
using Anneal.Data.Messages;
using Anneal.Data.Schemas;
using Anneal.Data.Sources;
using Anneal.Data.Splits;
using Anneal.Data.Tabular;
using Anneal.Tests;
using Anneal.Training;
using Anneal.Training.Learners;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Targets;

namespace Anneal.Workflow.Tests;

public sealed class RecipeReaderTests : IDisposable
{
    private readonly TempFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Two_lines_are_enough()
    {
        Recipe recipe = Read("task: tabular-classification\ndata: {source: loans.csv}\n");
        recipe.Name.ShouldBe(Path.GetFileName(folder.Path));
        recipe.Data.Source.Location.ShouldBe(Path.Combine(folder.Path, "loans.csv"));
        recipe.Data.Columns.Label.ShouldBeNull();
        recipe.Data.Split.ShouldBe(new SplitChoice(SplitKind.Random, new SplitFractions(0.8, 0.1, 0.1, Stratify: true, 7)));
        recipe.Model.Learner.ShouldBe(LearnerList.For(TaskKind.TabularClassification)[0]);
        recipe.Train.ShouldBe(new TrainChoice());
        recipe.Targets.ShouldBeEmpty();
    }

    [Fact]
    public void Everything_can_be_said()
    {
        Recipe recipe = Read("""
            name: loans
            task: tabular-classification
            data:
              source: loans.csv
              columns: {label: ended, ignore: [id, "2nd name"]}
              split: {train: 0.6, valid: 0.2, test: 0.2, stratify: false, seed: 1}
            model: {architecture: mlp, hidden: [8], dropout: 0}
            train: {epochs: 3, patience: 2, batch-size: 10, seed: 4, optimizer: {momentum: {lr: 1e-2, weight-decay: 0}}, schedule: one-cycle, time-budget: 1.5 min}
            targets: {accuracy: ">= 0.8", log-loss: "< 0.5"}
            """);
        recipe.Data.Columns.Label!.Value.ShouldBe(new("ended", new Place(recipe.File, 5, 20)));
        recipe.Data.Columns.Ignore.Select(i => i.Value).ShouldBe(["id", "2nd name"]);
        recipe.Data.Split.Fractions.Stratify.ShouldBeFalse();
        recipe.Model.Options.Integers("hidden").ShouldBe([8]);
        recipe.Model.Options.Number("dropout").ShouldBe(0);
        recipe.Train.ShouldBe(new TrainChoice(4, TimeSpan.FromMinutes(1.5), 3, 2, 10, OptimizerKind.Momentum, 0.01, 0, ScheduleKind.OneCycle));
        recipe.Targets.ShouldBe([new Target("accuracy", Comparison.AtLeast, 0.8), new Target("log-loss", Comparison.Below, 0.5)]);
    }

    [Fact]
    public void What_is_written_back_reads_the_same()
    {
        Recipe recipe = Read("task: tabular-classification\nname: \"17\"\nmodel: mlp\ndata: {source: a b.csv, columns: {label: \"true\", ignore: [\"x, y\", 年龄]}}\ntargets: {auc: \"> 0.5\"}\n");
        string sub = Directory.CreateDirectory(Path.Combine(folder.Path, "bundle")).FullName;
        string written = RecipeWriter.Write(recipe, Schema("true"), sub);
        File.WriteAllText(Path.Combine(sub, "recipe.yaml"), written);
        Recipe again = RecipeReader.Read(sub);

        written.ShouldContain("source: ../a b.csv");
        again.Name.ShouldBe("17");
        again.Data.Source.Location.ShouldBe(recipe.Data.Source.Location);
        again.Data.Columns.Label!.Value.Value.ShouldBe("true");
        again.Data.Columns.Ignore.Select(i => i.Value).ShouldBe(["x, y", "年龄"]);
        again.Data.Split.ShouldBe(recipe.Data.Split);
        again.Train.Over(Mlp.TrainerDefaults(recipe.Task)).ShouldBe(recipe.Train.Over(Mlp.TrainerDefaults(recipe.Task)));
        again.Targets.ShouldBe(recipe.Targets);
    }

    [Fact]
    public void A_short_form_is_a_word()
    {
        Recipe recipe = Read("task: tabular-classification\ndata: {source: a.csv}\nmodel: mlp\ntrain: {optimizer: sgd}\n");
        recipe.Model.Learner.Name.ShouldBe("mlp");
        recipe.Train.ShouldBe(new TrainChoice(Optimizer: OptimizerKind.Sgd));
    }

    [Fact]
    public void A_learning_rate_and_a_batch_size_may_be_found()
    {
        Recipe recipe = Read("task: tabular-classification\ndata: {source: a.csv}\nmodel: mlp\ntrain: {batch-size: auto, optimizer: {adam: {lr: auto}}}\n");
        (recipe.Train.BatchSize, recipe.Train.LearningRate).ShouldBe((0, 0));
    }

    [Fact]
    public void A_setting_takes_the_place_of_what_the_file_says()
    {
        folder.Write("recipe.yaml", "task: tabular-classification\ndata: {source: a.csv}\nmodel: mlp\ntrain: {epochs: 9}\n");
        Recipe recipe = RecipeReader.Read(folder.Path, "train.epochs=3", "model.hidden=[4, 2]", "model.architecture = mlp", "name=x");
        recipe.Train.Epochs.ShouldBe(3);
        recipe.Model.Options.Integers("hidden").ShouldBe([4, 2]);
        recipe.Name.ShouldBe("x");
    }

    [Theory]
    [InlineData("train.epochs", "\"train.epochs\" is not a setting")]
    [InlineData("=3", "\"=3\" is not a setting")]
    [InlineData("train.epochs=[", "this is not valid YAML")]
    [InlineData("train.epoks=3", "\"epoks\" is not a key of train")]
    [InlineData("train.epochs=many", "train.epochs can't be \"many\"")]
    [InlineData("train=", "train needs keys and values below it")]
    public void A_wrong_setting_is_a_mistake_of_the_command_line(string setting, string reason)
    {
        folder.Write("recipe.yaml", "task: tabular-classification\ndata: {source: a.csv}\nmodel: mlp\n");
        UserErrorException error = Should.Throw<UserErrorException>(() => RecipeReader.Read(folder.Path, setting));
        error.Reason.English.ShouldStartWith(reason);
        error.Place!.Value.File.ShouldStartWith("--set");
    }

    [Theory]
    [InlineData("{by: group, column: patient}", SplitKind.Group)]
    [InlineData("{by: time, column: when, train: 0.6, valid: 0.2, test: 0.2}", SplitKind.Time)]
    [InlineData("{by: hash, column: id}", SplitKind.Hash)]
    [InlineData("{column: part}", SplitKind.Column)]
    [InlineData("{file: parts.txt}", SplitKind.File)]
    [InlineData("{valid: dev.tsv, test: test.tsv}", SplitKind.Parts)]
    [InlineData("{test: test.tsv, valid: 0.1}", SplitKind.Parts)]
    public void Rows_can_be_shared_out_in_every_way_and_the_way_is_written_back(string split, SplitKind kind)
    {
        Recipe recipe = Read($"task: tabular-classification\ndata: {{source: a.csv, columns: {{label: ended}}, split: {split}}}\n");
        recipe.Data.Split.By.ShouldBe(kind);
        (recipe.Data.Split.File ?? recipe.Data.Split.TestFile)?.Location.ShouldStartWith(folder.Path);

        string sub = Directory.CreateDirectory(Path.Combine(folder.Path, "bundle")).FullName;
        File.WriteAllText(Path.Combine(sub, "recipe.yaml"), RecipeWriter.Write(recipe, Schema("ended"), sub));
        SplitChoice again = RecipeReader.Read(sub).Data.Split;
        (again.By, again.Fractions, again.Column?.Value).ShouldBe((kind, recipe.Data.Split.Fractions, recipe.Data.Split.Column?.Value));
        (again.File?.Location, again.ValidFile?.Location, again.TestFile?.Location)
            .ShouldBe((recipe.Data.Split.File?.Location, recipe.Data.Split.ValidFile?.Location, recipe.Data.Split.TestFile?.Location));
    }

    [Fact]
    public void A_sample_of_the_rows_can_be_asked_for_and_is_written_back()
    {
        Recipe recipe = Read("task: tabular-classification\ndata: {source: a.csv, rows: 5000, columns: {label: ended}}\n");
        recipe.Data.Source.Rows.ShouldBe(5000);
        File.WriteAllText(Path.Combine(folder.Path, "recipe.yaml"), RecipeWriter.Write(recipe, Schema("ended"), folder.Path));
        RecipeReader.Read(folder.Path).Data.Source.Rows.ShouldBe(5000);
        Should.Throw<UserErrorException>(() => Read("task: tabular-classification\ndata: {source: a.csv, rows: 5000, split: {file: parts.txt}}\n"));
        Should.Throw<UserErrorException>(() => Read("task: image-classification\ndata: {source: pictures, rows: 5000}\n"));
    }

    [Fact]
    public void Preparation_balance_and_types_can_be_said_and_are_written_back()
    {
        Recipe recipe = Read("""
            task: tabular-classification
            data: {source: a.csv, columns: {label: x, keep: [id], types: {zip: category, joined: date}}}
            prepare:
              missing: mean
              outliers: {clip: [0.01, 0.99]}
              columns: {age: {missing: {constant: 0}, scale: quantile}}
            train: {balance: oversample}
            """);
        recipe.Data.Columns.Keep.Single().Value.ShouldBe("id");
        recipe.Data.Columns.TypeOf("joined").ShouldBe(ColumnType.Date);
        recipe.Prepare!.For("income").ShouldBe(new ColumnPreparation(MissingFill.Mean, null, 0.01, 0.99));
        recipe.Prepare.For("age").ShouldBe(new ColumnPreparation(MissingFill.Constant, "0", 0.01, 0.99, Scaling.Quantile));
        recipe.Train.Balance.ShouldBe(BalanceKind.Oversample);

        string sub = Directory.CreateDirectory(Path.Combine(folder.Path, "bundle")).FullName;
        File.WriteAllText(Path.Combine(sub, "recipe.yaml"), RecipeWriter.Write(recipe, Schema("x"), sub));
        Recipe again = RecipeReader.Read(sub);
        again.Prepare!.Usual.ShouldBe(recipe.Prepare.Usual);
        again.Prepare.For("age").ShouldBe(recipe.Prepare.For("age"));
        again.Train.Balance.ShouldBe(BalanceKind.Oversample);
        again.Data.Columns.TypeOf("zip").ShouldBe(ColumnType.Category);
        again.Data.Columns.Keep.Single().Value.ShouldBe("id");
    }

    [Fact]
    public void A_source_can_be_described_and_a_connection_is_written_back_without_its_password()
    {
        Recipe recipe = Read("task: tabular-classification\ndata: {source: \"postgres://me:s3cret@db/shop\", query: select * from t, columns: {label: x}}\n");
        recipe.Data.Source.Query.ShouldBe("select * from t");
        string written = RecipeWriter.Write(recipe, Schema("x"), folder.Path);
        written.ShouldContain("postgres://me@db/shop");
        written.ShouldNotContain("s3cret");
        recipe = Read("task: tabular-classification\ndata: {source: a.dat, format: csv, delimiter: tab, header: false, encoding: gb18030}\n");
        (recipe.Data.Source.Format, recipe.Data.Source.Delimiter, recipe.Data.Source.Header, recipe.Data.Source.Encoding).ShouldBe((SourceFormat.Csv, '\t', false, "gb18030"));
    }

    [Theory]
    [InlineData("tusk: x", 1, 1, "\"tusk\" is not a key of a recipe", "did you mean \"task\"?")]
    [InlineData("data: {sourse: a.csv}", 2, 8, "\"sourse\" is not a key of data", "did you mean \"source\"?")]
    [InlineData("data: {source: a.csv}\nprepare: {outliers: {clip: [0.6, 0.9]}}", 3, 21, "prepare.outliers has no usable value", "write the shares of rows below and above which values are clipped, as in: outliers: {clip: [0.01, 0.99]}")]
    [InlineData("data: {source: a.csv}\ntrain: {balance: oversampel}", 3, 18, "train.balance can't be \"oversampel\"", "did you mean \"oversample\"? Valid here: none, class-weights, oversample, undersample")]
    [InlineData("data: {source: a.csv, columns: {types: {zip: categorie}}}", 2, 46, "data.columns.types.zip can't be \"categorie\"", "did you mean \"category\"? Valid here: number, category, boolean, date, text, image, identifier")]
    [InlineData("data: {source: a.csv}\nmodel: mlp\ntrain:\n  batch_size: 4", 5, 3, "\"batch_size\" is not a key of train", "did you mean \"batch-size\"?")]
    [InlineData("data: {source: a.csv}\nmodel: mlp\ntrain: {optimizer: {adamv: {}}}", 4, 21, "\"adamv\" is not a key of train.optimizer", "did you mean \"adamw\"?")]
    [InlineData("data: {source: a.csv}\nmodel: mlp\ntrain: {optimizer: adamv}", 4, 20, "train.optimizer can't be \"adamv\"", "did you mean \"adamw\"?")]
    [InlineData("data: {source: a.csv}\ntargets: {acuracy: \"> 1\"}", 3, 11, "\"acuracy\" is not a key of targets", "did you mean \"accuracy\"?")]
    [InlineData("data: {source: a.csv}\ntargets: {accuracy: 0.8}", 3, 21, "targets.accuracy can't be \"0.8\"", "write a condition in quotes, as in \">= 0.8\"")]
    [InlineData("data: {source: a.csv}\nmodel: mlp\ntrain: {epochs: many}", 4, 17, "train.epochs can't be \"many\"", "write a whole number from 1 to 1000000")]
    [InlineData("data: {source: a.csv}\nmodel: mlp\ntrain: {epochs: 0}", 4, 17, "train.epochs can't be \"0\"", "write a whole number from 1 to 1000000")]
    [InlineData("data: {source: a.csv, split: {train: 0.9}}", 2, 30, "the parts of data.split make 1.1, not 1", "write all three so that they make 1, as in {train: 0.8, valid: 0.1, test: 0.1}")]
    [InlineData("data: {source: a.csv, split: {stratify: maybe}}", 2, 41, "data.split.stratify can't be \"maybe\"", "write true or false")]
    [InlineData("data: {source: a.csv}\nmodel: {architecture: mlp, hidden: 64}", 3, 36, "model.hidden can't be \"64\"", "write a list, as in [a, b]")]
    [InlineData("data: {source: a.csv}\nmodel: {architecture: mlp, hidden: [64, x]}", 3, 41, "model.hidden can't be \"x\"", "write a whole number from 1 to 65536")]
    [InlineData("data: {source: [a.csv]}", 2, 16, "data.source has no usable value", "write a word or a text")]
    [InlineData("data: a.csv", 2, 7, "data needs keys and values below it", "the keys are source, ")]
    [InlineData("data:", 2, 6, "data needs keys and values below it", "the keys are source, ")]
    [InlineData("name: ../x", 2, 7, "name can't be \"../x\"", "write a name that a folder can bear, without / \\ :")]
    public void A_mistake_has_a_place_and_a_way_out(string lines, int line, int column, string reason, string wayOut)
    {
        string yaml = lines.StartsWith("tusk", StringComparison.Ordinal) ? lines : $"task: tabular-classification\n{lines}\n";
        UserErrorException error = Should.Throw<UserErrorException>(() => Read(yaml));
        error.Reason.English.ShouldBe(reason);
        error.WayOut.English.ShouldStartWith(wayOut);
        error.Place.ShouldBe(new Place(Path.Combine(folder.Path, "recipe.yaml"), line, column));
    }

    [Theory]
    [InlineData("data: {source: a.csv}\n", "the recipe lacks task")]
    [InlineData("task: tabular-classification\n", "the recipe lacks data.source")]
    [InlineData("task: tabular-clasification\ndata: {source: a.csv}\n", "task can't be \"tabular-clasification\"")]
    [InlineData("- a\n- b\n", "a recipe is made of keys and values")]
    [InlineData("task: a\ntask: b\n", "this is not valid YAML")]
    [InlineData("task: [a\n", "this is not valid YAML")]
    [InlineData("", "the file is empty")]
    public void A_recipe_that_says_too_little_or_no_yaml_at_all_is_an_error(string yaml, string reason) =>
        Should.Throw<UserErrorException>(() => Read(yaml)).Reason.English.ShouldStartWith(reason);

    [Fact]
    public void A_folder_without_a_recipe_and_a_file_that_is_not_there_are_errors()
    {
        Should.Throw<UserErrorException>(() => RecipeReader.Read(folder.Path)).Reason.English.ShouldEndWith("holds no recipe.yaml");
        folder.Write("recipe.yaml", "task: x");
        Should.Throw<UserErrorException>(() => RecipeReader.Read(Path.Combine(folder.Path, "recpe.yaml"))).WayOut.English.ShouldBe("did you mean recipe.yaml?");
    }

    private static MlpLearner Mlp { get; } = new();

    private static TableSchema Schema(string label) => new([new ColumnSchema(label, ColumnType.Category, ColumnRole.Label, 0, 2, "")], LabelKind.OneClass, []);

    private Recipe Read(string yaml)
    {
        folder.Write("recipe.yaml", yaml);
        return RecipeReader.Read(folder.Path);
    }
}
