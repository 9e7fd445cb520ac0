using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using Anneal.Data.Messages;

namespace Anneal.Server;

/// <summary>The page to try a bundle on: a field for each column, the answer below. It loads nothing from elsewhere.</summary>
internal static class TryItPage
{
    private static readonly HtmlEncoder Html = HtmlEncoder.Create(System.Text.Unicode.UnicodeRanges.All);

    private static readonly string Template = ReadTemplate();

    public static string Write(ServedModel model, Language language)
    {
        StringBuilder fields = new();
        int number = 0;
        foreach (PageField field in model.Fields) fields.Append(Field(field, number++));

        // One pass over the template, so that a name with a mark of the template in it is not filled in twice.
        Dictionary<string, string> values = new(StringComparer.Ordinal)
        {
            ["lang"] = language == Language.Chinese ? "zh-CN" : "en",
            ["title"] = Html.Encode(model.Name),
            ["label"] = Html.Encode(model.Label ?? ""),
            ["fields"] = fields.ToString(),
            ["predict"] = ServerMessages.Predict.In(language),
            ["nothing"] = ServerMessages.NothingFound.In(language),
            ["introduction"] = Html.Encode(model.Introduction.In(language)),
            ["programs"] = ServerMessages.ForPrograms.In(language),
        };
        StringBuilder page = new(Template.Length + fields.Length);
        string[] parts = Template.Split("@@");
        for (int i = 0; i < parts.Length; i++) page.Append(i % 2 == 0 ? parts[i] : values[parts[i]]);
        return page.ToString();
    }

    private static string Field(PageField field, int number)
    {
        string id = string.Create(CultureInfo.InvariantCulture, $"f{number}");
        string name = Html.Encode(field.Name);
        string input = field switch
        {
            { Values: { } values } => $"""<select id="{id}" name="{name}"><option value=""></option>{string.Concat(values.Select(v => $"<option>{Html.Encode(v)}</option>"))}</select>""",
            { Kind: PageFieldKind.Text } => $"""<textarea id="{id}" name="{name}" rows="4"></textarea>""",
            { Kind: PageFieldKind.Number } => $"""<input id="{id}" name="{name}" type="number" step="any" placeholder="{Html.Encode(field.Hint)}">""",
            { Kind: PageFieldKind.Picture } => $"""<input id="{id}" name="{name}" type="file" accept="image/png,image/jpeg,image/bmp">""",
            _ => $"""<input id="{id}" name="{name}" placeholder="{Html.Encode(field.Hint)}">""",
        };
        return $"""<div class="field"><label for="{id}">{name}</label>{input}</div>""";
    }

    private static string ReadTemplate()
    {
        using StreamReader reader = new(typeof(TryItPage).Assembly.GetManifestResourceStream("page.html")!);
        return reader.ReadToEnd();
    }
}
