using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Tests;

namespace Anneal.Data.Tests.Text;

/// <summary>Held against what Jinja itself wrote (tests/fixtures/chat_templates.py), and against templates that mean harm.</summary>
public sealed class ChatTemplateTests
{
    private static readonly string Folder = TestData.Fixture("chat-templates");
    private static readonly JsonElement Fixtures = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, "cases.json"))).RootElement;
    private static readonly DateTimeOffset Now = new(2026, 3, 5, 14, 7, 9, TimeSpan.Zero);

    public static TheoryData<string, string> Cases() =>
        [.. Fixtures.GetProperty("cases").EnumerateArray().Select(c => (c.GetProperty("template").GetString()!, c.GetProperty("conversation").GetString()!))];

    public static TheoryData<int> Expressions() => [.. Enumerable.Range(0, Fixtures.GetProperty("expressions").GetArrayLength())];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_conversation_is_written_as_Jinja_writes_it(string template, string conversation)
    {
        JsonElement fixture = Fixtures.GetProperty("cases").EnumerateArray().Single(c => c.GetProperty("template").GetString() == template && c.GetProperty("conversation").GetString() == conversation);
        ChatTemplate read = ChatTemplate.Parse(File.ReadAllText(Path.Combine(Folder, template)), "<s>", "</s>");
        Dictionary<string, JsonElement> variables = [];
        if (fixture.TryGetProperty("enable_thinking", out JsonElement thinking)) variables["enable_thinking"] = thinking;
        bool prompt = !fixture.TryGetProperty("add_generation_prompt", out JsonElement given) || given.GetBoolean();
        string Render() => read.Render(Turns(fixture.GetProperty("messages")), prompt, fixture.TryGetProperty("tools", out JsonElement tools) ? tools : null, variables, Now).Text;
        if (fixture.TryGetProperty("refused", out JsonElement refused)) Should.Throw<UserErrorException>(Render).Message.ShouldEndWith(refused.GetString()!);
        else Render().ShouldBe(fixture.GetProperty("expected").GetString());
    }

    [Theory]
    [MemberData(nameof(Expressions))]
    public void An_expression_is_worked_out_as_Jinja_does(int number)
    {
        JsonElement fixture = Fixtures.GetProperty("expressions")[number];
        Dictionary<string, JsonElement> values = Fixtures.GetProperty("values").EnumerateObject().ToDictionary(value => value.Name, value => value.Value);
        ChatTemplate.Parse(fixture.GetProperty("source").GetString()!).Render([], variables: values, now: Now).Text.ShouldBe(fixture.GetProperty("expected").GetString(), fixture.GetProperty("source").GetString());
    }

    [Fact]
    public void Answers_are_marked_where_the_template_marks_them()
    {
        ChatTemplate template = ChatTemplate.Parse(File.ReadAllText(Path.Combine(Folder, "chatml-answers.jinja")));
        RenderedChat chat = template.Render([new("user", "1+1"), new("assistant", " 2 "), new("user", "2+2"), new("assistant", "4")], addGenerationPrompt: false);
        chat.Answers.Select(range => chat.Text[range]).ShouldBe(["2<|im_end|>", "4<|im_end|>"]);
    }

    [Theory]
    [InlineData("{% for a in range(999999) %}{% for b in range(999999) %}x{% endfor %}{% endfor %}")]
    [InlineData("{% for a in range(99999999999) %}x{% endfor %}")]
    [InlineData("{{ 'x' * 99999999999 }}")]
    [InlineData("{{ 'x' * 50000000 * 50000000 }}")]
    [InlineData("{% set ns = namespace(s='x') %}{% for i in range(64) %}{% set ns.s = ns.s ~ ns.s %}{% endfor %}{{ ns.s }}")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for i in range(64) %}{% set ns.s = ns.s + ns.s %}{% endfor %}")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for i in range(64) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s }}")]
    [InlineData("{% set ns = namespace(s=[1]) %}{% for i in range(64) %}{% set ns.s = [ns.s, ns.s] %}{% endfor %}{{ ns.s == ns.s }}{{ ns.s | tojson }}")]
    [InlineData("{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}")]
    [InlineData("{% macro f(n) %}{{ f(n + 1) }}{{ f(n + 1) }}{% endmacro %}{{ f(0) }}")]
    [InlineData("{% set ns = namespace() %}{% set ns.me = ns %}{{ ns }}{{ ns | tojson }}")]
    [InlineData("{{ 'a' | indent(99999999) * 9999 }}{{ 'a'.zfill(9999999999) }}")]
    [InlineData("{{ '%s' | replace('', 'x' * 9999) | replace('', 'y' * 9999) | replace('', 'z' * 9999) }}")]
    [InlineData("{{ 9999999999 ** 60 }}")]
    [InlineData("{{ 1 // 0 }}")]
    [InlineData("{{ [1] | tojson(indent=999999999) }}")]
    public void A_template_without_end_is_stopped(string source) => Should.Throw<UserErrorException>(() => ChatTemplate.Parse(source).Render([]));

    [Theory]
    [InlineData("{{ ''.__class__.__mro__[1].__subclasses__() }}")]
    [InlineData("{{ messages.__init__.__globals__['os'].popen('id').read() }}")]
    [InlineData("{{ raise_exception.Method.Module.Assembly }}")]
    [InlineData("{{ messages.GetType().Assembly }}")]
    [InlineData("{{ ''|attr('__class__')|attr('__base__')() }}")]
    [InlineData("{{ self.__init__() }}")]
    [InlineData("{{ cycler.__init__.__globals__.os }}")]
    [InlineData("{% include '/etc/passwd' %}")]
    [InlineData("{% import 'x' as y %}")]
    [InlineData("{% extends 'base' %}")]
    [InlineData("{{ '{0.__class__}'.format(messages) }}")]
    [InlineData("{{ messages.append(1) }}")]
    [InlineData("{% do messages.clear() %}")]
    public void A_template_reaches_nothing_around_it(string source) =>
        Should.Throw<UserErrorException>(() => ChatTemplate.Parse(source).Render([new("user", "hi")]));

    [Theory]
    [InlineData("{{ 'a' ")]
    [InlineData("{% if a %}x")]
    [InlineData("{% endfor %}")]
    [InlineData("{{ a b }}")]
    [InlineData("{{ 'a }}")]
    [InlineData("{# never")]
    [InlineData("{% raw %}x")]
    [InlineData("{{ x | nothing }}")]
    [InlineData("{{ x is nothing }}")]
    [InlineData("{% for in x %}{% endfor %}")]
    public void A_broken_template_is_told_with_its_line(string source) => Should.Throw<UserErrorException>(() => ChatTemplate.Parse("\n" + source).Render([])).Message.ShouldContain("line 2");

    [Fact]
    public void Deep_templates_are_refused_before_the_stack_ends()
    {
        foreach ((string open, string close) in new[] { ("(", ")"), ("[", "]"), ("-", ""), ("{'a':", "}"), ("a if b else ", "") })
            Should.Throw<UserErrorException>(() => ChatTemplate.Parse("{{ " + string.Concat(Enumerable.Repeat(open, 100_000)) + "1" + string.Concat(Enumerable.Repeat(close, 100_000)) + " }}").Render([]), open);
        ChatTemplate.Parse("{{ " + string.Concat(Enumerable.Repeat("not ", 100_000)) + "1 }}").Render([]).Text.ShouldBe("True"); // counted, so nothing is deep
        foreach (string more in new[] { "+1", "~1", "|string", ".a", "[0]", " and 1", " is defined", "()" }) Attempt("{{ 1" + string.Concat(Enumerable.Repeat(more, 100_000)) + " }}");
        Should.Throw<UserErrorException>(() => ChatTemplate.Parse(string.Concat(Enumerable.Repeat("{% if a %}", 50_000))).Render([]));
    }

    [Fact]
    public void Mutated_templates_never_do_worse_than_an_error()
    {
        Random random = new(7);
        string[] sources = [.. Directory.GetFiles(Folder, "*.jinja").Order(StringComparer.Ordinal).Select(File.ReadAllText)];
        string pieces = "{}%#-+ '\"|.()[],:=~ainotrf\n0\\";
        for (int i = 0; i < 1500; i++)
        {
            List<char> text = [.. sources[i % sources.Length]];
            for (int edits = 1 + random.Next(4); edits > 0; edits--)
            {
                int at = random.Next(text.Count);
                switch (random.Next(3))
                {
                    case 0: text.RemoveRange(at, Math.Min(random.Next(12), text.Count - at)); break;
                    case 1: text.Insert(at, pieces[random.Next(pieces.Length)]); break;
                    default: text.InsertRange(at, text.GetRange(random.Next(text.Count), 1)); break;
                }
            }

            Attempt(new string([.. text]));
        }
    }

    private static void Attempt(string source)
    {
        try
        {
            ChatTemplate.Parse(source).Render([new("system", "s"), new("user", "u"), new("assistant", "a"), new("user", "v")], now: Now);
        }
        catch (UserErrorException)
        {
            // Said what is wrong: all that is asked.
        }
    }

    private static List<ChatTurn> Turns(JsonElement messages) => [.. messages.EnumerateArray().Select(message => new ChatTurn(message.GetProperty("role").GetString()!, message.GetProperty("content").GetString())
    {
        ToolCallId = message.TryGetProperty("tool_call_id", out JsonElement id) ? id.GetString() : null,
        Name = message.TryGetProperty("name", out JsonElement name) ? name.GetString() : null,
        ToolCalls = message.TryGetProperty("tool_calls", out JsonElement calls)
            ? [.. calls.EnumerateArray().Select(call => new ChatToolCall(call.GetProperty("id").GetString()!, call.GetProperty("function").GetProperty("name").GetString()!, call.GetProperty("function").GetProperty("arguments")))]
            : [],
    })];
}
