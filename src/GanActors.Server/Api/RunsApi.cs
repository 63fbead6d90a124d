using System.Globalization;
using System.Text;
using GanActors.Checkpoints;
using GanActors.Client;
using GanActors.Exchange;
using GanActors.Recipes;
using GanActors.Runs;
using GanActors.Server.Generation;
using GanActors.Server.Home;
using GanActors.Server.Metrics;
using GanActors.Server.Security;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GanActors.Server.Api;

/// <summary>Runs over HTTP.</summary>
internal static class RunsApi
{
    private const int MostPoints = MetricsIndex.MostStretches, UsualPoints = 800, MostEvents = 1_000;

    private static readonly string[] States = ["waiting", "running", "paused", "completed", "stopped", "failed", "broken_off"];

    // What may be downloaded of a run's folder, and what it is.
    private static readonly (string Name, string Description, string Type)[] Downloads =
    [
        (GeneratorFile.Name, "the trained generator, for `ganactors generate` and for Python", "application/octet-stream"),
        (RunFiles.Metrics, "a row of figures for each iteration", "text/csv"),
        ("timings.csv", "iterations per second, second by second", "text/csv"),
        (RunFiles.Recipe, "the recipe with every value resolved", "text/yaml"),
        (RunFiles.Events, "the run's history", "application/x-ndjson"),
        (EvaluationJson.CourseFileName, "what was measured on the way", "application/x-ndjson"),
        (EvaluationJson.FileName, "the last evaluation by command", "application/json"),
        (RunFiles.Summary, "how it ended, final figures, digests of both networks", "application/json"),
        ("real.png", "real items to compare with", "image/png"),
        ("contact-sheet.png", "the sheets side by side", "image/png"),
        ("samples.apng", "the sheets as an animation", "image/apng"),
        ("losses.png", "both losses", "image/png"),
        ("scores.png", "mean scores", "image/png"),
        ("accuracy.png", "the discriminator's accuracy", "image/png"),
        ("gradients.png", "norms of the gradients", "image/png"),
        ("penalty.png", "the penalty on the discriminator's gradient", "image/png"),
        ("schedule.png", "whose turn it was when", "image/png"),
    ];

    /// <summary>Maps the addresses.</summary>
    public static void Map(IEndpointRouteBuilder api)
    {
        var read = api.MapGroup("/runs").RequireAuthorization(Gate.Read).WithTags("runs");
        read.MapGet("", List).WithSummary("Runs, the newest first.").Produces<Page<RunRow>>();
        read.MapGet("/{id}", Show).WithSummary("All of a run but its figures, samples and events.").Produces<RunDetail>();
        read.MapGet("/{id}/metrics", Metrics).WithSummary("Figures, thinned.").Produces<MetricsView>();
        read.MapGet("/{id}/metrics.csv", MetricsCsv).WithSummary("Figures as CSV: every row, or as many points as are asked for.").Produces<string>(contentType: "text/csv");
        read.MapGet("/{id}/events", Events).WithSummary("What befell it, oldest first.").Produces<Page<RunEventRow>>();
        read.MapGet("/{id}/samples", Samples).WithSummary("Sample sheets, oldest first.").Produces<IReadOnlyList<SampleSheetRow>>();
        read.MapGet("/{id}/samples/{name}", Sample).WithSummary("A sample sheet.").Produces<byte[]>(contentType: "image/png");
        read.MapGet("/{id}/real.png", (string id, RunDesk desk) => Picture(desk.Find(id)["real.png"])).WithSummary("A sheet of real items.").Produces<byte[]>(contentType: "image/png");
        read.MapGet("/{id}/walk", Walk).WithSummary("A walk through the generator's noise, as an animated PNG.").Produces<byte[]>(contentType: "image/apng");
        read.MapGet("/{id}/checkpoints", Checkpoints).WithSummary("Checkpoints, the newest first.").Produces<IReadOnlyList<CheckpointRow>>();
        read.MapGet("/{id}/recipe", Recipe).WithSummary("The recipe with every value resolved.").Produces<string>(contentType: "text/yaml");
        read.MapGet("/{id}/files/{name}", Download).WithSummary("A file of its folder.").Produces<byte[]>(contentType: "application/octet-stream");

        var admin = api.MapGroup("/runs").RequireAuthorization(Gate.Admin).WithTags("runs");
        admin.MapPost("", Start).WithSummary("Starts a run.").Produces<RunDetail>(StatusCodes.Status201Created);
        admin.MapPost("/{id}/pause", Pause).WithSummary("Has it rest, with a checkpoint.").Produces<RunRow>(StatusCodes.Status202Accepted);
        admin.MapPost("/{id}/resume", Resume).WithSummary("Has it go on.").Produces<RunRow>(StatusCodes.Status202Accepted);
        admin.MapPost("/{id}/stop", Stop).WithSummary("Ends it after the iteration under way.").Produces<RunRow>(StatusCodes.Status202Accepted);
        admin.MapDelete("/{id}", Delete).WithSummary("Deletes it, all its files with it.").Produces(StatusCodes.Status204NoContent);
        admin.MapPut("/{id}/checkpoints/{version}/pin", (string id, string version, RunDesk desk, ICheckpointStores stores) => Pin(id, version, true, desk, stores))
            .WithSummary("Keeps a checkpoint for good.").Produces(StatusCodes.Status204NoContent);
        admin.MapDelete("/{id}/checkpoints/{version}/pin", (string id, string version, RunDesk desk, ICheckpointStores stores) => Pin(id, version, false, desk, stores))
            .WithSummary("Lets a checkpoint be deleted in its turn again.").Produces(StatusCodes.Status204NoContent);
    }

