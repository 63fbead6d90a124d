using GanActors.Datasets;
using GanActors.Engines.Cpu;
using GanActors.Evaluation.Extractors;
using GanActors.Networks;
using GanActors.Runs;

namespace GanActors.Evaluation.Tests;

public sealed class GeneratorEvaluatorTests : IDisposable
{
    private const int Count = 600;

    private static readonly ImageDataset Data = TinyImages.Of(Count, seed: 1);
    private static readonly ImageDataset HeldOut = TinyImages.Of(300, seed: 2);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private readonly string _folder = Directory.CreateTempSubdirectory("ganactors-evaluation-").FullName;
    private readonly CpuDevice _device = new(1);

    public void Dispose()
    {
        _device.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void A_classifier_is_trained_once_and_kept_with_its_accuracy()
    {
        var heard = new Heard();
        ExtractorId first = Identify(heard);
        Assert.True(first.Accuracy > 0.95, first.Name);
        Assert.Equal((ExtractorKind.Classifier, "bars", 128), (first.Kind, first.Data, first.Features));
        Assert.Contains("300", first.Note, StringComparison.Ordinal);
        Assert.Contains(heard.All, progress => progress.What.Contains("training", StringComparison.Ordinal));
        Assert.Single(Directory.GetFiles(_folder));

        var again = new Heard();
        Assert.Equal(first, Identify(again));
        Assert.DoesNotContain(again.All, progress => progress.What.Contains("training", StringComparison.Ordinal));
    }

    [Fact]
    public void A_kept_classifier_that_is_damaged_is_trained_anew_to_the_same_weights()
    {
        var first = Identify();
        string file = Directory.GetFiles(_folder).Single();
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^20] ^= 0x40;
        File.WriteAllBytes(file, bytes);
        Assert.Equal(first, Identify());
        File.WriteAllBytes(file, bytes[..100]);
        Assert.Equal(first, Identify());
    }

