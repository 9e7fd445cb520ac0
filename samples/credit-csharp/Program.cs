using Anneal.Workflow.Bundles;
using Anneal.Workflow.Predictions;
using Anneal.Workflow.Recipes;
using Anneal.Workflow.Runs;

Recipe recipe = RecipeReader.Read(args[0]);
RunResult result = new RecipeRun(recipe, outFolder: "runs", listen: happened => Console.WriteLine(happened.GetType().Name)).Execute();
Console.WriteLine($"AUC {result.Metrics.Test["auc"]:0.000}, in {result.Bundle}");

var predictor = new Predictor(Bundle.Open(result.Bundle));
Prediction answer = predictor.Predict(new { Income = 120, Home = "rent", Records = "yes", Job = "partime", Amount = 1500 });
Console.WriteLine($"{answer.Label} {answer.Probabilities.Max(p => p.Value):P0}");
