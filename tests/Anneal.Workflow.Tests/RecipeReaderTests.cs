using Anneal.Data.Messages;
using Anneal.Tests;
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
        recipe.Data.Source.ShouldBe(Path.Combine(folder.Path, "loans.csv"));
        recipe.Data.Columns.Label.ShouldBeNull();
        (recipe.Data.Split.Train, recipe.Data.Split.Valid, recipe.Data.Split.Test, recipe.Data.Split.Stratify, recipe.Data.Split.Seed).ShouldBe((0.8, 0.1, 0.1, true, 7));
        recipe.Model.Architecture.ShouldBe("mlp");
        recipe.Model.Hidden.ShouldBe([64, 32]);
        recipe.Train.Optimizer.ShouldBe(new OptimizerRecipe("adamw", 1e-3, 0.01));
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
            train: {epochs: 3, patience: 2, batch-size: 10, seed: 4, optimizer: {adamw: {lr: 1e-2, weight-decay: 0}}}
            targets: {accuracy: ">= 0.8", log-loss: "< 0.5"}
            """);
        recipe.Data.Columns.Label!.Value.ShouldBe(new("ended", new Place(recipe.File, 5, 20)));
        recipe.Data.Columns.Ignore.Select(i => i.Value).ShouldBe(["id", "2nd name"]);
        recipe.Data.Split.Stratify.ShouldBeFalse();
        recipe.Model.Hidden.ShouldBe([8]);
        recipe.Train.ShouldBe(new TrainRecipe(3, 2, 10, 4, new OptimizerRecipe("adamw", 0.01, 0)));
        recipe.Targets.ShouldBe([new Target("accuracy", Comparison.AtLeast, 0.8), new Target("log-loss", Comparison.Below, 0.5)]);
    }

    [Fact]
    public void What_is_written_back_reads_the_same()
    {
        Recipe recipe = Read("task: tabular-classification\nname: \"17\"\ndata: {source: a b.csv, columns: {label: \"true\", ignore: [\"x, y\", 年龄]}}\ntargets: {auc: \"> 0.5\"}\n");
        string sub = Directory.CreateDirectory(Path.Combine(folder.Path, "bundle")).FullName;
        string written = RecipeWriter.Write(recipe, "true", sub);
        File.WriteAllText(Path.Combine(sub, "recipe.yaml"), written);
        Recipe again = RecipeReader.Read(sub);

        written.ShouldContain("source: ../a b.csv");
        again.Name.ShouldBe("17");
        again.Data.Source.ShouldBe(recipe.Data.Source);
        again.Data.Columns.Label!.Value.Value.ShouldBe("true");
        again.Data.Columns.Ignore.Select(i => i.Value).ShouldBe(["x, y", "年龄"]);
        again.Data.Split.ShouldBe(recipe.Data.Split);
        again.Train.ShouldBe(recipe.Train);
        again.Targets.ShouldBe(recipe.Targets);
    }

    [Fact]
    public void The_optimizer_may_be_a_word() =>
        Read("task: tabular-classification\ndata: {source: a.csv}\ntrain: {optimizer: adamw}\n").Train.Optimizer.LearningRate.ShouldBe(1e-3);

    [Theory]
    [InlineData("tusk: x", 1, 1, "\"tusk\" is not a key of a recipe", "did you mean \"task\"? Valid here: name, task, data, model, train, targets")]
    [InlineData("data: {sourse: a.csv}", 2, 8, "\"sourse\" is not a key of data", "did you mean \"source\"? Valid here: source, columns, split")]
    [InlineData("data: {source: a.csv}\ntrain:\n  batch_size: 4", 4, 3, "\"batch_size\" is not a key of train", "did you mean \"batch-size\"? Valid here: epochs, patience, batch-size, seed, optimizer")]
    [InlineData("data: {source: a.csv}\ntrain: {optimizer: {adamv: {}}}", 3, 21, "\"adamv\" is not a key of train.optimizer", "did you mean \"adamw\"? Valid here: adamw")]
    [InlineData("data: {source: a.csv}\ntrain: {optimizer: adamv}", 3, 20, "train.optimizer can't be \"adamv\"", "did you mean \"adamw\"? Valid here: adamw")]
    [InlineData("data: {source: a.csv}\ntargets: {acuracy: \"> 1\"}", 3, 11, "\"acuracy\" is not a key of targets", "did you mean \"accuracy\"? Valid here: accuracy, auc, balanced-accuracy, f1, log-loss")]
    [InlineData("data: {source: a.csv}\ntargets: {accuracy: 0.8}", 3, 21, "targets.accuracy can't be \"0.8\"", "write a condition in quotes, as in \">= 0.8\"")]
    [InlineData("data: {source: a.csv}\ntrain: {epochs: many}", 3, 17, "train.epochs can't be \"many\"", "write a whole number from 1 to 1000000")]
    [InlineData("data: {source: a.csv}\ntrain: {epochs: 0}", 3, 17, "train.epochs can't be \"0\"", "write a whole number from 1 to 1000000")]
    [InlineData("data: {source: a.csv, split: {train: 0.9}}", 2, 30, "the parts of data.split make 1.1, not 1", "write all three so that they make 1, as in {train: 0.8, valid: 0.1, test: 0.1}")]
    [InlineData("data: {source: a.csv, split: {stratify: maybe}}", 2, 41, "data.split.stratify can't be \"maybe\"", "write true or false")]
    [InlineData("data: {source: a.csv}\nmodel: {hidden: 64}", 3, 17, "model.hidden can't be \"64\"", "write a list, as in [a, b]")]
    [InlineData("data: {source: a.csv}\nmodel: {hidden: [64, x]}", 3, 22, "model.hidden can't be \"x\"", "write a whole number from 1 to 65536")]
    [InlineData("data: {source: [a.csv]}", 2, 16, "data.source has no usable value", "write a word or a text")]
    [InlineData("data: a.csv", 2, 7, "data needs keys and values below it", "the keys are source, columns, split")]
    [InlineData("data:", 2, 6, "data needs keys and values below it", "the keys are source, columns, split")]
    [InlineData("name: ../x", 2, 7, "name can't be \"../x\"", "write a name that a folder can bear, without / \\ :")]
    public void A_mistake_has_a_place_and_a_way_out(string lines, int line, int column, string reason, string wayOut)
    {
        string yaml = lines.StartsWith("tusk", StringComparison.Ordinal) ? lines : $"task: tabular-classification\n{lines}\n";
        UserErrorException error = Should.Throw<UserErrorException>(() => Read(yaml));
        error.Reason.English.ShouldBe(reason);
        error.WayOut.English.ShouldBe(wayOut);
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

    private Recipe Read(string yaml)
    {
        folder.Write("recipe.yaml", yaml);
        return RecipeReader.Read(folder.Path);
    }
}
