using System.Collections.Immutable;
using GanActors.Cells;
using GanActors.Checkpoints;
using GanActors.Datasets;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Grains.Devices;
using GanActors.Networks;

namespace GanActors.Grains.Cells;

/// <inheritdoc cref="ICellGrain"/>
internal sealed class CellGrain(LanePool lanes, DatasetCatalog catalog, ICheckpointStores stores) : Grain, ICellGrain
{
    private Seat? _seat;
    private Task _training = Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<CellReady> Prepare(CellOrder order)
    {
        ArgumentNullException.ThrowIfNull(order);
        if (_seat is { } seat && order.Incarnation < seat.Order.Incarnation)
            throw new StaleTurnException($"Incarnation {order.Incarnation} of {order.Run} is past: {seat.Order.Incarnation} is open.");
        if (_seat is null || _seat.Broken || _seat.Now.Epoch > order.AtMost)
        {
            _seat?.Dispose();
            _seat = null;
            _seat = await SetUp(order);
        }

        _seat.Order = order;
        DelayDeactivation(TimeSpan.MaxValue);
        return new CellReady(_seat.Now.Epoch, _seat.Row, _seat.Mixture, _seat.Cell.Facts);
    }

    /// <inheritdoc/>
    public async Task<CellRow> Train(CellTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var seat = Admit(turn.Incarnation);
        if (turn.Epoch == seat.Now.Epoch - 1 && seat.Row is { } known)
            return known;
        if (turn.Epoch != seat.Now.Epoch)
            throw new StaleTurnException($"{this.GetPrimaryKeyString()} has done {seat.Now.Epoch} epochs; it cannot train number {turn.Epoch + 1}.");
        var work = Train(seat, turn);
        _training = work;
        return await work;
    }

    /// <inheritdoc/>
    public async Task<CellSnapshot> Snapshot(long? epoch) => (await Find(epoch)).Shown(Ready().Order.Place);

    /// <inheritdoc/>
    public async Task<Individual> Whole(long epoch, NetworkRole role) => (await Find(epoch)).Of(role);

    /// <inheritdoc/>
    public async Task<CellMixture> Mix(CellTurn turn)
    {
        ArgumentNullException.ThrowIfNull(turn);
        var seat = Admit(turn.Incarnation);
        if (seat.Mixture is { } known && known.Epoch == turn.Epoch)
            return known;
        var around = await Around(seat, turn);
        var members = around.Select(member => member.Place).ToImmutableArray();
        // A neighbour that did not answer has no weight this time; without weights to go on from, all are equal.
        double[] start = seat.Mixture is { } before && before.Weights.Length == members.Length ? [.. before.Weights] : [.. members.Select(_ => 1.0 / members.Length)];
        var order = seat.Order;
        var mixture = await GrainFactory.GetGrain<IMixtureGrain>(order.Run.Value).Search(
            new MixtureOrder(seat.Cell.Recipe, seat.Cell.Facts.Item, order.Spec.Mixture!, [.. around], [.. start], turn.Epoch));
        return seat.Mixture = mixture;
    }

