using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using GanActors.Datasets;
using GanActors.Engines.Cpu;
using GanActors.Evaluation.Extractors;
using GanActors.Evaluation.Features;
using GanActors.Evaluation.Metrics;
using GanActors.Networks;
using GanActors.Runs;

namespace GanActors.Evaluation;

/// <summary>
/// Measures generators against one data set: with its feature extractor if the items are images, by the modes if they are points of a mixture. Figures
/// are functions of the generated items and the data alone, whatever the number of threads. What belongs to the real items is computed once.
/// </summary>
public sealed class GeneratorEvaluator : IDisposable
{
    /// <summary>The least number of items that can be measured.</summary>
    public const int LeastSamples = 16;

    private const int UsualImages = 10_000;

    // As many as in "PacGAN" (Lin et al., 2018).
    private const int UsualStacks = 26_000;

    private readonly CpuDevice _device;
    private readonly IDataset _data;
    private readonly IDataset? _heldOut;
    private readonly PixelRange _range;
    private readonly FeatureExtractor? _extractor;
    private (int Wanted, RealSide Real)? _real;

    private GeneratorEvaluator(CpuDevice device, IDataset data, IDataset? heldOut, PixelRange range, FeatureExtractor? extractor)
    {
        _device = device;
        _data = data;
        _heldOut = heldOut;
        _range = range;
        _extractor = extractor;
    }

    /// <summary>What the features are; null for points.</summary>
    public ExtractorId? Extractor => _extractor?.Id;

    /// <summary>How many items are usual for data: 10,000 images, 26,000 stacked digits, 2,500 points.</summary>
    public static int UsualSamples(IDataset data) => data switch
    {
        MixtureDataset => ModeCoverage.Samples,
        StackedDataset => UsualStacks,
        _ => UsualImages,
    };

    /// <summary>Whether there are figures for such data: images, and points of a known mixture.</summary>
    public static bool CanMeasure(IDataset data)
    {
        ArgumentNullException.ThrowIfNull(data);
        return data is MixtureDataset || data.Item.IsImage;
    }

    /// <summary>Gets ready, training the extractor if none is kept.</summary>
    /// <param name="device">Whose threads compute.</param>
    /// <param name="data">What the generators were trained on.</param>
    /// <param name="heldOut">Items of the same kind that they were not trained on; null if there are none.</param>
    /// <param name="range">What is black and white in generated images.</param>
    /// <param name="library">Where extractors are kept.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="NotSupportedException">There are no figures for such data.</exception>
    public static GeneratorEvaluator Open(
        CpuDevice device, IDataset data, IDataset? heldOut, PixelRange range, ExtractorLibrary library,
        IProgress<EvaluationProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(library);
        if (!CanMeasure(data))
            throw new NotSupportedException($"{data.Name}: items of {data.Item} are neither images nor points of a known mixture; there are no figures for them.");
        return new GeneratorEvaluator(device, data, heldOut, range, data is MixtureDataset ? null : library.Open(device, data, heldOut, progress, stop));
    }

