using Microsoft.AspNetCore.Http;

namespace Anneal.Server;

/// <summary>What was wrong with a request, in the form that OpenAI's clients read.</summary>
/// <param name="status">HTTP's status.</param>
/// <param name="message">What is wrong, and the way out.</param>
/// <param name="param">The field that is meant, or null.</param>
/// <param name="code">A word for programs, or null.</param>
internal sealed class OpenAiError(int status, string message, string? param = null, string? code = null) : Exception(message)
{
    public int Status => status;

    public string? Param => param;

    public string? Code => code;

    public static OpenAiError Wrong(string param, string expected) => new(StatusCodes.Status400BadRequest, $"{param}: expected {expected}", param, "invalid_value");

    public IResult Answer() => JsonAnswer.Of(
        writer =>
        {
            writer.WriteStartObject("error");
            writer.WriteString("message", Message);
            writer.WriteString("type", Status switch { >= 500 => "server_error", StatusCodes.Status429TooManyRequests => "rate_limit_error", _ => "invalid_request_error" });
            writer.WriteString("param", Param);
            writer.WriteString("code", Code);
            writer.WriteEndObject();
        },
        Status);
}
