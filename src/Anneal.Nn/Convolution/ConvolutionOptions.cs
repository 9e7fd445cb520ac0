using System.Text;
using Anneal.Tensors;

namespace Anneal.Nn;

/// <summary>What the convolution layers check and print alike.</summary>
internal static class ConvolutionOptions
{
    public static void Check(string layer, int inChannels, int outChannels, Size2d kernel, int groups)
    {
        if (inChannels < 1 || outChannels < 1 || kernel.Height < 1 || kernel.Width < 1 || groups < 1)
            throw new ArgumentException($"{layer} of {inChannels} to {outChannels} channels, kernel {kernel}, {groups} groups: each must be at least 1.");
        if (inChannels % groups != 0 || outChannels % groups != 0)
            throw new ArgumentException($"{layer}: {groups} groups don't divide {inChannels} input and {outChannels} output channels.");
    }

    public static string Describe(int inChannels, int outChannels, Size2d kernel, Size2d stride, Size2d padding, Size2d dilation, int groups, bool bias)
    {
        var text = new StringBuilder($"{inChannels} -> {outChannels}, kernel {kernel}");
        if (stride != 1) text.Append($", stride {stride}");
        if (padding != 0) text.Append($", padding {padding}");
        if (dilation != 1) text.Append($", dilation {dilation}");
        if (groups != 1) text.Append($", {groups} groups");
        if (!bias) text.Append(", no bias");
        return text.ToString();
    }
}