    [Fact]
    public void Without_a_test_set_a_fifth_is_held_out_and_that_is_said()
    {
        using var extractor = Library().Open(_device, Data, heldOut: null, stop: Stop);
        Assert.Contains("480 of 600", extractor.Id.Note, StringComparison.Ordinal);
        Assert.Contains("120 held out", extractor.Id.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_without_labels_have_untrained_features_and_that_is_said()
    {
        using var extractor = Library().Open(_device, TinyImages.Of(Count, 1, labelled: false), heldOut: null, stop: Stop);
        Assert.Equal(ExtractorKind.Random, extractor.Id.Kind);
        Assert.Contains("untrained", extractor.Id.Name, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void Items_like_the_data_score_like_the_data()
    {
        var report = Evaluate(TinyImages.Of(300, seed: 3));
        Assert.True(report.Figures[FigureNames.Fid] < 10 * report.Floor!.Fid, $"{report.Figures[FigureNames.Fid]} {report.Floor}");
        Assert.InRange(report.Figures[FigureNames.Precision], 0.7, 1);
        Assert.InRange(report.Figures[FigureNames.Recall], 0.7, 1);
        Assert.InRange(report.Figures[FigureNames.NearestRatio], 0.9, 1.1);
        Assert.InRange(report.Figures[FigureNames.ClassDistance], 0, 0.1);
        Assert.InRange(report.Figures[FigureNames.ClassifierScore], 1.8, 2);
        Assert.Equal((300, 300, 300), (report.Samples, report.Reals, report.Floor.Samples));
        Assert.Equal(["across", "down"], report.Classes.Select(share => share.Name));
        Assert.Equal(1, report.Classes.Sum(share => share.Generated), 1e-9);
    }

    [Fact]
    public void Copies_of_training_items_are_at_no_distance_from_them()
    {
        var report = Evaluate(Data.Take(200));
        Assert.Equal(0, report.Figures[FigureNames.NearestRatio], 1e-6);
    }

    [Fact]
    public void A_collapsed_generator_is_told_by_recall_entropy_and_distance()
    {
        var one = new Batch(TinyImages.Item, 1, TinyImages.Batches(Data).First().Values[..TinyImages.Item.Size]);
        using var evaluator = Open();
        var report = evaluator.Evaluate(Enumerable.Repeat(one, 100), 100, stop: Stop);
        Assert.Equal(0, report.Figures[FigureNames.Recall]);
        Assert.Equal(0, report.Figures[FigureNames.ClassEntropy], 1e-9);
        Assert.Equal(0.5, report.Figures[FigureNames.ClassDistance], 0.1);
        Assert.True(report.Figures[FigureNames.Fid] > 5 * report.Floor!.Fid);
        Assert.Equal(1, report.Figures[FigureNames.ClassifierScore], 1e-3);
    }

    [Fact]
    public void Fewer_items_than_features_are_said()
    {
        var report = Evaluate(TinyImages.Of(64, seed: 3));
        Assert.Contains(report.Notes, note => note.Contains("128 features", StringComparison.Ordinal));
        Assert.True(double.IsFinite(report.Figures[FigureNames.Fid]));
    }

    [Fact]
    public void The_classes_asked_for_are_compared_with_those_seen()
    {
        var items = TinyImages.Of(200, seed: 3);
        using var evaluator = Open();
        Assert.InRange(evaluator.Evaluate(TinyImages.Batches(items, asked: item => (byte)(item % 2)), 200, stop: Stop).Figures[FigureNames.ClassAgreement], 0.95, 1);
        Assert.InRange(evaluator.Evaluate(TinyImages.Batches(items, asked: item => (byte)(1 - (item % 2))), 200, stop: Stop).Figures[FigureNames.ClassAgreement], 0, 0.05);
    }

    [Fact]
    public void Figures_are_the_same_for_any_number_of_threads()
    {
        using var three = new CpuDevice(3);
        var items = TinyImages.Of(200, seed: 3);
        var here = Evaluate(items);
        using var evaluator = GeneratorEvaluator.Open(three, Data, HeldOut, PixelRange.Unit, new ExtractorLibrary([]), stop: Stop);
        var there = evaluator.Evaluate(TinyImages.Batches(items, together: 37), 200, stop: Stop);
        Assert.Equal(here.Extractor, there.Extractor);
        Assert.Equal(here.Figures, there.Figures);
        Assert.Equal(here.Floor, there.Floor);
    }

    [Fact]
    public void Items_that_are_no_numbers_are_refused_by_their_number()
    {
        float[] values = new float[20 * TinyImages.Item.Size];
        values[(7 * TinyImages.Item.Size) + 3] = float.NaN;
        using var evaluator = Open();
        var fault = Assert.Throws<DivergedGeneratorException>(() => evaluator.Evaluate([new Batch(TinyImages.Item, 20, values)], 20, stop: Stop));
        Assert.Contains("item 7 ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Points_are_measured_by_their_modes()
    {
        var ring = new MixtureDataset("ring", Mixture.Ring, 2_500, seed: 4, index: 1);
        using var evaluator = GeneratorEvaluator.Open(_device, ring, null, PixelRange.Signed, Library(), stop: Stop);
        var report = evaluator.Evaluate(TinyImages.Batches(ring), 2_500, stop: Stop);
        Assert.Null(report.Extractor);
        Assert.Equal(8, report.Figures[FigureNames.Modes]);
        Assert.InRange(report.Figures[FigureNames.HighQuality], 0.98, 1);
        Assert.InRange(report.Figures[FigureNames.ReverseKl], 0, 0.01);
        Assert.False(report.Figures.ContainsKey(FigureNames.Fid));
    }

    [Fact]
    public void Stacked_digits_are_measured_by_the_modes_of_their_channels()
    {
        var stacks = new StackedDataset("stacked", Data, 2_000, seed: 1, index: 5);
        using var evaluator = GeneratorEvaluator.Open(_device, stacks, HeldOut, PixelRange.Unit, Library(), stop: Stop);
        var report = evaluator.Evaluate(TinyImages.Batches(new StackedDataset("others", HeldOut, 400, seed: 2, index: 5)), 400, stop: Stop);
        Assert.Equal((8, 8), (report.Figures[FigureNames.Modes], report.Figures[FigureNames.ModesTotal]));
        Assert.InRange(report.Figures[FigureNames.ReverseKl], 0, 0.05);
        Assert.Equal(3 * 128, report.Extractor!.Features);
        Assert.False(report.Figures.ContainsKey(FigureNames.NearestRatio));
    }

    private ExtractorLibrary Library() => new([_folder]);

    private GeneratorEvaluator Open(IProgress<EvaluationProgress>? progress = null) =>
        GeneratorEvaluator.Open(_device, Data, HeldOut, PixelRange.Unit, Library(), progress, Stop);

    private ExtractorId Identify(IProgress<EvaluationProgress>? progress = null)
    {
        using var evaluator = Open(progress);
        return evaluator.Extractor!;
    }

    private EvaluationReport Evaluate(IDataset items)
    {
        using var evaluator = Open();
        return evaluator.Evaluate(TinyImages.Batches(items), items.Count, stop: Stop);
    }

    private sealed class Heard : IProgress<EvaluationProgress>
    {
        public List<EvaluationProgress> All { get; } = [];

        public void Report(EvaluationProgress value) => All.Add(value);
    }
}
