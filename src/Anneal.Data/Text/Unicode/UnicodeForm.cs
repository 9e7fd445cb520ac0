namespace Anneal.Data.Text.Unicode;

/// <summary>The normalization forms of Unicode (UAX 15).</summary>
internal enum UnicodeForm
{
    /// <summary>Letters and their marks as one character where there is one.</summary>
    Nfc,

    /// <summary>Letters and their marks apart.</summary>
    Nfd,

    /// <summary>As NFC, and characters that only look different as the plain one: ﬁ is fi, Ａ is A.</summary>
    Nfkc,

    /// <summary>As NFKC, with marks apart.</summary>
    Nfkd,
}
