using Anneal.Data.Messages;

namespace Anneal.Models.Language;

/// <summary>What grammars and schemas say to people.</summary>
internal static class GrammarMessages
{
    public static readonly Message WayOut = new("write rules such as root ::= \"yes\" | \"no\"", "请写成 root ::= \"yes\" | \"no\" 这样的规则");

    public static readonly Message NoRoot = new("the grammar has no rule \"root\"", "语法里没有 root 规则");

    public static readonly Message TooLarge = new("the grammar is too large", "语法过大");

    public static readonly Message TooLargeWayOut = new("take fewer rules, and repetitions of at most a few hundred", "请减少规则，重复次数不要超过几百次");

    public static readonly Message TooAmbiguous = new("the grammar can be read in too many ways at once", "语法的歧义过多");

    public static readonly Message TooAmbiguousWayOut = new("write each thing in one way only", "同一内容请只保留一种写法");

    public static readonly Message NotJson = new("the schema is not valid JSON", "模式不是有效的 JSON");

    public static readonly Message SchemaWayOut = new("give a JSON schema of types, properties, items, enum, const, anyOf, $ref", "请使用由 type、properties、items、enum、const、anyOf、$ref 组成的 JSON 模式");

    public static Message Wrong(string what, int line) => Message.Of($"line {line} of the grammar: {what}", $"语法第 {line} 行有误：{what}");

    public static Message Unknown(string rule) => new($"the grammar has no rule \"{rule}\"", $"语法里没有规则“{rule}”");

    public static Message LeftRecursive(string rule) => new($"the rule \"{rule}\" begins with itself", $"规则“{rule}”以自身开头（左递归）");

    public static Message LeftRecursiveWayOut => new("put something before the repetition, or write it with *", "请在自身之前加上内容，或用 * 改写");

    public static Message Schema(string path, string what) => new($"schema {path}: {what}", $"模式 {path}：{what}");
}
