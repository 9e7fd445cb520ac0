using System.Runtime.CompilerServices;
using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Formats;

namespace Anneal.Models.Language;

/// <summary>What a model may say: a context-free grammar over the bytes of the answer.</summary>
/// <remarks>
/// Written as rules <c>name ::= …</c> with texts in quotation marks, classes such as <c>[a-z]</c> and <c>[^"]</c>, <c>.</c>, groups, <c>|</c>,
/// <c>*</c>, <c>+</c>, <c>?</c>, <c>{2,5}</c> and comments behind <c>#</c>, the way llama.cpp's GBNF writes them; the answer is what the rule
/// <c>root</c> describes. Everything that is worked out of it is bounded, so that a grammar from a stranger can't use up the machine.
/// </remarks>
public sealed class Grammar
{
    private readonly GrammarMachine machine;
    private readonly ConditionalWeakTable<TokenBytes, Dictionary<int, bool[]>> masks = [];

    private Grammar(GrammarMachine machine) => this.machine = machine;

    /// <summary>Any JSON object.</summary>
    public static Grammar JsonObject { get; } = FromJsonSchema("""{"type": "object"}""");

    /// <summary>Reads a grammar.</summary>
    /// <param name="text">Its rules.</param>
    /// <exception cref="UserErrorException">The grammar is wrong, or too large.</exception>
    public static Grammar Parse(string text) => new(new GrammarMachine(new GrammarParser(text).Read()));

    /// <summary>The JSON values that a JSON schema describes.</summary>
    /// <param name="schema">The schema, as JSON.</param>
    /// <exception cref="UserErrorException">The schema is wrong, or asks for what can't be held to while writing.</exception>
    public static Grammar FromJsonSchema(string schema)
    {
        try
        {
            using JsonDocument document = StrictJson.Parse(schema);
            return FromJsonSchema(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new UserErrorException(GrammarMessages.NotJson, GrammarMessages.SchemaWayOut, inner: e);
        }
    }

    /// <summary>The JSON values that a JSON schema describes.</summary>
    /// <param name="schema">The schema.</param>
    /// <exception cref="UserErrorException">The schema is wrong, or asks for what can't be held to while writing.</exception>
    public static Grammar FromJsonSchema(JsonElement schema) => Parse(new JsonSchemaGrammar(schema).Write());

    /// <summary>Whether a whole text keeps to the grammar.</summary>
    public bool Matches(string text)
    {
        int state = machine.Start;
        foreach (byte value in System.Text.Encoding.UTF8.GetBytes(text))
        {
            lock (machine) state = machine.Next(state, value);
            if (state == GrammarMachine.Nowhere) return false;
        }

        lock (machine) return machine.IsComplete(state);
    }

    /// <summary>The beginning of an answer.</summary>
    internal GrammarState Start(Tokenizer tokenizer, IReadOnlySet<int> ends)
    {
        TokenBytes tokens = TokenBytes.Of(tokenizer);
        return new(machine, tokens, masks.GetValue(tokens, static _ => []), ends);
    }
}
