using System.Collections.Immutable;
using GanActors.Engines.Cpu;
using GanActors.Engines.Torch.Layers;
using GanActors.Engines.Torch.Memory;
using GanActors.Engines.Torch.Optimizers;
using GanActors.Networks;
using TorchSharp;
using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch;

/// <summary>
/// A network in libtorch: its layers are operations, its ways back autograd's. The weights are there twice under different names: as leaves that gradients are
/// taken of, for training, and frozen, so that nothing is kept or computed for a gradient that nobody wants.
/// </summary>
internal sealed class TorchNetwork : INetwork
{
    private readonly TorchDevice _device;
    private readonly ulong _seed;
    private readonly ImmutableArray<TorchLayer> _layers;
    private readonly ImmutableArray<BatchNormLayer> _norms;
    private readonly ImmutableArray<SpectralNorm> _spectral;
    private readonly ParameterRow _row;
    private readonly TorchOptimizer _optimizer;
    private readonly ImmutableArray<string> _momentNames;
    private readonly Tensor _weights, _gradients;
    private readonly Tensor[] _moments;
    private readonly Tensor? _average;
    private readonly WeightSet _trained, _frozen;
    private readonly WeightSet? _averaged;
    private readonly BatchSlots _outputs, _inferred, _inputGradients;
    private Tape? _tape;
    private bool _gathered;
    private Batch? _given;
    private bool _disposed;

    public TorchNetwork(TorchDevice device, NetworkPlan plan, ulong seed)
    {
        Plan = plan;
        LearningRate = plan.Spec.Optimizer.LearningRate;
        _device = device;
        _seed = seed;
        using var command = device.Open(gradients: false);
        _layers = TorchLayer.Build(plan, seed, device);
        _norms = [.. _layers.OfType<BatchNormLayer>()];
        _row = new ParameterRow(plan);
        _optimizer = TorchOptimizer.Create(plan.Spec.Optimizer);
        _momentNames = OptimizerRules.Moments(plan.Spec.Optimizer);
        _weights = NewRow();
        _gradients = NewRow();
        _moments = [.. _momentNames.Select(_ => NewRow())];
        HostCopy.Upload(InitialRow(), _weights);
        _spectral = [.. plan.Layers.Where(layer => SpectralWeight.IsWanted(layer.Layer)).Select(layer => new SpectralNorm(layer, device))];
        _trained = new WeightSet(plan, _row, _weights, _spectral, _gradients);
        _frozen = new WeightSet(plan, _row, _weights, _spectral);
        for (int i = 0; i < _spectral.Length; i++)
            _spectral[i].Initialise(SpectralWeight.Directions(plan.Role, i, seed), FrozenWeight(_spectral[i]));
        if (plan.Spec.Average != null)
        {
            _average = _weights.clone().DetachFromDisposeScope();
            _averaged = new WeightSet(plan, _row, _average, _spectral);
        }

        _outputs = new BatchSlots(plan.Output);
        _inferred = new BatchSlots(plan.Output);
        _inputGradients = new BatchSlots(plan.Input);
    }

    /// <inheritdoc/>
    public NetworkPlan Plan { get; }

    /// <inheritdoc/>
    public long Steps { get; private set; }

    /// <inheritdoc/>
    public float LearningRate { get; set; }

    /// <inheritdoc/>
    public Batch Infer(Batch input, WeightsKind weights = WeightsKind.Current)
    {
        ArgumentNullException.ThrowIfNull(input);
        var set = weights == WeightsKind.Current ? _frozen : _averaged ?? throw Misuse.NoAverage(Plan);
        var parts = new ReadOnlySpan<Batch>(in input);
        Check(parts);
        using var command = _device.Open(gradients: false);
        using var pass = TorchPass.Of(Plan, PassMode.Inference, parts, 0, _device);
        return _inferred.Hand(Run(set, Take(parts, pass.Items, Plan.Input), pass), pass.Items);
    }

