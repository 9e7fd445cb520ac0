using Anneal.Training.Learners;
using Anneal.Workflow.Recipes;

namespace Anneal.Workflow.Tests;

public sealed class RecipeDocsTests
{
    [Fact]
    public void Every_task_model_and_option_is_in_the_docs()
    {
        DirectoryInfo? root = new(AppContext.BaseDirectory);
        while (root is not null && !File.Exists(Path.Combine(root.FullName, "Anneal.slnx"))) root = root.Parent;
        string docs = File.ReadAllText(Path.Combine(root!.FullName, "docs", "recipes.md"));
        foreach (string task in TaskNames.All) docs.ShouldContain(task);
        foreach (Learner learner in LearnerList.All)
        {
            docs.ShouldContain($"`{learner.Name}`");
            foreach (LearnerOption option in learner.Options) docs.ShouldContain($"`{option.Name}`", Case.Sensitive, $"option of {learner.Name}");
        }
    }
}
