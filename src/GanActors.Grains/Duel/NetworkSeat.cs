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
    private readonly NetworkOrder _order;
    private readonly LanePool _lanes;
    private readonly DeviceLane _lane;
    private readonly INetwork _network;
    private Exception? _broken;

    /// <summary>Builds the network on a lane of its run.</summary>
    public NetworkSeat(NetworkOrder order, NetworkPlan plan, int batch, LanePool lanes)
    {
        _order = order;
        _lanes = lanes;
        _lane = lanes.Lease(order.Run, this);
        _network = _lane.Device.Create(plan, batch, order.Recipe.Run.Seed);
    }

    /// <summary>The view that cannot learn.</summary>
    public IFrozenNetwork Frozen => _network;

    /// <summary>Where the network lives.</summary>
    public string Device => _lane.Device.Name;

    private Phase OwnPhase => _network.Plan.Role == NetworkRole.Generator ? Phase.Generator : Phase.Discriminator;

    /// <summary>Whether this seat is of the order's incarnation.</summary>
    /// <exception cref="StaleTurnException">It is of a newer one.</exception>
    public bool Serves(NetworkOrder order)
    {
        if (order.Incarnation < _order.Incarnation)
            throw new StaleTurnException($"Incarnation {order.Incarnation} of {order.Run} is past: {_order.Incarnation} is open.");
        return order.Incarnation == _order.Incarnation && _broken is null;
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
        if (_broken is not null)
            throw new NetworkNotReadyException($"A step of {_order.Run} broke off halfway; only a new incarnation can go on.", _broken);
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
            return await _lane.Run(pace, step);
        }
        catch (Exception exception)
        {
            _broken = exception;
            throw;
        }
    }

    /// <inheritdoc cref="INetwork.Save"/>
    public NetworkState Save() => _network.Save();

    /// <inheritdoc cref="NetworkDigest.Of"/>
    public string Digest() => NetworkDigest.Of(_network.Save());

    /// <inheritdoc/>
    public void Dispose()
    {
        _lanes.Return(_order.Run, this);
        _network.Dispose();
    }
}
