using Anneal.Data.Messages;

namespace Anneal.Data.Vision.Sources;

/// <summary>Pictures that rows to be answered bring along: as a data URI (<c>data:image/png;base64,…</c>), or, where that is allowed, as a path.</summary>
/// <param name="folder">The folder that paths count from; null refuses paths, so that who asks a server can't have its files read.</param>
public sealed class GivenImages(string? folder) : ImageSource
{
    private const string Shown = "data:…";

    private readonly FolderImages? files = folder is null ? null : new FolderImages(folder);

    /// <inheritdoc/>
    public override Image Read(string reference)
    {
        if (reference.StartsWith("data:", StringComparison.OrdinalIgnoreCase)) return ImageFile.Decode(Bytes(reference), Shown);
        return files?.Read(reference) ?? throw new UserErrorException(ImageMessages.PathRefused, ImageMessages.PathRefusedWayOut);
    }

    private static byte[] Bytes(string uri)
    {
        int comma = uri.IndexOf(',', StringComparison.Ordinal);
        byte[] bytes = new byte[Math.Max(0, (uri.Length - comma) / 4 * 3) + 3];
        if (comma < 0 || !uri.AsSpan(0, comma).EndsWith(";base64", StringComparison.OrdinalIgnoreCase) || !Convert.TryFromBase64String(uri[(comma + 1)..], bytes, out int length))
            throw new UserErrorException(ImageMessages.NotADataUri, ImageMessages.PathRefusedWayOut);
        return bytes[..length];
    }
}
