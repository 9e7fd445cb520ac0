using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Anneal.Formats;

/// <summary>
/// Reads the part of Python's pickle format that files of tensors need: values, containers, and calls of the functions in
/// <see cref="TorchClass"/>, which are data here. There is no way from a file to running code.
/// </summary>
/// <remarks>
/// The opcodes are those of Python's pickletools. A pickle is a program for a stack machine; its memory is bounded by a
/// number of values, and nothing it says is trusted before a check.
/// </remarks>
internal sealed unsafe class PickleMachine
{
    private const int MostValues = 2_000_000;
    private const int MostOnStack = 1_000_000;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly string file;
    private readonly string part;
    private readonly byte* bytes;
    private readonly long length;
    private readonly Func<object?, object?> persistent;
    private readonly List<object?> stack = [];
    private readonly List<int> marks = [];
    private readonly Dictionary<uint, object?> memo = [];
    private long at;
    private long opcodeAt;
    private int values;

    private PickleMachine(string file, string part, byte* bytes, long length, Func<object?, object?> persistent)
    {
        this.file = file;
        this.part = part;
        this.bytes = bytes;
        this.length = length;
        this.persistent = persistent;
    }

    /// <summary>Runs one pickle.</summary>
    /// <param name="source">The file.</param>
    /// <param name="part">What is read, for messages.</param>
    /// <param name="start">The pickle's first byte in the file; moved behind its end.</param>
    /// <param name="end">No byte is read from here on.</param>
    /// <param name="persistent">Makes a value of an id, as PyTorch gives to storages. Throws <see cref="FormatException"/> for one that makes no sense.</param>
    public static object? Run(MappedFile source, string part, ref long start, long end, Func<object?, object?> persistent)
    {
        var machine = new PickleMachine(source.Path, part, source.At(start, end - start), end - start, persistent);
        object? result = machine.Run();
        start += machine.at;
        return result;
    }

    private object? Run()
    {
        while (true)
        {
            opcodeAt = at;
            byte opcode = *Take(1);
            if (opcode == (byte)'.')
            {
                object? result = Pop();
                if (stack.Count != 0 || marks.Count != 0) throw Bad("the pickle ends with values left over.");
                return result;
            }
            try
            {
                Step(opcode);
            }
            catch (Exception e) when (e is FormatException and not ModelFileException)
            {
                throw new ModelFileException(file, $"{part}, byte {opcodeAt}", e.Message, TorchRebuild.WayOut, e);
            }
        }
    }

    private void Step(byte opcode)
    {
        switch ((char)opcode)
        {
            case '\x80': // PROTO
                if (*Take(1) is var protocol and > 5) throw Bad($"protocol {protocol} of pickle is unknown.");
                break;
            case '\x95': Take(8); break; // FRAME: a hint about lengths
            case '(': marks.Add(stack.Count); CheckStack(); break; // MARK
            case '0': Pop(); break; // POP
            case '1': PopMark(); break; // POP_MARK
            case 'N': Push(null); break; // NONE
            case '\x88': Push(true); break; // NEWTRUE
            case '\x89': Push(false); break; // NEWFALSE
            case 'K': Push((long)*Take(1)); break; // BININT1
            case 'M': Push((long)BinaryPrimitives.ReadUInt16LittleEndian(Span(2))); break; // BININT2
            case 'J': Push((long)BinaryPrimitives.ReadInt32LittleEndian(Span(4))); break; // BININT
            case '\x8a': PushInteger(Span(*Take(1))); break; // LONG1
            case 'G': Push(BinaryPrimitives.ReadDoubleBigEndian(Span(8))); break; // BINFLOAT
            case 'X': PushText(Span(U32())); break; // BINUNICODE
            case '\x8c': PushText(Span(*Take(1))); break; // SHORT_BINUNICODE
            case 'U': PushText(Span(*Take(1))); break; // SHORT_BINSTRING: a text of Python 2
            case 'T': PushText(Span(U32())); break; // BINSTRING
            case ')': Push(new PickleTuple([])); break; // EMPTY_TUPLE
            case 't': Push(new PickleTuple(PopMark())); break; // TUPLE
            case '\x85': Push(new PickleTuple([Pop()])); break; // TUPLE1
            case '\x86': PushTuple(2); break; // TUPLE2
            case '\x87': PushTuple(3); break; // TUPLE3
            case ']': Push(new PickleList()); break; // EMPTY_LIST
            case 'a': Append([Pop()]); break; // APPEND
            case 'e': Append(PopMark()); break; // APPENDS
            case '}': Push(new PickleDictionary()); break; // EMPTY_DICT
            case 's': SetOne(); break; // SETITEM
            case 'u': SetItems(PopMark()); break; // SETITEMS
            case 'q': memo[*Take(1)] = Peek(); break; // BINPUT
            case 'r': memo[U32()] = Peek(); break; // LONG_BINPUT
            case '\x94': memo[(uint)memo.Count] = Peek(); break; // MEMOIZE
            case 'h': PushMemo(*Take(1)); break; // BINGET
            case 'j': PushMemo(U32()); break; // LONG_BINGET
            case 'c': PushClass(Line(), Line()); break; // GLOBAL
            case '\x93': PushNamedClass(); break; // STACK_GLOBAL
            case 'Q': Push(persistent(Pop())); break; // BINPERSID
            case 'R' or '\x81': Reduce(); break; // REDUCE, NEWOBJ: call with arguments
            case 'b': Build(); break; // BUILD
            default:
                throw Bad($"the pickle opcode 0x{opcode:x2} is not one that files of tensors need.");
        }
    }

