using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Text.Json.Nodes;
using GanActors.Cells;
using GanActors.Checkpoints;
using GanActors.Duel;
using GanActors.Exchange;
using GanActors.Grains.Evaluations;
using GanActors.Runs;

namespace GanActors.Grains.Cells;

/// <summary>
/// A grid of cells. In lock step no cell begins an epoch before all have shown what they came to in the one before; otherwise each goes on by itself. A cell that
/// fails is set up again from its own checkpoint; the others are not touched.
/// </summary>
internal sealed class CellsLife : GroupLife
{
    private readonly CellsSpec _spec;
    private readonly ImmutableArray<CellPlace> _places;
    private readonly IGrainFactory _grains;
    private readonly EvaluationLane _lane;
    private readonly CellReady[] _cells;
    private readonly int[] _incarnations;
    private GroupFolder? _folder;
    private CellsPictures? _pictures;
    private long _epoch, _furthest, _drawn = -1;

    public CellsLife(CellsOrder order, CellsSpec spec, IGrainFactory grains, EvaluationLane lane, ICheckpointStores stores, TimeProvider clock)
        : base(order, stores, clock)
    {
        _spec = spec;
        _places = [.. spec.Grid.Cells];
        _grains = grains;
        _lane = lane;
        _cells = new CellReady[_places.Length];
        _incarnations = new int[_places.Length];
    }

    /// <inheritdoc/>
    protected override long Epoch => _epoch;

    /// <inheritdoc/>
    protected override ImmutableArray<CellStanding> Standings =>
        [.. _places.Select((place, cell) => new CellStanding(place, _cells[cell]?.Epoch ?? 0, _cells[cell]?.Row, _cells[cell]?.Mixture))];

    private bool WaitsForAll => _spec.Exchange != ExchangeKind.Asynchronous;

    /// <inheritdoc/>
    protected override async Task<CellFacts> Begin()
    {
        await Align(atMost: null);
        return _cells[0].Facts;
    }

    /// <inheritdoc/>
    protected override async Task Train()
    {
        await DrawIfDue();
        if (WaitsForAll)
        {
            await MixIfDue();
            while (_epoch < Basics.Epochs && GoesOn)
                await TrainTogether();
            return;
        }

        await Task.WhenAll(Enumerable.Range(0, _places.Length).Select(TrainAlone));
        if (_epoch == Basics.Epochs)
            await MixIfDue();
    }

    /// <inheritdoc/>
    protected override async Task Finish(JsonObject summary)
    {
        var shown = await Shown(WaitsForAll ? _epoch : null);
        int best = Enumerable.Range(0, _cells.Length).MinBy(cell => _cells[cell].Mixture?.Kid ?? _cells[cell].Row?.GeneratorFitness ?? 0);
        await _lane.Run(device =>
        {
            for (int cell = 0; cell < shown.Length; cell++)
                _folder!.Keep(_pictures!.Generator(shown[cell]), "generators", $"{_places[cell]}.safetensors");
            _folder!.Keep(_pictures!.Generator(shown[best]), GeneratorFile.Name);
            if (_epoch > 0)
                _folder.Keep(_pictures.Heat("generator's fitness (less is fitter)", Standings, cell => cell.Row?.GeneratorFitness ?? double.NaN), "fitness.png");
            if (_cells[best].Mixture is not { } mixture)
                return true;
            CellSnapshot[] around = [.. _spec.Around(_places[best]).Select(place => shown[_spec.Grid.IndexOf(place)])];
            if (around.Length == mixture.Weights.Length)
                _folder.Keep(_pictures.Mixed(device, around, mixture.Weights), "best-mixture.png");
            _folder.Keep(_pictures.Heat($"FID of mixtures ({mixture.Extractor})", Standings, cell => cell.Mixture?.Fid ?? double.NaN), "fid.png");
            return true;
        });
        summary["best"] = _places[best].ToString();
        summary["cells"] = new JsonArray([.. Standings.Select(Of)]);
        _folder!.FlushToDisk();
        _folder.KeepSummary(Text(summary));
    }

    /// <inheritdoc/>
    protected override Task BreakOff() => Task.WhenAll(_places.Select((_, cell) => Cell(cell).Stop()));

