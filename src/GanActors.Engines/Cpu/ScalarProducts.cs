using GanActors.Engines.Cpu.Kernels;
using GanActors.Engines.Cpu.Lanes;
using GanActors.Engines.Cpu.Memory;

namespace GanActors.Engines.Cpu;

/// <summary>
/// All scalar products of the rows of one matrix with the rows of others, on a device's threads and with its matrix product. The rows that are
/// met again and again are packed once. Each product is one chain of multiply-adds in the order of the columns: the same to the last bit for any number of threads.
/// </summary>
public sealed unsafe class ScalarProducts
{
    private readonly CpuDevice _device;
    private readonly Panels _panels;
    private readonly FloatBuffer _packed;

    /// <summary>Packs rows.</summary>
    /// <param name="device">Whose threads multiply.</param>
    /// <param name="rows"><c>[rows, columns]</c>, at least one row.</param>
    /// <param name="columns">Numbers in a row.</param>
    /// <exception cref="ArgumentException">These are no whole rows, or none.</exception>
    public ScalarProducts(CpuDevice device, ReadOnlySpan<float> rows, int columns)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        Rows = CountOf(rows, columns, nameof(rows));
        _device = device;
        Columns = columns;
        _panels = device.Path switch
        {
            VectorPath.Avx512 => Panels.For<Lanes512>(columns, Rows),
            VectorPath.Avx2 => Panels.For<Lanes256>(columns, Rows),
            _ => Panels.For<Lanes128>(columns, Rows),
        };
        _packed = new FloatBuffer(_panels.Size);
        Pack(rows);
    }

    /// <summary>How many rows are packed.</summary>
    public int Rows { get; }

    /// <summary>Numbers in a row.</summary>
    public int Columns { get; }

    /// <summary>Multiplies.</summary>
    /// <param name="others"><c>[others, columns]</c>, at least one row.</param>
    /// <param name="products">Receives <c>[others, rows]</c>: exactly as long.</param>
    /// <exception cref="ArgumentException">The numbers of numbers do not agree.</exception>
    public void With(ReadOnlySpan<float> others, Span<float> products)
    {
        int count = CountOf(others, Columns, nameof(others));
        if (products.Length != (long)count * Rows)
            throw new ArgumentException($"{count} rows and {Rows} make {(long)count * Rows} products, not {products.Length}.", nameof(products));
        fixed (float* a = others, c = products)
        {
            switch (_device.Path)
            {
                case VectorPath.Avx512:
                    Multiply<Lanes512>(a, count, c);
                    break;
                case VectorPath.Avx2:
                    Multiply<Lanes256>(a, count, c);
                    break;
                default:
                    Multiply<Lanes128>(a, count, c);
                    break;
            }
        }
    }

    private static int CountOf(ReadOnlySpan<float> rows, int columns, string name) => !rows.IsEmpty && rows.Length % columns == 0
        ? rows.Length / columns
        : throw new ArgumentException($"{rows.Length} numbers are not a whole number of rows of {columns}, at least one.", name);

    private void Multiply<TLanes>(float* a, int count, float* c)
        where TLanes : unmanaged, ILanes<TLanes> => new RowProduct<TLanes>
        {
            Rows = count,
            A = new RowMap(a, Columns),
            Segments = 1,
            SegmentDepth = Columns,
            B = _packed.Pointer,
            Panels = _panels,
            C = new RowMap(c, Rows),
        }.Run(_device.Crew);

    private void Pack(ReadOnlySpan<float> rows)
    {
        for (int panel = 0; panel < _panels.Count; panel++)
        {
            int width = _panels.Width(panel);
            float* target = _packed.Pointer + _panels.Offset(panel);
            for (int j = 0; j < _panels.ColumnsOf(panel); j++)
            {
                var row = rows.Slice(((panel * _panels.FullWidth) + j) * Columns, Columns);
                for (int k = 0; k < row.Length; k++)
                    target[((nint)k * width) + j] = row[k];
            }
        }
    }
}