    /// <summary>Who asks, for what is noted in a run's history.</summary>
    public static string Who(HttpContext context) => context.User.Identity?.Name is { Length: > 0 } name ? name : "nobody known";

    private static Page<RunRow> List(RunDesk desk, string? state, string? search, int? limit, string? after)
    {
        if (state is not null && !States.Contains(state))
            throw RequestException.Field("state", $"takes one of {string.Join(", ", States)}");
        var rows = desk.Rows();
        if (state is not null || !string.IsNullOrWhiteSpace(search))
        {
            rows =
            [
                .. rows.Where(row => (state is null || row.State == state) && (string.IsNullOrWhiteSpace(search)
                    || row.Id.Contains(search, StringComparison.OrdinalIgnoreCase) || row.Recipe.Contains(search, StringComparison.OrdinalIgnoreCase) || row.Data.Contains(search, StringComparison.OrdinalIgnoreCase))),
            ];
        }

        return Paging.Of(rows, row => row.Id, limit, after);
    }

    private static RunDetail Show(string id, RunDesk desk, RecipeDesk recipes) => Detail(desk.Find(id), desk, recipes);

    private static RunDetail Detail(RunPlace run, RunDesk desk, RecipeDesk recipes)
    {
        var row = desk.Row(run);
        var course = desk.Course(run);
        string yaml = File.Exists(run[RunFiles.Recipe]) ? File.ReadAllText(run[RunFiles.Recipe]) : Ticket.Read(run.Folder)?.Yaml ?? "";
        var document = RecipeReader.Read(yaml);
        var recipe = document.Recipe;
        var plans = recipes.Plans(document);
        string? device = course?.Device ?? (RunShelf.Summary(run) is { } summary && summary.TryGetProperty("environment", out var environment) ? EventFile.Text(environment, "generator_device") : null);
        return new RunDetail(
            row, course?.Turn, recipe.Run.Seed, recipe.Batch, RecipeWords.Losses.Of(recipe.Loss.Kind), ScheduleOf(recipe.Schedule), device, run.Folder,
            RecipeDesk.Table(plans?.Generator), RecipeDesk.Table(plans?.Discriminator), recipe.Samples.Rows, recipe.Samples.Columns, RunShelf.Evaluation(run), desk.Actions(run, row),
            [.. Downloads.Select(file => (file, Info: new FileInfo(run[file.Name]))).Where(each => each.Info.Exists).Select(each => new RunFile(each.file.Name, each.Info.Length, each.file.Description))]);
    }

    private static string ScheduleOf(ScheduleSpec schedule) => string.Create(
        CultureInfo.InvariantCulture,
        $"{RecipeWords.Schedules.Of(schedule.Kind)}, {schedule.Discriminator} discriminator and {schedule.Generator} generator {(schedule.Generator == 1 ? "sub-step" : "sub-steps")}");

