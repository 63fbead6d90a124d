using System.Text.Json;
using GanActors.Checkpoints;
using GanActors.Datasets;
using GanActors.Exchange;
using GanActors.Grains.Evaluations;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Grains.Tests;

public sealed class EvaluationTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-evaluations-").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Evaluating_changes_no_bit_of_the_run()
    {
        await using var cluster = await GrainCluster.Start();
        var recipe = TinyRecipes.Digits(iterations: 7);
        var (plain, _) = await WholeRun.Of(cluster, recipe, _root);
        var (evaluated, progress) = await WholeRun.Of(cluster, recipe with { Evaluate = new EvaluateSpec(2, Samples: 32) }, _root);
        Assert.Equal(RunState.Completed, progress.State);
        Assert.Equal(Bytes(plain, "metrics.csv"), Bytes(evaluated, "metrics.csv"));
        var (one, two) = (Generator(plain), Generator(evaluated));
        Assert.Equal(one.Tensors.Select(tensor => tensor.Name), two.Tensors.Select(tensor => tensor.Name));
        Assert.All(one.Tensors.Zip(two.Tensors), pair => Assert.Equal(pair.First.Values.ToArray(), pair.Second.Values.ToArray()));
        foreach (string sheet in Directory.GetFiles(Path.Combine(plain, "samples")))
            Assert.Equal(File.ReadAllBytes(sheet), Bytes(evaluated, Path.Combine("samples", Path.GetFileName(sheet))));
        Assert.False(File.Exists(Path.Combine(plain, EvaluationJson.CourseFileName)));
    }

    [Fact]
    public async Task Evaluations_come_on_schedule_and_at_the_end_as_events_and_as_lines()
    {
        await using var cluster = await GrainCluster.Start();
        var recipe = TinyRecipes.Digits(iterations: 7) with { Evaluate = new EvaluateSpec(3, Samples: 32) };
        var (folder, progress) = await WholeRun.Of(cluster, recipe, _root);
        var told = progress.Events.OfType<EvaluationEvent>().ToArray();
        Assert.Equal([3, 6, 7], told.Select(evaluation => evaluation.Iteration));
        Assert.All(told, evaluation => Assert.Equal((32, "digits"), (evaluation.Report.Samples, evaluation.Report.Data)));
        Assert.All(told, evaluation => Assert.True(evaluation.Report.Figures[FigureNames.Fid] > 0));
        Assert.Single(told.Select(evaluation => evaluation.Report.Extractor!.Hash).Distinct());
        Assert.Equal([3, 6, 7], Lines(folder).Select(line => line.GetProperty("iteration").GetInt64()));
        Assert.Equal(
            told.Select(evaluation => evaluation.Report.Figures[FigureNames.Kid]),
            Lines(folder).Select(line => line.GetProperty("figures").GetProperty("kid").GetDouble()));
    }

    [Fact]
    public async Task That_a_classifier_is_trained_first_is_told_and_it_is_trained_once_on_a_machine()
    {
        await using var cluster = await GrainCluster.Start(DataDirectory.Resolve(Path.Combine(_root, "data")));
        var recipe = TinyRecipes.Digits(iterations: 2) with { Data = new DataSpec("digits", Limit: 500), Evaluate = new EvaluateSpec(1, Samples: 32) };
        var (_, progress) = await WholeRun.Of(cluster, recipe, _root);
        var told = Assert.Single(progress.Events.OfType<NoticeEvent>(), notice => notice.Kind == NoticeKinds.Preparation);
        Assert.StartsWith("training the classifier of digits, once on this machine", told.Words, StringComparison.Ordinal);
        var evaluations = progress.Events.OfType<EvaluationEvent>().ToArray();
        Assert.Equal(2, evaluations.Length);
        Assert.All(evaluations, evaluation => Assert.True(evaluation.Number > told.Number));
        Assert.Equal(ExtractorKind.Classifier, evaluations[0].Report.Extractor!.Kind);

        (_, progress) = await WholeRun.Of(cluster, recipe, _root);
        Assert.DoesNotContain(progress.Events.OfType<NoticeEvent>(), notice => notice.Kind == NoticeKinds.Preparation);
        Assert.Equal(evaluations[0].Report.Extractor, progress.Events.OfType<EvaluationEvent>().First().Report.Extractor);
    }

    [Fact]
    public async Task Points_are_evaluated_by_their_modes()
    {
        await using var cluster = await GrainCluster.Start();
        var (_, progress) = await WholeRun.Of(cluster, TinyRecipes.Ring() with { Evaluate = new EvaluateSpec(12, Samples: 100) }, _root);
        var told = Assert.Single(progress.Events.OfType<EvaluationEvent>());
        Assert.Equal(8, told.Report.Figures[FigureNames.ModesTotal]);
    }

    [Fact]
    public async Task The_checkpoint_with_the_best_evaluation_is_kept()
    {
        await using var cluster = await GrainCluster.Start();
        var recipe = TinyRecipes.Digits(iterations: 12) with
        {
            Evaluate = new EvaluateSpec(3, Samples: 32),
            Checkpoint = new CheckpointSpec(Every: 1, EverySeconds: null, Keep: 1, Best: new BestSpec(FigureNames.Fid)),
        };
        var (folder, progress) = await WholeRun.Of(cluster, recipe, _root);
        // The evaluation at the end is done after the last sweep.
        var best = progress.Events.OfType<EvaluationEvent>().Where(evaluation => evaluation.Iteration < 12).MinBy(evaluation => evaluation.Report.Figures[FigureNames.Fid])!;
        var archive = new CheckpointArchive(new DirectoryCheckpointStores().Open(Path.Combine(folder, CheckpointArchive.FolderName)));
        var kept = await archive.ListVersionsAsync(verify: true, TestContext.Current.CancellationToken);
        var entry = kept.Single(version => version.Version.Iteration == best.Iteration);
        Assert.Equal(best.Report.Figures[FigureNames.Fid], entry.Manifest!.Metrics[FigureNames.Fid]);
        Assert.InRange(kept.Length, 2, 3);
    }

    [Fact]
    public void A_run_that_goes_on_forgets_what_it_will_evaluate_again()
    {
        string path = Path.Combine(_root, EvaluationJson.CourseFileName);
        File.WriteAllText(path, "{\"iteration\":10}\n{\"iteration\":20}\n{\"iteration\":30}\n{\"iter");
        var course = new EvaluationCourse(_root, iterations: 20);
        Assert.True(course.Has(10) && course.Has(20) && !course.Has(30));
        Assert.Equal("{\"iteration\":10}\n{\"iteration\":20}\n", File.ReadAllText(path));
    }

    private static byte[] Bytes(string folder, string name) => File.ReadAllBytes(Path.Combine(folder, name));

    private static TrainedGenerator Generator(string folder) => GeneratorFile.Read(Path.Combine(folder, GeneratorFile.Name));

    private static JsonElement[] Lines(string folder) =>
        [.. File.ReadAllLines(Path.Combine(folder, EvaluationJson.CourseFileName)).Select(line => JsonDocument.Parse(line).RootElement)];
}
