using Anneal.Data.Messages;

namespace Anneal.Data.Vision.Jpeg;

/// <summary>Decodes JPEG: baseline and progressive, Huffman-coded, 8 bits, grey or three colours at any usual subsampling; turned as Exif says.</summary>
/// <remarks>ITU-T T.81 (1992). Pixels are those of libjpeg to the bit.</remarks>
internal sealed class JpegDecoder
{
    private const int MostScans = 256; // a small file of many scans over a large picture would keep us busy for hours

    private readonly byte[] file;
    private readonly int[]?[] steps = new int[4][];
    private readonly JpegCodes?[] meanCodes = new JpegCodes[4], detailCodes = new JpegCodes[4];
    private JpegFrame? frame;
    private int restartInterval, scans, orientation = 1;
    private int? adobeTransform;
    private bool jfif;

    private JpegDecoder(byte[] file) => this.file = file;

    public static bool Recognises(ReadOnlySpan<byte> bytes) => bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]);

    public static Image Decode(byte[] file) => new JpegDecoder(file).Decode();

    private Image Decode()
    {
        var bytes = new ImageBytes(file, 2);
        while (true)
        {
            int marker = NextMarker(ref bytes);
            if (marker == 0xD9) break;
            if (marker is 0x01 or (>= 0xD0 and <= 0xD8)) throw ImageError.Damaged("markers");
            int length = bytes.BigU16();
            if (length < 2) throw ImageError.Damaged("markers");
            ReadOnlySpan<byte> segment = bytes.Take(length - 2);
            if (marker == 0xDA) bytes.MoveTo(ReadScan(segment, bytes.Position));
            else ReadSegment(marker, segment);
            if (bytes.Left == 0 && Complete()) break; // the end marker is missing, but no pixel is
        }
        if (frame is null || !Complete()) throw ImageError.EndsEarly();
        if (frame.IsProgressive)
        {
            foreach (JpegComponent component in frame.Components) Transform(component);
        }
        return Orientation.Apply(ToPixels(frame), orientation);
    }

    private static int NextMarker(ref ImageBytes bytes)
    {
        if (bytes.U8() != 0xFF) throw ImageError.Damaged("markers");
        int marker;
        do marker = bytes.U8();
        while (marker == 0xFF);
        return marker;
    }

    private void ReadSegment(int marker, ReadOnlySpan<byte> segment)
    {
        switch (marker)
        {
            case 0xC0 or 0xC1 or 0xC2:
                if (frame is not null) throw ImageError.Damaged("SOF");
                frame = JpegFrame.Read(segment, marker == 0xC2, file.Length);
                break;
            case 0xC3:
                throw ImageError.Unsupported("lossless JPEG", "无损 JPEG");
            case 0xC5 or 0xC6 or 0xC7:
                throw ImageError.Unsupported("hierarchical JPEG", "分层 JPEG");
            case >= 0xC8 and <= 0xCF and not 0xC4:
                throw ImageError.Unsupported("JPEG with arithmetic coding", "算术编码的 JPEG");
            case 0xC4:
                ReadCodes(segment);
                break;
            case 0xDB:
                ReadSteps(segment);
                break;
            case 0xDD:
                restartInterval = new ImageBytes(segment).BigU16();
                break;
            case 0xE0 when segment.StartsWith("JFIF\0"u8):
                jfif = true;
                break;
            case 0xE1 when segment.StartsWith("Exif\0\0"u8):
                orientation = Orientation.Read(segment[6..]);
                break;
            case 0xEE when segment.StartsWith("Adobe"u8) && segment.Length >= 12:
                adobeTransform = segment[11];
                break;
            default:
                break; // comments, colour profiles, thumbnails
        }
    }

    private void ReadCodes(ReadOnlySpan<byte> segment)
    {
        var bytes = new ImageBytes(segment);
        while (bytes.Left > 0)
        {
            int which = bytes.U8();
            ReadOnlySpan<byte> counts = bytes.Take(16);
            int total = 0;
            foreach (byte count in counts) total += count;
            if ((which & 15) > 3 || which >> 4 > 1 || total > 256) throw ImageError.Damaged("DHT");
            (which >> 4 == 0 ? meanCodes : detailCodes)[which & 15] = new JpegCodes(counts, bytes.Take(total));
        }
    }

    private void ReadSteps(ReadOnlySpan<byte> segment)
    {
        var bytes = new ImageBytes(segment);
        while (bytes.Left > 0)
        {
            int which = bytes.U8();
            if ((which & 15) > 3 || which >> 4 > 1) throw ImageError.Damaged("DQT");
            var table = new int[64];
            for (int k = 0; k < 64; k++) table[ZigZag.Order[k]] = which >> 4 == 0 ? bytes.U8() : bytes.BigU16();
            steps[which & 15] = table;
        }
    }

    /// <summary>Reads a scan's header and its blocks.</summary>
    /// <returns>Where the next marker stands.</returns>
    private int ReadScan(ReadOnlySpan<byte> segment, int start)
    {
        if (frame is null || ++scans > MostScans) throw ImageError.Damaged("SOS");
        var bytes = new ImageBytes(segment);
        int count = bytes.U8();
        if (count < 1 || count > frame.Components.Length) throw ImageError.Damaged("SOS");
        Span<(int Id, int Tables)> chosen = stackalloc (int, int)[count];
        foreach (ref (int Id, int Tables) choice in chosen) choice = (bytes.U8(), bytes.U8());
        int first = bytes.U8(), last = bytes.U8(), bits = bytes.U8(), high = bits >> 4, low = bits & 15;
        if (!frame.IsProgressive) (first, last, high, low) = (0, 63, 0, 0);
        else if (last > 63 || first > last || low > 13 || (high != 0 && high != low + 1) || (first == 0 ? last != 0 : count != 1)) throw ImageError.Damaged("SOS");

        bool needsMeans = first == 0 && high == 0, needsDetails = last > 0;
        var parts = new JpegScanPart[count];
        for (int i = 0; i < count; i++)
        {
            int id = chosen[i].Id, tables = chosen[i].Tables;
            JpegComponent component = Array.Find(frame.Components, c => c.Id == id) ?? throw ImageError.Damaged("SOS");
            JpegCodes? means = needsMeans ? Table(meanCodes, tables >> 4) : null, details = needsDetails ? Table(detailCodes, tables & 15) : null;
            component.Steps ??= steps[component.QuantisationTable] ?? throw ImageError.Damaged("DQT");
            if (Array.Exists(parts[..i], p => p.Component == component)) throw ImageError.Damaged("SOS");
            parts[i] = new JpegScanPart(component, means, details);
        }
        IJpegBlocks blocks = frame.IsProgressive ? new JpegProgressive(first, last, high != 0, low) : new JpegSequential();
        return new JpegScan(frame, parts, restartInterval).Run(blocks, file, start);

        static JpegCodes Table(JpegCodes?[] tables, int number) => (number <= 3 ? tables[number] : null) ?? throw ImageError.Damaged("DHT");
    }

    private bool Complete() => frame is not null && Array.TrueForAll(frame.Components, c => c.Steps is not null);

    private static void Transform(JpegComponent component)
    {
        short[] coefficients = component.Coefficients;
        byte[] samples = component.Samples;
        for (int row = 0, block = 0; row < component.BlockRows; row++)
        {
            for (int column = 0; column < component.BlockColumns; column++, block++)
                InverseCosine.Run(coefficients.AsSpan(64 * block, 64), component.Steps, samples.AsSpan((8 * row * component.Stride) + (8 * column)), component.Stride);
        }
        component.DropCoefficients();
    }

    private Image ToPixels(JpegFrame picture)
    {
        int width = picture.Width, height = picture.Height, channels = picture.Components.Length;
        if ((long)width * height * channels > Array.MaxLength) throw new UserErrorException(ImageMessages.TooManyPixels(width, height, Image.MostPixels), ImageMessages.TooLargeWayOut);
        var pixels = new byte[width * height * channels];
        JpegUpsampling[] rows = Array.ConvertAll(picture.Components, c => new JpegUpsampling(picture, c));
        bool isRgb = IsRgb(picture);
        for (int y = 0; y < height; y++)
        {
            Span<byte> to = pixels.AsSpan(y * width * channels, width * channels);
            ReadOnlySpan<byte> first = rows[0].Row(y);
            if (channels == 1)
            {
                first[..width].CopyTo(to);
                continue;
            }
            ReadOnlySpan<byte> second = rows[1].Row(y), third = rows[2].Row(y);
            if (!isRgb)
            {
                JpegColour.ToRgb(first, second, third, to);
                continue;
            }
            for (int x = 0; x < width; x++) (to[3 * x], to[(3 * x) + 1], to[(3 * x) + 2]) = (first[x], second[x], third[x]);
        }
        return new Image(height, width, channels, pixels);
    }

    /// <summary>Three components are brightness and colour differences unless a marker or their names say otherwise.</summary>
    private bool IsRgb(JpegFrame picture)
    {
        if (jfif) return false;
        if (adobeTransform is { } transform) return transform == 0;
        return picture.Components is [{ Id: 'R' }, { Id: 'G' }, { Id: 'B' }];
    }
}
