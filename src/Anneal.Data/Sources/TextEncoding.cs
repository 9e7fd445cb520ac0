using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Anneal.Data.Messages;

namespace Anneal.Data.Sources;

/// <summary>Tells the encoding of a text file from its bytes: all of them are looked at once, a block at a time.</summary>
/// <remarks>
/// A byte order mark decides. Otherwise text that is valid UTF-8 is UTF-8, since other encodings hardly ever are by chance. Text
/// that is not may be GB18030, the encoding of Chinese spreadsheets; but if some of its lines hold whole Chinese characters in UTF-8, two
/// files were joined, and reading either half wrongly would go unnoticed until the model is bad: that is an error.
/// </remarks>
internal static class TextEncoding
{
    private const int LongestLine = 1 << 24;

    private static readonly string[] UsualNames = ["utf-8", "utf-16", "utf-16be", "gb18030", "gbk", "gb2312", "big5", "shift_jis", "windows-1252", "iso-8859-1"];

    static TextEncoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>The file's encoding, which refuses invalid bytes.</summary>
    /// <param name="file">The file.</param>
    /// <param name="asked">The encoding that the user named, or null.</param>
    /// <exception cref="UserErrorException">The file is empty, no text, or of no known or of several encodings.</exception>
    public static Encoding Of(SourceFile file, string? asked)
    {
        byte[] head = file.Head(4);
        if (head.Length == 0) throw Empty(file);
        if (asked is not null)
        {
            Encoding named = Named(asked);
            Check(file, named);
            return named;
        }

        Encoding? marked = head is [0xFF, 0xFE, ..] ? new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true)
            : head is [0xFE, 0xFF, ..] ? new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true)
            : null;
        if (marked is not null)
        {
            Check(file, marked);
            return marked;
        }

        Survey survey = Look(file);
        if (!survey.HasText) throw Empty(file);
        if (survey.FirstOther == 0) return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

        // A few lines of GB18030 can be valid UTF-8 by chance: not one in five hundred is.
        if (survey.Utf8Lines > 0 && survey.Utf8Lines * 500L > survey.OtherLines)
        {
            bool utf8IsOdd = survey.Utf8Lines < survey.OtherLines;
            (int odd, int usual) = utf8IsOdd ? (survey.FirstUtf8, survey.FirstOther) : (survey.FirstOther, survey.FirstUtf8);
            throw new UserErrorException(SourceMessages.MixedEncodings(usual, utf8IsOdd), SourceMessages.MixedEncodingsWayOut, new Place(file.ShownAs, odd));
        }

        // GB18030 writes a Chinese character as two high bytes; a lone one before a letter is an accent of a western encoding.
        if (survey.FirstUndecodable > 0 || survey.LoneHighBytes > survey.HighPairs)
        {
            int line = survey.FirstUndecodable > 0 ? survey.FirstUndecodable : survey.FirstOther;
            throw new UserErrorException(SourceMessages.UnknownEncoding, SourceMessages.UnknownEncodingWayOut, new Place(file.ShownAs, line));
        }

        return Gb18030();
    }

    private static Encoding Gb18030() => Encoding.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    private static Encoding Named(string name)
    {
        try
        {
            return Encoding.GetEncoding(name, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);
        }
        catch (ArgumentException e)
        {
            throw new UserErrorException(SourceMessages.UnknownEncodingName(name), SourceMessages.UnknownEncodingNameWayOut(NearestName.Find(name, UsualNames)), inner: e);
        }
    }

    private static UserErrorException Empty(SourceFile file) => new(DataMessages.FileEmpty, DataMessages.FileEmptyWayOut, new Place(file.ShownAs));

    /// <summary>Decodes the whole file once, so that a broken byte is found with its line before the first row is used.</summary>
    private static void Check(SourceFile file, Encoding encoding)
    {
        int line = 1;
        bool hasText = false;
        try
        {
            using StreamReader reader = new(file.Open(), encoding, detectEncodingFromByteOrderMarks: false);
            char[] block = new char[1 << 14];
            int read;
            while ((read = reader.Read(block)) > 0)
            {
                ReadOnlySpan<char> text = block.AsSpan(0, read);
                if (text.Contains('\0')) throw new UserErrorException(SourceMessages.NotText, SourceMessages.NotTextWayOut, new Place(file.ShownAs, line));
                hasText |= !text.Trim("\uFEFF \t\r\n").IsEmpty;
                line += text.Count('\n');
            }
        }
        catch (DecoderFallbackException e)
        {
            throw new UserErrorException(SourceMessages.NotInEncoding(encoding.WebName), SourceMessages.UnknownEncodingWayOut, new Place(file.ShownAs, line), e);
        }

        if (!hasText) throw Empty(file);
    }

    private static Survey Look(SourceFile file)
    {
        Survey survey = new();
        byte[] buffer = new byte[1 << 16];
        int held = 0;
        using Stream stream = file.Open();
        while (true)
        {
            if (held == buffer.Length)
            {
                if (held >= LongestLine) throw new UserErrorException(SourceMessages.LineTooLong, SourceMessages.LineTooLongWayOut, new Place(file.ShownAs, survey.Line + 1));
                Array.Resize(ref buffer, 2 * buffer.Length);
            }

            int read = stream.Read(buffer, held, buffer.Length - held);
            ReadOnlySpan<byte> content = buffer.AsSpan(0, held + read);
            int end;
            while ((end = content.IndexOf((byte)'\n')) >= 0)
            {
                Add(file, survey, content[..end]);
                content = content[(end + 1)..];
            }

            if (read == 0)
            {
                if (content.Length > 0) Add(file, survey, content);
                return survey;
            }

            held = content.Length;
            content.CopyTo(buffer);
        }
    }

    private static void Add(SourceFile file, Survey survey, ReadOnlySpan<byte> line)
    {
        survey.Line++;
        if (line.Contains((byte)0)) throw new UserErrorException(SourceMessages.NotText, SourceMessages.NotTextWayOut, new Place(file.ShownAs, survey.Line));
        if (survey.Line == 1 && line.StartsWith(Encoding.UTF8.Preamble)) line = line[Encoding.UTF8.Preamble.Length..];
        survey.HasText |= line.ContainsAnyExcept(" \t\r"u8);
        if (Ascii.IsValid(line)) return;
        if (Utf8.IsValid(line))
        {
            if (!line.ContainsAnyInRange((byte)0xE0, (byte)0xF7)) return;
            survey.Utf8Lines++;
            if (survey.FirstUtf8 == 0) survey.FirstUtf8 = survey.Line;
            return;
        }

        survey.OtherLines++;
        if (survey.FirstOther == 0) survey.FirstOther = survey.Line;
        if (survey.FirstUndecodable == 0) CountPairs(survey, line);
    }

    /// <summary>Walks a line as GB18030: one byte below 0x80, two, or four with digits at the second and fourth place.</summary>
    private static void CountPairs(Survey survey, ReadOnlySpan<byte> line)
    {
        int at = 0;
        while (at < line.Length)
        {
            byte first = line[at];
            if (first < 0x80)
            {
                at++;
                continue;
            }

            byte second = at + 1 < line.Length ? line[at + 1] : (byte)0;
            bool four = second is >= 0x30 and <= 0x39;
            bool two = second is >= 0x40 and not 0x7F and not 0xFF;
            if (first is 0x80 or 0xFF || !(two || four) || (four && !IsFourByteCharacter(line[at..])))
            {
                survey.FirstUndecodable = survey.Line;
                return;
            }

            if (two && second < 0x80) survey.LoneHighBytes++;
            else survey.HighPairs++;
            at += four ? 4 : 2;
        }
    }

    /// <summary>Whether four bytes stand for a character: 0x81308130 to 0x8431A439 are those of the basic plane, 0x90308130 to 0xE3329A35 all others (GB 18030-2005), counted in tens and 126s.</summary>
    private static bool IsFourByteCharacter(ReadOnlySpan<byte> line)
    {
        if (line.Length < 4 || line[2] is not (>= 0x81 and <= 0xFE) || line[3] is not (>= 0x30 and <= 0x39)) return false;
        int number = ((((((line[0] - 0x81) * 10) + line[1] - 0x30) * 126) + line[2] - 0x81) * 10) + line[3] - 0x30;
        return number is <= 39_419 or (>= 189_000 and <= 1_237_575);
    }

    /// <summary>What the lines of a file look like.</summary>
    private sealed class Survey
    {
        public int Line { get; set; }

        public bool HasText { get; set; }

        /// <summary>Lines that hold characters of three or more bytes in valid UTF-8, as Chinese ones are.</summary>
        public int Utf8Lines { get; set; }

        public int FirstUtf8 { get; set; }

        /// <summary>Lines that are not UTF-8.</summary>
        public int OtherLines { get; set; }

        public int FirstOther { get; set; }

        public int FirstUndecodable { get; set; }

        public int HighPairs { get; set; }

        public int LoneHighBytes { get; set; }
    }
}