    /// <summary>Measures a generator.</summary>
    /// <param name="generated">Its items, batch by batch; of a conditional one with the classes that were asked for.</param>
    /// <param name="samples">How many will come, at least <see cref="LeastSamples"/>.</param>
    /// <param name="progress">Hears how far it is.</param>
    /// <param name="stop">Ends it.</param>
    /// <exception cref="DivergedGeneratorException">An item is not finite.</exception>
    /// <exception cref="ArgumentException">There are too few items, or other items than were announced.</exception>
    public EvaluationReport Evaluate(
        IEnumerable<Batch> generated, int samples, IProgress<EvaluationProgress>? progress = null, CancellationToken stop = default)
    {
        ArgumentNullException.ThrowIfNull(generated);
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, LeastSamples);
        long began = Stopwatch.GetTimestamp();
        var report = _extractor is null ? OfPoints(generated, samples, stop) : OfImages(_extractor, generated, samples, progress, stop);
        return report with { Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds };
    }

    /// <inheritdoc/>
    public void Dispose() => _extractor?.Dispose();

    private EvaluationReport OfPoints(IEnumerable<Batch> generated, int samples, CancellationToken stop)
    {
        var mixture = ((MixtureDataset)_data).Mixture;
        float[] points = new float[samples * _data.Item.Size];
        int at = 0;
        foreach (var batch in generated)
        {
            stop.ThrowIfCancellationRequested();
            batch.Values.Span.CopyTo(points.AsSpan(at));
            at += batch.Values.Length;
        }

        var coverage = ModeCoverage.Of(points.AsSpan(0, at), mixture.Coordinates.AsSpan(), mixture.StandardDeviation);
        var figures = new Dictionary<string, double>
        {
            [FigureNames.Modes] = coverage.Captured,
            [FigureNames.ModesTotal] = coverage.Modes,
            [FigureNames.HighQuality] = coverage.HighQuality,
            [FigureNames.ReverseKl] = coverage.ReverseKl,
        };
        return new EvaluationReport(_data.Name, coverage.Count, _data.Count, null, Sorted(figures), null, [], [], 0);
    }

    private EvaluationReport OfImages(
        FeatureExtractor extractor, IEnumerable<Batch> generated, int samples, IProgress<EvaluationProgress>? progress, CancellationToken stop)
    {
        var items = new LookedAt(extractor, _data.Item, samples, RealSide.NearnessItems);
        var asked = new List<byte>();
        foreach (var batch in generated)
        {
            stop.ThrowIfCancellationRequested();
            items.Add(batch, _range);
            asked.AddRange(batch.Classes.Span);
            progress?.Report(new EvaluationProgress("features of generated items", items.Done, samples));
        }

        if (items.Done != samples)
            throw new ArgumentException($"{samples} items were announced, and {items.Done} came.", nameof(generated));
        if (_real?.Wanted != samples)
            _real = (samples, RealSide.Of(_device, extractor, _data, _heldOut, samples, progress, stop));
        var real = _real.Value.Real;

        progress?.Report(new EvaluationProgress("distances", 0, 1));
        var features = items.Features;
        var kernel = KernelDistance.Between(_device, real.Features, features, RealSide.Seed);
        stop.ThrowIfCancellationRequested();
        var overlap = ManifoldOverlap.Of(_device, real.Features, features);
        stop.ThrowIfCancellationRequested();
        var figures = new Dictionary<string, double>
        {
            [FigureNames.Fid] = FrechetDistance.Between(real.Moments, GaussianMoments.Of(features, _device.Threads)),
            [FigureNames.Kid] = kernel.Mean,
            [FigureNames.KidError] = kernel.StandardError,
            [FigureNames.Precision] = overlap.Precision,
            [FigureNames.Recall] = overlap.Recall,
            [FigureNames.Density] = overlap.Density,
            [FigureNames.Coverage] = overlap.Coverage,
        };
        if (!double.IsNaN(real.Nearness))
        {
            double nearest = TrainingNearness.MedianDistance(_device, items.Pixels, _data, PixelRange.Signed);
            figures[FigureNames.NearestRatio] = new TrainingNearness(nearest, real.Nearness).Ratio;
        }

        var classes = extractor.Classes > 0 ? AddClasses(figures, extractor.Classes, items.Probabilities, real.Probabilities, asked) : [];
        return new EvaluationReport(
            _data.Name, samples, real.Features.Count, extractor.Id, Sorted(figures), real.Floor, classes, Notes(samples, real), 0);
    }

    private ImmutableArray<ClassShare> AddClasses(
        Dictionary<string, double> figures, int classes, ClassProbabilities generated, ClassProbabilities real, List<byte> asked)
    {
        int[] mine = generated.Likeliest();
        var histogram = Histogram.Of(mine, classes);
        var data = Histogram.Of(real.Likeliest(), classes);
        figures[FigureNames.ClassifierScore] = ClassifierScore.Of(generated);
        figures[FigureNames.ClassifierScoreReal] = ClassifierScore.Of(real);
        figures[FigureNames.ClassDistance] = histogram.DistanceTo(data);
        figures[FigureNames.ClassEntropy] = histogram.Entropy;
        figures[FigureNames.ClassEntropyReal] = data.Entropy;
        if (asked.Count == mine.Length)
            figures[FigureNames.ClassAgreement] = mine.Zip(asked, (seen, wanted) => seen == wanted).Count(same => same) / (double)mine.Length;
        var names = (_data as StackedDataset)?.Digits.ClassNames ?? _data.ClassNames;
        if (_data is StackedDataset stacked)
        {
            var modes = Histogram.Of([.. mine.Chunk(StackedDataset.Channels).Select(digits => stacked.ModeOf(digits[0], digits[1], digits[2]))], stacked.Modes);
            figures[FigureNames.Modes] = modes.Occurring;
            figures[FigureNames.ModesTotal] = stacked.Modes;
            figures[FigureNames.ReverseKl] = modes.ReverseKl(ModeShares(stacked));
        }

        return [.. Enumerable.Range(0, classes).Select(i => new ClassShare(names[i], data[i], histogram[i]))];
    }

    // Channels are drawn apart, so a mode is as frequent as the product of its digits.
    private static double[] ModeShares(StackedDataset stacked)
    {
        int[] items = [.. Enumerable.Range(0, stacked.Digits.Count)];
        byte[] labels = new byte[items.Length];
        stacked.Digits.GatherLabels(items, labels);
        var counted = Histogram.Of([.. labels.Select(label => (int)label)], stacked.Digits.Classes);
        double[] digits = [.. Enumerable.Range(0, stacked.Digits.Classes).Select(digit => counted[digit])];
        return [.. from red in digits from green in digits from blue in digits select red * green * blue];
    }

    private ImmutableArray<string> Notes(int samples, RealSide real)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        string Say(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
        if (!real.Moments.HasEnoughItems || samples <= real.Moments.Dimension)
        {
            notes.Add(Say(
                $"FID needs more items than features to mean much: {Math.Min(samples, real.Features.Count):N0} items, {real.Moments.Dimension} features; look at KID, which is unbiased"));
        }

        if (real.Features.Count < samples)
            notes.Add(Say($"there are only {real.Features.Count:N0} real items for {samples:N0} generated ones"));
        if (real.Floor.Samples < real.Features.Count)
        {
            notes.Add(Say(
                $"the floor is of two sets of {real.Floor.Samples:N0} real items, fewer than were measured: its FID is higher than one of as many items would be"));
        }

        if (_heldOut is null && !double.IsNaN(real.Nearness))
            notes.Add("no real items are at hand that were not trained on: the distance to the nearest training item is compared with that among training items");
        return notes.ToImmutable();
    }

    private static ImmutableSortedDictionary<string, double> Sorted(Dictionary<string, double> figures) => figures.ToImmutableSortedDictionary(StringComparer.Ordinal);
}
