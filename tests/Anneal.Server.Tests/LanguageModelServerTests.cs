using System.ClientModel;
using System.ClientModel.Primitives;
using System.Net;
using System.Text;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;
using Anneal.Tensors;
using OpenAI;
using OpenAI.Chat;
using OpenAI.Embeddings;
using ChatTool = OpenAI.Chat.ChatTool;
using Decoder = Anneal.Models.Language.Decoder;

#pragma warning disable OPENAI001 // Seeds are an evaluation feature of that client.

namespace Anneal.Server.Tests;

/// <summary>OpenAI's own .NET client talks to a model with random weights over a real socket.</summary>
public sealed class LanguageModelServerTests : IAsyncLifetime
{
    private static readonly JsonSerializerOptions Plain = new();

    private readonly HttpClient http = new();
    private LanguageModelServer server = null!;
    private LanguageModel model = null!;
    private OpenAIClient client = null!;

    public async ValueTask InitializeAsync()
    {
        model = SmallModel();
        server = await LanguageModelServer.StartAsync(model, "127.0.0.1", 0, Language.English);
        http.BaseAddress = new Uri(server.Address);
        client = new OpenAIClient(new ApiKeyCredential("none"), new OpenAIClientOptions { Endpoint = new Uri(server.Address + "/v1"), RetryPolicy = new ClientRetryPolicy(0) });
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task A_conversation_is_answered_the_same_whole_and_in_parts()
    {
        ChatClient chat = client.GetChatClient("small");
        ChatCompletionOptions options = new() { Temperature = 0, MaxOutputTokenCount = 20 };
        ChatMessage[] messages = [new SystemChatMessage("Be brief."), new UserChatMessage("Hello"), new AssistantChatMessage("Hi"), new UserChatMessage(ChatMessageContentPart.CreateTextPart("And now?"))];
        ChatCompletion whole = await chat.CompleteChatAsync(messages, options);
        whole.Content[0].Text.ShouldNotBeEmpty();
        whole.Usage.OutputTokenCount.ShouldBe(20);
        whole.Usage.InputTokenCount.ShouldBeGreaterThan(10);
        whole.FinishReason.ShouldBe(ChatFinishReason.Length);
        whole.Model.ShouldBe("small");

        StringBuilder parts = new();
        ChatFinishReason? reason = null;
        ChatTokenUsage? usage = null;
        await foreach (StreamingChatCompletionUpdate update in chat.CompleteChatStreamingAsync(messages, options))
        {
            foreach (ChatMessageContentPart part in update.ContentUpdate) parts.Append(part.Text);
            reason ??= update.FinishReason;
            usage ??= update.Usage;
        }

        parts.ToString().ShouldBe(whole.Content[0].Text);
        reason.ShouldBe(ChatFinishReason.Length);
        usage!.TotalTokenCount.ShouldBe(whole.Usage.TotalTokenCount);
    }

    [Fact]
    public async Task An_answer_keeps_to_a_schema()
    {
        ChatCompletionOptions options = new()
        {
            Seed = 3, MaxOutputTokenCount = 400,
            ResponseFormat = ChatResponseFormat.CreateJsonSchemaFormat("person", BinaryData.FromString("""{"type": "object", "properties": {"name": {"type": "string", "maxLength": 8}, "age": {"type": "integer", "minimum": 1, "maximum": 120}}, "required": ["name", "age"], "additionalProperties": false}"""), jsonSchemaIsStrict: true),
        };
        ChatCompletion answer = await client.GetChatClient("small").CompleteChatAsync([new UserChatMessage("Who?")], options);
        answer.FinishReason.ShouldBe(ChatFinishReason.Stop);
        JsonDocument.Parse(answer.Content[0].Text).RootElement.GetProperty("age").GetInt32().ShouldBeInRange(1, 120);
        ChatCompletion any = await client.GetChatClient("small").CompleteChatAsync([new UserChatMessage("Who?")], new ChatCompletionOptions { ResponseFormat = ChatResponseFormat.CreateJsonObjectFormat(), Seed = 1, MaxOutputTokenCount = 300 });
        any.Content[0].Text.TrimStart().ShouldStartWith("{");
    }

    [Fact]
    public async Task A_tool_is_called_and_its_answer_read()
    {
        ChatTool weather = ChatTool.CreateFunctionTool("weather", "The weather of a town.", BinaryData.FromString("""{"type": "object", "properties": {"town": {"enum": ["上海", "北京"]}}, "required": ["town"]}"""));
        ChatCompletionOptions options = new() { Tools = { weather }, ToolChoice = ChatToolChoice.CreateRequiredChoice(), Seed = 1, MaxOutputTokenCount = 300 };
        List<ChatMessage> messages = [new UserChatMessage("天气？")];
        ChatCompletion call = await client.GetChatClient("small").CompleteChatAsync(messages, options);
        call.FinishReason.ShouldBe(ChatFinishReason.ToolCalls);
        call.ToolCalls.Count.ShouldBe(1);
        call.ToolCalls[0].FunctionName.ShouldBe("weather");
        new[] { "上海", "北京" }.ShouldContain(JsonDocument.Parse(call.ToolCalls[0].FunctionArguments).RootElement.GetProperty("town").GetString());

        messages.Add(new AssistantChatMessage(call));
        messages.Add(new ToolChatMessage(call.ToolCalls[0].Id, "sunny"));
        (await client.GetChatClient("small").CompleteChatAsync(messages, new ChatCompletionOptions { Tools = { weather }, MaxOutputTokenCount = 5 })).Value.Content[0].Text.ShouldNotBeNull();

        string name = "", arguments = "";
        await foreach (StreamingChatCompletionUpdate update in client.GetChatClient("small").CompleteChatStreamingAsync(messages[..1], options))
        {
            foreach (StreamingChatToolCallUpdate part in update.ToolCallUpdates)
            {
                name += part.FunctionName;
                arguments += part.FunctionArgumentsUpdate.ToString();
            }
        }

        (name, arguments).ShouldBe(("weather", call.ToolCalls[0].FunctionArguments.ToString()));
    }

    [Fact]
    public async Task Several_answers_and_log_probabilities_are_told()
    {
        using JsonDocument answer = JsonDocument.Parse(await Post("/v1/chat/completions", """{"messages": [{"role": "user", "content": "x"}], "n": 3, "max_tokens": 6, "seed": 4, "logprobs": true, "top_logprobs": 2}"""));
        JsonElement[] choices = [.. answer.RootElement.GetProperty("choices").EnumerateArray()];
        choices.Select(choice => choice.GetProperty("message").GetProperty("content").GetString()).Distinct().Count().ShouldBe(3);
        choices[0].GetProperty("logprobs").GetProperty("content")[0].GetProperty("top_logprobs").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task Texts_are_continued()
    {
        using JsonDocument answer = JsonDocument.Parse(await Post("/v1/completions", """{"model": "small", "prompt": ["a", "b"], "n": 2, "max_tokens": 5, "temperature": 0, "echo": true, "logprobs": 1}"""));
        JsonElement[] choices = [.. answer.RootElement.GetProperty("choices").EnumerateArray()];
        choices.Length.ShouldBe(4);
        choices[0].GetProperty("text").GetString().ShouldBe(choices[1].GetProperty("text").GetString());
        choices[2].GetProperty("text").GetString()!.ShouldStartWith("b");
        string stream = await Post("/v1/completions", """{"prompt": "a", "max_tokens": 5, "temperature": 0, "stream": true}""");
        stream.ShouldEndWith("data: [DONE]\n\n");
        string joined = string.Concat(stream.Split("\n\n").Where(line => line.StartsWith("data: {", StringComparison.Ordinal)).Select(line => JsonDocument.Parse(line[6..]).RootElement.GetProperty("choices")[0].GetProperty("text").GetString()));
        ("a" + joined).ShouldBe(choices[0].GetProperty("text").GetString());
    }

    [Fact]
    public async Task Embeddings_are_told_in_both_forms()
    {
        EmbeddingClient embeddings = client.GetEmbeddingClient("small");
        OpenAIEmbeddingCollection both = await embeddings.GenerateEmbeddingsAsync(["one text", "另一段"]);
        both.Count.ShouldBe(2);
        float[] vector = both[0].ToFloats().ToArray();
        vector.Sum(value => value * value).ShouldBe(1, 1e-4);
        using JsonDocument plain = JsonDocument.Parse(await Post("/v1/embeddings", """{"input": "one text"}"""));
        plain.RootElement.GetProperty("data")[0].GetProperty("embedding").EnumerateArray().Select(value => value.GetSingle()).ShouldBe(vector);
    }

    [Fact]
    public async Task The_models_are_listed()
    {
        (await client.GetOpenAIModelClient().GetModelsAsync()).Value.Select(listed => listed.Id).ShouldBe(["small"]);
        (await client.GetOpenAIModelClient().GetModelAsync("small")).Value.Id.ShouldBe("small");
    }

    [Theory]
    [InlineData("/v1/chat/completions", "{", 400, "JSON")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user", "content": "\ud83d"}]}""", 400, "JSON")]
    [InlineData("/v1/chat/completions", "[]", 400, "body")]
    [InlineData("/v1/chat/completions", "{}", 400, "messages")]
    [InlineData("/v1/chat/completions", """{"messages": []}""", 400, "messages")]
    [InlineData("/v1/chat/completions", """{"messages": [7]}""", 400, "messages[0]")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user"}]}""", 400, "content")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user", "content": [{"type": "image_url"}]}]}""", 400, "text parts")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user", "content": "x"}], "model": "gpt-4"}""", 404, "gpt-4")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user", "content": "x"}], "temperature": "hot"}""", 400, "temperature")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user", "content": "x"}], "temperature": -1}""", 400, "temperature")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user", "content": "x"}], "max_tokens": 100000}""", 400, "context")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user", "content": "x"}], "max_tokens": 100000, "stream": true}""", 400, "context")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user", "content": "x"}], "n": 1000}""", 400, "n:")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user", "content": "x"}], "stop": 3}""", 400, "stop")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user", "content": "x"}], "tools": [{}]}""", 400, "tools")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user", "content": "x"}], "tool_choice": "required"}""", 400, "tool")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user", "content": "x"}], "response_format": {"type": "json_schema", "json_schema": {"schema": {"not": {}}}}}""", 400, "not")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user", "content": "x"}], "grammar": "root ::= root"}""", 400, "itself")]
    [InlineData("/v1/chat/completions", """{"messages": [{"role": "user", "content": "x"}], "logit_bias": {"a": 1}}""", 400, "logit_bias")]
    [InlineData("/v1/completions", """{"prompt": [1, 99999999]}""", 400, "vocabulary")]
    [InlineData("/v1/completions", """{"prompt": {"a": 1}}""", 400, "prompt")]
    [InlineData("/v1/embeddings", "{}", 400, "input")]
    [InlineData("/v1/embeddings", """{"input": ""}""", 400, "")]
    [InlineData("/v1/embeddings", """{"input": [[99999999]]}""", 400, "vocabulary")]
    [InlineData("/v1/nothing", "{}", 404, "/v1/models")]
    public async Task Mistakes_are_told_as_OpenAI_tells_them(string path, string body, int status, string said)
    {
        using JsonDocument answer = JsonDocument.Parse(await Post(path, body, (HttpStatusCode)status));
        JsonElement error = answer.RootElement.GetProperty("error");
        error.GetProperty("message").GetString()!.ShouldContain(said);
        error.GetProperty("type").GetString().ShouldBe("invalid_request_error");
    }

    [Fact]
    public async Task A_request_that_is_too_large_is_refused()
    {
        http.DefaultRequestHeaders.ExpectContinue = true; // told before nine megabytes are sent
        (await Post("/v1/chat/completions", "{\"messages\": \"" + new string('x', 9 << 20) + "\"}", HttpStatusCode.RequestEntityTooLarge)).ShouldContain("error");
    }

    [Fact]
    public async Task Mutated_requests_get_an_answer()
    {
        Random random = new(5);
        const string Body = """{"model":"small","messages":[{"role":"user","content":"hello"},{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}],"tools":[{"type":"function","function":{"name":"f","parameters":{"type":"object"}}}],"max_tokens":2,"stop":["x"],"response_format":{"type":"json_schema","json_schema":{"schema":{"type":"string","maxLength":3}}}}""";
        const string Pieces = "{}[]\",:0-9tfnul\\ae";
        for (int i = 0; i < 150; i++)
        {
            StringBuilder text = new(Body);
            for (int edits = 1 + random.Next(3); edits > 0; edits--)
            {
                int at = random.Next(text.Length);
                if (random.Next(2) == 0) text.Remove(at, Math.Min(1 + random.Next(6), text.Length - at));
                else text.Insert(at, Pieces[random.Next(Pieces.Length)]);
            }

            using StringContent content = new(text.ToString());
            using HttpResponseMessage reply = await http.PostAsync("/v1/chat/completions", content);
            ((int)reply.StatusCode).ShouldBeLessThan(500, text.ToString());
        }
    }

    [Fact]
    public async Task Many_clients_at_once_get_the_answers_that_each_would_get_alone()
    {
        string Body(int i) => JsonSerializer.Serialize(new { messages = new[] { new { role = "user", content = $"{new string('q', 40)} number {i}" } }, max_tokens = 12, seed = i }, Plain);
        string[] alone = new string[24], together = new string[24];
        for (int i = 0; i < alone.Length; i++) alone[i] = Content(await Post("/v1/chat/completions", Body(i)));
        await Task.WhenAll(Enumerable.Range(0, together.Length).Select(async i => together[i] = Content(await Post("/v1/chat/completions", Body(i)))));
        together.ShouldBe(alone);
        model.Cache.TokensSaved.ShouldBeGreaterThan(200);

        static string Content(string answer) => JsonDocument.Parse(answer).RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString()!;
    }

    [Fact]
    public async Task A_client_that_goes_away_is_not_written_for()
    {
        using CancellationTokenSource stop = new(60);
        await Should.ThrowAsync<OperationCanceledException>(async () =>
        {
            using StringContent content = new("""{"messages": [{"role": "user", "content": "x"}], "max_tokens": 3900, "logit_bias": {"271": -100}}""");
            using HttpResponseMessage reply = await http.PostAsync("/v1/chat/completions", content, stop.Token);
        });
        (await Post("/v1/completions", """{"prompt": "a", "max_tokens": 2}""")).ShouldContain("choices");
    }

    /// <summary>A model of a few thousand weights over the bytes of UTF-8.</summary>
    private static LanguageModel SmallModel()
    {
        using Anneal.Tests.TempFolder folder = new();
        Models.Tests.Language.ByteVocabulary.Write(folder.Path);
        Tokenizer tokenizer = TokenizerFiles.Read(folder.Path);
        Decoder decoder = new(DecoderConfig.Gpt2(tokenizer.VocabularySize, 4096, 2, 2, 32), new Generator(3));
        return new LanguageModel(new DecoderNetwork(decoder), tokenizer) { Name = "small" };
    }

    private async Task<string> Post(string path, string body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using StringContent content = new(body, Encoding.UTF8, "application/json");
        using HttpResponseMessage reply = await http.PostAsync(path, content);
        string text = await reply.Content.ReadAsStringAsync();
        reply.StatusCode.ShouldBe(expected, text);
        return text;
    }
}