    /// <inheritdoc/>
    public Batch Forward(ReadOnlySpan<Batch> parts, ulong draw, bool keepTape) => Forward(_frozen, PassMode.Frozen, parts, draw, keepTape);

    /// <inheritdoc/>
    public Batch ForwardTraining(ReadOnlySpan<Batch> parts, ulong draw) => Forward(_trained, PassMode.Training, parts, draw, keepTape: true);

    /// <inheritdoc/>
    public Batch InputGradient(Batch outputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        return BackPropagate(outputGradient, inputGradient: true, parameters: false)!;
    }

    /// <inheritdoc/>
    public Batch? Backward(Batch outputGradient, bool inputGradient)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        if (_tape is { Training: false })
            throw Misuse.Frozen();
        return BackPropagate(outputGradient, inputGradient, parameters: true);
    }

    /// <inheritdoc/>
    public void BackwardInputGradient(Batch outputGradient, Batch direction)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        ArgumentNullException.ThrowIfNull(direction);
        Misuse.CheckItemGradients(Plan);
        var tape = _tape ?? throw Misuse.NoTape();
        if (!tape.Training)
            throw Misuse.Frozen();
        Misuse.CheckDirection(Plan, tape.Pass.Items, direction);
        Misuse.CheckGradient(Plan, tape.Pass.Items, outputGradient);
        using var command = _device.Open(gradients: true);
        var slope = torch.autograd.grad(
            [tape.Output], [tape.Input], [Take(outputGradient, Plan.Output)], retain_graph: true, create_graph: true)[0];
        // A network without weights has none to bend its slope with.
        if (slope.requires_grad && _trained.Leaves.Count > 0)
            torch.autograd.backward([slope], [Take(direction, Plan.Input)], retain_graph: true, inputs: [.. _trained.Leaves]);
        _gathered = true;
    }

    /// <inheritdoc/>
    public StepReport Step()
    {
        if (!_gathered)
            throw Misuse.NoGradient();
        using var command = _device.Open(gradients: false);
        var spec = Plan.Spec.Optimizer;
        double norm = Norm();
        if (!double.IsFinite(norm))
            throw Stop(norm);
        double largest = norm;
        if (spec.ClipValue > 0f && norm > spec.ClipValue)
        {
            using Scalar bound = spec.ClipValue, below = -spec.ClipValue;
            _gradients.clamp_(below, bound);
            largest = spec.ClipNorm > 0f ? Norm(statistics: false) : spec.ClipValue;
        }

        double scale = OptimizerRules.ClipScale(spec, largest);
        if (largest * scale > OptimizerRules.LargestGradient(spec))
            throw Stop(norm);
        if (scale != 1)
        {
            using Scalar factor = scale;
            _gradients.mul_(factor);
        }

        Steps++;
        double rate = OptimizerRules.Rate(spec, LearningRate, Steps);
        _optimizer.Step(_weights, _gradients, _moments, Steps, rate);
        AfterMove();
        SpendGradients();
        foreach (var spectral in _spectral)
            spectral.Iterate(FrozenWeight(spectral));
        foreach (var batchNorm in _norms)
            batchNorm.Step();
        WeightsChanged();
        return new StepReport(Steps, (float)norm, (float)rate);
    }

    /// <inheritdoc/>
    public NetworkState Save()
    {
        using var command = _device.Open(gradients: false);
        var tensors = ImmutableArray.CreateBuilder<StateTensor>();
        var places = _row.Places.ToLookup(place => place.Layer.Index);
        float[] weights = Host(_weights);
        foreach (var layer in _layers)
        {
            foreach (var place in places[layer.Plan.Index])
                tensors.Add(new StateTensor(place.Parameter.Name, place.Parameter.Shape, place.In(weights)));
            if (layer is not BatchNormLayer norm)
                continue;
            foreach (var (name, values) in norm.Statistics)
                tensors.Add(new StateTensor(name, new Shape(norm.Channels), Host(values)));
        }

        foreach (var (name, shape, values) in _spectral.SelectMany(spectral => spectral.Vectors))
            tensors.Add(new StateTensor(name, shape, Host(values)));
        float[][] moments = [.. _moments.Select(Host)];
        foreach (var place in _row.Places)
        {
            for (int i = 0; i < moments.Length; i++)
                tensors.Add(new StateTensor(StateMatch.MomentName(place.Parameter, _momentNames[i]), place.Parameter.Shape, place.In(moments[i])));
        }

        if (_average is not null)
        {
            float[] average = Host(_average);
            foreach (var place in _row.Places)
                tensors.Add(new StateTensor(StateMatch.AverageName(place.Parameter), place.Parameter.Shape, place.In(average)));
        }

        return new NetworkState(tensors.ToImmutable(), Steps);
    }

    /// <inheritdoc/>
    public void Load(NetworkState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var given = StateMatch.Match(state, Expected());
        using var command = _device.Open(gradients: false);
        Fill(_weights, given, parameter => parameter.Name);
        for (int i = 0; i < _moments.Length; i++)
        {
            string moment = _momentNames[i];
            Fill(_moments[i], given, parameter => StateMatch.MomentName(parameter, moment));
        }

        if (_average is not null)
            Fill(_average, given, StateMatch.AverageName);
        foreach (var (name, values) in _norms.SelectMany(norm => norm.Statistics))
            HostCopy.Upload(given[name].Values.Span, values);
        foreach (var (name, _, values) in _spectral.SelectMany(spectral => spectral.Vectors))
            HostCopy.Upload(given[name].Values.Span, values);
        Steps = state.Steps;
        SpendGradients();
        foreach (var norm in _norms)
            norm.Forget();
        WeightsChanged();
    }

    /// <summary>Gives all tensors back. Batches that were handed out stay good.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        using var command = _device.Open(gradients: false);
        _outputs.Dispose();
        _inferred.Dispose();
        _inputGradients.Dispose();
        _tape?.Dispose();
        _trained.Dispose();
        _frozen.Dispose();
        _averaged?.Dispose();
        _optimizer.Dispose();
        foreach (var owner in _norms)
            owner.Dispose();
        foreach (var owner in _spectral)
            owner.Dispose();
        foreach (var row in _moments)
            row.Dispose();
        _average?.Dispose();
        _gradients.Dispose();
        _weights.Dispose();
    }

    private Batch Forward(WeightSet weights, PassMode mode, ReadOnlySpan<Batch> parts, ulong draw, bool keepTape)
    {
        ForgetTape();
        Check(parts);
        using var command = _device.Open(keepTape);
        var pass = TorchPass.Of(Plan, mode, parts, draw, _device);
        try
        {
            var x = Take(parts, pass.Items, Plan.Input);
            if (keepTape)
                x = x.detach().requires_grad_();
            var y = Run(weights, x, pass);
            if (keepTape)
                _tape = new Tape(x.DetachFromDisposeScope(), y.DetachFromDisposeScope(), pass, mode == PassMode.Training);
            return _outputs.Hand(y, pass.Items);
        }
        finally
        {
            if (_tape is null)
                pass.Dispose();
        }
    }

    private Tensor Run(WeightSet weights, Tensor x, TorchPass pass, Func<TorchLayer, Tensor, bool>? stop = null)
    {
        var ofLayers = weights.Layers();
        foreach (var layer in _layers)
        {
            x = layer.Forward(x, ofLayers[layer.Plan.Index], pass);
            if (stop?.Invoke(layer, x) == true)
                break;
        }

        return x;
    }

    private Batch? BackPropagate(Batch outputGradient, bool inputGradient, bool parameters)
    {
        var tape = _tape ?? throw Misuse.NoTape();
        Misuse.CheckGradient(Plan, tape.Pass.Items, outputGradient);
        using var command = _device.Open(gradients: true);
        Tensor[] leaves = [.. parameters ? _trained.Leaves : [], .. inputGradient ? [tape.Input] : Array.Empty<Tensor>()];
        if (leaves.Length > 0)
            torch.autograd.backward([tape.Output], [Take(outputGradient, Plan.Output)], retain_graph: true, inputs: leaves);
        if (parameters)
        {
            _gathered = true;
            _given = outputGradient;
        }

        if (!inputGradient)
            return null;
        using var gradient = tape.Input.grad!;
        tape.Input.grad = null;
        return _inputGradients.Hand(gradient, tape.Pass.Items);
    }

    private void AfterMove()
    {
        if (Plan.Spec.WeightClip is > 0f and var clip)
        {
            using Scalar bound = clip, below = -clip;
            _weights.clamp_(below, bound);
        }

        if (_average is null)
            return;
        double share = OptimizerRules.AverageShare(Plan.Spec.Average!, Steps);
        if (share == 1)
        {
            _average.copy_(_weights);
            return;
        }

        using Scalar part = share;
        _average.add_(_weights.sub(_average), part);
    }

    // The norm of all gradients; not finite if and only if one of them, or a statistic that the step would fold in, is not.
    private double Norm(bool statistics = true)
    {
        var norm = _gradients.norm();
        foreach (var batchNorm in statistics ? _norms : [])
            norm = norm.add(batchNorm.Check());
        double found = norm.item<float>();
        // Where squares are too large for a float, they are summed in double precision.
        if (!double.IsFinite(found) && _norms.All(batchNorm => batchNorm.Check().item<float>() == 0f))
            found = _gradients.to(torch.ScalarType.Float64).norm().item<double>();
        return found;
    }

    // A step that must not be taken: what was gathered for it is dropped.
    private NonFiniteException Stop(double norm)
    {
        var exception = Explain(norm);
        SpendGradients();
        foreach (var batchNorm in _norms)
            batchNorm.Forget();
        return exception;
    }

    // Where it arose: the first layer of the forward whose output is not finite, else the first of the way back whose gradient is not.
    private NonFiniteException Explain(double norm)
    {
        var finding = new NonFiniteFinding(Plan, Steps + 1);
        float[] weights = Host(_weights), gradients = Host(_gradients);
        NonFiniteException? InWeights(LayerPlan? of) => _row.Places
            .Where(place => of == null || place.Layer == of)
            .Select(place => finding.InWeight(place.Layer, place.Parameter, place.In(weights).Span))
            .FirstOrDefault(found => found != null);

        if (_tape is { Training: true } tape && InForward(finding, tape, InWeights) is { } onTheWay)
            return onTheWay;
        if (InWeights(null) is { } inWeights)
            return inWeights;
        foreach (var batchNorm in _norms)
        {
            if (batchNorm.Check().item<float>() != 0f)
                return finding.InStatistic(batchNorm.Plan);
        }

        if (finding.InGiven(_given) is { } inGiven)
            return inGiven;
        foreach (var place in _row.Places.Reverse().OrderByDescending(place => place.Layer.Index).ThenBy(place => place.Index))
        {
            if (finding.InGradient(place.Layer, place.Parameter, place.In(gradients).Span) is { } inGradient)
                return inGradient;
        }

        var (largest, size) = _row.Places
            .Select(place => (place.Layer, Size: Largest(place.In(gradients).Span)))
            .MaxBy(found => found.Size);
        return finding.InSquare(norm, largest, size);
    }

    // Nothing has moved since the forward, so it can be had again, layer by layer.
    private NonFiniteException? InForward(NonFiniteFinding finding, Tape tape, Func<LayerPlan?, NonFiniteException?> inWeights)
    {
        var x = tape.Input.detach();
        if (finding.InInput(Host(x)) is { } inInput)
            return inInput;
        NonFiniteException? found = null;
        Run(_frozen, x, tape.Pass with { Mode = PassMode.Frozen }, (layer, y) =>
        {
            if (finding.InOutput(layer.Plan, layer.Plan.Output.Size, Host(y)) is { } inOutput)
                found = inWeights(layer.Plan) ?? inOutput;
            return found != null;
        });
        return found;
    }

    private static float Largest(ReadOnlySpan<float> values)
    {
        float largest = 0f;
        foreach (float value in values)
            largest = Math.Max(largest, Math.Abs(value));
        return largest;
    }

    private void SpendGradients()
    {
        if (_gathered)
            _gradients.zero_();
        _gathered = false;
        _given = null;
        ForgetTape();
    }

    private void ForgetTape()
    {
        _tape?.Dispose();
        _tape = null;
    }

    private void WeightsChanged()
    {
        _trained.Changed();
        _frozen.Changed();
        _averaged?.Changed();
    }

    private void Check(ReadOnlySpan<Batch> parts)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Misuse.CheckParts(Plan, parts);
    }

    private Tensor FrozenWeight(SpectralNorm spectral) => _frozen.Raw(spectral.Layer.Index);

    private Tensor Take(Batch batch, Shape item) => Take(new ReadOnlySpan<Batch>(in batch), batch.Count, item);

    // All parts in one tensor. One part that is on the device already is taken as it is.
    private Tensor Take(ReadOnlySpan<Batch> parts, int items, Shape item)
    {
        long[] shape = [items, .. item.Dimensions.Select(size => (long)size)];
        if (parts.Length == 1 && DeviceMemory.Behind(parts[0].Values) is { } there)
            return there.to(_device.Device).view(shape);
        var all = torch.empty(shape, torch.ScalarType.Float32, _device.Device);
        var row = all.view(-1);
        long from = 0;
        foreach (var part in parts)
        {
            var target = row.narrow(0, from, part.Values.Length);
            if (DeviceMemory.Behind(part.Values) is { } elsewhere)
                target.copy_(elsewhere);
            else
                HostCopy.Upload(part.Values.Span, target);
            from += part.Values.Length;
        }

        return all;
    }

    private Tensor NewRow() => torch.zeros(_row.Length, torch.ScalarType.Float32, _device.Device).DetachFromDisposeScope();

    private float[] InitialRow()
    {
        float[] row = new float[_row.Length];
        for (int i = 0; i < _row.Places.Length; i++)
        {
            var place = _row.Places[i];
            InitialWeights.Fill(Plan, place.Layer, place.Index, i, _seed, row.AsSpan((int)place.Offset, place.Parameter.Shape.Size));
        }

        return row;
    }

    private static float[] Host(Tensor values)
    {
        float[] host = new float[values.numel()];
        HostCopy.Download(values.contiguous(), host);
        return host;
    }

    private void Fill(Tensor row, Dictionary<string, StateTensor> given, Func<ParameterPlan, string> name)
    {
        float[] values = new float[_row.Length];
        foreach (var place in _row.Places)
            given[name(place.Parameter)].Values.CopyTo(values.AsMemory((int)place.Offset));
        HostCopy.Upload(values, row);
    }

    private Dictionary<string, Shape> Expected()
    {
        var expected = new Dictionary<string, Shape>(StringComparer.Ordinal);
        foreach (var place in _row.Places)
        {
            expected.Add(place.Parameter.Name, place.Parameter.Shape);
            foreach (string moment in _momentNames)
                expected.Add(StateMatch.MomentName(place.Parameter, moment), place.Parameter.Shape);
            if (_average is not null)
                expected.Add(StateMatch.AverageName(place.Parameter), place.Parameter.Shape);
        }

        foreach (var norm in _norms)
        {
            foreach (var (name, _) in norm.Statistics)
                expected.Add(name, new Shape(norm.Channels));
        }

        foreach (var (name, shape, _) in _spectral.SelectMany(spectral => spectral.Vectors))
            expected.Add(name, shape);
        return expected;
    }

    // A forward that can be gone back on.
    private sealed record Tape(Tensor Input, Tensor Output, TorchPass Pass, bool Training) : IDisposable
    {
        public void Dispose()
        {
            Input.Dispose();
            Output.Dispose();
            Pass.Dispose();
        }
    }
}
