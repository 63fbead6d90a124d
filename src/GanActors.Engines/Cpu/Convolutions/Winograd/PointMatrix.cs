using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;

namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>
/// One matrix of a <see cref="ToomCook"/> form, and what applies it to registers of channels. A pair of points p and -p has one row: its even
/// part plus and minus its odd part, which halves the work. The row of 0 has an even part only, that of infinity the parity of its last column.
/// </summary>
/// <param name="table">Room for a row of <see cref="RowSize"/> for each pair, for 0 and for infinity, zeros at first.</param>
/// <param name="points">How many points there are.</param>
/// <param name="inputs">How many columns the matrix has.</param>
internal readonly unsafe struct PointMatrix(float* table, int points, int inputs)
{
    /// <summary>Distance of two rows of the table.</summary>
    public const int RowSize = 8;

    /// <summary>How many points there are.</summary>
    public int Points { get; } = points;

    /// <summary>How many columns the matrix has.</summary>
    public int Inputs { get; } = inputs;

    /// <summary>Sets a coefficient; only <see cref="ToomCook"/> does.</summary>
    public void Set(int row, int column, double value) => table[row * RowSize + column] = (float)value;

    /// <summary>A coefficient, of the point of a pair that it is.</summary>
    public float Coefficient(int point, int column)
    {
        int pairs = (Points - 1) / 2;
        if (point >= 2 * pairs)
            return table[(point - pairs) * RowSize + column];
        float value = table[point / 2 * RowSize + column];
        return (point & column & 1) == 0 ? value : -value;
    }

    /// <summary>Columns <c>[inputs][width]</c>, each by pointer, to <c>[points][width]</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ToPoints<TLanes>(float** x, float* y, nint yStride, nint width)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        switch (Inputs)
        {
            case 2:
                ToPoints<TLanes, Inputs2>(x, y, yStride, width);
                break;
            case 3:
                ToPoints<TLanes, Inputs3>(x, y, yStride, width);
                break;
            case 4:
                ToPoints<TLanes, Inputs4>(x, y, yStride, width);
                break;
            case 5:
                ToPoints<TLanes, Inputs5>(x, y, yStride, width);
                break;
            case 6:
                ToPoints<TLanes, Inputs6>(x, y, yStride, width);
                break;
            case 7:
                ToPoints<TLanes, Inputs7>(x, y, yStride, width);
                break;
            default:
                ToPoints<TLanes, Inputs8>(x, y, yStride, width);
                break;
        }
    }

    /// <summary>
    /// The transpose: <c>[points][width]</c> to columns from <paramref name="from"/> to before <paramref name="to"/>; those before
    /// <paramref name="added"/> are added to what is there.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FromPoints<TLanes>(float* y, nint yStride, float* x, nint xStride, int from, int to, int added, nint width)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        switch (Points)
        {
            case 3:
                FromPoints<TLanes, Inputs3>(y, yStride, x, xStride, from, to, added, width);
                break;
            case 4:
                FromPoints<TLanes, Inputs4>(y, yStride, x, xStride, from, to, added, width);
                break;
            case 5:
                FromPoints<TLanes, Inputs5>(y, yStride, x, xStride, from, to, added, width);
                break;
            case 6:
                FromPoints<TLanes, Inputs6>(y, yStride, x, xStride, from, to, added, width);
                break;
            case 7:
                FromPoints<TLanes, Inputs7>(y, yStride, x, xStride, from, to, added, width);
                break;
            default:
                FromPoints<TLanes, Inputs8>(y, yStride, x, xStride, from, to, added, width);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ToPoints<TLanes, TInputs>(float** x, float* y, nint yStride, nint width)
        where TLanes : unmanaged, ILanes<TLanes>
        where TInputs : struct, IInputCount
    {
        nint i = 0;
        for (; i + TLanes.Count <= width; i += TLanes.Count)
            RegisterToPoints<TLanes, TInputs>(x, i, y + i, yStride);
        for (; i < width; i++)
            RegisterToPoints<Lanes1, TInputs>(x, i, y + i, yStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FromPoints<TLanes, TPoints>(float* y, nint yStride, float* x, nint xStride, int from, int to, int added, nint width)
        where TLanes : unmanaged, ILanes<TLanes>
        where TPoints : struct, IInputCount
    {
        nint i = 0;
        for (; i + TLanes.Count <= width; i += TLanes.Count)
            RegisterFromPoints<TLanes, TPoints>(y + i, yStride, x + i, xStride, from, to, added);
        for (; i < width; i++)
            RegisterFromPoints<Lanes1, TPoints>(y + i, yStride, x + i, xStride, from, to, added);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RegisterToPoints<TLanes, TInputs>(float** x, nint i, float* y, nint yStride)
        where TLanes : unmanaged, ILanes<TLanes>
        where TInputs : struct, IInputCount
    {
        var x0 = TLanes.Load(x[0] + i);
        var x1 = TLanes.Load(x[1] + i);
        var x2 = TInputs.Value > 2 ? TLanes.Load(x[2] + i) : default;
        var x3 = TInputs.Value > 3 ? TLanes.Load(x[3] + i) : default;
        var x4 = TInputs.Value > 4 ? TLanes.Load(x[4] + i) : default;
        var x5 = TInputs.Value > 5 ? TLanes.Load(x[5] + i) : default;
        var x6 = TInputs.Value > 6 ? TLanes.Load(x[6] + i) : default;
        var x7 = TInputs.Value > 7 ? TLanes.Load(x[7] + i) : default;
        float* row = table;
        for (int pair = (Points - 1) / 2; pair > 0; pair--, row += RowSize, y += 2 * yStride)
        {
            var even = Half<TLanes, TInputs>(row, 0, x0, x2, x4, x6);
            var odd = Half<TLanes, TInputs>(row, 1, x1, x3, x5, x7);
            TLanes.Store(y, even + odd);
            TLanes.Store(y + yStride, even - odd);
        }

        if (Points % 2 == 0)
        {
            TLanes.Store(y, Half<TLanes, TInputs>(row, 0, x0, x2, x4, x6));
            row += RowSize;
            y += yStride;
        }

        TLanes.Store(
            y, TInputs.Value % 2 == 1 ? Half<TLanes, TInputs>(row, 0, x0, x2, x4, x6) : Half<TLanes, TInputs>(row, 1, x1, x3, x5, x7));
    }

    // Every other column: the even ones from 0 on, or the odd ones from 1 on.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Half<TLanes, TInputs>(float* row, int from, TLanes x0, TLanes x2, TLanes x4, TLanes x6)
        where TLanes : unmanaged, ILanes<TLanes>
        where TInputs : struct, IInputCount
    {
        var sum = x0 * TLanes.All(row[from]);
        if (TInputs.Value > from + 2)
            sum = TLanes.MultiplyAdd(x2, TLanes.All(row[from + 2]), sum);
        if (TInputs.Value > from + 4)
            sum = TLanes.MultiplyAdd(x4, TLanes.All(row[from + 4]), sum);
        if (TInputs.Value > from + 6)
            sum = TLanes.MultiplyAdd(x6, TLanes.All(row[from + 6]), sum);
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void RegisterFromPoints<TLanes, TPoints>(float* y, nint yStride, float* x, nint xStride, int from, int to, int added)
        where TLanes : unmanaged, ILanes<TLanes>
        where TPoints : struct, IInputCount
    {
        int pairs = (TPoints.Value - 1) / 2;
        var (sum0, difference0) = Pair<TLanes>(y, yStride);
        var (sum1, difference1) = pairs > 1 ? Pair<TLanes>(y + 2 * yStride, yStride) : default;
        var (sum2, difference2) = pairs > 2 ? Pair<TLanes>(y + 4 * yStride, yStride) : default;
        var zero = TPoints.Value % 2 == 0 ? TLanes.Load(y + 2 * pairs * yStride) : default;
        var infinity = TLanes.Load(y + (TPoints.Value - 1) * yStride);
        float* column = table + from;
        int parity = (Inputs - 1) & 1;
        x += from * xStride;
        for (int j = from; j < to; j++, column++, x += xStride)
        {
            TLanes sum;
            if ((j & 1) == 0)
            {
                sum = sum0 * TLanes.All(column[0]);
                if (pairs > 1)
                    sum = TLanes.MultiplyAdd(sum1, TLanes.All(column[RowSize]), sum);
                if (pairs > 2)
                    sum = TLanes.MultiplyAdd(sum2, TLanes.All(column[2 * RowSize]), sum);
                if (TPoints.Value % 2 == 0)
                    sum = TLanes.MultiplyAdd(zero, TLanes.All(column[pairs * RowSize]), sum);
            }
            else
            {
                sum = difference0 * TLanes.All(column[0]);
                if (pairs > 1)
                    sum = TLanes.MultiplyAdd(difference1, TLanes.All(column[RowSize]), sum);
                if (pairs > 2)
                    sum = TLanes.MultiplyAdd(difference2, TLanes.All(column[2 * RowSize]), sum);
            }

            if ((j & 1) == parity)
                sum = TLanes.MultiplyAdd(infinity, TLanes.All(column[TPoints.Value / 2 * RowSize]), sum);
            if (j < added)
                sum += TLanes.Load(x);
            TLanes.Store(x, sum);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TLanes Sum, TLanes Difference) Pair<TLanes>(float* y, nint yStride)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var plus = TLanes.Load(y);
        var minus = TLanes.Load(y + yStride);
        return (plus + minus, plus - minus);
    }
}
