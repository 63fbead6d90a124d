using GanActors.Engines.Cpu.Threads;

namespace GanActors.Engines.Cpu.Stages;

/// <summary>One way through the network: what every stage needs to know about the batch. Kept from a forward to its backward.</summary>
internal sealed unsafe class Pass(Crew crew)
{
    private int[] _starts = new int[3];

    /// <summary>Who works.</summary>
    public Crew Crew { get; } = crew;

    /// <summary>How the batch is treated.</summary>
    public PassMode Mode { get; private set; }

    /// <summary>Items of all parts.</summary>
    public int Items { get; private set; }

    /// <summary>How many parts are normalised apart.</summary>
    public int Parts { get; private set; }

    /// <summary>Draw number of everything random.</summary>
    public ulong Draw { get; private set; }

    /// <summary>The class of each item; of a network that asks for them only.</summary>
    public byte* Classes { get; set; }

    /// <summary>Room that any stage may use while it runs.</summary>
    public float* Scratch { get; set; }

    /// <summary>The first item of a part; of the part after the last, the number of items.</summary>
    public int Start(int part) => _starts[part];

    public void Begin(PassMode mode, ulong draw)
    {
        Mode = mode;
        Draw = draw;
        Items = 0;
        Parts = 0;
    }

    public void Add(int items)
    {
        Items += items;
        Parts++;
        if (_starts.Length <= Parts)
            Array.Resize(ref _starts, 2 * Parts + 1);
        _starts[Parts] = Items;
    }
}
