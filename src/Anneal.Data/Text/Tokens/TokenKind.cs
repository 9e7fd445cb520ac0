namespace Anneal.Data.Text.Tokens;

/// <summary>What a network reads a text as.</summary>
public enum TokenKind
{
    /// <summary>Characters.</summary>
    Characters,

    /// <summary>Words where they are written apart; Chinese and Japanese characters one by one.</summary>
    Words,

    /// <summary>Parts of words that were learnt from the texts (unigram): frequent words whole, rare ones in pieces.</summary>
    Subwords,

    /// <summary>Words of a dictionary that is given, such as jieba's: Chinese cut as people read it.</summary>
    DictionaryWords,
}
