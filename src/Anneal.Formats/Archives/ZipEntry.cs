namespace Anneal.Formats;

/// <summary>One file in a zip archive.</summary>
/// <param name="Name">Its name: a key, never used as a path.</param>
/// <param name="Deflated">Compressed by deflate, or stored as it is.</param>
/// <param name="Start">The first byte of its data in the archive.</param>
/// <param name="StoredBytes">Bytes in the archive.</param>
/// <param name="Bytes">Bytes when decompressed.</param>
/// <param name="Crc">The checksum of those.</param>
internal sealed record ZipEntry(string Name, bool Deflated, long Start, long StoredBytes, long Bytes, uint Crc);
