using System.CommandLine;
using System.Globalization;
using Anneal.Cli.Json;
using Anneal.Cli.Terminal;
using Anneal.Cli.Views;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;

namespace Anneal.Cli.Commands;

/// <summary><c>anneal tokenize</c>: what a model reads in place of a text, and back.</summary>
internal static class TokenizeCommand
{
    private const string StandardInput = "-";

    public static Command Create(Screen screen)
    {
        Argument<string> model = new("model") { Description = screen.Say(TokenizeMessages.ModelDescription) };
        Argument<string?> text = new("text") { Description = screen.Say(TokenizeMessages.TextDescription), Arity = ArgumentArity.ZeroOrOne };
        Option<bool> ids = new("--ids") { Description = screen.Say(TokenizeMessages.IdsDescription) };
        Option<bool> count = new("--count") { Description = screen.Say(TokenizeMessages.CountDescription) };
        Option<bool> decode = new("--decode") { Description = screen.Say(TokenizeMessages.DecodeDescription) };
        Option<bool> plain = new("--plain") { Description = screen.Say(TokenizeMessages.PlainDescription) };
        Option<bool> special = new("--parse-special") { Description = screen.Say(TokenizeMessages.ParseSpecialDescription) };
        Option<bool> json = new("--json") { Description = screen.Say(TokenizeMessages.JsonDescription) };
        Command command = new("tokenize", screen.Say(TokenizeMessages.Description)) { model, text, ids, count, decode, plain, special, json };
        command.SetAction(parsed =>
        {
            ModelFit.Check(parsed.GetValue(model)!, "tokenize");
            Tokenizer tokenizer = TokenizerFiles.Read(parsed.GetValue(model)!);
            string given = parsed.GetValue(text) is { } typed and not StandardInput ? typed : screen.Surroundings.Input.ReadToEnd();
            if (parsed.GetValue(decode))
            {
                int[] numbers = Numbers(given, tokenizer);
                string decoded = tokenizer.Decode(numbers, skipSpecial: parsed.GetValue(plain));
                if (parsed.GetValue(json)) screen.Line(TokensJson.Write(tokenizer, numbers, decoded));
                else screen.Line(decoded);
                return ExitCodes.Done;
            }

            int[] tokens = tokenizer.Encode(given, addSpecial: !parsed.GetValue(plain), parsed.GetValue(special));
            if (parsed.GetValue(json)) screen.Line(TokensJson.Write(tokenizer, tokens, given, tokenizer.EncodeWithPlaces(given, addSpecial: !parsed.GetValue(plain), parsed.GetValue(special))));
            else if (parsed.GetValue(count)) screen.Line(tokens.Length.ToString(CultureInfo.InvariantCulture));
            else if (parsed.GetValue(ids)) screen.Line(string.Join(' ', tokens));
            else TokensView.Print(screen, tokenizer, tokens, given);
            return ExitCodes.Done;
        });
        return command;
    }

    private static int[] Numbers(string text, Tokenizer tokenizer)
    {
        List<int> numbers = [];
        foreach (string word in text.Split([' ', ',', '\t', '\r', '\n', '[', ']'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id >= tokenizer.VocabularySize)
                throw new UserErrorException(TokenizeMessages.NoSuchToken(word, tokenizer.VocabularySize), TokenizeMessages.NoSuchTokenWayOut);
            numbers.Add(id);
        }

        return [.. numbers];
    }
}