    private static async Task<IResult> Start(StartRun wish, HttpContext context, RunDesk desk, RecipeDesk recipes)
    {
        var (run, isNew) = await desk.Start(wish, Idempotency.KeyOf(context), Idempotency.DigestOf(wish), context.RequestAborted);
        var detail = Detail(run, desk, recipes);
        return isNew ? TypedResults.Created($"/api/v1/runs/{Uri.EscapeDataString(run.Id)}", detail) : TypedResults.Ok(detail);
    }

    private static async Task<IResult> Pause(string id, HttpContext context, RunDesk desk)
    {
        var run = desk.Find(id);
        await desk.Pause(run, Who(context));
        return TypedResults.Accepted((string?)null, desk.Row(run));
    }

    private static async Task<IResult> Resume(string id, HttpContext context, RunDesk desk)
    {
        var run = desk.Find(id);
        await desk.Resume(run, context.RequestAborted);
        return TypedResults.Accepted((string?)null, desk.Row(run));
    }

    private static async Task<IResult> Stop(string id, HttpContext context, RunDesk desk)
    {
        var run = desk.Find(id);
        await desk.Stop(run, Who(context));
        return TypedResults.Accepted((string?)null, desk.Row(run));
    }

    private static NoContent Delete(string id, RunDesk desk)
    {
        desk.Delete(desk.Find(id));
        return TypedResults.NoContent();
    }

    private static MetricsView Metrics(string id, RunDesk desk, FigureShelf figures, int? points, string? columns, double? from, double? to)
    {
        var run = desk.Find(id);
        int most = Points(points) ?? UsualPoints;
        string[]? wanted = columns is null ? null : columns.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (from is null && to is null)
            return figures.View(run, most, wanted);
        if (!double.IsFinite(from ?? 0) || !double.IsFinite(to ?? 0) || from > to)
            throw RequestException.Field("from", "takes an iteration that does not come after `to`");
        return figures.View(run, from ?? 0, to ?? double.MaxValue, most, wanted);
    }

    private static IResult MetricsCsv(string id, RunDesk desk, FigureShelf figures, int? points)
    {
        var run = desk.Find(id);
        if (Points(points) is not { } most)
            return FileOf(run, RunFiles.Metrics, "text/csv");
        var view = figures.View(run, most, null);
        string[] names = [.. view.Columns.Keys];
        var text = new StringBuilder("iteration");
        foreach (string name in names)
            text.Append(',').Append(name);
        for (int i = 0; i < view.Iterations.Count; i++)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{view.Iterations[i]}");
            foreach (string name in names)
                text.Append(CultureInfo.InvariantCulture, $",{view.Columns[name].Mean[i]}");
        }

