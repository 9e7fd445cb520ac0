using System.Net;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Server;
using Anneal.Tests;
using Anneal.Workflow.Bundles;
using Anneal.Workflow.Predictions;
using Anneal.Workflow.Tests;

namespace Anneal.Server.Tests;

/// <summary>Speaks to the server over a real socket.</summary>
public sealed class BundleServerTests : IAsyncLifetime
{
    private readonly TempFolder folder = new();
    private readonly HttpClient client = new();
    private BundleServer server = null!;
    private Bundle bundle = null!;

    public async ValueTask InitializeAsync()
    {
        SmallRun.Write(folder);
        bundle = Bundle.Open(SmallRun.Execute(folder).Bundle);
        server = await BundleServer.StartAsync(bundle, "127.0.0.1", 0, Language.English);
        client.BaseAddress = new Uri(server.Address);
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_row_is_answered_as_the_bundle_answers_it()
    {
        const string Row = """{"income": 95, "spending": 3, "town": "上海"}""";
        JsonElement answer = await Post(Row);
        Prediction expected = new Predictor(bundle).PredictRow(Row, "row", []);
        answer.GetProperty("label").GetString().ShouldBe(expected.Label);
        answer.GetProperty("probabilities").GetProperty("good").GetDouble().ShouldBe(expected.Probabilities[1].Value, 1e-5);
        answer.GetProperty("notices").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("""[{"income": 95, "spending": 3}, {"income": 3, "spending": 95, "town": "上海"}]""")]
    [InlineData("""{"rows": [{"income": 95, "spending": 3}, {"income": 3, "spending": 95, "town": "上海"}]}""")]
    public async Task A_list_gets_a_list(string body)
    {
        JsonElement answer = await Post(body);
        answer.GetProperty("predictions").EnumerateArray().Select(p => p.GetProperty("label").GetString()).ShouldBe(["good", "bad"]);
        answer.GetProperty("notices")[0].GetString()!.ShouldContain("town");
    }

    [Theory]
    [InlineData("""{"incme": 1}""", "incme", "income")]
    [InlineData("""[{"income": 1}, {"income": "much"}]""", "much", "")]
    [InlineData("{", "not valid JSON", "/schema")]
    [InlineData("[3]", "", "")]
    [InlineData("3", "", "")]
    public async Task A_mistake_is_told_with_its_way_out(string body, string reason, string wayOut)
    {
        JsonElement error = (await Post(body, HttpStatusCode.BadRequest)).GetProperty("error");
        error.GetProperty("message").GetString()!.ShouldContain(reason);
        error.GetProperty("fix").GetString()!.ShouldContain(wayOut);
    }

    [Fact]
    public async Task The_mistake_of_the_second_row_names_it() =>
        (await Post("""[{"income": 1}, {"income": "much"}]""", HttpStatusCode.BadRequest)).GetProperty("error").GetProperty("where").GetString().ShouldBe("rows[1]");

    [Fact]
    public async Task Messages_are_in_the_language_that_is_asked_for()
    {
        client.DefaultRequestHeaders.AcceptLanguage.ParseAdd("zh-CN,zh;q=0.9");
        await Post("""{"income": 1, "town": "\ud800"}""", HttpStatusCode.BadRequest);
        (await Post("{", HttpStatusCode.BadRequest)).GetProperty("error").GetProperty("message").GetString()!.ShouldContain("有效的 JSON");
    }

    [Fact]
    public async Task Too_many_rows_are_refused()
    {
        string rows = "[" + string.Join(',', Enumerable.Repeat("{}", 10_001)) + "]";
        await Post(rows, HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Schema_and_health_tell_what_it_is()
    {
        JsonElement schema = JsonDocument.Parse(await client.GetStringAsync("/schema")).RootElement;
        schema.GetProperty("columns").EnumerateArray().Select(c => c.GetProperty("name").GetString()).ShouldBe(["income", "spending", "town"]);
        schema.GetProperty("columns")[2].GetProperty("values").EnumerateArray().Select(v => v.GetString()).ShouldBe(["上海", "北京"]);
        schema.GetProperty("label").GetProperty("classes").GetArrayLength().ShouldBe(2);
        JsonDocument.Parse(await client.GetStringAsync("/health")).RootElement.GetProperty("status").GetString().ShouldBe("ok");
    }

    [Fact]
    public async Task The_page_has_a_field_for_each_column()
    {
        string page = await client.GetStringAsync("/?lang=zh");
        page.ShouldContain("lang=\"zh-CN\"");
        page.ShouldContain("name=\"income\"");
        page.ShouldContain("<option>上海</option>");
        page.ShouldNotContain("@@");
    }

    [Fact]
    public async Task Many_clients_at_once_get_their_own_answers()
    {
        string[] labels = await Task.WhenAll(Enumerable.Range(0, 40).Select(async i =>
            (await Post(i % 2 == 0 ? """{"income": 95, "spending": 3}""" : """{"income": 3, "spending": 95}""")).GetProperty("label").GetString()!));
        labels.ShouldBe(Enumerable.Range(0, 40).Select(i => i % 2 == 0 ? "good" : "bad"));
    }

    private async Task<JsonElement> Post(string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using StringContent content = new(body);
        using HttpResponseMessage reply = await client.PostAsync("/predict", content);
        reply.StatusCode.ShouldBe(expected);
        return JsonDocument.Parse(await reply.Content.ReadAsStringAsync()).RootElement;
    }
}
