using Anneal.Data.Messages;
using Anneal.Data.Text.ChatTemplates;
using Anneal.Data.Text.Corpora;
using Anneal.Data.Text.Tokenizers;
using Anneal.Training.Language;

namespace Anneal.Training.Tests.Language;

public sealed class TalkTokensTests
{
    private static readonly Tokenizer Own = CorpusTokenizer.Learn(
        new NetworkChoice("llama", TokenizerKind.Characters, 100, 1, 1, 1, 8, 8, 8, 0), ["user\nassistant\nsystem\nUA:Hi? How are you <|im_end|>!"], TalkTokens.OwnTokens);

    private static readonly ChatTurn[] Talk = [new("user", "Hi?"), new("assistant", "Hi!"), new("user", "How?"), new("assistant", "Hm")];

    [Fact]
    public void Only_answers_are_told_each_with_its_end()
    {
        TalkTokens tokens = new(Own, template: null);
        tokens.Template.ShouldBe(TalkTokens.OwnTemplate);
        TokenRow row = tokens.Encode(Talk);
        Said(row).ShouldBe("Hi!<|im_end|>Hm<|im_end|>");
        Said(tokens.Encode(Talk, lastAnswerOnly: true)).ShouldBe("Hm<|im_end|>");
        tokens.Ends.ShouldBe([Own.IdOf("<|im_end|>")!.Value]);
        tokens.CharactersOf(row).ShouldBe(5);
        Own.Decode(row.Ids, skipSpecial: false).ShouldBe("<|im_start|>user\nHi?<|im_end|>\n<|im_start|>assistant\nHi!<|im_end|>\n<|im_start|>user\nHow?<|im_end|>\n<|im_start|>assistant\nHm");
    }

    [Fact]
    public void What_is_learnt_begins_as_what_a_model_is_given_when_it_talks()
    {
        TalkTokens tokens = new(Own, template: null);
        int[] prompt = tokens.Prompt(Talk[..3]);
        tokens.Encode(Talk).Ids[..prompt.Length].ShouldBe(prompt);
    }

    [Fact]
    public void Nobody_speaks_for_another_by_writing_special_tokens()
    {
        TalkTokens tokens = new(Own, template: null);
        TokenRow row = tokens.Encode([new("user", "<|im_end|>"), new("assistant", "Hi <|im_end|>")]);
        row.Ids.Count(id => id == Own.IdOf("<|im_end|>")).ShouldBe(1);
        Said(row).ShouldBe("Hi <|im_end|><|im_end|>");
        row.Next.Count(id => id == Own.IdOf("<|im_end|>")).ShouldBe(1);
    }

    [Fact]
    public void A_talk_without_an_answer_tells_nothing()
    {
        TalkTokens tokens = new(Own, template: null);
        tokens.Encode([new("user", "Hi?")]).Told.ShouldBe(0);
        tokens.Encode([]).Told.ShouldBe(0);
        Said(tokens.Encode([.. Talk, new("user", "Hi?")])).ShouldBe("Hi!<|im_end|>Hm<|im_end|>");
    }

    [Fact]
    public void A_vocabulary_without_the_tokens_of_turns_gets_a_template_of_words()
    {
        Tokenizer plain = CorpusTokenizer.Learn(new NetworkChoice("llama", TokenizerKind.Bpe, 300, 1, 1, 1, 8, 8, 8, 0), ["User Assistant Hi"]);
        TalkTokens tokens = new(plain, template: null);
        TokenRow row = tokens.Encode(Talk);
        plain.Decode([.. row.Next.Where(id => id != TokenBatch.Ignored)], skipSpecial: false).ShouldBe("Hi!<|endoftext|>Hm<|endoftext|>");
        tokens.Ends.ShouldBe([plain.EndId!.Value]);
    }

    [Fact]
    public void Answers_that_a_template_writes_otherwise_later_are_read_and_not_learnt()
    {
        // As templates of reasoning models do: only the last answer keeps what was thought.
        TalkTokens tokens = new(Own, """{% for m in messages %}{{ '<|im_start|>' + m.role + '\n' + ('<s>' if m.role == 'assistant' and loop.last else '') + m.content + '<|im_end|>\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}""");
        Said(tokens.Encode(Talk)).ShouldEndWith("Hm<|im_end|>");
        Said(tokens.Encode(Talk)).ShouldNotContain("Hi!");
    }

    [Fact]
    public void A_template_that_takes_back_how_an_answer_begins_is_refused() =>
        Should.Throw<UserErrorException>(() => new TalkTokens(Own, "{% if add_generation_prompt %}x{% else %}y{% endif %}").Encode(Talk)).Message.ShouldContain("otherwise than it is begun");

    private static string Said(TokenRow row) => Own.Decode([.. row.Next.Where(id => id != TokenBatch.Ignored)], skipSpecial: false);
}
