using YamlDotNet.Core;
using YamlDotNet.Core.Tokens;
using YamlDotNet.RepresentationModel;

namespace Anneal.Workflow.Recipes;

/// <summary>Parses YAML from strangers: a bundle brings its recipe along.</summary>
internal static class YamlText
{
    /// <summary>Recipes are three levels deep; the parser calls itself for each, and a stack that is full ends the program.</summary>
    private const int Deepest = 50;

    /// <summary>The root of the text's only document, or null if there is none, or several.</summary>
    /// <exception cref="YamlException">The text is no YAML, lies deeper than any recipe, or repeats nodes by aliases, which a recipe has no use for and which can stand for endlessly many.</exception>
    public static YamlNode? Parse(string text)
    {
        try
        {
            Scan(text);
            YamlStream stream = [];
            stream.Load(new StringReader(text));
            return stream.Documents.Count == 1 ? stream.Documents[0].RootNode : null;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new YamlException(Mark.Empty, Mark.Empty, "the parser stumbles over it", e); // a few kinds of damage are not told as YamlException
        }
    }

    private static void Scan(string text)
    {
        Scanner scanner = new(new StringReader(text));
        int depth = 0;
        while (scanner.MoveNext())
        {
            Token token = scanner.Current!;
            if (token is Error) return; // the scanner would give it for ever; the parser tells what it is
            if (token is AnchorAlias) throw new YamlException(token.Start, token.End, "aliases are not used in recipes");
            if (token is BlockMappingStart or BlockSequenceStart or FlowMappingStart or FlowSequenceStart) depth++;
            if (token is BlockEnd or FlowMappingEnd or FlowSequenceEnd) depth--;
            if (depth > Deepest) throw new YamlException(token.Start, token.End, $"more than {Deepest} levels");
        }
    }
}
