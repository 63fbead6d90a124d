using System.Globalization;
using GanActors.Datasets;
using GanActors.Duel.Benchmarks;
using GanActors.Duel.Benchmarks.Silos;
using GanActors.Networks;
using GanActors.Recipes;
using GanActors.Server;

// The price of the actors: one recipe through the grains and in a plain loop, taken in turns in one process.
// Arguments: [iterations of a stretch = 8000] [stretches of each = 7] [threads = 1]. Prints a tab-separated line.
// A stretch should last five seconds or more: what a run does once, at its beginning, goes on beside its first iterations.
// `metrics` before them: what it costs to be looked at; `metrics` alone with `scrape` after it: a scrape of 500 runs, and what is recorded of an iteration.
// `checkpoints` before them: how long training stands still for a checkpoint.
// `silos [mlp|dcgan] [iterations of a stretch] [rounds]`: the loop, one silo, and two silos in two processes.
// `messages [messages]`: what a message costs on one silo and between two.
// `cells [side = 3] [epochs = 2] [threads of a lane = 1]`: seconds of a cell's epoch on Lipizzaner's networks and batches.
if (args is [SiloPair.Second, .. var ports])
{
    await SiloPair.ServeAsync(ports);
    return;
}

if (args is ["messages", ..])
{
    args = args[1..];
    await Messages.Measure(Argument(0, 2000));
    return;
}

if (args is ["cells", ..])
{
    args = args[1..];
    string folder = Directory.CreateTempSubdirectory("ganactors-cells-").FullName;
    try
    {
        await using var cells = await LocalSilo.StartAsync(new SiloSettings(Argument(2, 1), new DatasetCatalog(DataDirectory.Resolve(), downloads: false)));
        await CellEpochs.Measure(cells, folder, Argument(0, 3), Argument(1, 2));
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }

    return;
}

string? silos = args is ["silos", ..] ? args.ElementAtOrDefault(1) ?? "mlp" : null;
if (silos is not null)
    args = args[Math.Min(2, args.Length)..];
bool checkpoints = args is ["checkpoints", ..], metrics = args is ["metrics", ..], scrape = args is ["metrics", "scrape", ..];
if (checkpoints || metrics)
    args = args[(scrape ? 2 : 1)..];
int iterations = Argument(0, 8000), stretches = Argument(1, 7), threads = Argument(2, 1);
var adam = new OptimizerSpec(LearningRate: 0.0002f, Beta1: 0.5f);
var recipe = new Recipe(
    Name: "mlp",
    Description: "100-128-784 and 784-128-1 at batch 64",
    Data: new DataSpec("digits", Limit: 4096),
    Batch: 64,
    Noise: new NoiseSpec(100),
    Generator: new NetworkSpec([new Dense(128), new LeakyRelu(0.2f), new Dense(784), new Tanh(), new Reshape(new Shape(1, 28, 28))], adam),
    Discriminator: new NetworkSpec([new Flatten(), new Dense(128), new LeakyRelu(0.2f), new Dense(1)], adam),
    Loss: new LossSpec(),
    Schedule: new ScheduleSpec(),
    Run: new RunSpec(Iterations: iterations),
    Samples: new SamplesSpec(Every: iterations),
    Metrics: new MetricsSpec());

if (scrape)
{
    MetricsCost.Recording(recipe);
    await MetricsCost.Scrape(recipe, Argument(0, 500));
    return;
}

var catalog = new DatasetCatalog(DataDirectory.Resolve(), downloads: false);
var dataset = await catalog.LoadAsync(recipe.Data.Name, recipe.Data.Limit);
string root = Directory.CreateTempSubdirectory("ganactors-benchmark-").FullName;
try
{
    if (silos is not null)
    {
        if (silos == "dcgan")
        {
            var shipped = RecipeLibrary.Shipped.Read("dcgan-mnist", ["data.name=digits"]).Recipe;
            recipe = shipped with { Data = shipped.Data with { Limit = recipe.Data.Limit }, Checkpoint = null };
        }

        await DuelsBetweenSilos.Measure(silos, recipe, root, Argument(0, silos == "mlp" ? 8000 : 100), Argument(1, 7));
        return;
    }

    using var loop = new PlainLoop(recipe, dataset, threads);
    await using var silo = await LocalSilo.StartAsync(new SiloSettings(threads, catalog));
    var actors = new ThroughActors(silo.Grains, recipe, root);
    if (checkpoints)
    {
        await CheckpointCost.Measure(actors, recipe, iterations);
        return;
    }

    if (metrics)
    {
        await MetricsCost.Training(actors, iterations, stretches);
        return;
    }

    loop.Measure(iterations / 2);
    await actors.Measure(iterations / 2);
    double[] alone = new double[stretches], through = new double[stretches], ratios = new double[stretches];
    for (int i = 0; i < stretches; i++)
    {
        // Each pair starts with the other one, so that a drift of the machine cancels out.
        if (i % 2 == 0)
            alone[i] = loop.Measure(iterations);
        through[i] = await actors.Measure(iterations);
        if (i % 2 == 1)
            alone[i] = loop.Measure(iterations);
        ratios[i] = through[i] / alone[i];
    }

    Console.WriteLine("work\tthreads\tactors it/s\tloop it/s\tratio\tratio of bests");
    Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"mlp, batch 64\t{threads}\t{Median(through):F1}\t{Median(alone):F1}\t{Median(ratios):F3}\t{through.Max() / alone.Max():F3}"));
}
finally
{
    Directory.Delete(root, recursive: true);
}

int Argument(int index, int otherwise) => args.Length > index ? int.Parse(args[index], CultureInfo.InvariantCulture) : otherwise;

static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