    /// <inheritdoc/>
    public Task Stop()
    {
        _seat?.Stop.Cancel();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Release()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_seat is not { } seat)
            return;
        await seat.Stop.CancelAsync();
        await _training.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        seat.Dispose();
        _seat = null;
    }

    private async Task<CellRow> Train(Seat seat, CellTurn turn)
    {
        // A neighbour that is not there is not this cell's fault: the cell stays well, and can be asked again.
        var around = await Around(seat, turn);
        try
        {
            var row = await seat.Cell.Train(turn.Epoch, around, (seat.Now.Generator, seat.Now.Discriminator), Whole, seat.Stop.Token);
            var (generator, discriminator) = await seat.Cell.Copy();
            var state = new CellState(turn.Epoch + 1, generator, discriminator);
            await seat.Checkpoints.Write(state, seat.Order.Incarnation, seat.Memory(row, state), seat.Cell.Recipe);
            seat.Advance(state, row);
            return row;
        }
        catch (NonFiniteException exception)
        {
            seat.Broken = true;
            throw new DivergedException($"cell {seat.Order.Place}, epoch {turn.Epoch + 1}: {exception.Message}", exception);
        }
        catch
        {
            seat.Broken = true;
            throw;
        }

        Task<Individual> Whole(CellSnapshot member, NetworkRole role) => Neighbour(seat, member.Place).Whole(member.Epoch, role);
    }

    private async Task<Seat> SetUp(CellOrder order)
    {
        var (spec, place) = (order.Spec, order.Place);
        var data = await catalog.LoadAsync(spec.Basics.Recipe.Data);
        var checkpoints = new CellCheckpoints(new CheckpointArchive(stores.Open(order.Store)), order.Run, spec.Basics.Keep);
        var manifest = await checkpoints.Newest(order.AtMost);
        var memory = manifest is null ? null : checkpoints.MemoryOf(manifest);
        var lease = MemberLeases.Of(order.Run, place);
        var seat = new Seat(order, lanes, lease, checkpoints, lane => new Cell(spec, place, lease, data, lane, memory?.RealBatches ?? 0));
        try
        {
            if (manifest is null)
            {
                var (generator, discriminator) = await seat.Cell.Copy();
                seat.Advance(new CellState(0, generator, discriminator), row: null);
                await checkpoints.Write(seat.Now, order.Incarnation, seat.Memory(row: null, seat.Now), seat.Cell.Recipe);
                return seat;
            }

            if (memory!.Data != seat.Cell.Data.Description)
            {
                throw new CheckpointException(
                    checkpoints.Location, $"the cell learned from {memory.Data}, and here is {seat.Cell.Data.Description}; bring back the same data");
            }

            var state = await checkpoints.Read(manifest);
            await seat.Cell.Become(state.Generator, state.Discriminator);
            seat.Advance(state, memory.Row);
            seat.Mixture = memory.Mixture;
            return seat;
        }
        catch
        {
            seat.Dispose();
            throw;
        }
    }

    private async Task<CellState> Find(long? epoch)
    {
        var seat = Ready();
        if (epoch is not { } wanted || wanted == seat.Now.Epoch)
            return seat.Now;
        if (seat.Before?.Epoch == wanted)
            return seat.Before;
        return wanted < seat.Now.Epoch && await seat.Checkpoints.Newest(wanted, exactly: true) is { } manifest
            ? await seat.Checkpoints.Read(manifest)
            : throw new NetworkNotReadyException($"{this.GetPrimaryKeyString()} has done {seat.Now.Epoch} epochs, and was asked for {wanted}.");
    }

    private async Task<IReadOnlyList<CellSnapshot>> Around(Seat seat, CellTurn turn)
    {
        var own = seat.Now.Epoch == turn.Epoch ? seat.Now : await Find(turn.Epoch);
        var places = seat.Order.Spec.Around(seat.Order.Place);
        var others = await Task.WhenAll(places.Skip(1).Select(async place =>
        {
            try
            {
                return await Neighbour(seat, place).Snapshot(turn.Latest ? null : turn.Epoch);
            }
            catch (Exception) when (turn.Latest)
            {
                // As in the originals: who waits for nobody goes on with fewer.
                return null;
            }
        }));
        return [own.Shown(seat.Order.Place), .. others.OfType<CellSnapshot>()];
    }

    private ICellGrain Neighbour(Seat seat, CellPlace place) => GrainFactory.GetGrain<ICellGrain>(MemberKeys.OfCell(seat.Order.Run, place));

    private Seat Ready() => _seat is { Broken: false } seat ? seat : throw new NetworkNotReadyException($"{this.GetPrimaryKeyString()} is not set up.");

    private Seat Admit(int incarnation)
    {
        var seat = Ready();
        return incarnation == seat.Order.Incarnation
            ? seat
            : throw new StaleTurnException($"Incarnation {incarnation} is not open: {this.GetPrimaryKeyString()} is at {seat.Order.Incarnation}.");
    }

    /// <summary>A cell that is set up, and what it has come to.</summary>
    private sealed class Seat : IDisposable
    {
        private readonly LaneClaim _claim;

        public Seat(CellOrder order, LanePool lanes, RunId member, CellCheckpoints checkpoints, Func<DeviceLane, Cell> build)
        {
            Order = order;
            Checkpoints = checkpoints;
            _claim = lanes.Claim(member);
            try
            {
                Cell = build(_claim.Lane);
            }
            catch
            {
                _claim.Dispose();
                throw;
            }
        }

        public CellOrder Order { get; set; }

        public Cell Cell { get; }

        public CellCheckpoints Checkpoints { get; }

        public CancellationTokenSource Stop { get; } = new();

        public CellState Now { get; private set; } = null!;

        public CellState? Before { get; private set; }

        public CellRow? Row { get; private set; }

        public CellMixture? Mixture { get; set; }

        public bool Broken { get; set; }

        public void Advance(CellState state, CellRow? row)
        {
            Before = Now;
            Now = state;
            Row = row;
        }

        public CellMemory Memory(CellRow? row, CellState state) => new(
            Cell.Data.Description, Cell.RealBatches, state.Generator.LearningRate, state.Discriminator.LearningRate, row, Mixture);

        public void Dispose()
        {
            Cell.Dispose();
            _claim.Dispose();
            Stop.Dispose();
        }
    }
}
