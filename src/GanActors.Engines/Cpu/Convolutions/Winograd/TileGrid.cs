namespace GanActors.Engines.Cpu.Convolutions.Winograd;

/// <summary>
/// How images of <c>[height, width, channels]</c> are cut into tiles. A stride cuts them into phases first, stride * stride images of every stride-th
/// pixel; a tile sees <c>Down.Inputs x Across.Inputs</c> pixels of each and the next one begins <see cref="StepDown"/> or <see cref="StepAcross"/> further.
/// </summary>
internal readonly struct TileGrid
{
    // Numbers of one channel block on their way between the two dimensions: a piece of the second-level cache and of a stack.
    private const int RoomOnStack = 16_384;

    public required int Height { get; init; }

    public required int Width { get; init; }

    public required int Channels { get; init; }

    public required int Stride { get; init; }

    /// <summary>Zeros before the first row and the first column.</summary>
    public required int PadTop { get; init; }

    /// <inheritdoc cref="PadTop"/>
    public required int PadLeft { get; init; }

    public required int TilesDown { get; init; }

    public required int TilesAcross { get; init; }

    public required int StepDown { get; init; }

    public required int StepAcross { get; init; }

    /// <summary>What a tile's columns and rows are multiplied by.</summary>
    public required PointMatrix Down { get; init; }

    /// <inheritdoc cref="Down"/>
    public required PointMatrix Across { get; init; }

    /// <summary>Products of one tile for each pair of channels.</summary>
    public int Points => Down.Points * Across.Points;

    /// <summary>Tiles of one image.</summary>
    public int Tiles => TilesDown * TilesAcross;

    /// <summary>Numbers of one image.</summary>
    public int ImageSize => Height * Width * Channels;

    /// <summary>Pixels across that tiles see, zeros among them.</summary>
    public int Span => Stride * ((TilesAcross - 1) * StepAcross + Across.Inputs);

    /// <summary>Pixels of an image row that tiles see.</summary>
    public int Seen => Math.Min(Width, Span - PadLeft);

    /// <summary>How many blocks of channels there are: an image's pieces of work.</summary>
    public int ChannelBlocks => (Channels + ChannelBlock - 1) / ChannelBlock;

    // How many channels are done together.
    private int ChannelBlock
    {
        get
        {
            int most = Math.Max(16, RoomOnStack / (Down.Points * Span) / 16 * 16);
            int blocks = (Channels + most - 1) / most;
            return Math.Min(Channels, ((Channels + blocks - 1) / blocks + 15) / 16 * 16);
        }
    }

    /// <summary>Which image a piece of work is of, its first channel and how many it has.</summary>
    public (int Item, int Channel, int Channels) Piece(int piece)
    {
        int block = ChannelBlock, blocks = ChannelBlocks, channel = piece % blocks * block;
        return (piece / blocks, channel, Math.Min(block, Channels - channel));
    }

    /// <summary>Numbers between two rows of points on their way, a cache line more than they take, so that they do not meet in one set of the cache.</summary>
    public int RowOnStack(int channels) => Span * channels + 16;
}
