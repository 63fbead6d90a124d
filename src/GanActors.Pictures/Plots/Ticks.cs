using System.Globalization;

namespace GanActors.Pictures;

/// <summary>Chooses round places for the ticks of an axis and writes their labels.</summary>
internal static class Ticks
{
    /// <summary>Labels of axes that reach beyond the one, or not up to the other, are written with powers of ten.</summary>
    private const double LargestPlain = 1e7, SmallestPlain = 1e-3;

    /// <summary>The multiples of 1, 2 or 5 times a power of ten between <paramref name="low"/> and <paramref name="high"/>.</summary>
    /// <param name="low">Finite start of the axis.</param>
    /// <param name="high">Finite end, greater than <paramref name="low"/> by more than rounding.</param>
    /// <param name="room">How many labels there is room for; 4 at least are placed for, 11 at most.</param>
    /// <param name="wholeNumbers">Steps below 1 would mark places no value can have.</param>
    public static Tick[] Linear(double low, double high, int room, bool wholeNumbers = false)
    {
        double step = RoundStep((high - low) / Math.Clamp(room, 4, 10));
        // Rounding up may leave too few. Neighbours among the round steps are at most a factor of 2.5 apart: 0.4 finds the next smaller.
        while (Math.Floor(high / step) - Math.Ceiling(low / step) + 1 < 3)
            step = RoundStep(step * 0.4);
        if (wholeNumbers)
            step = Math.Max(step, 1);
        double first = Math.Ceiling((low / step) - 1e-9), last = Math.Floor((high / step) + 1e-9);
        var ticks = new List<Tick>();
        for (double multiple = first; multiple <= last; multiple++)
        {
            // Rounding must not push a tick off the axis.
            double value = Math.Clamp(multiple * step, low, high);
            ticks.Add(new Tick(value, Label(multiple * step, step, Math.Max(Math.Abs(low), Math.Abs(high)))));
        }

        return [.. ticks];
    }

    /// <summary>The powers of ten between two positive numbers; where they are few, 2 and 5 times them too, or the linear ticks.</summary>
    public static Tick[] Logarithmic(double low, double high, int room)
    {
        room = Math.Clamp(room, 5, 10);
        if (Math.Log10(high) - Math.Log10(low) < 1)
            return Linear(low, high, Math.Min(room, 6));
        foreach (double[] mantissas in (ReadOnlySpan<double[]>)[[1, 2, 5], [1, 3]])
        {
            Tick[] dense = PowersOfTen(low, high, mantissas, stride: 1);
            if (dense.Length <= room)
                return dense;
        }

        int stride = 1;
        Tick[] ticks = PowersOfTen(low, high, [1], stride);
        while (ticks.Length > room)
            ticks = PowersOfTen(low, high, [1], ++stride);
        return ticks;
    }

    private static Tick[] PowersOfTen(double low, double high, double[] mantissas, int stride)
    {
        var ticks = new List<Tick>();
        for (int exponent = (int)Math.Floor(Math.Log10(low)); exponent <= Math.Ceiling(Math.Log10(high)); exponent++)
        {
            if (exponent % stride != 0)
                continue;
            foreach (double mantissa in mantissas)
            {
                double value = Decimal(mantissa, exponent);
                if (value >= low && value <= high)
                    ticks.Add(new Tick(value, Label(value, value, value)));
            }
        }

        return [.. ticks];
    }

    /// <summary>The smallest of 1, 2, 5 times a power of ten that is not less than <paramref name="least"/>.</summary>
    private static double RoundStep(double least)
    {
        int exponent = (int)Math.Floor(Math.Log10(least));
        foreach (double mantissa in (ReadOnlySpan<double>)[1, 2, 5])
        {
            double step = Decimal(mantissa, exponent);
            if (step >= least * (1 - 1e-9))
                return step;
        }

        return Decimal(1, exponent + 1);
    }

    /// <summary>The number nearest to mantissa * 10^exponent: negative powers of ten are not exact, so they divide.</summary>
    private static double Decimal(double mantissa, int exponent) => exponent switch
    {
        >= 0 => mantissa * Math.Pow(10, exponent),
        > -300 => mantissa / Math.Pow(10, -exponent),
        _ => mantissa * Math.Pow(10, exponent),
    };

    private static string Label(double value, double step, double largest)
    {
        if (value == 0 || Math.Abs(value) < step / 2)
            return "0";
        int decimals = Math.Max(0, -(int)Math.Floor(Math.Log10(step) + 1e-9));
        string text;
        if (largest is >= LargestPlain or < SmallestPlain)
        {
            // As many figures as tell neighbours apart.
            int figures = Math.Clamp((int)Math.Floor(Math.Log10(Math.Abs(value)) + 1e-9) - (int)Math.Floor(Math.Log10(step) + 1e-9), 0, 15);
            text = value.ToString("0." + new string('#', figures) + "e0", CultureInfo.InvariantCulture);
        }
        else
        {
            text = value.ToString("#,0." + new string('0', decimals), CultureInfo.InvariantCulture);
        }

        return text.Replace('-', '\u2212');
    }
}