    /// <inheritdoc/>
    protected override async Task Release()
    {
        await Task.WhenAll(_places.Select((_, cell) => Cell(cell).Release()));
        if (_spec.Mixture is not null)
            await _grains.GetGrain<IMixtureGrain>(Order.Run.Value).Release();
    }

    /// <inheritdoc/>
    protected override void Close() => _folder?.Dispose();

    private static JsonNode? Number(double value) => double.IsFinite(value) ? value : null;

    private JsonNode Of(CellStanding cell)
    {
        var json = new JsonObject { ["cell"] = cell.Place.ToString(), ["seed"] = _cells[_spec.Grid.IndexOf(cell.Place)].Facts.Seed, ["epochs"] = cell.Epoch };
        if (cell.Row is { } row)
        {
            json["generator_fitness"] = Number(row.GeneratorFitness);
            json["discriminator_fitness"] = Number(row.DiscriminatorFitness);
        }

        if (cell.Mixture is not { } mixture)
            return json;
        json["weights"] = new JsonObject(_spec.Around(cell.Place).Zip(mixture.Weights, (place, weight) => KeyValuePair.Create(place.ToString(), Number(weight))));
        (json["kid"], json["even_kid"], json["own_kid"]) = (Number(mixture.Kid), Number(mixture.EvenKid), Number(mixture.OwnKid));
        (json["fid"], json["own_fid"], json["extractor"]) = (Number(mixture.Fid), Number(mixture.OwnFid), mixture.Extractor);
        return json;
    }

    private ICellGrain Cell(int cell) => _grains.GetGrain<ICellGrain>(MemberKeys.OfCell(Order.Run, _places[cell]));

    /// <summary>
    /// Sets all cells up under a new incarnation. In lock step none may be more than an epoch ahead of another, which it is only if somebody's newest checkpoints
    /// were lost: then the others go back, too.
    /// </summary>
    private async Task Align(long? atMost)
    {
        for (bool aligned = false; !aligned;)
        {
            await OpenIncarnation(atMost is null ? "all cells from their newest checkpoints" : string.Create(CultureInfo.InvariantCulture, $"all cells at epoch {atMost} at most"));
            await Task.WhenAll(_places.Select((_, cell) => Prepare(cell, atMost)));
            long least = _cells.Min(cell => cell.Epoch);
            aligned = !WaitsForAll || _cells.Max(cell => cell.Epoch) <= least + 1;
            atMost = least + 1;
        }

        _epoch = _cells.Min(cell => cell.Epoch);
        _pictures = new CellsPictures(_spec, _cells[0].Facts.Item);
        _folder?.Dispose();
        _folder = new GroupFolder(Order.Folder, _spec, _epoch, (epoch, place) => epoch <= Known(place));
        foreach (var cell in _cells)
            Write(cell);
    }

    private long Known(CellPlace place) => WaitsForAll ? _epoch : _cells[_spec.Grid.IndexOf(place)].Epoch;

    // What a cell ahead of the others has done is told when they have done it, too.
    private void Write(CellReady cell)
    {
        if (cell.Row is { } row && row.Epoch <= Known(row.Place))
            _folder!.Write(row);
        if (cell.Mixture is { } mixture && mixture.Epoch <= Known(mixture.Place))
            _folder!.Write(mixture);
    }

    private async Task Prepare(int cell, long? atMost)
    {
        string store = Path.Combine(Order.Folder, "cells", _places[cell].ToString(), CheckpointArchive.FolderName);
        _incarnations[cell] = Incarnation;
        _cells[cell] = await Cell(cell).Prepare(new CellOrder(Order.Run, Incarnation, _spec, _places[cell], store, atMost));
    }

    private async Task TrainTogether()
    {
        long epoch = _epoch;
        if (await Together(cell => Cell(cell).Train(new CellTurn(_incarnations[cell], epoch))) is not { } rows)
            return;
        for (int cell = 0; cell < rows.Length; cell++)
            _cells[cell] = _cells[cell] with { Epoch = epoch + 1, Row = rows[cell] };
        _epoch++;
        if (_epoch > _furthest)
        {
            _furthest = _epoch;
            Forgive();
        }

        foreach (var row in rows)
            _folder!.Write(row);
        _folder!.FlushToDisk();
        await MixIfDue();
        await DrawIfDue();
    }

