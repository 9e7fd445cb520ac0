using Anneal.Data.Messages;
using Microsoft.AspNetCore.Http;

namespace Anneal.Server;

/// <summary>The language that a request asks for: <c>?lang=zh</c>, or what the browser prefers.</summary>
internal static class RequestLanguage
{
    public static Language Of(HttpRequest request, Language otherwise)
    {
        string asked = request.Query["lang"].ToString();
        if (asked.Length == 0) asked = request.Headers.AcceptLanguage.ToString();
        if (asked.StartsWith("zh", StringComparison.OrdinalIgnoreCase)) return Language.Chinese;
        return asked.StartsWith("en", StringComparison.OrdinalIgnoreCase) ? Language.English : otherwise;
    }
}
