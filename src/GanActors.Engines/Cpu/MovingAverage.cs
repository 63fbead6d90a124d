using System.Collections.Immutable;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Memory;
using GanActors.Engines.Cpu.Optimizers;
using GanActors.Engines.Cpu.Stages;
using GanActors.Networks;

namespace GanActors.Engines.Cpu;

/// <summary>
/// The exponential moving average of a network's weights and the stages that infer with it. They are a second set over the average's own
/// memory: whatever stages derive from weights is theirs alone, so that looking at the average disturbs no training.
/// </summary>
internal sealed unsafe class MovingAverage<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly AverageSpec _spec;
    private readonly ImmutableArray<Stage> _training;
    private readonly Func<ImmutableArray<Stage>> _build;
    private readonly Action<FloatBuffer> _derive;
    private readonly FloatBuffer _weights;
    private ImmutableArray<Stage> _stages;
    private bool _stale = true;

    /// <summary>An average that starts as the weights are.</summary>
    /// <param name="spec">How it moves.</param>
    /// <param name="training">The stages that train, their parameters in place.</param>
    /// <param name="weights">All weights.</param>
    /// <param name="build">Makes the same stages once more.</param>
    /// <param name="derive">Makes what layers see of the weights anew, where that is not the weights themselves.</param>
    public MovingAverage(AverageSpec spec, ImmutableArray<Stage> training, FloatBuffer weights, Func<ImmutableArray<Stage>> build, Action<FloatBuffer> derive)
    {
        _spec = spec;
        _training = training;
        _build = build;
        _derive = derive;
        _weights = new FloatBuffer(weights.Length);
        weights.Span.CopyTo(_weights.Span);
    }

    /// <summary>The averages, as the weights lie.</summary>
    public Span<float> Span => _weights.Span;

    /// <summary>Makes the average follow a step's move.</summary>
    /// <param name="step">The step's number, from 1.</param>
    /// <param name="after">What follows the move.</param>
    public void Follow(long step, ref AfterMove after)
    {
        after.Average = _weights.Pointer;
        after.Share = (float)OptimizerRules.AverageShare(_spec, step);
        _stale = true;
    }

    /// <summary>The averages were written to.</summary>
    public void Changed() => _stale = true;

    /// <summary>Stages to infer with: the average's weights and the running statistics of those that train.</summary>
    public ImmutableArray<Stage> Stages()
    {
        if (_stages.IsDefault)
            _stages = Build();
        if (_stale)
            _derive(_weights);
        for (int i = 0; i < _stages.Length; i++)
        {
            if (_stale)
                _stages[i].WeightsChanged();
            var (from, to) = (_training[i].Statistics, _stages[i].Statistics);
            for (int k = 0; k < from.Length; k++)
                from[k].Values.CopyTo(to[k].Values, 0);
        }

        _stale = false;
        return _stages;
    }

    private ImmutableArray<Stage> Build()
    {
        var stages = _build();
        for (int i = 0; i < stages.Length; i++)
        {
            for (int k = 0; k < stages[i].Parameters.Length; k++)
            {
                stages[i].Parameters[k].Offset = _training[i].Parameters[k].Offset;
                stages[i].Parameters[k].Effective = _training[i].Parameters[k].Effective;
            }

            // Nothing learns here.
            stages[i].Attach(_weights.Pointer, null);
        }

        return stages;
    }
}
