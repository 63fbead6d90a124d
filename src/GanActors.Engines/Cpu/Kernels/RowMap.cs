using System.Runtime.CompilerServices;

namespace GanActors.Engines.Cpu.Kernels;

/// <summary>
/// Where the rows of a matrix begin: at equal distances, or, for pixels of images, at places that repeat from image to image.
/// </summary>
internal unsafe readonly struct RowMap
{
    private readonly float* _first;
    private readonly nint _stride;
    private readonly nint* _places;
    private readonly int _period;

    /// <summary>Rows at equal distances.</summary>
    public RowMap(float* first, nint stride)
    {
        _first = first;
        _stride = stride;
    }

    /// <summary>Rows of images: <paramref name="places"/> within each, images <paramref name="stride"/> apart.</summary>
    public RowMap(float* first, nint stride, PixelTable places)
    {
        _first = first;
        _stride = stride;
        _places = places.Pointer;
        _period = places.Count;
    }

    /// <summary>Whether the rows lie at equal distances.</summary>
    public bool IsUniform => _places == null;

    /// <summary>The distance of equally distant rows.</summary>
    public nint Stride => _stride;

    /// <summary>Writes where <paramref name="count"/> rows from <paramref name="row"/> on begin.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Fill(float** rows, int row, int count)
    {
        if (_places == null)
        {
            for (int i = 0; i < count; i++)
                rows[i] = _first + (row + i) * _stride;
            return;
        }

        float* image = _first + row / _period * _stride;
        int place = row % _period;
        for (int i = 0; i < count; i++)
        {
            rows[i] = image + _places[place];
            if (++place == _period)
            {
                place = 0;
                image += _stride;
            }
        }
    }

    /// <summary>The row that lies in a matrix elsewhere as <paramref name="row"/> lies here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float* Elsewhere(float* first, float* row) => first + (row - _first);
}

/// <summary>Places of pixels within an image, at a fixed address.</summary>
internal sealed unsafe class PixelTable
{
    private readonly nint[] _places;

    public PixelTable(nint[] places)
    {
        _places = GC.AllocateArray<nint>(Math.Max(1, places.Length), pinned: true);
        places.CopyTo(_places, 0);
        Count = places.Length;
        fixed (nint* first = _places)
            Pointer = first;
    }

    /// <summary>How many pixels there are.</summary>
    public int Count { get; }

    /// <summary>The first place.</summary>
    public nint* Pointer { get; }
}
