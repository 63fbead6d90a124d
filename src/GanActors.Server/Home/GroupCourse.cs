using System.Globalization;
using GanActors.Cells;
using GanActors.Client;
using GanActors.Recipes;
using GanActors.Runs;
using GanActors.Server.Api;

namespace GanActors.Server.Home;

/// <summary>A group of networks that this server has under way.</summary>
internal sealed class GroupCourse(SweepPlace place, GroupSpec spec, ICellsGrain grain) : SweepCourse(place)
{
    private static readonly string[] Columns = ["generator_loss", "discriminator_loss", "generator_fitness", "discriminator_fitness", "generator_lr", "discriminator_lr"];

    private static readonly string[] Mixed = ["kid", "own_kid", "fid", "own_fid"];

    private CellsProgress? _progress;
    private bool _rests;

    /// <inheritdoc/>
    public override SweepRow? Row() => _progress is { } progress
        ? new SweepRow(
            Place.Id, KindOf(spec), spec.Basics.Recipe.Name, RunEventJson.Word(progress.State), Here: progress.State == RunState.Running, spec.Members, spec.Basics.Epochs, progress.Epoch, 0, progress.Elapsed.TotalSeconds, null, progress.Failure)
        : null;

    /// <summary>Its members.</summary>
    public CellGridView Grid()
    {
        var (rows, columns) = SizeOf(spec);
        var members = _progress is { Members.IsDefault: false } progress ? progress.Members : [];
        return new CellGridView(rows, columns, _progress?.Epoch ?? 0, spec.Basics.Epochs, [.. Columns, .. Mixed], [.. members.Select(View)]);
    }

    /// <inheritdoc/>
    public override async Task<bool> Look()
    {
        var progress = await grain.Watch(long.MaxValue - 1);
        if (progress.State == RunState.New)
        {
            await grain.Start(new CellsOrder(Place.Grain, spec, Place.Folder, RunOpening.Resume));
            return true;
        }

        _progress = progress;
        return progress.State == RunState.Running;
    }

    /// <inheritdoc/>
    public override Task Pause(string who)
    {
        _rests = true;
        return grain.Stop($"paused by {who}");
    }

    /// <inheritdoc/>
    public override Task Unpause() => _rests ? throw RequestException.Conflict("the group has not come to rest yet") : Task.CompletedTask;

    /// <inheritdoc/>
    public override Task Stop(string reason) => grain.Stop(reason);

    /// <inheritdoc/>
    public override Task Extend(int trials) => throw RequestException.Conflict("a group has no trials to be given");

    /// <summary>A group of whom only the folder tells.</summary>
    public static SweepRow Stored(SweepPlace place, string yaml, bool isHeld, string broken)
    {
        var spec = Read(yaml);
        var run = new RunPlace(place.Id, place.Folder, place.Grain, null);
        var summary = RunShelf.Summary(run);
        string state = isHeld ? "running" : summary is { } ended ? EventFile.Text(ended, "state") ?? "stopped" : broken;
        var cells = Figures(place, "cells.csv");
        return new SweepRow(
            place.Id, spec is null ? RecipeDesk.Cells : KindOf(spec), spec?.Basics.Recipe.Name ?? "?", state == "stopped" && broken == "paused" ? broken : state, false, spec?.Members ?? 0,
            spec?.Basics.Epochs ?? 0, cells.Count == 0 ? 0 : cells.Values.Min(cell => cell.Epoch), 0, summary is { } took ? EventFile.Number(took, "seconds") ?? 0 : 0, null, summary is { } said ? EventFile.Text(said, "reason") : null);
    }

    /// <summary>The members of such a group, by their files.</summary>
    public static CellGridView? StoredGrid(SweepPlace place, string yaml)
    {
        if (Read(yaml) is not { } spec)
            return null;
        var (rows, columns) = SizeOf(spec);
        var (cells, mixtures) = (Figures(place, "cells.csv"), Figures(place, "mixtures.csv"));
        return new CellGridView(
            rows, columns, cells.Count == 0 ? 0 : cells.Values.Min(cell => cell.Epoch), spec.Basics.Epochs, [.. Columns, .. Mixed],
            [
                .. cells.OrderBy(cell => cell.Key.Row).ThenBy(cell => cell.Key.Column).Select(cell => new CellView(
                    cell.Key.Row, cell.Key.Column, cell.Value.Epoch,
                    Columns.Select(name => (Name: name, Value: cell.Value.Figures.GetValueOrDefault(name)))
                        .Concat(Mixed.Select(name => (Name: name, Value: mixtures.GetValueOrDefault(cell.Key).Figures?.GetValueOrDefault(name))))
                        .ToDictionary(each => each.Name, each => each.Value, StringComparer.Ordinal))),
            ]);
    }

    private static string KindOf(GroupSpec spec) => spec is MdGanSpec ? RecipeDesk.MdGan : RecipeDesk.Cells;

    private static (int Rows, int Columns) SizeOf(GroupSpec spec) => spec is CellsSpec { Grid: { } grid } ? (grid.Rows, grid.Columns) : (1, spec.Members);

    private static GroupSpec? Read(string yaml)
    {
        try
        {
            return CellsReader.Read(yaml, null, RecipeLibrary.Shipped).Spec;
        }
        catch (RecipeException)
        {
            return null;
        }
    }

    private static CellView View(CellStanding member)
    {
        var figures = new Dictionary<string, double?>(StringComparer.Ordinal);
        if (member.Row is { } row)
        {
            double[] values = [row.GeneratorLoss, row.DiscriminatorLoss, row.GeneratorFitness, row.DiscriminatorFitness, row.GeneratorLearningRate, row.DiscriminatorLearningRate];
            for (int i = 0; i < Columns.Length; i++)
                figures[Columns[i]] = FiniteNumber.OrNull(values[i]);
        }

        if (member.Mixture is { } mixture)
        {
            double[] values = [mixture.Kid, mixture.OwnKid, mixture.Fid, mixture.OwnFid];
            for (int i = 0; i < Mixed.Length; i++)
                figures[Mixed[i]] = FiniteNumber.OrNull(values[i]);
        }

        return new CellView(member.Place.Row, member.Place.Column, member.Epoch, figures);
    }

    // The newest row of each member.
    private static Dictionary<CellPlace, (long Epoch, Dictionary<string, double?> Figures)> Figures(SweepPlace place, string file)
    {
        var newest = new Dictionary<CellPlace, (long, Dictionary<string, double?>)>();
        if (!File.Exists(place[file]))
            return newest;
        using var stream = new FileStream(place[file], FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream);
        string[] header = reader.ReadLine()?.Split(',') ?? [];
        while (reader.ReadLine() is { } line)
        {
            string[] fields = line.Split(',');
            if (fields.Length != header.Length || !long.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out long epoch))
                continue;
            if (fields.Length < 3 || !int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out int row) || !int.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out int column))
                continue;
            newest[new CellPlace(row, column)] = (epoch, header.Skip(3).Zip(fields.Skip(3)).ToDictionary(
                each => each.First, each => double.TryParse(each.Second, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value) ? value : (double?)null, StringComparer.Ordinal));
        }

        return newest;
    }
}
