// How many poems of a hundred keep their tune's metre: five to each of the twenty most frequent tunes. A poem is right when the lengths of its lines are those of three poems or more of the text.
//
//     dotnet run -c Release samples/songci/metre.cs runs/songci-... samples/songci/songci.jsonl
#:project ../../src/Anneal.Models/Anneal.Models.csproj
#:property PublishAot=false
using System.Text.Json;
using System.Text.RegularExpressions;
using Anneal.Models.Language;

const int Tunes = 20, PoemsOfTune = 5, Enough = 3;
LanguageModel model = LanguageModelFiles.Open(args[0]);
TextGenerator generator = new(model.Network, model.Tokenizer, model.Ends);
var forms = File.ReadLines(args[1])
    .Select(line => JsonDocument.Parse(line).RootElement.GetProperty("text").GetString()!.Split('\n'))
    .GroupBy(poem => poem[0], poem => Form(poem[1]), StringComparer.Ordinal)
    .OrderByDescending(tune => tune.Count())
    .Take(Tunes);
int right = 0;
foreach (var tune in forms)
{
    Dictionary<string, int> known = tune.CountBy(form => form, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
    int[] prompt = model.Tokenizer.Encode(tune.Key + "\n");
    IReadOnlyList<GeneratedText> poems = generator.Generate(prompt, model.Defaults with { Temperature = 0.7, MaxLength = 176, Seed = 1 }, PoemsOfTune);
    int kept = poems.Count(poem => known.GetValueOrDefault(Form(poem.Text)) >= Enough);
    right += kept;
    Console.WriteLine($"{kept} of {PoemsOfTune}  {tune.Key}  {Regex.Replace(poems[0].Text, "[①-⑳㉑-㉟㊱-㊿][0-9]+", " ", RegexOptions.NonBacktracking).Trim()}");
}

Console.WriteLine($"{right} of {Tunes * PoemsOfTune}");

static string Form(string poem) => string.Join(' ', Regex.Split(Regex.Replace(poem, "[①-⑳㉑-㉟㊱-㊿][0-9]*", "", RegexOptions.NonBacktracking), "[，。、？！；：]", RegexOptions.NonBacktracking).Where(line => line.Length > 0).Select(line => line.Length));
