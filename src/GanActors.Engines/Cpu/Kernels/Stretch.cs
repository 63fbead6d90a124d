using System.Runtime.CompilerServices;
using GanActors.Engines.Cpu.Lanes;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>Numbers side by side that will be read soon.</summary>
internal unsafe struct Stretch(float* first, nint count)
{
    private const int Line = 16;

    private float* _first = first;
    private nint _count = count;

    /// <summary>One of equal parts, in whole cache lines.</summary>
    public readonly Stretch Part(int part, int parts)
    {
        nint lines = (_count + Line - 1) / Line;
        nint from = lines * part / parts * Line, to = Math.Min(_count, lines * (part + 1) / parts * Line);
        return new(_first + from, to - from);
    }

    /// <summary>How many numbers to expect at a time to be through after <paramref name="times"/>.</summary>
    public readonly nint Step(int times) => (_count + times - 1) / times;

    /// <summary>Calls the next <paramref name="step"/> numbers into the second-level cache.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Expect<TLanes>(nint step)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        step = Math.Min((step + Line - 1) / Line * Line, _count);
        if (step <= 0)
            return;
        for (nint i = 0; i < step; i += Line)
            TLanes.Prefetch(_first + i);
        _first += step;
        _count -= step;
    }
}
