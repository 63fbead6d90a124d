using System.Numerics;
using System.Runtime.CompilerServices;

namespace GanActors.Datasets;

/// <summary>What one hand does to all points of a digit alike: stretch, bend, slant, turn.</summary>
internal readonly struct Hand
{
    private readonly float _width;
    private readonly float _slant;
    private readonly float _sine;
    private readonly float _cosine;
    private readonly Vector2 _bendX;
    private readonly Vector2 _bendY;
    private readonly Vector2 _bendXY;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Hand(ref DigitWhims whims)
    {
        _width = whims.About(0.95f, 0.17f);
        _slant = whims.About(0.16f, 0.2f);

        // The half-angle formulas: a turn without sine and cosine functions, whose last bit differs between machines.
        float half = whims.About(0f, 0.06f);
        _sine = 2f * half / (1f + (half * half));
        _cosine = (1f - (half * half)) / (1f + (half * half));
        _bendX = new Vector2(whims.About(0f, 0.16f), whims.About(0f, 0.16f));
        _bendY = new Vector2(whims.About(0f, 0.18f), whims.About(0f, 0.18f));
        _bendXY = new Vector2(whims.About(0f, 0.18f), whims.About(0f, 0.18f));
    }

    /// <summary>Where a point of the skeleton goes.</summary>
    public Vector2 Move(Vector2 point)
    {
        float x = point.X - 0.5f, y = point.Y - 0.5f;
        var bent = new Vector2(x, y) + (_bendX * (x * x)) + (_bendY * (y * y)) + (_bendXY * (x * y));
        float slanted = (_width * bent.X) - (_slant * bent.Y);
        return new Vector2((_cosine * slanted) - (_sine * bent.Y), (_sine * slanted) + (_cosine * bent.Y));
    }
}
