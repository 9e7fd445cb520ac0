using Anneal.Data.Messages;

namespace Anneal.Data.Audio;

/// <summary>Recordings in any format that is read here: WAV and FLAC, told by how the file begins.</summary>
public static class SoundFile
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="UserErrorException">There is no such file, or it is neither of the two, or damaged.</exception>
    public static Recording Read(string path)
    {
        if (!File.Exists(path)) throw new UserErrorException(AudioMessages.NotFound(path), AudioMessages.NotFoundWayOut);
        Span<byte> mark = stackalloc byte[4];
        int count;
        using (FileStream file = File.OpenRead(path)) count = file.ReadAtLeast(mark, mark.Length, throwOnEndOfStream: false);
        return mark[..count].SequenceEqual("fLaC"u8) ? FlacFile.Read(path) : WavFile.Read(path);
    }
}
