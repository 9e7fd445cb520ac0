using System.Runtime.CompilerServices;

namespace Anneal.Tensors.Kernels;

/// <summary>Brings tiles of images, and weights, to the domain where the products are taken, and back. A lane is a channel.</summary>
/// <remarks>Transformed tiles lie as <c>[36 points, tiles, channels]</c>: each point is a matrix for a product.</remarks>
internal static unsafe class WinogradTransform<L, V>
    where L : struct, ILanes<V, float>
    where V : struct
{
    /// <summary>Tiles of a row that are transformed together.</summary>
    private const int LongestRun = 14;

    /// <summary>Columns of a run's patch.</summary>
    private const int LongestPatch = (LongestRun * Winograd.Tile) + 2;

    /// <summary>Floats of working memory that every method here may use.</summary>
    public static int WorkLength => (Winograd.Patch * LongestPatch * L.Count) + (Winograd.Points * L.Count);

    /// <summary>From one point's matrix to the next: a cache line more than it takes, so that the 36 don't fall on the same lines of the cache.</summary>
    public static nint PointStep(int rows, int columns) => ((nint)rows * columns) + 16;

    /// <summary>How many channels a row of a transformed tile has: the missing lanes of the last register are zeros.</summary>
    public static int Padded(int channels) => (channels + L.Count - 1) / L.Count * L.Count;

    /// <summary>Transforms the inputs of tiles <paramref name="first"/> .. of channels <paramref name="channel"/> .. into <paramref name="v"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Inputs(float* x, in ConvolutionShape s, int first, int count, int channel, int channels, float* v, nint pointStep, float* work)
    {
        int across = Winograd.TilesX(in s), down = Winograd.TilesY(in s), padded = Padded(channels);
        for (int done = 0; done < count;)
        {
            int tile = first + done, tx = tile % across, ty = tile / across % down, image = tile / (across * down);
            int run = Math.Min(Math.Min(count - done, across - tx), LongestRun);
            float* planes = x + ((((nint)image * s.InChannels) + channel) * s.Plane);
            for (int c = 0; c < channels; c += L.Count)
            {
                Patch(planes + ((nint)c * s.Plane), in s, Math.Min(L.Count, channels - c), (ty * Winograd.Tile) - s.PadY, (tx * Winograd.Tile) - s.PadX, (run * Winograd.Tile) + 2, work);
                InputRun(work, run, v + ((nint)done * padded) + c, padded, pointStep);
            }
            done += run;
        }
    }

    /// <summary>Copies six rows of an image with zeros around it, <c>[6, columns, lanes]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Patch(float* planes, in ConvolutionShape s, int channels, int top, int left, int columns, float* patch)
    {
        int low = Math.Clamp(-left, 0, columns), high = Math.Clamp(s.Width - left, low, columns);
        nint plane = s.Plane;
        for (int r = 0; r < Winograd.Patch; r++, patch += LongestPatch * L.Count)
        {
            int y = top + r;
            bool outside = (uint)y >= (uint)s.Height;
            if (outside || low > 0 || channels < L.Count)
                for (int i = 0; i < (outside || channels < L.Count ? columns : low); i++) L.Store(patch + (i * L.Count), L.Zero);
            if (outside) continue;
            for (int i = high; i < columns; i++) L.Store(patch + (i * L.Count), L.Zero);

            float* row = planes + ((nint)y * s.Width) + left;
            int at = low;
            if (channels == L.Count)
            {
                for (; at + 4 <= high; at += 4)
                {
                    ChannelBlock<L, V>.Load(row + at, plane, out V p0, out V p1, out V p2, out V p3);
                    float* to = patch + (at * L.Count);
                    L.Store(to, p0);
                    L.Store(to + L.Count, p1);
                    L.Store(to + (2 * L.Count), p2);
                    L.Store(to + (3 * L.Count), p3);
                }
            }
            for (; at < high; at++)
                for (int c = 0; c < channels; c++) patch[(at * L.Count) + c] = row[(c * plane) + at];
        }
    }

    /// <summary>Bᵀ d B for each tile of a run.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InputRun(float* patch, int run, float* v, nint tileStep, nint pointStep)
    {
        const nint Row = LongestPatch;
        float* half = patch + (Winograd.Patch * LongestPatch * L.Count);
        int lanes = L.Count;
        for (int t = 0; t < run; t++, patch += Winograd.Tile * lanes, v += tileStep)
        {
            for (int j = 0; j < Winograd.Patch; j++)
            {
                float* d = patch + (j * lanes);
                WinogradMath<L, V>.Input(
                    L.Load(d), L.Load(d + (Row * lanes)), L.Load(d + (2 * Row * lanes)), L.Load(d + (3 * Row * lanes)), L.Load(d + (4 * Row * lanes)), L.Load(d + (5 * Row * lanes)),
                    out V t0, out V t1, out V t2, out V t3, out V t4, out V t5);
                StoreColumn(half + (j * lanes), t0, t1, t2, t3, t4, t5);
            }
            float* to = v, from = half;
            for (int r = 0; r < Winograd.Patch; r++, from += 6 * lanes, to += 6 * pointStep)
            {
                WinogradMath<L, V>.Input(
                    L.Load(from), L.Load(from + lanes), L.Load(from + (2 * lanes)), L.Load(from + (3 * lanes)), L.Load(from + (4 * lanes)), L.Load(from + (5 * lanes)),
                    out V t0, out V t1, out V t2, out V t3, out V t4, out V t5);
                L.Store(to, t0);
                L.Store(to + pointStep, t1);
                L.Store(to + (2 * pointStep), t2);
                L.Store(to + (3 * pointStep), t3);
                L.Store(to + (4 * pointStep), t4);
                L.Store(to + (5 * pointStep), t5);
            }
        }
    }

    /// <summary>Column of a [6, 6] array of registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreColumn(float* to, V t0, V t1, V t2, V t3, V t4, V t5)
    {
        L.Store(to, t0);
        L.Store(to + (6 * L.Count), t1);
        L.Store(to + (12 * L.Count), t2);
        L.Store(to + (18 * L.Count), t3);
        L.Store(to + (24 * L.Count), t4);
        L.Store(to + (30 * L.Count), t5);
    }

    /// <summary>Aᵀ m A for the tiles of one register's channels, with bias, residual and ReLU, into the image.</summary>
    /// <param name="m"><c>[36, tiles, step]</c>, at the first of the channels.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Outputs(
        float* m, nint step, nint pointStep, in ConvolutionShape s, int first, int count, int channel, float* y, float* bias, float* residual, bool relu, float* work)
    {
        int across = Winograd.TilesX(in s), down = Winograd.TilesY(in s), channels = Math.Min(L.Count, s.OutChannels - channel), lanes = L.Count;
        V shift = bias is null ? L.Zero : L.LoadPartial(bias + channel, channels, L.Zero);
        nint plane = s.Pixels;
        int tx = first % across, ty = first / across % down, image = first / (across * down);
        for (int t = 0; t < count; t++, m += step)
        {
            for (int j = 0; j < Winograd.Patch; j++)
            {
                float* p = m + (j * pointStep);
                WinogradMath<L, V>.Output(
                    L.Load(p), L.Load(p + (6 * pointStep)), L.Load(p + (12 * pointStep)), L.Load(p + (18 * pointStep)), L.Load(p + (24 * pointStep)), L.Load(p + (30 * pointStep)),
                    out V y0, out V y1, out V y2, out V y3);
                L.Store(work + (j * lanes), y0);
                L.Store(work + ((6 + j) * lanes), y1);
                L.Store(work + ((12 + j) * lanes), y2);
                L.Store(work + ((18 + j) * lanes), y3);
            }
            int top = ty * Winograd.Tile, left = tx * Winograd.Tile;
            int rows = Math.Min(Winograd.Tile, s.OutHeight - top), columns = Math.Min(Winograd.Tile, s.OutWidth - left);
            nint at = ((((nint)image * s.OutChannels) + channel) * plane) + ((nint)top * s.OutWidth) + left;
            for (int r = 0; r < rows; r++, at += s.OutWidth)
            {
                float* from = work + (6 * r * lanes);
                WinogradMath<L, V>.Output(
                    L.Load(from), L.Load(from + lanes), L.Load(from + (2 * lanes)), L.Load(from + (3 * lanes)), L.Load(from + (4 * lanes)), L.Load(from + (5 * lanes)),
                    out V y0, out V y1, out V y2, out V y3);
                (y0, y1, y2, y3) = (L.Add(y0, shift), L.Add(y1, shift), L.Add(y2, shift), L.Add(y3, shift));
                if (columns == Winograd.Tile && channels == lanes)
                {
                    if (residual is not null)
                    {
                        ChannelBlock<L, V>.Load(residual + at, plane, out V r0, out V r1, out V r2, out V r3);
                        (y0, y1, y2, y3) = (L.Add(y0, r0), L.Add(y1, r1), L.Add(y2, r2), L.Add(y3, r3));
                    }
                    if (relu) (y0, y1, y2, y3) = (L.Max(y0, L.Zero), L.Max(y1, L.Zero), L.Max(y2, L.Zero), L.Max(y3, L.Zero));
                    ChannelBlock<L, V>.Store(y + at, plane, y0, y1, y2, y3);
                    continue;
                }
                float* edge = work + (24 * lanes);
                L.Store(edge, y0);
                L.Store(edge + lanes, y1);
                L.Store(edge + (2 * lanes), y2);
                L.Store(edge + (3 * lanes), y3);
                for (int c = 0; c < channels; c++)
                    for (int i = 0; i < columns; i++)
                    {
                        nint to = at + (c * plane) + i;
                        float value = edge[(i * lanes) + c] + (residual is null ? 0 : residual[to]);
                        y[to] = relu ? MathF.Max(value, 0) : value;
                    }
            }
            if (++tx < across) continue;
            tx = 0;
            if (++ty < down) continue;
            ty = 0;
            image++;
        }
    }

    /// <summary>A g Aᵀ: transforms gradients of outputs as <see cref="Inputs"/> does inputs.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OutputGradients(float* gradient, in ConvolutionShape s, int first, int count, int channel, int channels, float* v, nint pointStep, float* work)
    {
        int across = Winograd.TilesX(in s), down = Winograd.TilesY(in s), padded = Padded(channels), lanes = L.Count;
        nint plane = s.Pixels;
        float* edge = work + (24 * lanes);
        for (int t = 0; t < count; t++)
        {
            int tile = first + t, tx = tile % across, ty = tile / across % down, image = tile / (across * down);
            int top = ty * Winograd.Tile, left = tx * Winograd.Tile;
            int rows = Math.Min(Winograd.Tile, s.OutHeight - top), columns = Math.Min(Winograd.Tile, s.OutWidth - left);
            for (int c = 0; c < channels; c += lanes)
            {
                int present = Math.Min(lanes, channels - c);
                float* from = gradient + ((((nint)image * s.OutChannels) + channel + c) * plane) + ((nint)top * s.OutWidth) + left;
                for (int r = 0; r < Winograd.Tile; r++, from += s.OutWidth)
                {
                    V y0 = L.Zero, y1 = L.Zero, y2 = L.Zero, y3 = L.Zero;
                    if (r < rows)
                    {
                        if (columns == Winograd.Tile && present == lanes) ChannelBlock<L, V>.Load(from, plane, out y0, out y1, out y2, out y3);
                        else
                        {
                            for (int i = 0; i < Winograd.Tile; i++)
                                for (int k = 0; k < lanes; k++) edge[(i * lanes) + k] = i < columns && k < present ? from[(k * plane) + i] : 0;
                            (y0, y1, y2, y3) = (L.Load(edge), L.Load(edge + lanes), L.Load(edge + (2 * lanes)), L.Load(edge + (3 * lanes)));
                        }
                    }
                    WinogradMath<L, V>.OutputGradient(y0, y1, y2, y3, out V o0, out V o1, out V o2, out V o3, out V o4, out V o5);
                    float* row = work + (6 * r * lanes);
                    L.Store(row, o0);
                    L.Store(row + lanes, o1);
                    L.Store(row + (2 * lanes), o2);
                    L.Store(row + (3 * lanes), o3);
                    L.Store(row + (4 * lanes), o4);
                    L.Store(row + (5 * lanes), o5);
                }
                float* to = v + ((nint)t * padded) + c;
                for (int j = 0; j < Winograd.Patch; j++, to += pointStep)
                {
                    float* p = work + (j * lanes);
                    WinogradMath<L, V>.OutputGradient(
                        L.Load(p), L.Load(p + (6 * lanes)), L.Load(p + (12 * lanes)), L.Load(p + (18 * lanes)), out V o0, out V o1, out V o2, out V o3, out V o4, out V o5);
                    L.Store(to, o0);
                    L.Store(to + (6 * pointStep), o1);
                    L.Store(to + (12 * pointStep), o2);
                    L.Store(to + (18 * pointStep), o3);
                    L.Store(to + (24 * pointStep), o4);
                    L.Store(to + (30 * pointStep), o5);
                }
            }
        }
    }

    /// <summary>G g Gᵀ for one panel of output channels: <c>[36, inChannels, width]</c>, points a <see cref="PointStep"/> apart.</summary>
    /// <param name="weights"><c>[outChannels, inChannels, 3, 3]</c>; reversed, <c>[inChannels, outChannels, 3, 3]</c> with each kernel turned by half a circle.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Weights(float* weights, bool reversed, int inChannels, int outChannels, int firstOut, int width, float* u, float* work)
    {
        int lanes = L.Count;
        nint laneStep = reversed ? 9 : (nint)inChannels * 9, channelStep = reversed ? (nint)outChannels * 9 : 9;
        nint pointStep = PointStep(inChannels, width);
        float* half = work + (9 * lanes);
        for (int block = 0; block < width; block += lanes)
        {
            int present = Math.Clamp(outChannels - firstOut - block, 0, lanes);
            float* kernels = weights + ((firstOut + block) * laneStep);
            if (present < lanes) new Span<float>(work, 9 * lanes).Clear();
            for (int c = 0; c < inChannels; c++)
            {
                float* from = kernels + (c * channelStep);
                for (int lane = 0; lane < present; lane++, from += laneStep)
                    for (int tap = 0; tap < 9; tap++) work[(tap * lanes) + lane] = from[reversed ? 8 - tap : tap];

                for (int j = 0; j < 3; j++)
                {
                    float* g = work + (j * lanes);
                    WinogradMath<L, V>.Weight(L.Load(g), L.Load(g + (3 * lanes)), L.Load(g + (6 * lanes)), out V u0, out V u1, out V u2, out V u3, out V u4, out V u5);
                    StoreColumn(half + (j * lanes), u0, u1, u2, u3, u4, u5);
                }
                float* to = u + ((nint)c * width) + block;
                for (int r = 0; r < Winograd.Patch; r++, to += 6 * pointStep)
                {
                    float* h = half + (6 * r * lanes);
                    WinogradMath<L, V>.Weight(L.Load(h), L.Load(h + lanes), L.Load(h + (2 * lanes)), out V u0, out V u1, out V u2, out V u3, out V u4, out V u5);
                    L.Store(to, u0);
                    L.Store(to + pointStep, u1);
                    L.Store(to + (2 * pointStep), u2);
                    L.Store(to + (3 * pointStep), u3);
                    L.Store(to + (4 * pointStep), u4);
                    L.Store(to + (5 * pointStep), u5);
                }
            }
        }
    }

    /// <summary>Gᵀ u G: from sums <c>[36, inChannels, step]</c> to gradients of weights <c>[inChannels, 9, outChannels]</c>, at the given steps.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void WeightGradients(float* u, nint pointStep, int inChannels, int outChannels, nint step, float* weights, nint channelStep, nint tapStep, float* work)
    {
        int lanes = L.Count;
        for (int c = 0; c < inChannels; c++)
            for (int k = 0; k < outChannels; k += lanes)
            {
                float* from = u + (c * step) + k;
                for (int j = 0; j < Winograd.Patch; j++, from += pointStep)
                {
                    WinogradMath<L, V>.WeightGradient(
                        L.Load(from), L.Load(from + (6 * pointStep)), L.Load(from + (12 * pointStep)), L.Load(from + (18 * pointStep)), L.Load(from + (24 * pointStep)), L.Load(from + (30 * pointStep)),
                        out V g0, out V g1, out V g2);
                    L.Store(work + (j * lanes), g0);
                    L.Store(work + ((6 + j) * lanes), g1);
                    L.Store(work + ((12 + j) * lanes), g2);
                }
                float* to = weights + (c * channelStep) + k;
                int present = Math.Min(lanes, outChannels - k);
                for (int r = 0; r < 3; r++, to += 3 * tapStep)
                {
                    float* h = work + (6 * r * lanes);
                    WinogradMath<L, V>.WeightGradient(
                        L.Load(h), L.Load(h + lanes), L.Load(h + (2 * lanes)), L.Load(h + (3 * lanes)), L.Load(h + (4 * lanes)), L.Load(h + (5 * lanes)), out V g0, out V g1, out V g2);
                    L.StorePartial(to, g0, present);
                    L.StorePartial(to + tapStep, g1, present);
                    L.StorePartial(to + (2 * tapStep), g2, present);
                }
            }
    }
}
