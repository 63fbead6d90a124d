using GanActors.Checkpoints;
using GanActors.Devices;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Grains.Devices;
using GanActors.Networks;

namespace GanActors.Grains.Duel;

/// <summary>
/// A network in its grain, with the freeze enforced: the network that can learn is handed out only under a turn of its own phase;
/// everyone else gets the view that cannot. A seat belongs to one incarnation of one run.
/// </summary>
internal sealed class NetworkSeat : IDisposable
{
    /// <summary>How long a network outlives a coordinator that asks nothing of it any more.</summary>
    public static readonly TimeSpan Abandoned = TimeSpan.FromHours(1);

    private readonly NetworkOrder _order;
    private readonly LaneClaim _claim;
    private readonly INetwork _network;
    private readonly StepPace _savePace = new();
    private Exception? _broken;

    // Of the newest turn let in; of the one before the first.
    private long _iteration;

    private NetworkSeat(NetworkOrder order, LaneClaim claim, INetwork network)
    {
        _order = order;
        _claim = claim;
        _network = network;
        _iteration = (order.From?.Place.Version.Iteration ?? 0) - 1;
    }

    /// <summary>The view that cannot learn.</summary>
    public IFrozenNetwork Frozen => _network;

    /// <summary>Where the network lives.</summary>
    public string Device => _claim.Lane.Device.Name;

    /// <summary>How many iterations the network has had a part in, or is in the middle of, since the beginning of the run.</summary>
    public long Iterations => _iteration + 1;

    private Phase OwnPhase => _network.Plan.Role == NetworkRole.Generator ? Phase.Generator : Phase.Discriminator;

    private string PartName => _network.Plan.Role == NetworkRole.Generator ? CheckpointArchive.Generator : CheckpointArchive.Discriminator;

    /// <summary>Why a network does not come to life here; null if the order leaves it the choice, or names this silo.</summary>
    public static MisplacedException? Misplaced(NetworkOrder order, ISiloHere here) => order.Place is { } place && place.Silo != here.Name
        ? new MisplacedException($"A network of {order.Run} is to live on {place}, and this is {here.Name}.")
        : null;

    /// <summary>Builds the network on a lane of its run, as it was at the checkpoint that the order may name.</summary>
    /// <exception cref="CheckpointException">The checkpoint cannot be read.</exception>
    /// <exception cref="MisplacedException">The lane that the order names is full.</exception>
    public static async Task<NetworkSeat> SetUp(NetworkOrder order, NetworkPlan plan, int batch, LanePool lanes, ICheckpointStores stores)
    {
        var claim = lanes.Claim(order.Run, order.Place?.Lane);
        INetwork? network = null;
        try
        {
            var pace = new StepPace();
            network = await claim.Lane.Run(pace, () => claim.Lane.Device.Create(plan, batch, order.Recipe.Run.Seed));
            var seat = new NetworkSeat(order, claim, network);
            if (order.From is { Place: var place })
            {
                var state = await new CheckpointArchive(stores.Open(place.Store)).ReadNetworkAsync(place.Version, seat.PartName);
                await claim.Lane.Run(pace, () =>
                {
                    network.Load(state);
                    return true;
                });
            }

            return seat;
        }
        catch
        {
            network?.Dispose();
            claim.Dispose();
            throw;
        }
    }

    /// <summary>Whether this seat is of the order's incarnation.</summary>
    /// <exception cref="StaleTurnException">It is of a newer one.</exception>
    /// <exception cref="NetworkNotReadyException">A step broke off halfway, and a late order would bring the incarnation back to its beginning.</exception>
    public bool Serves(NetworkOrder order)
    {
        if (order.Incarnation < _order.Incarnation)
            throw new StaleTurnException($"Incarnation {order.Incarnation} of {order.Run} is past: {_order.Incarnation} is open.");
        if (order.Incarnation > _order.Incarnation)
            return false;
        RefuseIfBroken();
        return true;
    }

    /// <summary>Lets a command of this turn in.</summary>
    /// <exception cref="StaleTurnException">The turn is of another run or incarnation.</exception>
    /// <exception cref="NetworkNotReadyException">A step broke off halfway, or the turn is of an incarnation yet to be set up.</exception>
    public void Admit(Turn turn)
    {
        if (turn.Run != _order.Run)
            throw new StaleTurnException($"Turn {turn} belongs to another run than {_order.Run}.");
        if (turn.Incarnation < _order.Incarnation)
            throw new StaleTurnException($"Turn {turn} is past: incarnation {_order.Incarnation} is open.");
        if (turn.Incarnation > _order.Incarnation)
            throw new NetworkNotReadyException($"Incarnation {turn.Incarnation} of {_order.Run} is not set up here.");
        RefuseIfBroken();

        // Each network has commands in every iteration. One that misses some has been set up again by an order that came late.
        if (turn.Iteration > _iteration + 1)
            throw new NetworkNotReadyException($"Turn {turn} is ahead of this network, which has come to {_iteration + 1} iterations.");
        _iteration = Math.Max(_iteration, turn.Iteration);
    }

    /// <summary>The network that may learn, under a turn of its own phase.</summary>
    /// <exception cref="FrozenNetworkException">The turn is the other's.</exception>
    public INetwork Thaw(Turn turn) => turn.Phase == OwnPhase
        ? _network
        : throw new FrozenNetworkException(
            $"In turn {turn} the {(OwnPhase == Phase.Generator ? "generator" : "discriminator")} is frozen: its weights do not move.");

    /// <summary>Runs one step on the lane. A step that throws may have changed the network halfway, so the seat serves no more.</summary>
    public async ValueTask<T> Run<T>(StepPace pace, Func<T> step)
    {
        try
        {
            return await _claim.Lane.Run(pace, step);
        }
        catch (NonFiniteException exception)
        {
            _broken = exception;
            throw new DivergedException(exception.Message, exception);
        }
        catch (Exception exception)
        {
            _broken = exception;
            throw;
        }
    }

    /// <summary>Writes the network's part of a checkpoint.</summary>
    /// <exception cref="StaleTurnException">The network has gone on since, or it is of another incarnation.</exception>
    /// <exception cref="NetworkNotReadyException">A step broke off halfway.</exception>
    /// <exception cref="CheckpointException">The part cannot be written.</exception>
    public async Task<PartReceipt> Keep(CheckpointPlace place, ICheckpointStores stores)
    {
        RefuseIfBroken();
        var version = place.Version;
        if (version.Incarnation != _order.Incarnation || _iteration != version.Iteration - 1)
            throw new StaleTurnException($"There is no version {version} to write: {_order.Run}#{_order.Incarnation} has come to {_iteration + 1} iterations.");
        var state = await Save();
        return await new CheckpointArchive(stores.Open(place.Store)).WriteNetworkAsync(version, PartName, state);
    }

    /// <inheritdoc cref="INetwork.Save"/>
    public ValueTask<NetworkState> Save() => Run(_savePace, _network.Save);

    /// <inheritdoc cref="NetworkDigest.Of"/>
    public async Task<string> Digest() => NetworkDigest.Of(await Save());

    /// <inheritdoc/>
    public void Dispose()
    {
        _network.Dispose();
        _claim.Dispose();
    }

    private void RefuseIfBroken()
    {
        if (_broken is not null)
            throw new NetworkNotReadyException($"A step of {_order.Run} broke off halfway; only a new incarnation can go on.", _broken);
    }
}
