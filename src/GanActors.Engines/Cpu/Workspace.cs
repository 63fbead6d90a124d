using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using GanActors.Engines.Cpu.Memory;
using GanActors.Engines.Cpu.Stages;
using GanActors.Engines.Cpu.Threads;
using GanActors.Networks;

namespace GanActors.Engines.Cpu;

/// <summary>
/// Memory for one way through a network, planned for a number of items and planned anew when more come. With a tape every stage keeps its
/// output and notes; without, two buffers take turns and one place serves all notes.
/// </summary>
internal sealed unsafe class Workspace
{
    private readonly ImmutableArray<Stage> _stages;
    private readonly bool _tape;
    private readonly FloatBuffer[] _outputs;
    private readonly FloatBuffer[] _notes;
    private readonly FloatBuffer?[] _gradients = new FloatBuffer?[2];
    private FloatBuffer? _input;
    private FloatBuffer? _scratch;
    private byte[] _classes = [];
    private int _items;
    private int _parts;

    public Workspace(ImmutableArray<Stage> stages, Crew crew, bool tape)
    {
        _stages = stages;
        _tape = tape;
        _outputs = new FloatBuffer[stages.Length];
        _notes = new FloatBuffer[stages.Length];
        Pass = new Pass(crew);
    }

    /// <summary>What the batch in it is.</summary>
    public Pass Pass { get; }

    /// <summary>The network's input, copied.</summary>
    public float* Input => _input!.Pointer;

    /// <summary>Where a stage, not the last, puts its output.</summary>
    public float* Output(int stage) => _outputs[stage].Pointer;

    /// <summary>Where a stage keeps its notes.</summary>
    public float* Notes(int stage) => _notes[stage].Pointer;

    /// <summary>One of two places for gradients on their way back.</summary>
    public float* Gradient(int which) => _gradients[which]!.Pointer;

    /// <summary>Bytes that the batch in it keeps for a way back: input, outputs and notes.</summary>
    public long TapeBytes()
    {
        if (!_tape)
            return 0;
        long floats = Pass.Items * _stages[0].InputSize;
        foreach (var stage in _stages)
            floats += Pass.Items * stage.OutputSize + stage.TapeSize(Pass.Items, Pass.Parts);
        return floats * sizeof(float);
    }

    /// <summary>Copies the parts in and makes room for what follows.</summary>
    public void Begin(NetworkPlan plan, ReadOnlySpan<Batch> parts, PassMode mode, ulong draw)
    {
        Misuse.CheckParts(plan, parts);
        Pass.Begin(mode, draw);
        foreach (var part in parts)
            Pass.Add(part.Count);

        Reserve(Pass.Items, Pass.Parts);
        var target = _input!.Span;
        foreach (var part in parts)
        {
            part.Values.Span.CopyTo(target);
            target = target[part.Values.Length..];
        }

        if (plan.Classes == 0)
            return;
        var classes = _classes.AsSpan();
        foreach (var part in parts)
        {
            part.Classes.Span.CopyTo(classes);
            classes = classes[part.Count..];
        }
    }

    /// <summary>Makes room for so many items in so many parts.</summary>
    public void Reserve(int items, int parts)
    {
        if (items <= _items && parts <= _parts)
            return;
        _items = Math.Max(items, _items);
        _parts = Math.Max(parts, _parts);
        _input = new FloatBuffer(_items * _stages[0].InputSize);
        _classes = GC.AllocateArray<byte>(_items, pinned: true);
        Pass.Classes = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(_classes));
        _scratch = new FloatBuffer(_stages.Max(stage => stage.ScratchSize(_items, _parts)));
        Pass.Scratch = _scratch.Pointer;
        if (_tape)
        {
            for (int i = 0; i < _stages.Length; i++)
            {
                _outputs[i] = new FloatBuffer(i == _stages.Length - 1 ? 0 : _items * _stages[i].OutputSize);
                _notes[i] = new FloatBuffer(_stages[i].TapeSize(_items, _parts));
            }

            // Gradients pass between stages; the first's input gradient is handed out and the last's output gradient is a copy.
            long widest = 1;
            foreach (var stage in _stages)
                widest = Math.Max(widest, stage.OutputSize);
            for (int i = 0; i < _gradients.Length; i++)
                _gradients[i] = new FloatBuffer(_items * widest);
            return;
        }

        long widestOutput = 1, widestNotes = 0;
        for (int i = 0; i < _stages.Length; i++)
        {
            if (i < _stages.Length - 1)
                widestOutput = Math.Max(widestOutput, _items * _stages[i].OutputSize);
            widestNotes = Math.Max(widestNotes, _stages[i].TapeSize(_items, _parts));
        }

        var (even, odd, notes) = (new FloatBuffer(widestOutput), new FloatBuffer(widestOutput), new FloatBuffer(widestNotes));
        for (int i = 0; i < _stages.Length; i++)
            (_outputs[i], _notes[i]) = (i % 2 == 0 ? even : odd, notes);
    }
}
