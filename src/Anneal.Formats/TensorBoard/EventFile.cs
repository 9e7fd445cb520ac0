using System.Buffers.Binary;
using System.Globalization;
using Google.Protobuf;

namespace Anneal.Formats;

/// <summary>Writes numbers over steps as TensorBoard reads them: an event file of TFRecords.</summary>
/// <remarks>
/// Each record is a length, its checksum, a protocol-buffer <c>Event</c> and its checksum. The fields of <c>Event</c> (wall_time 1, step 2,
/// file_version 3, summary 5) and <c>Summary.Value</c> (tag 1, simple_value 2) are those of TensorFlow's event.proto and summary.proto.
/// </remarks>
public sealed class EventFile : IDisposable
{
    /// <summary>What the names of event files look like.</summary>
    public const string Pattern = "events.out.tfevents.*";

    private readonly FileStream file;
    private readonly TimeProvider clock;

    private EventFile(FileStream file, TimeProvider clock)
    {
        this.file = file;
        this.clock = clock;
        Write(output =>
        {
            output.WriteTag(3, WireFormat.WireType.LengthDelimited);
            output.WriteString("brain.Event:2");
        });
    }

    /// <summary>The file.</summary>
    public string Path => file.Name;

    /// <summary>Makes a new event file in a folder, under a name that TensorBoard looks for.</summary>
    /// <param name="folder">The folder; it is made when it is not there.</param>
    /// <param name="clock">Tells the time of each event.</param>
    /// <exception cref="IOException">The file can't be written.</exception>
    public static EventFile Create(string folder, TimeProvider? clock = null)
    {
        Directory.CreateDirectory(folder);
        clock ??= TimeProvider.System;
        string stamp = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture);
        return new EventFile(new FileStream(System.IO.Path.Combine(folder, $"events.out.tfevents.{stamp}.anneal"), FileMode.Create), clock);
    }

    /// <summary>Adds one number.</summary>
    /// <param name="tag">What it is, such as <c>loss/train</c>.</param>
    /// <param name="step">When it was: a step or an epoch.</param>
    /// <param name="value">The number.</param>
    public void Add(string tag, long step, double value) => Write(output =>
    {
        output.WriteTag(2, WireFormat.WireType.Varint);
        output.WriteInt64(step);
        output.WriteTag(5, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(Message(summary =>
        {
            summary.WriteTag(1, WireFormat.WireType.LengthDelimited);
            summary.WriteBytes(Message(one =>
            {
                one.WriteTag(1, WireFormat.WireType.LengthDelimited);
                one.WriteString(tag);
                one.WriteTag(2, WireFormat.WireType.Fixed32);
                one.WriteFloat((float)value);
            }));
        }));
    });

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private void Write(Action<CodedOutputStream> fill)
    {
        byte[] record = Message(output =>
        {
            output.WriteTag(1, WireFormat.WireType.Fixed64);
            output.WriteDouble(clock.GetUtcNow().ToUnixTimeMilliseconds() / 1000.0);
            fill(output);
        }).ToByteArray();

        Span<byte> head = stackalloc byte[12];
        BinaryPrimitives.WriteInt64LittleEndian(head, record.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(head[8..], Crc32C.Masked(head[..8]));
        Span<byte> tail = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(tail, Crc32C.Masked(record));
        file.Write(head);
        file.Write(record);
        file.Write(tail);

        // Whoever watches a training wants to see the epoch that has just ended.
        file.Flush();
    }

    private static ByteString Message(Action<CodedOutputStream> fill)
    {
        using MemoryStream bytes = new();
        using (CodedOutputStream output = new(bytes, leaveOpen: true)) fill(output);
        return ByteString.CopyFrom(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
    }
}
