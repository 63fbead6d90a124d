namespace GanActors.Pictures;

/// <summary>
/// A map from font units to pixels along one direction. Edges of a letter go to where the pen covers whole pixels; what lies between two
/// edges is spread evenly, what lies beyond keeps its size.
/// </summary>
internal readonly struct GridFit
{
    /// <summary>Font units within which two edges of a letter move together.</summary>
    private const float EdgesMoveTogether = 9;

    private readonly List<float> _units = [];
    private readonly List<float> _pixels = [];
    private readonly float _pixelsPerUnit;

    /// <summary>Fits a letter.</summary>
    /// <param name="edges">Edges in font units; of two close ones the earlier stays.</param>
    /// <param name="pixelsPerUnit">Size of the text.</param>
    /// <param name="pen">Diameter of the pen, pixels.</param>
    public GridFit(IEnumerable<float> edges, float pixelsPerUnit, float pen)
    {
        _pixelsPerUnit = pixelsPerUnit;
        foreach (float edge in edges)
        {
            if (!_units.Exists(other => MathF.Abs(other - edge) < EdgesMoveTogether))
                _units.Add(edge);
        }

        _units.Sort();
        // A pen of about one or three pixels covers whole pixels from the middle of one, a pen of about two from between two.
        float middle = ((int)MathF.Round(pen) & 1) == 1 ? 0.5f : 0;
        foreach (float unit in _units)
            _pixels.Add(MathF.Floor((unit * pixelsPerUnit) - middle + 0.5f) + middle);
    }

    /// <summary>Where a place of the letter goes, pixels from its origin.</summary>
    public float At(float unit)
    {
        if (_units.Count == 0)
            return unit * _pixelsPerUnit;
        int above = _units.FindIndex(edge => edge >= unit);
        if (above <= 0)
        {
            int nearest = above < 0 ? _units.Count - 1 : 0;
            return _pixels[nearest] + ((unit - _units[nearest]) * _pixelsPerUnit);
        }

        float share = (unit - _units[above - 1]) / (_units[above] - _units[above - 1]);
        return _pixels[above - 1] + (share * (_pixels[above] - _pixels[above - 1]));
    }
}
