using System.Text.Json;
using System.Text.Json.Nodes;
using Anneal.Data.Audio;
using Anneal.Data.Messages;
using Anneal.Data.Text.Tokenizers;
using Anneal.Models.Language;
using Anneal.Models.Speech;
using Anneal.Tensors;
using Anneal.Tests;

namespace Anneal.Cli.Tests;

/// <summary>Whisper with random weights writes something down, keeps to the rules of its times, and refuses what isn't sound.</summary>
public sealed class TranscribeTests : IDisposable
{
    private const int Times = 1501;

    private static readonly string[] Special = ["<|endoftext|>", "<|startoftranscript|>", "<|en|>", "<|zh|>", "<|yue|>", "<|translate|>", "<|transcribe|>", "<|nospeech|>", "<|notimestamps|>"];

    private readonly Shell shell = new();

    public void Dispose() => shell.Dispose();

    [Fact]
    public void A_recording_is_written_down_with_times()
    {
        string model = Whisper();
        shell.Run("transcribe", model, TestData.Fixture("speech", "chirp.wav"), "--json").ShouldBe(0, shell.Error);
        string first = shell.Output;
        JsonElement told = JsonDocument.Parse(first).RootElement;
        told.GetProperty("language").GetString().ShouldBeOneOf("en", "zh", "yue");
        told.GetProperty("segments").GetArrayLength().ShouldBeGreaterThan(0);
        double duration = told.GetProperty("duration").GetDouble();
        foreach (JsonElement segment in told.GetProperty("segments").EnumerateArray())
        {
            segment.GetProperty("start").GetDouble().ShouldBeInRange(0, duration);
            segment.GetProperty("end").GetDouble().ShouldBeInRange(segment.GetProperty("start").GetDouble(), duration);
            segment.GetProperty("text").GetString()!.ShouldNotContain("<|");
        }

        shell.Run("transcribe", model, TestData.Fixture("speech", "chirp.wav"), "--json");
        shell.Output.ShouldBe(first);
        shell.Run("transcribe", model, TestData.Fixture("speech", "chirp.wav"), "--language", "zh", "--translate", "--timestamps", "--lang", "zh").ShouldBe(0, shell.Error);
        shell.Output.ShouldMatch(@"^\[00:0\d\.\d\d --> 00:0\d\.\d\d\] ");
        shell.Run("transcribe", model, TestData.Fixture("speech", "chirp.wav"), "--language", "tlh").ShouldBe(2);
        shell.Error.ShouldContain("en, yue, zh");
    }

    [Theory]
    [InlineData("Good morning. How are you?", "Good morning.", "", "How are you?")]
    [InlineData("早上好。今天下雨，带伞。", "早上好。", "今天下雨，", "带伞。")]
    [InlineData("他说hello world。안녕 하세요", "他说", "hello", "world。", "안녕", "하세요")]
    public void Segments_are_joined_as_their_script_wants(string whole, params string[] texts) =>
        SpokenSegment.Join(texts.Select((text, i) => new SpokenSegment(i, i + 1, text, null))).ShouldBe(whole);

    [Fact]
    public void Speech_of_eleven_seconds_goes_through_several_windows()
    {
        string model = Whisper(positions: 200); // four seconds at once
        shell.Run("transcribe", model, TestData.Shared("data", "whisper-assets", "jfk.flac"), "--language", "en", "--json").ShouldBe(0, shell.Error);
        JsonElement told = JsonDocument.Parse(shell.Output).RootElement;
        told.GetProperty("duration").GetDouble().ShouldBe(11, 0.01);
        double[] starts = [.. told.GetProperty("segments").EnumerateArray().Select(segment => segment.GetProperty("start").GetDouble())];
        starts.ShouldBe(starts.Order());
        starts[^1].ShouldBeGreaterThan(4);
        starts[^1].ShouldBeLessThanOrEqualTo(11);
    }

