using System.Collections.Immutable;
using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Memory;
using GanActors.Engines.Cpu.Stages;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu;

/// <summary>
/// Parameter gradients of a weighted sum of the input's gradient: forward over reverse. That sum is also the output gradient times the change
/// of the output when the input moves in the direction of the weights; so the change is carried forward (tangents), and then two adjoints
/// are carried back together: u, that of the tangents, and w, that of the forward's own values.
/// </summary>
/// <remarks>
/// u is what an ordinary back-propagation of the output gradient passes from stage to stage; the last input gradient's is kept if it was of the
/// same output gradient. w begins nowhere but at curved activations and norms: a network of piecewise linear activations has
/// none, and costs one more forward and one weight gradient. The memory is planned at the first call: networks that never ask have none of it.
/// </remarks>
internal sealed unsafe class SecondDerivative<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    private readonly ImmutableArray<Stage> _stages;
    private readonly Crew _crew;

    // By stage: the input's tangent, the output's before a curved activation, the stage's notes on both, and u before the stage's activation.
    private readonly FloatBuffer[] _tangents;
    private readonly FloatBuffer[] _uncurved;
    private readonly FloatBuffer[] _notes;
    private readonly FloatBuffer[] _adjoints;

    // w at a stage, at the next, and what a norm adds to it.
    private readonly FloatBuffer[] _bends = new FloatBuffer[3];
    private int _items;
    private int _parts;
    private float[] _of = [];
    private int _ofCount;

    /// <exception cref="NotSupportedException">A layer's items have no gradients of their own; the message names it.</exception>
    public SecondDerivative(NetworkPlan plan, ImmutableArray<Stage> stages, Crew crew)
    {
        Misuse.CheckItemGradients(plan);
        _stages = stages;
        _crew = crew;
        _tangents = new FloatBuffer[stages.Length];
        _uncurved = new FloatBuffer[stages.Length];
        _notes = new FloatBuffer[stages.Length];
        _adjoints = new FloatBuffer[stages.Length];
    }

    /// <summary>Where u goes at a stage, its activation passed.</summary>
    public float* Adjoint(int stage) => _adjoints[stage].Pointer;

    /// <summary>The adjoints are those of an output gradient.</summary>
    public void Keep(ReadOnlySpan<float> outputGradient)
    {
        if (_of.Length < outputGradient.Length)
            _of = new float[outputGradient.Length];
        outputGradient.CopyTo(_of);
        _ofCount = outputGradient.Length;
    }

    /// <summary>The adjoints are of a forward that is gone.</summary>
    public void Forget() => _ofCount = 0;

    /// <summary>Whether the adjoints are those of this output gradient.</summary>
    public bool Keeps(ReadOnlySpan<float> outputGradient) => _ofCount > 0 && outputGradient.SequenceEqual(_of.AsSpan(0, _ofCount));

    /// <summary>Makes room for so many items in so many parts.</summary>
    public void Reserve(int items, int parts)
    {
        if (items <= _items && parts <= _parts)
            return;
        Forget();
        _items = Math.Max(items, _items);
        _parts = Math.Max(parts, _parts);
        long widest = 1;
        bool curved = false;
        for (int i = 0; i < _stages.Length; i++)
        {
            var stage = _stages[i];
            _tangents[i] = new FloatBuffer(_items * stage.InputSize);
            _uncurved[i] = new FloatBuffer(stage.Activation.IsCurved ? _items * stage.OutputSize : 0);
            _notes[i] = new FloatBuffer(stage.TapeSize(_items, _parts));
            _adjoints[i] = new FloatBuffer(_items * stage.OutputSize);
            widest = Math.Max(widest, stage.OutputSize);
            curved |= stage.IsCurved || stage.Activation.IsCurved;
        }

        for (int i = 0; i < _bends.Length; i++)
            _bends[i] = new FloatBuffer(curved ? _items * widest : 0);
    }

    /// <summary>Carries the change forward.</summary>
    /// <param name="workspace">The forward's.</param>
    /// <param name="outputs">The forward's results.</param>
    /// <param name="direction">The weight of each number of the input's gradient: the input's change.</param>
    public void Forward(Workspace workspace, float* outputs, ReadOnlySpan<float> direction)
    {
        direction.CopyTo(_tangents[0].Span);
        var pass = workspace.Pass;
        int last = _stages.Length - 1;
        for (int i = 0; i <= last; i++)
        {
            var stage = _stages[i];
            float* x = Input(workspace, i), y = Output(workspace, outputs, i);
            bool curved = stage.Activation.IsCurved;
            // How the output changes is of no interest in itself.
            if (i == last && !curved && !stage.NotesTangent)
                return;
            float* after = i < last ? _tangents[i + 1].Pointer : _bends[0].Pointer;
            float* before = curved ? _uncurved[i].Pointer : after;
            stage.Tangent(pass, x, y, workspace.Notes(i), _tangents[i].Pointer, before, _notes[i].Pointer, curved ? default : stage.Activation);
            if (curved && i < last)
            {
                new ElementwiseGate<TLanes> { Activation = stage.Activation, Y = y, Gradient = before, Target = after, Count = Count(pass, stage) }
                    .Run(_crew);
            }
        }
    }

    /// <summary>Carries both adjoints back and adds the parameter gradients to those there. The adjoints are in their places.</summary>
    /// <param name="workspace">The forward's.</param>
    /// <param name="outputs">The forward's results.</param>
    public void Backward(Workspace workspace, float* outputs)
    {
        var pass = workspace.Pass;
        int w = 0, next = 1;
        const int Added = 2;
        bool bent = false;
        for (int i = _stages.Length - 1; i >= 0; i--)
        {
            var stage = _stages[i];
            float* x = Input(workspace, i), y = Output(workspace, outputs, i);
            float* tape = workspace.Notes(i), u = _adjoints[i].Pointer;
            if (stage.Activation.IsCurved)
            {
                new ElementwiseBend<TLanes>
                {
                    Activation = stage.Activation,
                    Y = y,
                    Tangent = _uncurved[i].Pointer,
                    Adjoint = u,
                    Target = _bends[w].Pointer,
                    Add = bent,
                    Count = Count(pass, stage),
                }.Run(_crew);
                bent = true;
            }

            float* below = i > 0 ? _bends[next].Pointer : null;
            if (bent)
                stage.Backward(pass, x, y, tape, _bends[w].Pointer, below, parameters: true, accumulate: true);
            float* own = bent && i > 0 ? _bends[Added].Pointer : below;
            if (stage.TangentBackward(pass, x, tape, _tangents[i].Pointer, _notes[i].Pointer, u, own))
            {
                if (bent)
                    new ElementwiseSum<TLanes> { Source = own, Target = below, Count = (nint)(pass.Items * stage.InputSize) }.Run(_crew);
                bent = true;
            }

            (w, next) = (next, w);
        }
    }

    private static nint Count(Pass pass, Stage stage) => (nint)(pass.Items * stage.OutputSize);

    private static float* Input(Workspace workspace, int stage) => stage == 0 ? workspace.Input : workspace.Output(stage - 1);

    private float* Output(Workspace workspace, float* outputs, int stage) => stage == _stages.Length - 1 ? outputs : workspace.Output(stage);
}
