using System.Collections.Concurrent;
using GanActors.Devices;
using GanActors.Duel;
using GanActors.Engines;
using GanActors.Engines.Cpu;
using GanActors.Grains.Duel;
using GanActors.Networks;

namespace GanActors.Grains.Tests.Faults;

/// <summary>
/// Stands at the device and sees every network of every run: who takes a step in which turn, and that nothing but a step moves weights.
/// </summary>
internal sealed class RunWitness : IIncomingGrainCallFilter
{
    private readonly AsyncLocal<(RunId Run, int Incarnation)?> _order = new();
    private readonly ConcurrentDictionary<string, Turn> _turns = new(StringComparer.Ordinal);

    /// <summary>What broke the rules, by run.</summary>
    public ConcurrentDictionary<string, ConcurrentQueue<string>> Breaches { get; } = new(StringComparer.Ordinal);

    /// <summary>Steps taken, by run; those that were taken again after a setback included.</summary>
    public ConcurrentDictionary<string, int> Steps { get; } = new(StringComparer.Ordinal);

    /// <summary>A device whose networks are watched.</summary>
    /// <param name="kind">What it passes for.</param>
    public IDevice Device(DeviceKind kind = DeviceKind.Cpu) => new WitnessedDevice(this, kind);

    /// <summary>Notes what a network is asked, where the call arrives: it has one call at a time.</summary>
    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is IGeneratorGrain or IDiscriminatorGrain && context.Request.GetArgumentCount() > 0)
        {
            switch (context.Request.GetArgument(0))
            {
                case NetworkOrder order:
                    _order.Value = (order.Run, order.Incarnation);
                    break;
                case Turn turn:
                    _turns[Key(turn.Run, context.Grain is IGeneratorGrain ? NetworkRole.Generator : NetworkRole.Discriminator)] = turn;
                    break;
            }
        }

        return context.Invoke();
    }

    private static string Key(RunId run, NetworkRole role) => $"{run}/{role}";

    private void Breach(RunId run, string what) => Breaches.GetOrAdd(run.Value, static _ => new()).Enqueue(what);

    private sealed class WitnessedDevice(RunWitness witness, DeviceKind kind) : IDevice
    {
        private readonly CpuDevice _cpu = new();

        public string Name => _cpu.Name;

        public DeviceKind Kind => kind;

        public INetwork Create(NetworkPlan plan, int batch, ulong seed)
        {
            var (run, incarnation) = witness._order.Value ?? throw new InvalidOperationException("A network is made that nobody ordered.");
            return new WitnessedNetwork(witness, run, incarnation, _cpu.Create(plan, batch, seed));
        }

        public void Dispose() => _cpu.Dispose();
    }

    /// <summary>A network of one incarnation of one run.</summary>
    private sealed class WitnessedNetwork(RunWitness witness, RunId run, int incarnation, INetwork network) : INetwork
    {
        private static readonly ConcurrentDictionary<string, byte> Learning = new(StringComparer.Ordinal);

        private string _digest = NetworkDigest.Of(network.Save());
        private Turn? _last;

        public NetworkPlan Plan => network.Plan;

        public long Steps => network.Steps;

        public float LearningRate { get => network.LearningRate; set => network.LearningRate = value; }

        public Batch Infer(Batch input, WeightsKind weights = WeightsKind.Current) => network.Infer(input, weights);

        public Batch Forward(ReadOnlySpan<Batch> parts, ulong draw, bool keepTape) => network.Forward(parts, draw, keepTape);

        public Batch InputGradient(Batch outputGradient) => network.InputGradient(outputGradient);

        public Batch ForwardTraining(ReadOnlySpan<Batch> parts, ulong draw) => network.ForwardTraining(parts, draw);

        public Batch? Backward(Batch outputGradient, bool inputGradient) => network.Backward(outputGradient, inputGradient);

        public void BackwardInputGradient(Batch outputGradient, Batch direction) => network.BackwardInputGradient(outputGradient, direction);

        public StepReport Step()
        {
            CheckStill();
            var turn = witness._turns[Key(run, Plan.Role)];
            var own = Plan.Role == NetworkRole.Generator ? Phase.Generator : Phase.Discriminator;
            if (turn.Phase != own)
                witness.Breach(run, $"the {Plan.Role} learned in {turn}");
            if (turn.Incarnation != incarnation)
                witness.Breach(run, $"the {Plan.Role} of incarnation {incarnation} learned in {turn}");
            if (turn <= _last)
                witness.Breach(run, $"the {Plan.Role} learned in {turn} after {_last}");
            if (!Learning.TryAdd(run.Value, 0))
                witness.Breach(run, $"both networks learned at once in {turn}");
            _last = turn;
            var report = network.Step();
            _digest = NetworkDigest.Of(network.Save());
            Learning.TryRemove(run.Value, out _);
            witness.Steps.AddOrUpdate(run.Value, 1, static (_, steps) => steps + 1);
            return report;
        }

        public NetworkState Save()
        {
            CheckStill();
            return network.Save();
        }

        public void Load(NetworkState state)
        {
            network.Load(state);
            _digest = NetworkDigest.Of(network.Save());
        }

        public void Dispose()
        {
            CheckStill();
            network.Dispose();
        }

        private void CheckStill()
        {
            if (NetworkDigest.Of(network.Save()) != _digest)
                witness.Breach(run, $"the {Plan.Role} has changed since its step in {_last}");
        }
    }
}
