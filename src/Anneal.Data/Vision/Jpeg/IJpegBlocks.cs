namespace Anneal.Data.Vision.Jpeg;

/// <summary>How the blocks of a scan are coded.</summary>
internal interface IJpegBlocks
{
    /// <summary>Forgets what is carried from block to block.</summary>
    void Restart();

    /// <summary>Reads one block.</summary>
    void Decode(ref JpegBits bits, JpegScanPart part, int blockRow, int blockColumn);
}
