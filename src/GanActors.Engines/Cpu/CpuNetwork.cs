using System.Collections.Immutable;
using GanActors.Engines.Cpu.Convolutions;
using GanActors.Engines.Cpu.Convolutions.Winograd;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Memory;
using GanActors.Engines.Cpu.Optimizers;
using GanActors.Engines.Cpu.Stages;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu;

/// <summary>
/// A network on the CPU: stages over memory that is planned once. Parameters, gradients and moments are one row of numbers each.
/// Gradients that no step has spent are not part of the saved state.
/// </summary>
internal sealed unsafe class CpuNetwork<TLanes> : INetwork, ICountedWork
    where TLanes : unmanaged, ILanes<TLanes>
{
    private const int ParameterAlignment = 16;

    private readonly Crew _crew;
    private readonly ImmutableArray<Stage> _stages;
    private readonly Optimizer _optimizer;
    private readonly GradientNorm<TLanes> _norm;
    private readonly GradientClip<TLanes> _clip;
    private readonly NonFiniteGuard _guard;
    private readonly MovingAverage<TLanes>? _average;
    private readonly ImmutableArray<SpectralNorm<TLanes>> _spectral;
    private readonly FloatBuffer _weights;
    private readonly FloatBuffer _gradients;
    private readonly FloatBuffer _moments;
    private readonly nint _count;
    private readonly Workspace _training;
    private readonly Workspace _passing;
    private readonly BatchRing _outputs;
    private readonly BatchRing _inferred;
    private readonly BatchRing _inputGradients;
    private long _steps;
    private SecondDerivative<TLanes>? _second;
    private bool _taped;
    private bool _trainingTape;
    private bool _gathered;
    private Batch? _given;
    private WorkCount _work;

    public CpuNetwork(NetworkPlan plan, Crew crew, int batch, ulong seed, Func<Geometry, WinogradTiling?> tiling)
    {
        Plan = plan;
        LearningRate = plan.Spec.Optimizer.LearningRate;
        _crew = crew;
        _stages = StageBuilder<TLanes>.Build(plan, seed, tiling);
        _optimizer = CreateOptimizer(plan.Spec.Optimizer);

        long offset = 0;
        foreach (var parameter in Parameters())
        {
            parameter.Offset = offset;
            offset += (parameter.StoredSize + ParameterAlignment - 1) / ParameterAlignment * ParameterAlignment;
        }

        // Weights that layers see normalised lie behind all that are trained, and so do their gradients.
        _count = (nint)offset;
        foreach (var stage in _stages)
        {
            foreach (var parameter in stage.Parameters)
                parameter.Effective = parameter.Offset;
            if (!SpectralWeight.IsWanted(stage.Plan.Layer))
                continue;
            stage.Parameters[0].Effective = offset;
            offset += (stage.Parameters[0].StoredSize + ParameterAlignment - 1) / ParameterAlignment * ParameterAlignment;
        }

        _weights = new FloatBuffer(offset);
        _gradients = new FloatBuffer(offset);
        _moments = new FloatBuffer((long)_count * _optimizer.Moments.Length);
        foreach (var stage in _stages)
            stage.Attach(_weights.Pointer, _gradients.Pointer);
        _spectral = [.. _stages
            .Where(stage => SpectralWeight.IsWanted(stage.Plan.Layer))
            .Select(stage => new SpectralNorm<TLanes>(crew, stage.Plan, stage.Parameters[0], _weights.Pointer, _gradients.Pointer))];
        Initialise(seed);
        _norm = new GradientNorm<TLanes>(_count);
        _clip = new GradientClip<TLanes>(plan.Spec.Optimizer);
        _guard = new NonFiniteGuard(plan, _stages, _weights, _gradients);
        if (plan.Spec.Average is { } average)
            _average = new MovingAverage<TLanes>(average, _stages, _weights, () => StageBuilder<TLanes>.Build(plan, seed, tiling), RefreshSpectral);

        _training = new Workspace(_stages, crew, tape: true);
        _passing = new Workspace(_stages, crew, tape: false);
        _training.Reserve(batch, 1);
        _outputs = new BatchRing(plan.Output);
        _inferred = new BatchRing(plan.Output);
        _inputGradients = new BatchRing(plan.Input);
    }

    /// <inheritdoc/>
    public NetworkPlan Plan { get; }

    /// <inheritdoc/>
    public WorkCount Work => _work;

    /// <inheritdoc/>
    public long Steps => _steps;

    /// <inheritdoc/>
    public float LearningRate { get; set; }

    /// <inheritdoc/>
    public Batch Infer(Batch input, WeightsKind weights = WeightsKind.Current)
    {
        ArgumentNullException.ThrowIfNull(input);
        var stages = weights == WeightsKind.Current ? _stages : KeptAverage().Stages();
        return Run(stages, _passing, new ReadOnlySpan<Batch>(in input), PassMode.Inference, 0, _inferred);
    }

    /// <inheritdoc/>
    public Batch Forward(ReadOnlySpan<Batch> parts, ulong draw, bool keepTape)
    {
        _taped = false;
        var output = Run(_stages, keepTape ? _training : _passing, parts, PassMode.Frozen, draw, _outputs);
        _taped = keepTape;
        _trainingTape = false;
        return output;
    }

    /// <inheritdoc/>
    public Batch ForwardTraining(ReadOnlySpan<Batch> parts, ulong draw)
    {
        _taped = false;
        var output = Run(_stages, _training, parts, PassMode.Training, draw, _outputs);
        _taped = true;
        _trainingTape = true;
        return output;
    }

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
        if (_taped && !_trainingTape)
            throw Misuse.Frozen();
        return BackPropagate(outputGradient, inputGradient, parameters: true);
    }

    /// <inheritdoc/>
    public void BackwardInputGradient(Batch outputGradient, Batch direction)
    {
        ArgumentNullException.ThrowIfNull(outputGradient);
        ArgumentNullException.ThrowIfNull(direction);
        var second = _second ??= new SecondDerivative<TLanes>(Plan, _stages, _crew);
        if (!_taped)
            throw Misuse.NoTape();
        if (!_trainingTape)
            throw Misuse.Frozen();
        var pass = _training.Pass;
        Misuse.CheckDirection(Plan, pass.Items, direction);
        second.Reserve(pass.Items, pass.Parts);
        if (!second.Keeps(outputGradient.Values.Span))
            BackPropagate(outputGradient, inputGradient: false, parameters: false);
        if (!_gathered)
            _gradients.Span.Clear();
        long before = _crew.Products.Rows, columns = _crew.Products.Columns;
        second.Forward(_training, _outputs.Pointer, direction.Values.Span);
        long between = _crew.Products.Rows;
        second.Backward(_training, _outputs.Pointer);
        _work = _work with
        {
            Forward = _work.Forward + between - before,
            InputGradients = _work.InputGradients + _crew.Products.Rows - between,
            WeightGradients = _work.WeightGradients + _crew.Products.Columns - columns,
        };
        _gathered = true;
    }

    /// <inheritdoc/>
    public StepReport Step()
    {
        if (!_gathered)
            throw Misuse.NoGradient();
        foreach (var spectral in _spectral)
            spectral.PassGradient();
        double norm = _norm.Measure(_crew, _gradients.Pointer, _count);
        if (!double.IsFinite(norm) || !_guard.StatisticsAreFinite())
            throw Stop(norm);
        double largest = norm;
        double scale = _clip.Clip(_crew, _gradients.Pointer, _count, ref largest, _norm);
        if (largest > _optimizer.LargestGradient)
            throw Stop(norm);

        _steps++;
        var move = new Move
        {
            Weights = _weights.Pointer,
            Gradients = _gradients.Pointer,
            Moments = _moments.Pointer,
            Count = _count,
            Step = _steps,
            Rate = OptimizerRules.Rate(Plan.Spec.Optimizer, LearningRate, _steps),
            GradientScale = (float)scale,
        };
        move.After.Bound = Plan.Spec.WeightClip;
        _average?.Follow(_steps, ref move.After);
        _optimizer.Step(_crew, in move);
        SpendGradients();
        foreach (var spectral in _spectral)
        {
            spectral.Iterate();
            spectral.Refresh();
        }

        foreach (var stage in _stages)
        {
            stage.WeightsChanged();
            stage.Step();
        }

        return new StepReport(_steps, (float)norm, (float)move.Rate);
    }

    /// <inheritdoc/>
    public NetworkState Save()
    {
        var tensors = ImmutableArray.CreateBuilder<StateTensor>();
        foreach (var stage in _stages)
        {
            foreach (var parameter in stage.Parameters)
                tensors.Add(Export(parameter, parameter.Plan.Name, _weights.Span));
            foreach (var statistic in stage.Statistics)
                tensors.Add(statistic.Save());
        }

        foreach (var spectral in _spectral)
        {
            var (u, v) = spectral.Save();
            tensors.Add(u);
            tensors.Add(v);
        }

        foreach (var parameter in Parameters())
        {
            for (int moment = 0; moment < _optimizer.Moments.Length; moment++)
                tensors.Add(Export(parameter, MomentName(parameter, moment), Moment(moment)));
        }

        if (_average != null)
        {
            foreach (var parameter in Parameters())
                tensors.Add(Export(parameter, AverageName(parameter), _average.Span));
        }

        return new NetworkState(tensors.ToImmutable(), _steps);
    }

    /// <inheritdoc/>
    public void Load(NetworkState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var given = StateMatch.Match(state, Expected());
        foreach (var stage in _stages)
        {
            foreach (var parameter in stage.Parameters)
                Import(parameter, given[parameter.Plan.Name], _weights.Span);
            foreach (var statistic in stage.Statistics)
                statistic.Load(given[statistic.Name].Values.Span);
        }

        foreach (var parameter in Parameters())
        {
            for (int moment = 0; moment < _optimizer.Moments.Length; moment++)
                Import(parameter, given[MomentName(parameter, moment)], Moment(moment));
            if (_average != null)
                Import(parameter, given[AverageName(parameter)], _average.Span);
        }

        foreach (var spectral in _spectral)
        {
            spectral.Load(given[spectral.NameOfU].Values.Span, given[spectral.NameOfV].Values.Span);
            spectral.Refresh();
        }

        _average?.Changed();
        _steps = state.Steps;
        SpendGradients();
        foreach (var stage in _stages)
        {
            stage.WeightsChanged();
            stage.ForgetStatistics();
        }
    }

    /// <summary>Nothing to give back at once: buffers are the collector's, so that batches handed out stay good.</summary>
    public void Dispose()
    {
    }

    private static Optimizer CreateOptimizer(OptimizerSpec spec) => spec.Kind switch
    {
        OptimizerKind.Adam or OptimizerKind.AdamW => new Adam<TLanes>(spec),
        OptimizerKind.RmsProp => new RmsProp<TLanes>(spec),
        OptimizerKind.Sgd => new Sgd<TLanes>(spec),
        _ => throw new NotSupportedException($"The CPU engine has no optimiser {spec.Kind}."),
    };

    private IEnumerable<Parameter> Parameters()
    {
        foreach (var stage in _stages)
        {
            foreach (var parameter in stage.Parameters)
                yield return parameter;
        }
    }

    private void RefreshSpectral(FloatBuffer weights)
    {
        foreach (var spectral in _spectral)
            spectral.Refresh(weights.Pointer);
    }

    private void Initialise(ulong seed)
    {
        int number = 0;
        foreach (var stage in _stages)
        {
            for (int i = 0; i < stage.Parameters.Length; i++, number++)
            {
                var parameter = stage.Parameters[i];
                float[] values = new float[parameter.Plan.Shape.Size];
                InitialWeights.Fill(Plan, stage.Plan, i, number, seed, values);
                parameter.Import(values, Place(parameter, _weights.Span));
            }
        }

        for (int i = 0; i < _spectral.Length; i++)
            _spectral[i].Initialise(SpectralWeight.Directions(Plan.Role, i, seed));
    }

    private Batch Run(ImmutableArray<Stage> stages, Workspace workspace, ReadOnlySpan<Batch> parts, PassMode mode, ulong draw, BatchRing ring)
    {
        workspace.Begin(Plan, parts, mode, draw);
        if (workspace == _training)
            _second?.Forget();
        var pass = workspace.Pass;
        ring.Advance(pass.Items);
        long products = _crew.Products.Rows;
        float* x = workspace.Input;
        for (int i = 0; i < stages.Length; i++)
        {
            float* y = i == stages.Length - 1 ? ring.Pointer : workspace.Output(i);
            stages[i].Forward(pass, x, y, workspace.Notes(i));
            x = y;
        }

        _work = _work with { Forward = _work.Forward + _crew.Products.Rows - products, TapeBytes = _work.TapeBytes + workspace.TapeBytes() };
        return ring.Current;
    }

    private Batch? BackPropagate(Batch outputGradient, bool inputGradient, bool parameters)
    {
        if (!_taped)
            throw Misuse.NoTape();
        var pass = _training.Pass;
        Misuse.CheckGradient(Plan, pass.Items, outputGradient);

        int last = _stages.Length - 1;
        // A network that has been asked for second derivatives keeps what passes between the stages: they begin with it.
        var kept = !parameters && _trainingTape ? _second : null;
        kept?.Reserve(pass.Items, pass.Parts);
        float* dy = kept != null ? kept.Adjoint(last) : _training.Gradient(0);
        fixed (float* given = outputGradient.Values.Span)
        {
            var gate = new ElementwiseGate<TLanes>
            {
                Activation = _stages[last].Activation,
                Y = _outputs.Pointer,
                Gradient = given,
                Target = dy,
                Count = (nint)pass.Items * Plan.Output.Size,
            };
            gate.Run(_crew);
        }

        if (inputGradient)
            _inputGradients.Advance(pass.Items);
        var (rows, columns) = (_crew.Products.Rows, _crew.Products.Columns);
        for (int i = last; i >= 0; i--)
        {
            float* x = i == 0 ? _training.Input : _training.Output(i - 1);
            float* y = i == last ? _outputs.Pointer : _training.Output(i);
            float* dx = i == 0 ? inputGradient ? _inputGradients.Pointer : null
                : kept != null ? kept.Adjoint(i - 1)
                : _training.Gradient((last - i + 1) % 2);
            _stages[i].Backward(pass, x, y, _training.Notes(i), dy, dx, parameters, parameters && _gathered);
            dy = dx;
        }

        kept?.Keep(outputGradient.Values.Span);
        _work = _work with
        {
            InputGradients = _work.InputGradients + _crew.Products.Rows - rows,
            WeightGradients = _work.WeightGradients + _crew.Products.Columns - columns,
        };
        if (parameters)
        {
            _gathered = true;
            _given = outputGradient;
        }

        return inputGradient ? _inputGradients.Current : null;
    }

    // A step that must not be taken: what was gathered for it is dropped.
    private NonFiniteException Stop(double norm)
    {
        var exception = _guard.Explain(_steps + 1, _taped && _trainingTape ? _training : null, _outputs.Pointer, _given, norm);
        SpendGradients();
        foreach (var stage in _stages)
            stage.ForgetStatistics();
        return exception;
    }

    private void SpendGradients()
    {
        _gathered = false;
        _taped = false;
        _given = null;
    }

    private MovingAverage<TLanes> KeptAverage() => _average ?? throw Misuse.NoAverage(Plan);

    private static string AverageName(Parameter parameter) => StateMatch.AverageName(parameter.Plan);

    private Span<float> Moment(int moment) => _moments.Span.Slice((int)(moment * _count), (int)_count);

    private string MomentName(Parameter parameter, int moment) => StateMatch.MomentName(parameter.Plan, _optimizer.Moments[moment]);

    private static Span<float> Place(Parameter parameter, Span<float> all) => all.Slice((int)parameter.Offset, (int)parameter.StoredSize);

    private static StateTensor Export(Parameter parameter, string name, Span<float> all)
    {
        float[] values = new float[parameter.Plan.Shape.Size];
        parameter.Export(Place(parameter, all), values);
        return new StateTensor(name, parameter.Plan.Shape, values);
    }

    private static void Import(Parameter parameter, StateTensor tensor, Span<float> all) =>
        parameter.Import(tensor.Values.Span, Place(parameter, all));

    private Dictionary<string, Shape> Expected()
    {
        var expected = new Dictionary<string, Shape>(StringComparer.Ordinal);
        foreach (var stage in _stages)
        {
            foreach (var parameter in stage.Parameters)
            {
                expected.Add(parameter.Plan.Name, parameter.Plan.Shape);
                for (int moment = 0; moment < _optimizer.Moments.Length; moment++)
                    expected.Add(MomentName(parameter, moment), parameter.Plan.Shape);
                if (_average != null)
                    expected.Add(AverageName(parameter), parameter.Plan.Shape);
            }

            foreach (var statistic in stage.Statistics)
                expected.Add(statistic.Name, new Shape(statistic.Values.Length));
        }

        foreach (var spectral in _spectral)
        {
            expected.Add(spectral.NameOfU, new Shape(spectral.Outputs));
            expected.Add(spectral.NameOfV, new Shape(spectral.Rest));
        }

        return expected;
    }
}