        return TypedResults.Text(text.Append('\n').ToString(), "text/csv", Encoding.UTF8);
    }

    private static int? Points(int? points) => points is null or (>= 1 and <= MostPoints) ? points
        : throw RequestException.Field("points", string.Create(CultureInfo.InvariantCulture, $"takes a whole number from 1 to {MostPoints}"));

    private static Page<RunEventRow> Events(string id, RunDesk desk, long? after, int? limit, int? last)
    {
        if (last is < 1 or > MostEvents || limit is < 1 or > MostEvents)
            throw RequestException.Field(last is null ? "limit" : "last", string.Create(CultureInfo.InvariantCulture, $"takes a whole number from 1 to {MostEvents}"));
        var history = new EventFile(desk.Find(id)[RunFiles.Events]);
        var all = new List<RunEventRow>();
        while (history.Read() is { Count: > 0 } more)
            all.AddRange(more);
        RunEventRow[] items = last is { } newest ? [.. all.TakeLast(newest)] : [.. all.Where(row => row.Number > (after ?? 0)).Take(limit ?? 200)];
        return new Page<RunEventRow>(items, all.Count, items is [.., var end] && all[^1].Number > end.Number ? end.Number.ToString(CultureInfo.InvariantCulture) : null);
    }

    private static IReadOnlyList<SampleSheetRow> Samples(string id, RunDesk desk)
    {
        var run = desk.Find(id);
        return SheetFiles.In(run.Folder, $"/api/v1/runs/{Uri.EscapeDataString(run.Id)}");
    }

    private static IResult Sample(string id, string name, RunDesk desk) => SheetOf(desk.Find(id).Folder, name);

    /// <summary>A sheet of a run or a group.</summary>
    public static IResult SheetOf(string folder, string name) => SheetFiles.IsName(name)
        ? Picture(Path.Combine(folder, SheetFiles.Folder, name))
        : throw RequestException.NotFound("sample sheet of that name");

    private static PhysicalFileHttpResult Picture(string path) => File.Exists(path)
        ? TypedResults.PhysicalFile(path, "image/png", lastModified: File.GetLastWriteTimeUtc(path), entityTag: Tag(path))
        : throw RequestException.NotFound("picture of that name");

    private static async Task<IResult> Walk(string id, RunDesk desk, RunWalks walks, ulong? seed, int? pairs, int? steps, CancellationToken stop)
    {
        if (pairs is < 1 or > RunWalks.MostPairs)
            throw RequestException.Field("pairs", $"takes a whole number from 1 to {RunWalks.MostPairs}");
        if (steps is < 3 or > RunWalks.MostSteps)
            throw RequestException.Field("steps", $"takes a whole number from 3 to {RunWalks.MostSteps}");
        return TypedResults.Bytes(await walks.Draw(desk.Find(id).Folder, new LatentWalk(pairs ?? 4, steps ?? 16), seed, stop), "image/apng");
    }

    private static async Task<IReadOnlyList<CheckpointRow>> Checkpoints(string id, RunDesk desk, ICheckpointStores stores, CancellationToken stop)
    {
        var entries = await ArchiveOf(desk.Find(id), stores).ListVersionsAsync(verify: false, stop);
        return
        [
            .. entries.Select(entry => new CheckpointRow(
                entry.Version.ToString(), entry.Version.Iteration, entry.Version.Incarnation, entry.Manifest?.Written, entry.Bytes, entry.Condition.ToString().ToLowerInvariant(), entry.Pinned,
                [.. entry.Manifest?.Metrics.Select(metric => new Figure(metric.Key, double.IsFinite(metric.Value) ? metric.Value : null, FigureNames.LessIsBetter(metric.Key))) ?? []])),
        ];
    }

    private static async Task<IResult> Pin(string id, string version, bool pins, RunDesk desk, ICheckpointStores stores)
    {
        var archive = ArchiveOf(desk.Find(id), stores);
        var entries = await archive.ListVersionsAsync(verify: false);
        if (entries.FirstOrDefault(entry => entry.Version.ToString() == version) is not { } found)
            throw RequestException.NotFound("checkpoint of that version");
        await (pins ? archive.PinAsync(found.Version) : archive.UnpinAsync(found.Version));
        return TypedResults.NoContent();
    }

    private static CheckpointArchive ArchiveOf(RunPlace run, ICheckpointStores stores) => new(stores.Open(run[CheckpointArchive.FolderName]));

    private static IResult Recipe(string id, RunDesk desk)
    {
        var run = desk.Find(id);
        return File.Exists(run[RunFiles.Recipe]) ? FileOf(run, RunFiles.Recipe, "text/yaml") : TypedResults.Text(Ticket.Read(run.Folder)?.Yaml ?? "", "text/yaml", Encoding.UTF8);
    }

    private static FileStreamHttpResult Download(string id, string name, RunDesk desk)
    {
        var file = Downloads.FirstOrDefault(each => each.Name == name);
        return file.Name is null ? throw RequestException.NotFound("file of that name") : FileOf(desk.Find(id), file.Name, file.Type, download: true);
    }

    // A run may write it just now: what is there when it is opened is what is sent.
    private static FileStreamHttpResult FileOf(RunPlace run, string name, string type, bool download = false)
    {
        if (!File.Exists(run[name]))
            throw RequestException.NotFound("file of that name in this run");
        var file = new FileStream(run[name], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16, FileOptions.Asynchronous | FileOptions.SequentialScan);
        return TypedResults.Stream(new FixedLengthStream(file), type, download ? name : null);
    }

    private static Microsoft.Net.Http.Headers.EntityTagHeaderValue Tag(string path)
    {
        var file = new FileInfo(path);
        return new(string.Create(CultureInfo.InvariantCulture, $"\"{file.LastWriteTimeUtc.Ticks:x}-{file.Length:x}\""));
    }
}
