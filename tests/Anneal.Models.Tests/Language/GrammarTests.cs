using System.Text.Json;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;

namespace Anneal.Models.Tests.Language;

/// <summary>What grammars and schemas let through, and that a model of pure noise keeps to them.</summary>
public sealed class GrammarTests
{
    private static readonly Tokenizer Bytes = ByteVocabulary.Create();

    [Theory]
    [InlineData("root ::= \"yes\" | \"no\"", "yes no", "y yesno ~")]
    [InlineData("root ::= [a-c]+ \"!\"?", "a abc cc!", "! d a!! A")]
    [InlineData("root ::= \"a\"{2,3}", "aa aaa", "a aaaa")]
    [InlineData("root ::= \"a\"{2}", "aa", "a aaa")]
    [InlineData("root ::= \"a\"{2,} \"b\"{0,1}", "aa aaaaa aab", "a ab aabb")]
    [InlineData("root ::= (\"x\" | \"y\" \"z\")* \"q\"", "q xq yzq xyzxq", "yq x")]
    [InlineData("root ::= item (\",\" item)* # a list\nitem ::= [^,x]+", "a a,b 你好,c", "x a, ,a")]
    [InlineData("root ::= [一-龥]{2,4} [。！]", "你好。 你好世界！", "你。 abc。 你好")]
    [InlineData("root ::= .", "a é 你 😀", "ab ~")]
    [InlineData("root ::= [\\u4e00-\\u4e02] \"\\x41\\\\\\\"\"", "一A\\\" 丁A\\\"", "A 七A\\\"")]
    [InlineData("root ::= \"(\" root \")\" | \"\"", "~ () (())", "( ) (()")]
    [InlineData("root ::=\n  \"a\" |\n  \"b\"\n", "a b", "ab")]
    public void A_grammar_lets_through_what_it_describes(string grammar, string yes, string no)
    {
        Grammar read = Grammar.Parse(grammar);
        foreach (string text in yes.Split(' ')) read.Matches(text.Replace("~", "", StringComparison.Ordinal)).ShouldBeTrue(text);
        foreach (string text in no.Split(' ')) read.Matches(text.Replace("~", "", StringComparison.Ordinal)).ShouldBeFalse(text);
    }

    [Theory]
    [InlineData("root ::= root \"a\" | \"a\"", "begins with itself")]
    [InlineData("root ::= b \"a\"\nb ::= \"x\"? root", "begins with itself")]
    [InlineData("a ::= \"x\"", "root")]
    [InlineData("root ::= missing", "missing")]
    [InlineData("root ::= \"a", "line 1")]
    [InlineData("root ::= \"b\"\nx ::= [a", "line 2")]
    [InlineData("root ::= (\"a\"", "line 1")]
    [InlineData("root ::= \"a\")", "line 1")]
    [InlineData("root = \"a\"", "line 1")]
    [InlineData("root ::= \"a\"{3,2}", "line 1")]
    [InlineData("root ::= [z-a]", "line 1")]
    [InlineData("root ::= \"a\"{999999}{999999}", "too large")]
    [InlineData("root ::= ((((\"abcdefgh\"{99}){99}){99}){99}){99}", "too large")]
    [InlineData("", "root")]
    public void A_wrong_grammar_is_told(string grammar, string said) => Should.Throw<UserErrorException>(() => Grammar.Parse(grammar)).Message.ShouldContain(said);

    [Fact]
    public void A_grammar_that_grows_without_end_is_stopped()
    {
        // Each character doubles the ways in which the text can be read.
        Grammar grammar = Grammar.Parse("root ::= a b c\na ::= (\"x\" a \"x\" | \"x\")\nb ::= (\"x\" b | \"x\" b \"x\" | \"x\")\nc ::= (\"x\" c \"x\" c | \"x\")");
        Should.Throw<UserErrorException>(() => grammar.Matches(new string('x', 100_000)));
        Should.Throw<UserErrorException>(() => Grammar.Parse("root ::= \"(\" root \")\" | \"\"").Matches(new string('(', 100_000)));
        Should.Throw<UserErrorException>(() => Grammar.Parse("root ::= " + new string('(', 5000) + "\"a\"" + new string(')', 5000)));
    }

