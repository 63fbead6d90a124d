using System.Globalization;
using GanActors.Devices;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Engines.Torch;
using GanActors.Grains.Devices;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Runs;
using Microsoft.Extensions.DependencyInjection;

namespace GanActors.Grains.Tests;

/// <summary>Runs that change engines on their way, or whose networks live on different ones: they come out as on one, within rounding.</summary>
public sealed class EngineChangeTests : IDisposable
{
    private const int Iterations = 12, Broken = 6;

    /// <summary>Of a figure: rounding that a dozen of Adam's steps have made larger. A wrong weight, batch or mask changes figures in their second digit.</summary>
    private const double Tolerance = 2e-3;

    private readonly string _root = Directory.CreateTempSubdirectory("ganactors-").FullName;

    public EngineChangeTests()
    {
        if (TorchDevices.Missing is { } reason)
            Assert.Skip(reason);
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_run_begun_on_one_engine_goes_on_on_the_other(bool beginsOnTorch)
    {
        var recipe = TinyRecipes.Digits(Iterations) with { Checkpoint = new CheckpointSpec(Every: 4, EverySeconds: null) };
        string broken = Path.Combine(_root, "broken"), whole;
        await using (var cluster = await GrainCluster.Start(() => Device(beginsOnTorch)))
        {
            (whole, _) = await WholeRun.Of(cluster, recipe, _root);
            await ResumeTests.Run(cluster, ResumeTests.WithLength(recipe, Broken), broken, RunOpening.New);
        }

        await using (var cluster = await GrainCluster.Start(() => Device(!beginsOnTorch)))
        {
            var progress = await ResumeTests.Run(cluster, recipe, broken, RunOpening.Resume);
            Assert.True(progress.Failure is null, progress.Failure);
        }

        // What was trained before the change stays as it was.
        Assert.Equal(Rows(whole)[..(Broken + 1)], Rows(broken)[..(Broken + 1)]);
        AssertNear(whole, broken);
        string[] openings = [.. File.ReadLines(Path.Combine(broken, RunFiles.Events)).Where(line => line.Contains("\"opened\"", StringComparison.Ordinal))];
        Assert.Equal(2, openings.Length);
        Assert.Equal([beginsOnTorch, !beginsOnTorch], openings.Select(line => line.Contains("torch cpu (1 thread)", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Networks_on_two_devices_of_different_engines_train_as_on_one(bool generatorOnTorch)
    {
        string whole = await OnOurs();
        await using var cluster = await GrainCluster.Start(
            () => new CpuDevice(),
            services => services.AddSingleton(_ => new LanePool([new MadeUpGpu(Device(generatorOnTorch)), new MadeUpGpu(Device(!generatorOnTorch))])));
        await AssertMixed(cluster, whole, generatorOnTorch);
    }

    [Fact]
    public async Task Networks_on_two_silos_of_different_engines_train_as_on_one()
    {
        string whole = await OnOurs();
        int silos = 0;
        await using var cluster = await GrainCluster.Start(() => new CpuDevice(), services => services.AddSingleton(_ =>
        {
            // Half of each lane is taken, so that both networks have room on neither.
            var lanes = new LanePool([new MadeUpGpu(Device(isTorch: Interlocked.Increment(ref silos) == 1))]);
            lanes.Claim(new RunId("another"));
            return lanes;
        }));
        await AssertMixed(cluster, whole, generatorOnTorch: null);
    }

    private static IDevice Device(bool isTorch) => isTorch ? new TorchDevice(TorchPlace.Cpu) : new CpuDevice();

    private async Task<string> OnOurs()
    {
        await using var cluster = await GrainCluster.Start();
        var (folder, progress) = await WholeRun.Of(cluster, TinyRecipes.Digits(Iterations), _root);
        Assert.True(progress.Failure is null, progress.Failure);
        return folder;
    }

    private async Task AssertMixed(GrainCluster cluster, string whole, bool? generatorOnTorch)
    {
        var (mixed, progress) = await WholeRun.Of(cluster, TinyRecipes.Digits(Iterations), _root);
        Assert.True(progress.Failure is null, progress.Failure);
        var opened = progress.Events.OfType<NoticeEvent>().First(notice => notice.Kind == NoticeKinds.Opened);
        string generator = opened.Words.Split(", generator on ")[1].Split(", discriminator on ")[0], discriminator = opened.Words.Split(", discriminator on ")[1];
        Assert.NotEqual(generator.StartsWith("torch ", StringComparison.Ordinal), discriminator.StartsWith("torch ", StringComparison.Ordinal));
        if (generatorOnTorch is { } expected)
            Assert.Equal(expected, generator.StartsWith("torch ", StringComparison.Ordinal));
        AssertNear(whole, mixed);
    }

    private static string[] Rows(string folder) => File.ReadAllLines(Path.Combine(folder, RunFiles.Metrics));

    // Losses, scores and gradient norms, iteration by iteration.
    private static void AssertNear(string expected, string actual)
    {
        string[] ofExpected = Rows(expected), ofActual = Rows(actual);
        Assert.Equal(Iterations + 1, ofActual.Length);
        Assert.Equal(ofExpected[0], ofActual[0]);
        string[] columns = ofExpected[0].Split(',');
        for (int row = 1; row < ofExpected.Length; row++)
        {
            foreach (var (column, one, other) in columns.Zip(ofExpected[row].Split(','), ofActual[row].Split(',')))
            {
                // One item on the border moves an accuracy by a sixteenth.
                if (one == other || column.Contains("accuracy", StringComparison.Ordinal))
                    continue;
                double wanted = double.Parse(one, CultureInfo.InvariantCulture), got = double.Parse(other, CultureInfo.InvariantCulture);
                Assert.True(Math.Abs(wanted - got) <= Tolerance * Math.Max(1, Math.Abs(wanted)), $"{column} of iteration {row} is {got}, not {wanted}");
            }
        }
    }

    /// <summary>A device that the board takes for a GPU, so that it puts two networks on two of them.</summary>
    private sealed class MadeUpGpu(IDevice device) : IDevice
    {
        public string Name => device.Name;

        public DeviceKind Kind => DeviceKind.Cuda;

        public bool IsBoundToThread => device.IsBoundToThread;

        public INetwork Create(NetworkPlan plan, int batch, ulong seed) => device.Create(plan, batch, seed);

        public void Dispose() => device.Dispose();
    }
}
