namespace Anneal.Formats;

/// <summary>Where the numbers of a storage lie in the file.</summary>
internal readonly record struct TorchBytes(long Start, long Length);

/// <summary>What one of the containers (zip, legacy, tar) was found to hold.</summary>
/// <param name="Root">The value that was saved.</param>
/// <param name="PickleBytes">The length of the pickle it came from.</param>
/// <param name="BigEndian">The byte order of the numbers.</param>
/// <param name="Locate">Finds a storage's bytes by its key; null if it is not there.</param>
internal sealed record TorchContent(object? Root, long PickleBytes, bool BigEndian, Func<string, TorchBytes?> Locate);
