using Anneal.Data.Messages;

namespace Anneal.Models.Text.MaskedWords;

/// <summary>What is said about models that guess hidden words.</summary>
internal static class MaskedWordMessages
{
    public static readonly Message TooLongWayOut = new("give a shorter text", "请缩短文本");

    public static readonly Message NoGuesserWayOut = new("name a bundle of task masked-language-model, or a folder of BERT or RoBERTa with a head for hidden words", "请写明 masked-language-model 任务的模型包，或带遮盖词预测头的 BERT、RoBERTa 文件夹");

    public static Message NoGuesser(string path) => new($"{path} holds no model that guesses hidden words", $"{path} 不是预测遮盖词的模型");

    public static readonly Message NothingHidden = new("nothing is hidden in this text", "这段文本里没有被遮盖的词");

    public static Message NothingHiddenWayOut(string mask) => new($"write {mask} in the place of a word", $"请用 {mask} 代替要猜的词");

    public static Message TooLong(int tokens, int positions) => Message.Of($"the text has {tokens} tokens, more than the {positions} positions of the model", $"文本有 {tokens} 个词元，超过模型的 {positions} 个位置");
}
