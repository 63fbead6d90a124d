using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Memory;
using GanActors.Engines.Cpu.Stages;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;
using GanActors.Randomness;

namespace GanActors.Engines.Cpu;

/// <summary>
/// Spectral normalisation (Miyato et al., 2018): a layer multiplies by W / sigma, sigma = u^T W v the estimate of W's largest singular value, where W is
/// <c>[outputs, the rest]</c>. The layer itself does not know: it works with what lies at the parameter's effective place, and
/// leaves that one's gradient there.
/// </summary>
/// <remarks>
/// As PyTorch's parametrisation, but for the time of the power iteration: PyTorch iterates in every forward of a module that is in training mode, the
/// frozen ones of the generator's phase included, so that a forward changes what the next one computes; here u and v move once
/// after each step, with the weights, and stand still until the next. One training forward a step gives the same course. The gradient goes through
/// sigma with u and v held constant, as there.
/// <para>In memory W may lie either way around. Columns are outputs: u lies along the columns, in the panels' order, and v along the rows. Rows are
/// outputs, which repeat for every tap of a transposed convolution: u has one number a row of a tap, and v a row of columns a tap.</para>
/// </remarks>
internal sealed unsafe class SpectralNorm<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int RowsOfWork = 32;
    private const int ValuesOfWork = 8 * 1024;

    private readonly Crew _crew;
    private readonly Parameter _parameter;
    private readonly Panels _panels;
    private readonly float* _weights;
    private readonly float* _gradients;

    // Rows of one tap if rows are outputs, else 0.
    private readonly int _outputRows;
    private readonly int _taps;

    // Numbers of a row, with the empty lanes at its end.
    private readonly int _stride;
    private readonly FloatBuffer _u;
    private readonly FloatBuffer _v;
    private readonly FloatBuffer _image;
    private readonly FloatBuffer _rows;
    private readonly int[] _uPlaces;
    private readonly int[] _vPlaces;
    private readonly float[] _sums;
    private float _sigma;

    /// <param name="crew">Who works.</param>
    /// <param name="layer">The layer whose weight is normalised.</param>
    /// <param name="parameter">That weight, its places known.</param>
    /// <param name="weights">All weights, the effective ones behind.</param>
    /// <param name="gradients">All gradients, likewise.</param>
    public SpectralNorm(Crew crew, LayerPlan layer, Parameter parameter, float* weights, float* gradients)
    {
        _crew = crew;
        _parameter = parameter;
        _panels = parameter.Matrix ?? throw new ArgumentException($"{parameter.Plan.Name} is no matrix.", nameof(parameter));
        _weights = weights;
        _gradients = gradients;
        NameOfU = SpectralWeight.NameOfU(layer);
        NameOfV = SpectralWeight.NameOfV(layer);
        var shape = parameter.Plan.Shape;
        bool transposed = layer.Layer is ConvTranspose2d;
        _outputRows = transposed ? shape[1] : parameter is MatrixParameter ? shape[0] : 0;
        _taps = _outputRows == 0 ? 1 : _panels.Depth / _outputRows;
        _stride = (_panels.Count - 1) * _panels.FullWidth + _panels.Width(_panels.Count - 1);

        var (outputs, rest) = SpectralWeight.Matrix(layer);
        _u = new FloatBuffer(_outputRows == 0 ? _stride : _outputRows);
        _v = new FloatBuffer(_outputRows == 0 ? _panels.Depth : (long)_taps * _stride);
        _image = new FloatBuffer(Math.Max(_u.Length, _v.Length));
        _rows = new FloatBuffer(_panels.Depth);
        _sums = new float[(parameter.StoredSize + ValuesOfWork - 1) / ValuesOfWork];
        _uPlaces = new int[outputs];
        _vPlaces = new int[rest];

        // Where PyTorch has the weight of an output and one of the rest; dimension 1 is first for a transposed convolution.
        int window = transposed ? shape[2] * shape[3] : 1;
        int Plain(int output, int other) =>
            transposed ? (other / window * outputs + output) * window + other % window : output * rest + other;
        for (int i = 0; i < outputs; i++)
            _uPlaces[i] = Place(Plain(i, 0)).U;
        for (int i = 0; i < rest; i++)
            _vPlaces[i] = Place(Plain(0, i)).V;
    }

    /// <summary>The names under which u and v are saved.</summary>
    public string NameOfU { get; }

    /// <inheritdoc cref="NameOfU"/>
    public string NameOfV { get; }

    /// <summary>How many numbers u has: one an output.</summary>
    public int Outputs => _uPlaces.Length;

    /// <summary>How many numbers v has: one for each weight of an output.</summary>
    public int Rest => _vPlaces.Length;

    /// <summary>Random directions, and the first iterations.</summary>
    public void Initialise(RandomStream stream)
    {
        float[] numbers = new float[Outputs + Rest];
        stream.Normal(numbers);
        Load(numbers.AsSpan(0, Outputs), numbers.AsSpan(Outputs));
        Normalise(_u);
        Normalise(_v);
        for (int i = 0; i < SpectralWeight.FirstIterations; i++)
            Iterate();
        Refresh();
    }

    /// <summary>Takes u and v in PyTorch's order. The effective weights are stale until they are refreshed.</summary>
    public void Load(ReadOnlySpan<float> u, ReadOnlySpan<float> v)
    {
        for (int i = 0; i < u.Length; i++)
            _u.Span[_uPlaces[i]] = u[i];
        for (int i = 0; i < v.Length; i++)
            _v.Span[_vPlaces[i]] = v[i];
    }

    /// <summary>u and v in PyTorch's order.</summary>
    public (StateTensor U, StateTensor V) Save()
    {
        float[] u = new float[Outputs], v = new float[Rest];
        for (int i = 0; i < u.Length; i++)
            u[i] = _u.Span[_uPlaces[i]];
        for (int i = 0; i < v.Length; i++)
            v[i] = _v.Span[_vPlaces[i]];
        return (new StateTensor(NameOfU, new Shape(u.Length), u), new StateTensor(NameOfV, new Shape(v.Length), v));
    }

    /// <summary>One power iteration: u := W v, v := W^T u, each of length 1.</summary>
    public void Iterate()
    {
        float* w = _weights + _parameter.Offset;
        if (_outputRows == 0)
        {
            Mix(w, _v.Pointer, _u.Pointer);
        }
        else
        {
            Dots(w, _v.Pointer);
            for (int row = 0; row < _outputRows; row++)
            {
                double sum = 0;
                for (int tap = 0; tap < _taps; tap++)
                    sum += _rows.Pointer[(nint)tap * _outputRows + row];
                _u.Pointer[row] = (float)sum;
            }
        }

        Normalise(_u);
        ToRest(w);
        _image.Span[.._v.Length].CopyTo(_v.Span);
        Normalise(_v);
    }

    /// <summary>Makes the effective weights anew.</summary>
    public void Refresh() => _sigma = Refresh(_weights);

    /// <summary>Makes the effective weights of weights that lie as the trained ones do: those of an average. u and v are the trained ones'.</summary>
    /// <returns>Sigma.</returns>
    public float Refresh(float* weights)
    {
        float* w = weights + _parameter.Offset;
        ToRest(w);
        double sum = 0;
        for (int i = 0; i < _v.Length; i++)
            sum += (double)_v.Pointer[i] * _image.Pointer[i];
        float sigma = (float)sum;
        var work = new Divide { Source = w, Target = weights + _parameter.Effective, Count = (nint)_parameter.StoredSize, Divisor = sigma };
        _crew.Run(_sums.Length, ref work);
        return sigma;
    }

    /// <summary>From the effective weights' gradient G to the weights': (G - (G . W / sigma) u v^T) / sigma.</summary>
    public void PassGradient()
    {
        double product = 0;
        fixed (float* sums = _sums)
        {
            var products = new Products
            {
                A = _gradients + _parameter.Effective,
                B = _weights + _parameter.Effective,
                Sums = sums,
                Count = (nint)_parameter.StoredSize,
            };
            _crew.Run(_sums.Length, ref products);
            for (int i = 0; i < _sums.Length; i++)
                product += sums[i];
        }

        var work = new PassBack
        {
            Given = _gradients + _parameter.Effective,
            Target = _gradients + _parameter.Offset,
            Panels = _panels,
            OfRows = _outputRows == 0 ? _v.Pointer : _u.Pointer,
            Along = _outputRows == 0 ? _u.Pointer : _v.Pointer,
            OutputRows = _outputRows,
            Stride = _stride,
            Factor = (float)product,
            Divisor = _sigma,
        };
        _crew.Run((_panels.Depth + RowsOfWork - 1) / RowsOfWork, ref work);
    }

    private (int U, int V) Place(int plain)
    {
        int stored = _parameter.Place(plain);
        int panel = (int)(stored / ((nint)_panels.FullWidth * _panels.Depth));
        int inPanel = (int)(stored - _panels.Offset(panel)), width = _panels.Width(panel);
        int row = inPanel / width, column = panel * _panels.FullWidth + inPanel % width;
        return _outputRows == 0 ? (column, row) : (row % _outputRows, row / _outputRows * _stride + column);
    }

    private static void Normalise(FloatBuffer vector)
    {
        double square = 0;
        foreach (float value in vector.Span)
            square += (double)value * value;
        double norm = Math.Max(Math.Sqrt(square), SpectralWeight.SmallestNorm);
        foreach (ref float value in vector.Span)
            value = (float)(value / norm);
    }

    // W^T u, where v would be.
    private void ToRest(float* w)
    {
        if (_outputRows == 0)
        {
            Dots(w, _u.Pointer);
            _rows.Span.CopyTo(_image.Span);
        }
        else
        {
            Mix(w, _u.Pointer, _image.Pointer);
        }
    }

    // Each row's product with the numbers along it, those of its tap.
    private void Dots(float* w, float* along)
    {
        var work = new RowDots { W = w, Panels = _panels, Along = along, OutputRows = _outputRows, Stride = _stride, Result = _rows.Pointer };
        _crew.Run((_panels.Depth + RowsOfWork - 1) / RowsOfWork, ref work);
    }

    // The sum of all rows of a tap, each times its number.
    private void Mix(float* w, float* ofRows, float* result)
    {
        var work = new RowMix
        {
            W = w,
            Panels = _panels,
            OfRows = ofRows,
            Rows = _outputRows == 0 ? _panels.Depth : _outputRows,
            Stride = _stride,
            Result = result,
        };
        _crew.Run(_taps * _panels.Count, ref work);
    }

    private struct RowDots : ITiledWork
    {
        public float* W, Along, Result;
        public Panels Panels;
        public int OutputRows, Stride;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            int from = tile * RowsOfWork, to = Math.Min(Panels.Depth, from + RowsOfWork);
            for (int row = from; row < to; row++)
                Result[row] = 0f;
            for (int panel = 0; panel < Panels.Count; panel++)
            {
                nint width = Panels.Width(panel);
                float* w = W + Panels.Offset(panel);
                for (int row = from; row < to; row++)
                {
                    float* along = Along + (OutputRows == 0 ? 0 : (nint)(row / OutputRows) * Stride) + (nint)panel * Panels.FullWidth;
                    Result[row] += Dot(w + row * width, along, width);
                }
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static float Dot(float* a, float* b, nint count)
        {
            var sum = TLanes.All(0f);
            float rest = 0f;
            nint i = 0;
            for (; i + TLanes.Count <= count; i += TLanes.Count)
                sum = TLanes.MultiplyAdd(TLanes.Load(a + i), TLanes.Load(b + i), sum);
            for (; i < count; i++)
                rest += a[i] * b[i];
            return TLanes.Sum(sum) + rest;
        }
    }

    private struct RowMix : ITiledWork
    {
        // Short sums lose less.
        private const int RowsAtOnce = 256;

        public float* W, OfRows, Result;
        public Panels Panels;
        public int Rows, Stride;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            int tap = tile / Panels.Count, panel = tile % Panels.Count;
            nint width = Panels.Width(panel), i = 0;
            float* w = W + Panels.Offset(panel) + (nint)tap * Rows * width;
            float* result = Result + (nint)tap * Stride + (nint)panel * Panels.FullWidth;
            for (; i + TLanes.Count <= width; i += TLanes.Count)
                TLanes.Store(result + i, Sum<TLanes>(w + i, width));
            for (; i < width; i++)
                Lanes1.Store(result + i, Sum<Lanes1>(w + i, width));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private readonly TAny Sum<TAny>(float* w, nint width)
            where TAny : unmanaged, ILanes<TAny>
        {
            var total = TAny.All(0f);
            for (int from = 0; from < Rows; from += RowsAtOnce)
            {
                int to = Math.Min(Rows, from + RowsAtOnce);
                var sum = TAny.All(0f);
                for (int row = from; row < to; row++)
                    sum = TAny.MultiplyAdd(TAny.All(OfRows[row]), TAny.Load(w + row * width), sum);
                total += sum;
            }

            return total;
        }
    }

    private struct Divide : ITiledWork
    {
        public float* Source, Target;
        public nint Count;
        public float Divisor;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint i = (nint)tile * ValuesOfWork, to = Math.Min(Count, i + ValuesOfWork);
            var divisor = TLanes.All(Divisor);
            for (; i + TLanes.Count <= to; i += TLanes.Count)
                TLanes.Store(Target + i, TLanes.Load(Source + i) / divisor);
            for (; i < to; i++)
                Target[i] = Source[i] / Divisor;
        }
    }

    private struct Products : ITiledWork
    {
        public float* A, B, Sums;
        public nint Count;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            nint i = (nint)tile * ValuesOfWork, to = Math.Min(Count, i + ValuesOfWork);
            var sum = TLanes.All(0f);
            float rest = 0f;
            for (; i + TLanes.Count <= to; i += TLanes.Count)
                sum = TLanes.MultiplyAdd(TLanes.Load(A + i), TLanes.Load(B + i), sum);
            for (; i < to; i++)
                rest += A[i] * B[i];
            Sums[tile] = TLanes.Sum(sum) + rest;
        }
    }

    private struct PassBack : ITiledWork
    {
        public float* Given, Target, OfRows, Along;
        public Panels Panels;
        public int OutputRows, Stride;
        public float Factor, Divisor;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Execute(int tile)
        {
            int from = tile * RowsOfWork, to = Math.Min(Panels.Depth, from + RowsOfWork);
            var divisor = TLanes.All(Divisor);
            for (int panel = 0; panel < Panels.Count; panel++)
            {
                nint width = Panels.Width(panel);
                for (int row = from; row < to; row++)
                {
                    nint at = Panels.Offset(panel) + row * width, i = 0;
                    int tap = OutputRows == 0 ? 0 : row / OutputRows;
                    float* along = Along + (nint)tap * Stride + (nint)panel * Panels.FullWidth;
                    float ofRow = -Factor * OfRows[row - tap * OutputRows];
                    for (; i + TLanes.Count <= width; i += TLanes.Count)
                        TLanes.Store(Target + at + i, TLanes.MultiplyAdd(TLanes.All(ofRow), TLanes.Load(along + i), TLanes.Load(Given + at + i)) / divisor);
                    for (; i < width; i++)
                        Target[at + i] = (Given[at + i] + ofRow * along[i]) / Divisor;
                }
            }
        }
    }
}
