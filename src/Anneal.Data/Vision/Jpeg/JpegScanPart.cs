namespace Anneal.Data.Vision.Jpeg;

/// <summary>A component of a scan with the tables that its blocks are coded by.</summary>
/// <param name="Component">Which.</param>
/// <param name="Means">Codes of the first coefficient, the block's mean; null where the scan has none.</param>
/// <param name="Details">Codes of the other 63; null where the scan has none.</param>
internal sealed record JpegScanPart(JpegComponent Component, JpegCodes? Means, JpegCodes? Details);