    [Fact]
    public void A_model_of_one_language_without_times_writes_a_segment_a_window()
    {
        string model = Whisper(special: ["<|endoftext|>", "<|startoftranscript|>"], times: 0);
        shell.Run("transcribe", model, TestData.Fixture("speech", "chirp.wav"), "--json").ShouldBe(0, shell.Error);
        JsonElement told = JsonDocument.Parse(shell.Output).RootElement;
        told.GetProperty("language").ValueKind.ShouldBe(JsonValueKind.Null);
        told.GetProperty("segments").GetArrayLength().ShouldBe(1);
        foreach (string[] asked in new[] { new[] { "--translate" }, ["--language", "en"] })
        {
            shell.Run(["transcribe", model, TestData.Fixture("speech", "chirp.wav"), .. asked]).ShouldBe(2);
            shell.Error.ShouldContain("leave");
        }
    }

    [Fact]
    public void What_is_no_sound_is_refused()
    {
        string model = Whisper();
        shell.Write("text.wav", "no sound");
        foreach (string file in new[] { shell.At("text.wav"), shell.At("nowhere.wav") })
        {
            shell.Run("transcribe", model, file).ShouldBe(2);
            shell.Run("transcribe", model, file, "--lang", "zh").ShouldBe(2);
        }

        shell.Run("transcribe", TestData.Fixture("language", "bart"), shell.At("text.wav")).ShouldBe(2);
        shell.Error.ShouldContain("\"anneal generate\"");
    }

    [Fact]
    public void Damaged_models_and_recordings_are_refused_with_a_reason()
    {
        string model = Whisper(positions: 50);
        byte[] wav = File.ReadAllBytes(TestData.Fixture("speech", "chirp.wav"));
        SpeechTranscriber whisper = SpeechTranscriber.Open(model);
        Random random = new(1);
        for (int i = 0; i < 40; i++)
        {
            byte[] damaged = Mutation.Of(wav, random);
            try
            {
                foreach (SpokenSegment said in whisper.Transcribe(WavFile.Read(damaged), "en").Take(2)) said.End.ShouldBeGreaterThanOrEqualTo(said.Start);
            }
            catch (UserErrorException)
            {
                // refused
            }
        }

        foreach (string file in new[] { "config.json", "tokenizer.json", "generation_config.json" })
        {
            byte[] whole = File.ReadAllBytes(Path.Combine(model, file));
            for (int i = 0; i < 30; i++)
            {
                File.WriteAllBytes(Path.Combine(model, file), Mutation.Of(whole, random));
                shell.Run("transcribe", model, TestData.Fixture("speech", "chirp.wav")).ShouldBeOneOf(0, 2);
            }

            File.WriteAllBytes(Path.Combine(model, file), whole);
        }
    }

    /// <summary>A small Whisper: every byte, the special tokens, and times behind them.</summary>
    private string Whisper(int positions = 1500, string[]? special = null, int times = Times)
    {
        special ??= Special;
        string folder = shell.At("small-whisper");
        TokenizerFiles.Write(TokenizerTrainer.BytePairs(["hear hear"], new TokenizerTraining { VocabularySize = 256, SpecialTokens = [] }), folder);
        string file = Path.Combine(folder, "tokenizer.json");
        JsonObject tokenizer = JsonNode.Parse(File.ReadAllText(file))!.AsObject();
        int plain = tokenizer["model"]!["vocab"]!.AsObject().Count;
        tokenizer["added_tokens"] = new JsonArray([.. special.Select((token, i) => (JsonNode)new JsonObject { ["id"] = plain + i, ["content"] = token, ["single_word"] = false, ["lstrip"] = false, ["rstrip"] = false, ["normalized"] = false, ["special"] = true })]);
        File.WriteAllText(file, tokenizer.ToJsonString());
        EncoderDecoderConfig config = new()
        {
            Architecture = EncoderDecoderArchitecture.Whisper, Vocabulary = plain + special.Length + times, Size = 16, EncoderLayers = 1, DecoderLayers = 1, EncoderHeads = 2, DecoderHeads = 2, EncoderFeedForward = 16,
            DecoderFeedForward = 16, EncoderPositions = positions, DecoderPositions = 40, MelBands = 20, StartId = plain + 1, EndId = plain, PadId = plain,
        };
        EncoderDecoderFolder.Write(new EncoderDecoder(config, new Generator(3)), folder);
        File.WriteAllText(Path.Combine(folder, "generation_config.json"), """{"suppress_tokens": [1, 2], "begin_suppress_tokens": [3]}""");
        return folder;
    }
}
