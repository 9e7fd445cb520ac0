namespace Anneal.Tensors;

/// <summary>How a row of numbers lies in a file of quantised weights: one by one, or in blocks that share a scale.</summary>
/// <remarks>
/// The layouts are the public ones of GGUF files (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md). A name such as
/// <c>Q4_1</c> says bits, and then 0 for codes around zero or 1 for codes above a minimum; <c>K</c> stands for blocks of 256 numbers in
/// sub-blocks whose scales are quantised themselves.
/// </remarks>
public enum BlockFormat : byte
{
    /// <summary>32-bit floats.</summary>
    F32,

    /// <summary>16-bit IEEE floats.</summary>
    F16,

    /// <summary>The upper halves of 32-bit floats.</summary>
    BF16,

    /// <summary>8 bits around zero, a scale for 32 numbers: 8.5 bits a number.</summary>
    Q8_0,

    /// <summary>4 bits around zero, a scale for 32 numbers: 4.5 bits a number.</summary>
    Q4_0,

    /// <summary>4 bits above a minimum, scale and minimum for 32 numbers: 5 bits a number.</summary>
    Q4_1,

    /// <summary>5 bits around zero, a scale for 32 numbers: 5.5 bits a number.</summary>
    Q5_0,

    /// <summary>5 bits above a minimum, scale and minimum for 32 numbers: 6 bits a number.</summary>
    Q5_1,

    /// <summary>2 bits above a minimum, 4-bit scales and minima for 16 numbers: 2.625 bits a number.</summary>
    Q2_K,

    /// <summary>3 bits around zero, 6-bit scales for 16 numbers: 3.4375 bits a number.</summary>
    Q3_K,

    /// <summary>4 bits above a minimum, 6-bit scales and minima for 32 numbers: 4.5 bits a number.</summary>
    Q4_K,

    /// <summary>5 bits above a minimum, 6-bit scales and minima for 32 numbers: 5.5 bits a number.</summary>
    Q5_K,

    /// <summary>6 bits around zero, 8-bit scales for 16 numbers: 6.5625 bits a number.</summary>
    Q6_K,
}