    private void Reduce()
    {
        object? arguments = Pop(), callee = Pop();
        if (callee is not TorchClass known) throw Bad("the pickle calls something that is not a known function.");
        if (arguments is not PickleTuple tuple) throw Bad($"the arguments of {known.Name} are not a tuple.");
        Push(TorchRebuild.Call(known, tuple.Items));
    }

    /// <summary>Sets attributes. An OrderedDict has some that only PyTorch needs (_metadata); nothing else may have any.</summary>
    private void Build()
    {
        object? state = Pop();
        if (Peek() is not PickleDictionary || state is not PickleDictionary) throw Bad("the pickle sets attributes of something that is not a dictionary.");
    }

    private void PushClass(string module, string name)
    {
        string full = $"{module}.{name}";
        Push(TorchClass.Find(full) ?? throw Bad($"the file holds a class or function ({Shown(full)}), not tensors alone."));
    }

    private void PushNamedClass()
    {
        if (Pop() is not string name || Pop() is not string module) throw Bad("the name of a class is not a text.");
        PushClass(module, name);
    }

    private void PushInteger(ReadOnlySpan<byte> littleEndian)
    {
        var value = new BigInteger(littleEndian);
        if (value >= long.MinValue && value <= long.MaxValue) Push((long)value);
        else Push(value);
    }

    private void PushText(ReadOnlySpan<byte> utf8)
    {
        try
        {
            Push(StrictUtf8.GetString(utf8));
        }
        catch (DecoderFallbackException)
        {
            throw Bad("a text is not valid UTF-8.");
        }
    }

    private void PushTuple(int count)
    {
        var items = new object?[count];
        for (int i = count - 1; i >= 0; i--) items[i] = Pop();
        Push(new PickleTuple(items));
    }

    private void Append(object?[] items)
    {
        if (Peek() is not PickleList list) throw Bad("something is appended to what is not a list.");
        list.Items.AddRange(items);
    }

    private void SetOne()
    {
        object? value = Pop(), key = Pop();
        SetItems([key, value]);
    }

    private void SetItems(object?[] items)
    {
        if (Peek() is not PickleDictionary dictionary || items.Length % 2 != 0) throw Bad("keys and values are put into what is not a dictionary, or don't pair.");
        for (int i = 0; i < items.Length; i += 2) dictionary.Items.Add(new(items[i], items[i + 1]));
    }

    private void PushMemo(uint key)
    {
        if (!memo.TryGetValue(key, out object? value)) throw Bad($"value {key} is used before it is there.");
        stack.Add(value);
        CheckStack();
    }

    private void Push(object? value)
    {
        if (++values > MostValues) throw Bad($"the pickle makes more than {MostValues} values.");
        stack.Add(value);
        CheckStack();
    }

    private void CheckStack()
    {
        if (stack.Count + marks.Count > MostOnStack) throw Bad($"more than {MostOnStack} values wait to be used.");
    }

    private object? Pop()
    {
        object? value = Peek();
        stack.RemoveAt(stack.Count - 1);
        return value;
    }

    private object? Peek()
    {
        if (stack.Count == (marks.Count == 0 ? 0 : marks[^1])) throw Bad("the pickle needs a value where there is none.");
        return stack[^1];
    }

    private object?[] PopMark()
    {
        if (marks.Count == 0) throw Bad("the pickle needs a mark where there is none.");
        int start = marks[^1];
        marks.RemoveAt(marks.Count - 1);
        object?[] items = [.. stack[start..]];
        stack.RemoveRange(start, items.Length);
        return items;
    }

    private byte* Take(long count)
    {
        if (count > length - at) throw new ModelFileException(file, $"{part}, byte {at}", $"{count} bytes are needed where {length - at} are left.", "The file was cut off or damaged: copy or download it again.");
        byte* start = bytes + at;
        at += count;
        return start;
    }

    private ReadOnlySpan<byte> Span(long count)
    {
        byte* start = Take(count);
        if (count > int.MaxValue) throw Bad("a text of more than 2 GiB can't be read.");
        return new ReadOnlySpan<byte>(start, (int)count);
    }

    private uint U32() => BinaryPrimitives.ReadUInt32LittleEndian(Span(4));

    /// <summary>A name that ends with its line.</summary>
    private string Line()
    {
        const int Longest = 1000;
        var rest = new ReadOnlySpan<byte>(bytes + at, (int)Math.Min(Longest, length - at));
        int end = rest.IndexOf((byte)'\n');
        if (end < 0) throw Bad("the name of a class doesn't end.");
        at += end + 1;
        return Encoding.Latin1.GetString(rest[..end]);
    }

    private static string Shown(string name) => ModelFileException.Quote(name).Trim('\'');

    private ModelFileException Bad(string reason) => new(file, $"{part}, byte {opcodeAt}", reason, TorchRebuild.WayOut);
}
