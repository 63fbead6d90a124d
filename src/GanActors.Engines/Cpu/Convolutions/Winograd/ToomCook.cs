using GanActors.Engines.Cpu.Memory;

namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>
/// A short convolution in one dimension with one multiplication a point: <c>y[i] = sum over t of x[i + t] w[t]</c> for <see cref="Outputs"/> outputs and
/// <see cref="Taps"/> taps from outputs + taps - 1 products (Toom and Cook; Winograd, 1980; Lavin and Gray, 2016).
/// </summary>
/// <remarks>
/// The sum over i and t of <c>y'[i] x[i + t] w[t]</c> equals the sum over points of <c>(F y')(X x)(W w)</c>. That form has one factor for each of the
/// three, so the same three matrices give the convolution, the gradient of its input and that of its weights, each by the transpose of one. The points
/// come as pairs p and -p, then 0 if their number is even, then infinity; these sets had the least error of those that were tried, and make
/// every coefficient of X and F exact: only W, which is applied once a step, is rounded.
/// </remarks>
internal sealed unsafe class ToomCook
{
    /// <summary>The most points that there are good ones for.</summary>
    public const int MostPoints = 8;

    private readonly FloatBuffer _table = new(3 * MostPoints * PointMatrix.RowSize);

    public ToomCook(int outputs, int taps)
    {
        int points = outputs + taps - 1;
        ArgumentOutOfRangeException.ThrowIfLessThan(outputs, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(taps, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(points, MostPoints);
        Outputs = outputs;
        Taps = taps;
        Points = points;
        Image = new PointMatrix(_table.Pointer, points, points);
        Features = new PointMatrix(_table.Pointer + MostPoints * PointMatrix.RowSize, points, outputs);
        Weights = new PointMatrix(_table.Pointer + 2 * MostPoints * PointMatrix.RowSize, points, taps);

        double[] positive = PositivePoints(points);
        double[] finite = [.. positive, .. positive.Select(point => -point), .. points % 2 == 0 ? [0.0] : Array.Empty<double>()];
        int row = 0;
        foreach (double point in points % 2 == 0 ? [.. positive, 0.0] : positive)
        {
            double[] others = [.. finite.Where(other => other != point)];
            double scale = others.Aggregate(1.0, (product, other) => product * (point - other));
            double[] polynomial = Product(others);
            for (int i = 0; i < points; i++)
                Image.Set(row, i, i < polynomial.Length ? polynomial[i] : 0);
            for (int i = 0; i < outputs; i++)
                Features.Set(row, i, Math.Pow(point, i));
            for (int i = 0; i < taps; i++)
                Weights.Set(row, i, Math.Pow(point, i) / scale);
            row++;
        }

        double[] all = Product(finite);
        for (int i = 0; i < points; i++)
            Image.Set(row, i, all[i]);
        Features.Set(row, outputs - 1, 1);
        Weights.Set(row, taps - 1, 1);
    }

    /// <summary>Outputs of one tile.</summary>
    public int Outputs { get; }

    /// <summary>Taps of the kernel.</summary>
    public int Taps { get; }

    /// <summary>Multiplications, and inputs of one tile.</summary>
    public int Points { get; }

    /// <summary>From the inputs that a tile sees to points.</summary>
    public PointMatrix Image { get; }

    /// <summary>From a tile's outputs to points; its transpose makes the outputs.</summary>
    public PointMatrix Features { get; }

    /// <summary>From taps to points.</summary>
    public PointMatrix Weights { get; }

    private static double[] PositivePoints(int points) => points switch
    {
        3 or 4 => [1],
        5 => [1, 0.5],
        6 => [0.75, 1.5],
        _ => [1, 0.5, 2],
    };

    // Coefficients of the product of (x - root), of the lowest power first.
    private static double[] Product(double[] roots)
    {
        double[] product = [1];
        foreach (double root in roots)
        {
            double[] next = new double[product.Length + 1];
            for (int i = 0; i < product.Length; i++)
            {
                next[i + 1] += product[i];
                next[i] -= root * product[i];
            }

            product = next;
        }

        return product;
    }
}
