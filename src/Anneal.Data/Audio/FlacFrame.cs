namespace Anneal.Data.Audio;

/// <summary>A frame of a FLAC file: a block of samples of every channel, each foretold from those before it, and what the forecast missed.</summary>
internal static class FlacFrame
{
    private static readonly int[][] Fixed = [[], [1], [2, -1], [3, -3, 1], [4, -6, 4, -1]];

    /// <summary>The samples by channel; null where this is no frame of such a file.</summary>
    /// <param name="bytes">From the frame on.</param>
    /// <param name="channels">Channels of the file.</param>
    /// <param name="bits">Bits of its samples.</param>
    /// <param name="used">Bytes of the frame.</param>
    public static int[][]? Read(ReadOnlySpan<byte> bytes, int channels, int bits, out int used)
    {
        used = 0;
        var from = new FlacBits(bytes);
        if (from.Read(14) != 0x3FFE || from.Read(1) != 0) return null;
        from.Read(1);
        uint sizeCode = from.Read(4), rateCode = from.Read(4), assignment = from.Read(4), bitsCode = from.Read(3);
        from.Read(1);
        uint first = from.Read(8);
        for (int more = first < 0x80 ? 0 : System.Numerics.BitOperations.LeadingZeroCount(~(first << 24)) - 1; more > 0; more--) from.Read(8); // the frame's number
        int size = sizeCode switch
        {
            1 => 192,
            >= 2 and <= 5 => 576 << ((int)sizeCode - 2),
            6 => (int)from.Read(8) + 1,
            7 => (int)from.Read(16) + 1,
            >= 8 => 256 << ((int)sizeCode - 8),
            _ => 0,
        };
        if (rateCode == 12) from.Read(8);
        if (rateCode is 13 or 14) from.Read(16);
        from.Read(8); // a check of the header: the fingerprint checks all
        int own = bitsCode switch { 0 => bits, 1 => 8, 2 => 12, 4 => 16, 5 => 20, 6 => 24, 7 => 32, _ => 0 };
        if (size == 0 || own != bits || assignment > 10 || (assignment < 8 ? (int)assignment + 1 : 2) != channels) return null;

        var block = new int[channels][];
        for (int c = 0; c < channels; c++)
        {
            bool isDifference = (assignment == 8 && c == 1) || (assignment == 9 && c == 0) || (assignment == 10 && c == 1);
            if (bits + (isDifference ? 1 : 0) > 32) return null;
            block[c] = new int[size];
            if (!Subframe(ref from, block[c], bits + (isDifference ? 1 : 0)) || from.IsBeyond) return null;
        }
        Join(block, assignment);
        from.Align();
        from.Read(16);
        if (from.IsBeyond) return null;
        used = from.Byte;
        return block;
    }

    private static bool Subframe(ref FlacBits from, int[] samples, int bits)
    {
        if (from.Read(1) != 0) return false;
        uint type = from.Read(6);
        int wasted = from.Read(1) == 0 ? 0 : from.ReadUnary() + 1;
        bits -= wasted;
        if (bits < 1) return false;
        bool good = true;
        if (type == 0) Array.Fill(samples, from.ReadSigned(bits));
        else if (type == 1) for (int i = 0; i < samples.Length; i++) samples[i] = from.ReadSigned(bits);
        else if (type is >= 8 and <= 12) good = Forecast(ref from, samples, bits, Fixed[type - 8], learned: false);
        else if (type >= 32) good = Forecast(ref from, samples, bits, new int[type - 31], learned: true);
        else return false;
        if (wasted > 0)
            for (int i = 0; i < samples.Length; i++) samples[i] <<= wasted;
        return good;
    }

    private static bool Forecast(ref FlacBits from, int[] samples, int bits, int[] weights, bool learned)
    {
        int order = weights.Length, shift = 0;
        if (order > samples.Length) return false;
        for (int i = 0; i < order; i++) samples[i] = from.ReadSigned(bits);
        if (learned)
        {
            int precision = (int)from.Read(4) + 1;
            shift = from.ReadSigned(5);
            if (precision == 16 || shift < 0) return false;
            for (int i = 0; i < order; i++) weights[i] = from.ReadSigned(precision);
        }
        if (!Missed(ref from, samples, order)) return false;
        for (int i = order; i < samples.Length; i++)
        {
            long sum = 0;
            for (int k = 0; k < order; k++) sum += (long)weights[k] * samples[i - 1 - k];
            samples[i] = (int)(samples[i] + (sum >> shift));
        }
        return true;
    }

    /// <summary>What the forecast missed, in parts of which each has its own Rice code.</summary>
    private static bool Missed(ref FlacBits from, int[] samples, int order)
    {
        uint method = from.Read(2);
        if (method > 1) return false;
        int width = method == 0 ? 4 : 5, parts = 1 << (int)from.Read(4), length = samples.Length / parts;
        if (length * parts != samples.Length || length < order) return false;
        int at = order;
        for (int p = 0; p < parts; p++)
        {
            int parameter = (int)from.Read(width), end = (p + 1) * length;
            if (parameter == (1 << width) - 1)
            {
                int plain = (int)from.Read(5);
                for (; at < end; at++) samples[at] = from.ReadSigned(plain);
                continue;
            }
            for (; at < end; at++)
            {
                uint folded = ((uint)from.ReadUnary() << parameter) | from.Read(parameter);
                samples[at] = (int)(folded >> 1) ^ -(int)(folded & 1);
                if (from.IsBeyond) return false;
            }
        }
        return true;
    }

    /// <summary>Two channels can be told as one of them and their difference, or as their mean and their difference.</summary>
    private static void Join(int[][] block, uint assignment)
    {
        if (assignment < 8) return;
        int[] first = block[0], second = block[1];
        for (int i = 0; i < first.Length; i++)
        {
            switch (assignment)
            {
                case 8:
                    second[i] = first[i] - second[i];
                    break;
                case 9:
                    first[i] += second[i];
                    break;
                default:
                    int twice = (first[i] << 1) | (second[i] & 1), difference = second[i];
                    first[i] = (twice + difference) >> 1;
                    second[i] = (twice - difference) >> 1;
                    break;
            }
        }
    }
}
