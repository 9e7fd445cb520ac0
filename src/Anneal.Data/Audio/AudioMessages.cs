using Anneal.Data.Messages;

namespace Anneal.Data.Audio;

/// <summary>What reading sound says to people.</summary>
internal static class AudioMessages
{
    public static readonly Message NoWav = new("this is neither a WAV nor a FLAC file", "这既不是 WAV 文件，也不是 FLAC 文件");

    public static readonly Message NoFlac = new("this is not a FLAC file", "这不是 FLAC 文件");

    public static readonly Message DamagedFlac = new("the FLAC file is damaged or cut off", "FLAC 文件已损坏或不完整");

    public static readonly Message NoSamples = new("the WAV file has no samples, or they stand before their description", "WAV 文件中没有采样数据，或采样数据出现在格式说明之前");

    public static readonly Message TooLong = new("the recording is longer than 2 GB", "录音文件超过 2 GB");

    public static readonly Message TooManySamples = new("the recording has too many samples to hold in memory", "录音的采样数太多，内存放不下");

    public static readonly Message NotFoundWayOut = new("check the path", "请检查路径");

    public static readonly Message CutWayOut = new("cut it into shorter pieces", "请将其剪成较短的片段");

    public static readonly Message WavWayOut = new(
        "save it as WAV with 16-bit PCM, for example: ffmpeg -i input -ar 16000 -ac 1 output.wav",
        "请另存为 16 位 PCM 的 WAV 文件，例如：ffmpeg -i input -ar 16000 -ac 1 output.wav");

    public static Message NotFound(string path) => new($"there is no file {path}", $"没有文件 {path}");

    public static Message Compressed(int kind, int bits) => Message.Of($"the WAV file holds samples of kind {kind} with {bits} bits, which Anneal does not read", $"WAV 文件的采样格式为 {kind}（{bits} 位），Anneal 不支持");

    public static Message Implausible(int channels, long rate) => Message.Of($"the WAV file says that it has {channels} channels at {rate} Hz", $"WAV 文件声称有 {channels} 个声道、采样率 {rate} Hz，不合常理");
}
