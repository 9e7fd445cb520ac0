namespace Anneal.Data.Text.Tokenizers;

/// <summary>The tokens of a vocabulary by number: how each is written, the bytes that it stands for, what it is for.</summary>
internal sealed class Vocabulary
{
    private readonly string?[] texts;
    private readonly TokenRole[] roles;
    private readonly byte[] bytes;
    private readonly int[] starts;
    private readonly Dictionary<string, int> ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> lookup;

    /// <summary>Numbers tokens.</summary>
    /// <param name="texts">The tokens by number; null where a number is not taken. Of two that are written alike the first is found by its text.</param>
    /// <param name="roles">What each is for.</param>
    /// <param name="spelling">How they are written.</param>
    public Vocabulary(string?[] texts, TokenRole[] roles, TokenSpelling spelling)
    {
        (this.texts, this.roles, Spelling) = (texts, roles, spelling);
        ids = new Dictionary<string, int>(texts.Length, StringComparer.Ordinal);
        lookup = ids.GetAlternateLookup<ReadOnlySpan<char>>();
        starts = new int[texts.Length + 1];
        using MemoryStream all = new(texts.Length * 8);
        for (int id = 0; id < texts.Length; id++)
        {
            if (texts[id] is { } text)
            {
                ids.TryAdd(text, id);
                all.Write(spelling.BytesOf(text, roles[id]));
            }

            starts[id + 1] = checked((int)all.Length);
        }

        bytes = all.ToArray();
    }

    public int Count => texts.Length;

    public TokenSpelling Spelling { get; }

    /// <summary>The tokens by number; null where a number is not taken.</summary>
    public ReadOnlySpan<string?> Texts => texts;

    /// <summary>The token that is a piece of text; special tokens and bytes are not, however they are written.</summary>
    public bool TryText(ReadOnlySpan<char> text, out int id) =>
        lookup.TryGetValue(text, out id) && roles[id] is TokenRole.Normal or TokenRole.UserDefined or TokenRole.Unused;

    public string TextOf(int id) => texts[Checked(id)] ?? "";

    public TokenRole RoleOf(int id) => roles[Checked(id)];

    public ReadOnlySpan<byte> BytesOf(int id) => bytes.AsSpan(starts[Checked(id)], starts[id + 1] - starts[id]);

    public int? IdOf(string token) => ids.TryGetValue(token, out int id) ? id : null;

    private int Checked(int id) => (uint)id < (uint)texts.Length ? id
        : throw new ArgumentOutOfRangeException(nameof(id), id, FormattableString.Invariant($"There is no token {id}: the vocabulary has {texts.Length}."));
}
