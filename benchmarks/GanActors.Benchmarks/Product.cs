using System.Diagnostics;
using System.Globalization;
using GanActors.Engines.Cpu;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Memory;
using GanActors.Engines.Cpu.Threads;

namespace GanActors.Benchmarks;

/// <summary>
/// One matrix product as a dense layer does it, weights in panels as the engine always keeps them. <c>forward</c> is [m, k] times weights
/// of [k, n]; <c>input</c> the same on the way back, where the weights are turned first; <c>weight</c> is [m, k] transposed times [m, n].
/// </summary>
internal static class Product
{
    /// <summary>Operations a second at the best of many tries.</summary>
    /// <param name="text">For example <c>forward:64:100:128</c>: kind, m, k, n.</param>
    /// <param name="threads">How many threads share it.</param>
    /// <param name="path">Which registers.</param>
    /// <param name="seconds">How long to try.</param>
    public static double Measure(string text, int threads, VectorPath path, double seconds) => path switch
    {
        VectorPath.Avx512 => Measure<Lanes512>(text, threads, seconds),
        VectorPath.Avx2 => Measure<Lanes256>(text, threads, seconds),
        _ => Measure<Lanes128>(text, threads, seconds),
    };

    /// <summary>What does the product once, operands ready.</summary>
    /// <inheritdoc cref="Measure(string, int, VectorPath, double)"/>
    public static Action Prepare(string text, Crew crew, VectorPath path)
    {
        string[] parts = text.Split(':');
        int m = Number(parts[1]), k = Number(parts[2]), n = Number(parts[3]);
        return path switch
        {
            VectorPath.Avx512 => Prepare<Lanes512>(crew, parts[0], m, k, n),
            VectorPath.Avx2 => Prepare<Lanes256>(crew, parts[0], m, k, n),
            _ => Prepare<Lanes128>(crew, parts[0], m, k, n),
        };
    }

    private static double Measure<TLanes>(string text, int threads, double seconds)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        string[] parts = text.Split(':');
        int m = Number(parts[1]), k = Number(parts[2]), n = Number(parts[3]);
        using var crew = new Crew(threads);
        var run = Prepare<TLanes>(crew, parts[0], m, k, n);
        double operations = 2.0 * m * k * n;
        int repeats = Math.Max(1, (int)(5e7 / operations));
        double best = double.MaxValue;
        long began = Stopwatch.GetTimestamp();
        do
        {
            long start = Stopwatch.GetTimestamp();
            for (int repeat = 0; repeat < repeats; repeat++)
                run();
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds / repeats);
        }
        while (Stopwatch.GetElapsedTime(began).TotalSeconds < seconds);
        return operations / best;
    }

    private static unsafe Action Prepare<TLanes>(Crew crew, string kind, int m, int k, int n)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var panels = Panels.For<TLanes>(k, n);
        FloatBuffer left = Filled((long)m * k), panelled = Filled(panels.Size), plain = Filled((long)m * n);
        switch (kind)
        {
            case "forward":
                return () => Rows<TLanes>(crew, left, panelled, plain, panels, m);
            case "input":
                var turned = Panels.For<TLanes>(n, k);
                var weights = Filled(turned.Size);
                return () =>
                {
                    new PanelTranspose<TLanes> { Source = weights.Pointer, From = turned, Rows = n, Target = panelled.Pointer, To = panels }.Run(crew);
                    Rows<TLanes>(crew, left, panelled, plain, panels, m);
                };
            case "weight":
                return () => new ColumnProduct<TLanes>
                {
                    Depth = m,
                    A = new RowMap(left.Pointer, k),
                    Segments = 1,
                    SegmentDepth = k,
                    B = plain.Pointer,
                    BStride = n,
                    C = panelled.Pointer,
                    Panels = panels,
                }.Run(crew);
            default:
                throw new ArgumentException($"No product '{kind}'; there are forward, input and weight.", nameof(kind));
        }
    }

    private static unsafe void Rows<TLanes>(Crew crew, FloatBuffer a, FloatBuffer b, FloatBuffer c, Panels panels, int rows)
        where TLanes : unmanaged, ILanes<TLanes> => new RowProduct<TLanes>
        {
            Rows = rows,
            A = new RowMap(a.Pointer, panels.Depth),
            Segments = 1,
            SegmentDepth = panels.Depth,
            B = b.Pointer,
            Panels = panels,
            C = new RowMap(c.Pointer, panels.Columns),
        }.Run(crew);

    private static FloatBuffer Filled(long length)
    {
        var buffer = new FloatBuffer(length);
        for (int i = 0; i < buffer.Length; i++)
            buffer.Span[i] = (i % 17 - 8) * 0.1f;
        return buffer;
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