    /// <summary>Asks all cells; those that had answered before a failure answer again from memory.</summary>
    /// <returns>The answers; null if the grid had to go back instead.</returns>
    private async Task<T[]?> Together<T>(Func<int, Task<T>> question, bool mixes = true)
    {
        var asked = Enumerable.Range(0, _places.Length).Select(question).ToArray();
        // All of them, so that nobody trains any more when cells are set up again.
        Task all = Task.WhenAll(asked);
        await all.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        // A cell that lacks a neighbour fails, too; what happened to the neighbour says more.
        var faults = asked.Where(task => !task.IsCompletedSuccessfully).Select(task => task.Exception?.InnerException ?? new OperationCanceledException()).ToArray();
        if (faults.Length == 0)
            return [.. asked.Select(task => task.Result)];
        var fault = faults.FirstOrDefault(fault => fault is not NetworkNotReadyException) ?? faults[0];
        if (!IsSurvived(fault))
            ExceptionDispatchInfo.Throw(fault);
        await Align(_epoch + 1);
        // A cell that went back to its checkpoint has not searched for weights since.
        if (mixes)
            await MixIfDue();
        return null;
    }

    private async Task TrainAlone(int cell)
    {
        while (_cells[cell].Epoch < Basics.Epochs && GoesOn)
        {
            try
            {
                long epoch = _cells[cell].Epoch;
                var row = await Cell(cell).Train(new CellTurn(_incarnations[cell], epoch, Latest: true));
                _cells[cell] = _cells[cell] with { Epoch = epoch + 1, Row = row };
                Forgive();
                if (_spec.Mixture?.Every is { } every && row.Epoch % every == 0 && row.Epoch < Basics.Epochs)
                    _cells[cell] = _cells[cell] with { Mixture = await Cell(cell).Mix(new CellTurn(_incarnations[cell], row.Epoch, Latest: true)) };
                Write(_cells[cell]);
                _folder!.FlushToDisk();
            }
            catch (Exception fault) when (IsSurvived(fault))
            {
                await OpenIncarnation($"cell {_places[cell]} from its newest checkpoint");
                await Prepare(cell, atMost: null);
                // It may have done the epoch, and only the answer was lost.
                Write(_cells[cell]);
            }
            catch
            {
                Stop($"cell {_places[cell]} failed");
                throw;
            }

            _epoch = _cells.Min(state => state.Epoch);
            await DrawIfDue();
        }
    }

    private async Task MixIfDue()
    {
        if (_spec.Mixture is not { } mixture || _epoch == 0 || (_epoch < Basics.Epochs && (mixture.Every is not { } every || _epoch % every != 0)))
            return;
        long epoch = _epoch;
        if (await Together(cell => Cell(cell).Mix(new CellTurn(_incarnations[cell], epoch, Latest: !WaitsForAll)), mixes: false) is not { } found)
        {
            await MixIfDue();
            return;
        }

        for (int cell = 0; cell < found.Length; cell++)
        {
            _cells[cell] = _cells[cell] with { Mixture = found[cell] };
            _folder!.Write(found[cell]);
        }

        _folder!.FlushToDisk();
    }

    private async Task DrawIfDue()
    {
        long epoch = _epoch;
        if (epoch == _drawn || (epoch % Basics.SheetsEvery != 0 && epoch != Basics.Epochs))
            return;
        _drawn = epoch;
        var shown = WaitsForAll ? await Shown(epoch) : await ShownByNow();
        if (shown is null)
            return;
        TellSheet(await _lane.Run(device => _folder!.KeepSheet(_pictures!.Sheet(device, shown, epoch), epoch)));
    }

    private async Task<CellSnapshot[]> Shown(long? epoch)
    {
        while (true)
        {
            if (await Together(cell => Cell(cell).Snapshot(epoch)) is { } shown)
                return shown;
        }
    }

    // While others train, a cell that does not answer costs a sheet and no more.
    private async Task<CellSnapshot[]?> ShownByNow()
    {
        try
        {
            return await Task.WhenAll(_places.Select((_, cell) => Cell(cell).Snapshot(null)));
        }
        catch (Exception fault) when (!Leaving)
        {
            Notice(NoticeKinds.EvaluationFault, $"no sheet of epoch {_epoch}: {fault.Message}");
            return null;
        }
    }
}
