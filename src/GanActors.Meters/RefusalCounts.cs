using GanActors.Duel;
using GanActors.Networks;

namespace GanActors.Meters;

/// <summary>Commands that did not go as they should: refused, sent again, or answered again.</summary>
internal sealed class RefusalCounts
{
    private static readonly string[] Reasons = ["stale", "frozen", "not_ready", "other"];
    private static readonly NetworkCommand[] Commands = Enum.GetValues<NetworkCommand>();
    private static readonly NetworkRole[] Networks = Enum.GetValues<NetworkRole>();

    private readonly long[,] _refused = new long[Networks.Length, Reasons.Length];
    private readonly long[] _sentAgain = new long[Commands.Length], _repeated = new long[Networks.Length];

    public void Refused(NetworkCommand command, TurnRefusedException refusal)
    {
        int reason = refusal switch { StaleTurnException => 0, FrozenNetworkException => 1, NetworkNotReadyException => 2, _ => 3 };
        Interlocked.Increment(ref _refused[(int)Asked(command), reason]);
    }

    public void SentAgain(NetworkCommand command) => Interlocked.Increment(ref _sentAgain[(int)command]);

    public void Repeated(NetworkRole network) => Interlocked.Increment(ref _repeated[(int)network]);

    public Readings<long> ReadRefused()
    {
        var readings = new Readings<long>();
        foreach (var network in Networks)
        {
            for (int reason = 0; reason < Reasons.Length; reason++)
                readings.Add(Volatile.Read(ref _refused[(int)network, reason]), Labels.Network.Is(Labels.Word(network)), Labels.Reason.Is(Reasons[reason]));
        }

        return readings;
    }

    public Readings<long> ReadRepeated()
    {
        var readings = new Readings<long>();
        foreach (var network in Networks)
            readings.Add(Volatile.Read(ref _repeated[(int)network]), Labels.Network.Is(Labels.Word(network)));
        return readings;
    }

    public Readings<long> ReadSentAgain()
    {
        var readings = new Readings<long>();
        foreach (var command in Commands)
            readings.Add(Volatile.Read(ref _sentAgain[(int)command]), Labels.Command.Is(Labels.Word(command)));
        return readings;
    }

    private static NetworkRole Asked(NetworkCommand command) => command is NetworkCommand.Forge or NetworkCommand.Learn ? NetworkRole.Generator : NetworkRole.Discriminator;
}