    [Theory]
    [InlineData("""{"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 0, "maximum": 150}}, "required": ["name", "age"]}""",
        """{"name": "a\"b", "age": 7}§{"name":"", "age": 150}""", """{"age": 7}§{"name": "a", "age": 151}§{"name": "a", "age": -1}§{"name": "a"}§{"name": "a", "age": 7, "x": 1}""")]
    [InlineData("""{"properties": {"a": {"type": "null"}, "b": {"type": "boolean"}, "c": {"const": {"k": [1]}}}, "required": ["b"]}""",
        """{"b": true}§{"a": null, "b": false}§{"b": true, "c": {"k":[1]}}""", """{}§{"a": null}§{"a": null "b": true}§{"b": true,}""")]
    [InlineData("""{"type": "object"}""", """{}§{"a": [1, 2.5e3, {"b": null}], "c": "d"}""", """[]§{"a"}§{,}§{"a": 01}""")]
    [InlineData("""{"type": "object", "properties": {"a": {"type": "integer"}}, "additionalProperties": {"type": "string"}}""", """{}§{"a": 1}§{"z": "q"}§{"a": 1, "z": "q"}""", """{"z": 1}""")]
    [InlineData("""{"enum": ["red", 3, null, {"a": 1}]}""", "\"red\"§3§null§{\"a\":1}", "red§4")]
    [InlineData("""{"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3}""", "[1, 2.5]§[1,2,3]", "[1]§[1,2,3,4]§[]")]
    [InlineData("""{"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": false}""", "[\"a\", 1]", "[\"a\"]§[1, \"a\"]§[\"a\", 1, 2]")]
    [InlineData("""{"$ref": "#/$defs/node", "$defs": {"node": {"type": "object", "properties": {"v": {"type": "integer"}, "next": {"anyOf": [{"$ref": "#/$defs/node"}, {"type": "null"}]}}, "required": ["v", "next"]}}}""",
        """{"v": 1, "next": {"v": 2, "next": null}}""", """{"v": 1, "next": {"v": 2}}""")]
    [InlineData("""{"allOf": [{"properties": {"a": {"type": "integer"}}, "required": ["a"]}, {"properties": {"b": {"type": "integer"}}, "required": ["b"]}]}""", """{"a": 1, "b": 2}""", """{"a": 1}""")]
    [InlineData("""{"type": ["string", "null"], "minLength": 2, "maxLength": 3}""", "\"ab\"§\"你好吗\"§null", "\"a\"§\"abcd\"")]
    [InlineData("""{"type": "string", "format": "date-time"}""", "\"2026-11-22T23:59:59Z\"", "\"2026-13-22T23:59:59Z\"§\"today\"")]
    [InlineData("""{"type": "integer", "minimum": -15, "exclusiveMaximum": 123}""", "-15§-9§0§99§122", "-16§123§1000§007")]
    [InlineData("""{"type": "string", "pattern": "^[A-Z]{2}-\\d{3,4}$"}""", "\"AB-123\"§\"AB-1234\"", "\"AB-12\"§\"xAB-123\"§\"AB-123\\n\"")]
    [InlineData("""{"type": "string", "pattern": "^(?:\\+86)?1[3-9]\\d{9}$"}""", "\"13912345678\"§\"+8613912345678\"", "\"12912345678\"§\"1391234567\"")]
    [InlineData("""{"type": "string", "pattern": "^[\\w.+-]+@[\\w-]+(\\.[a-z]{2,})+$"}""", "\"a.b@c-d.org\"§\"x@y.co.uk\"", "\"a.b@c\"§\"@c.org\"")]
    [InlineData("""{"type": "string", "pattern": "cat|狗"}""", "\"a cat!\"§\"狗\"§\"cat\"", "\"a cow\"§\"\"")]
    [InlineData("""{"type": "string", "pattern": "^[^a-z\"]*?$"}""", "\"\"§\"AB\\\\N\"§\"你好\\n\"", "\"a\"§\"\\\"\"")]
    [InlineData("""{"pattern": "^.\\s\\S\"$"}""", "\"a b\\\"\"", "\"a b\"§1")]
    [InlineData("""{"type": "array", "items": {"enum": ["a", "b", 3]}, "uniqueItems": true, "minItems": 1}""", "[\"a\"]§[3, \"b\", \"a\"]", "[]§[\"a\", \"a\"]§[\"a\",\"b\",3,\"a\"]")]
    [InlineData("""{"enum": ["a", "b", "c"], "not": {"const": "b"}}""", "\"a\"§\"c\"", "\"b\"")]
    public void A_schema_lets_through_what_it_describes(string schema, string yes, string no)
    {
        Grammar grammar = Grammar.FromJsonSchema(schema);
        foreach (string text in yes.Split('§')) grammar.Matches(text).ShouldBeTrue(text);
        foreach (string text in no.Split('§')) grammar.Matches(text).ShouldBeFalse(text);
    }

