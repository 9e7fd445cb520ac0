using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Models.Language;
using Anneal.Tests;
using Anneal.Workflow.TextTasks;
using OpenAI;
using OpenAI.Embeddings;

namespace Anneal.Server.Tests;

/// <summary>Bundles of tasks over texts, asked over a real socket.</summary>
public sealed class TextBundleServerTests : IDisposable
{
    private const string Small = "layers: 1, heads: 2, size: 16, feed-forward: 32, vocabulary: 300, dropout: 0";

    private readonly TempFolder folder = new();
    private readonly HttpClient client = new();
    private string address = "";

    public void Dispose()
    {
        client.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Entities_are_found()
    {
        folder.Write("data.txt", string.Concat(Enumerable.Range(0, 60).Select(i => $"李\tB-PER\n{"秋云雨霜"[i % 4]}\tI-PER\n来\tO\n了\tO\n\n")));
        await using BundleServer server = await StartAsync("token-classification", "source: data.txt", "size: 16, pair-size: 8, hidden: 16", 60);
        JsonElement answer = await Post("""{"text": "李云来了", "more": 1}""");
        answer.GetProperty("entities")[0].GetProperty("text").GetString()!.ShouldStartWith("李");
        answer.GetProperty("notices").GetArrayLength().ShouldBe(0);
        (await Post("""[{"text": "李云来了"}, {"text": "来了"}]""")).GetProperty("predictions").GetArrayLength().ShouldBe(2);

        JsonElement schema = JsonDocument.Parse(await client.GetStringAsync(address + "/schema")).RootElement;
        schema.GetProperty("task").GetString().ShouldBe("token-classification");
        schema.GetProperty("columns")[0].GetProperty("name").GetString().ShouldBe("text");
        schema.GetProperty("answer")[1].GetString().ShouldBe("entities");
        string page = await client.GetStringAsync(address + "/?lang=zh");
        page.ShouldContain("<textarea id=\"f0\" name=\"text\"");
        page.ShouldContain("没有找到任何内容");
        page.ShouldNotContain("@@");

        JsonElement error = (await Post("""[{"text": "李云来了"}, {"texts": "a"}]""", HttpStatusCode.BadRequest)).GetProperty("error");
        error.GetProperty("where").GetString().ShouldBe("rows[1]");
        error.GetProperty("fix").GetString()!.ShouldContain("\"text\"");
        await Post("""{"text": "\ud800"}""", HttpStatusCode.BadRequest);
        (await client.GetAsync(address + "/v1/models")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Questions_are_answered()
    {
        string[] things = ["lamp", "kettle", "drum"], places = ["shed", "attic", "cellar"];
        folder.Write("data.jsonl", string.Concat(from thing in things from place in places select $$"""{"context": "The {{thing}} stands in the {{place}}.", "question": "Where is the {{thing}}?", "answer": "{{place}}"}""" + "\n"));
        await using BundleServer server = await StartAsync("question-answering", "source: data.jsonl", Small + ", context: 48", 5);
        const string Context = "The lamp stands in the cellar.";
        JsonElement answer = await Post($$"""{"context": "{{Context}}", "question": "Where is the lamp?"}""");
        Context[answer.GetProperty("start").GetInt32()..answer.GetProperty("end").GetInt32()].ShouldBe(answer.GetProperty("answer").GetString());
        (await Post("""{"context": "a"}""", HttpStatusCode.BadRequest)).GetProperty("error").GetProperty("fix").GetString()!.ShouldContain("question");
    }

    [Fact]
    public async Task Texts_are_translated_and_hidden_words_guessed()
    {
        Pairs();
        await using (BundleServer server = await StartAsync("translation", "source: pairs.tsv", "size: 16, layers: 1, feed-forward: 32, longest: 32", 5))
            (await Post("""{"text": "we read"}""")).GetProperty("translation").GetString().ShouldNotBeNull();
        folder.Write("lines.txt", string.Concat(Enumerable.Range(0, 40).Select(i => $"the red fox sleeps {i % 7}\n")));
        await using BundleServer second = await StartAsync("masked-language-model", "source: lines.txt", Small + ", context: 32", 5);
        (await Post("""{"text": "the [MASK] fox"}""")).GetProperty("masks")[0].GetArrayLength().ShouldBe(5);
        (await Post("""{"text": "the red fox"}""", HttpStatusCode.BadRequest)).GetProperty("error").GetProperty("fix").GetString()!.ShouldContain("[MASK]");
    }

    [Fact]
    public async Task OpenAIs_client_gets_the_vectors_of_a_bundle_and_of_a_folder()
    {
        Pairs();
        string bundle;
        float[] expected;
        await using (BundleServer server = await StartAsync("text-embedding", "source: pairs.tsv, columns: {query: 1, match: 2}", "size: 16, layers: 1, feed-forward: 32, longest: 32, vocabulary: 300", 5))
        {
            bundle = Directory.GetDirectories(Path.Combine(folder.Path, "runs")).Single();
            expected = TextEmbedder.Open(bundle).Embed("we read");
            (await Post("""{"text": "we read"}""")).GetProperty("embedding").EnumerateArray().Select(x => x.GetSingle()).ShouldBe(expected);
            (await Embed(server.Address, "small", "we read")).ShouldBe(expected);
        }

        File.Delete(Path.Combine(bundle, "bundle.json"));
        await using LanguageModelServer plain = await LanguageModelServer.StartAsync(TextEmbedder.Open(bundle), "127.0.0.1", 0, Language.English);
        string name = JsonDocument.Parse(await client.GetStringAsync(plain.Address + "/v1/models")).RootElement.GetProperty("data")[0].GetProperty("id").GetString()!;
        (await Embed(plain.Address, name, "we read")).ShouldBe(expected);
        (await client.GetAsync(plain.Address + "/v1/chat/completions")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        using StringContent outside = new("""{"input": [1000000]}""");
        (await client.PostAsync(plain.Address + "/v1/embeddings", outside)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
    }

    private static async Task<float[]> Embed(string address, string model, string text)
    {
        EmbeddingClient embeddings = new OpenAIClient(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(address + "/v1"), RetryPolicy = new ClientRetryPolicy(0) }).GetEmbeddingClient(model);
        return (await embeddings.GenerateEmbeddingAsync(text)).Value.ToFloats().ToArray();
    }

    private void Pairs() => folder.Write("pairs.tsv", string.Concat(Enumerable.Range(0, 60).Select(i => $"we read {i} books\t我们读了{i}本书\n")));

    private async Task<BundleServer> StartAsync(string task, string data, string model, int steps)
    {
        string recipe = folder.Write("recipe.yaml", $"name: small\ntask: {task}\ndata: {{{data}}}\nmodel: {{{model}}}\ntrain: {{steps: {steps}, batch-size: 8, optimizer: {{adamw: {{lr: 1e-2}} }} }}\n");
        TextTaskResult result = new TextTaskRun(TextTaskRecipeReader.TryRead(recipe, [])!, Path.Combine(folder.Path, "runs"), _ => { }).Execute();
        BundleServer server = await BundleServer.StartAsync(result.Bundle, "127.0.0.1", 0, Language.English);
        address = server.Address;
        return server;
    }

    private async Task<JsonElement> Post(string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using StringContent content = new(body);
        using HttpResponseMessage reply = await client.PostAsync(address + "/predict", content);
        string text = await reply.Content.ReadAsStringAsync();
        reply.StatusCode.ShouldBe(expected, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
