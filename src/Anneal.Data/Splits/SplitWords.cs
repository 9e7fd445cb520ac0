namespace Anneal.Data.Splits;

/// <summary>The words that people write for the parts.</summary>
internal static class SplitWords
{
    private static readonly Dictionary<string, SplitPart> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["train"] = SplitPart.Train,
        ["training"] = SplitPart.Train,
        ["训练"] = SplitPart.Train,
        ["valid"] = SplitPart.Valid,
        ["validation"] = SplitPart.Valid,
        ["val"] = SplitPart.Valid,
        ["dev"] = SplitPart.Valid,
        ["验证"] = SplitPart.Valid,
        ["test"] = SplitPart.Test,
        ["测试"] = SplitPart.Test,
    };

    public static bool TryRead(string? word, out SplitPart part) => Known.TryGetValue(word ?? "", out part);
}