    [Fact]
    public void Ranges_of_integers_hold_exactly_what_they_should()
    {
        Random random = new(3);
        for (int i = 0; i < 40; i++)
        {
            int low = random.Next(-300, 300), high = low + random.Next(0, 400);
            Grammar grammar = Grammar.FromJsonSchema($$"""{"type": "integer", "minimum": {{low}}, "maximum": {{high}}}""");
            for (int number = -320; number <= 720; number++) grammar.Matches($"{number}").ShouldBe(number >= low && number <= high, $"{number} in {low}..{high}");
        }
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[1]")]
    [InlineData("""{"type": "strng"}""")]
    [InlineData("""{"not": {}}""")]
    [InlineData("""{"type": "array", "uniqueItems": true}""")]
    [InlineData("""{"type": "array", "items": {"enum": [1, 2, 3, 4, 5, 6, 7, 8, 9]}, "uniqueItems": true}""")]
    [InlineData("""{"enum": ["a"], "not": {"const": "a"}}""")]
    [InlineData("""{"type": "string", "pattern": "(?=a)b"}""")]
    [InlineData("""{"type": "string", "pattern": "^a|b$"}""")]
    [InlineData("""{"type": "string", "pattern": "(a)\\1"}""")]
    [InlineData("""{"type": "string", "pattern": "a\\b"}""")]
    [InlineData("""{"type": "string", "pattern": "(((a"}""")]
    [InlineData("""{"type": "string", "pattern": "[z-a]"}""")]
    [InlineData("""{"type": "string", "pattern": "a{2,1}"}""")]
    [InlineData("""{"type": "string", "pattern": "((a{999}){999}){999}"}""")]
    [InlineData("""{"type": "string", "pattern": "^a$", "maxLength": 3}""")]
    [InlineData("""{"type": "string", "maxLength": 99999999}""")]
    [InlineData("""{"$ref": "http://example.org/x"}""")]
    [InlineData("""{"$ref": "#/$defs/none"}""")]
    [InlineData("""{"$ref": "#"}""")]
    [InlineData("""{"properties": {}, "required": ["a"]}""")]
    [InlineData("""{"anyOf": []}""")]
    [InlineData("""{"type": "array", "items": {"type": "array", "items": {"type": "string", "maxLength": 2000}, "maxItems": 2000}, "minItems": 2000, "maxItems": 1999}""")]
    public void A_schema_that_cannot_be_held_to_is_refused(string schema) => Should.Throw<UserErrorException>(() => Grammar.FromJsonSchema(schema).Matches("x"));

    [Fact]
    public void Noise_keeps_to_a_schema()
    {
        Grammar grammar = Grammar.FromJsonSchema("""{"type": "object", "properties": {"the": {"type": "boolean"}, "n": {"type": "integer", "minimum": 1, "maximum": 120}, "t": {"type": "string", "maxLength": 12}, "l": {"type": "array", "items": {"enum": ["一", "二"]}, "maxItems": 3}}, "required": ["the", "n", "t"]}""");
        for (int seed = 0; seed < 25; seed++)
        {
            ToyNetwork network = new(Bytes.VocabularySize, seed);
            GeneratedText text = new TextGenerator(network, Bytes).Generate([1], new GenerationOptions { Grammar = grammar, Seed = (ulong)seed, MaxTokens = 400 })[0];
            text.Finish.ShouldBe(FinishReason.Stop);
            using JsonDocument json = JsonDocument.Parse(text.Text);
            json.RootElement.GetProperty("n").GetInt32().ShouldBeInRange(1, 120);
            (json.RootElement.GetProperty("the").ValueKind is JsonValueKind.True or JsonValueKind.False).ShouldBeTrue();
            grammar.Matches(text.Text).ShouldBeTrue();
        }
    }

    [Fact]
    public void A_draft_keeps_to_a_grammar_too()
    {
        Grammar grammar = Grammar.Parse("root ::= ([a-z]{3} \" \"){5}");
        ToyNetwork network = new(Bytes.VocabularySize);
        GenerationOptions options = new() { Grammar = grammar, Temperature = 0, MaxTokens = 100 };
        string plain = new TextGenerator(network, Bytes).Generate([1], options)[0].Text;
        new TextGenerator(network, Bytes) { Draft = new ToyNetwork(Bytes.VocabularySize, noise: 1) }.Generate([1], options)[0].Text.ShouldBe(plain);
        grammar.Matches(plain).ShouldBeTrue();
    }

    [Fact]
    public void Mutated_grammars_never_do_worse_than_an_error()
    {
        Random random = new(11);
        string source = "root ::= item (\",\" item){0,3} # c\nitem ::= [a-z\\u4e00-\\u9fa5]+ | \"\\x41\" other? | .\nother ::= \"(\" root \")\" | [^x]*";
        string pieces = "()[]{}|*+?\"\\.-^,: \n=ax09u#";
        for (int i = 0; i < 3000; i++)
        {
            List<char> text = [.. source];
            for (int edits = 1 + random.Next(4); edits > 0; edits--)
            {
                int at = random.Next(text.Count);
                if (random.Next(2) == 0) text.RemoveAt(at);
                else text.Insert(at, pieces[random.Next(pieces.Length)]);
            }

            try
            {
                Grammar.Parse(new string([.. text])).Matches("abc,A(d),你");
            }
            catch (UserErrorException)
            {
                // Said what is wrong: all that is asked.
            }
        }
    }
}
