using System.Globalization;

namespace GanActors.Pictures;

/// <summary>
/// Reads the little language the letters are written in. Words are separated by spaces:
/// <c>M x y</c> lift the pen and put it down; <c>L x y</c>, <c>H x</c>, <c>V y</c> straight to; <c>C x1 y1 x2 y2 x y</c> along a cubic
/// Bezier curve; <c>O x y rx ry</c> a closed bowl around a centre; <c>A x y rx ry from to</c> a part of a bowl, in degrees counted
/// against the clock from the right, starting anew; <c>D x y</c> a dot.
/// </summary>
internal static class GlyphPath
{
    // A bowl is a superellipse: a little squarer than an ellipse, as the bowls of good sans serif letters are.
    private const double BowlExponent = 2.25;
    private const int CurveSteps = 14;
    private const int BowlSteps = 48;

    public static Glyph Read(float advance, string path)
    {
        var lines = new List<(float, float)[]>();
        var pen = new List<(float X, float Y)>();
        var uprights = new SortedSet<float>();
        var levels = new SortedSet<float>();
        string[] words = path.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        int next = 0;
        while (next < words.Length)
        {
            string command = words[next++];
            switch (command)
            {
                case "M":
                    Lift();
                    pen.Add((Number(), Number()));
                    break;
                case "L":
                    pen.Add((Number(), Number()));
                    break;
                case "H":
                    levels.Add(pen[^1].Y);
                    pen.Add((Number(), pen[^1].Y));
                    break;
                case "V":
                    uprights.Add(pen[^1].X);
                    pen.Add((pen[^1].X, Number()));
                    break;
                case "C":
                    Curve((Number(), Number()), (Number(), Number()), (Number(), Number()));
                    break;
                case "O":
                    Lift();
                    Bowl(Number(), Number(), Number(), Number(), 0, 360);
                    break;
                case "A":
                    Lift();
                    Bowl(Number(), Number(), Number(), Number(), Number(), Number());
                    break;
                case "D":
                    Lift();
                    pen.Add((Number(), Number()));
                    break;
                default:
                    throw new FormatException($"'{command}' in the glyph '{path}' is no pen command.");
            }
        }

        Lift();
        return new Glyph(advance, lines, [.. uprights], [.. levels]);

        float Number() => float.Parse(words[next++], CultureInfo.InvariantCulture);

        void Lift()
        {
            if (pen.Count > 0)
                lines.Add([.. pen]);
            pen.Clear();
        }

        void Curve((float X, float Y) first, (float X, float Y) second, (float X, float Y) end)
        {
            var start = pen[^1];
            Note(start, first);
            Note(end, second);
            for (int step = 1; step <= CurveSteps; step++)
            {
                float t = (float)step / CurveSteps, s = 1 - t;
                float w0 = s * s * s, w1 = 3 * s * s * t, w2 = 3 * s * t * t, w3 = t * t * t;
                pen.Add((
                    (w0 * start.X) + (w1 * first.X) + (w2 * second.X) + (w3 * end.X),
                    (w0 * start.Y) + (w1 * first.Y) + (w2 * second.Y) + (w3 * end.Y)));
            }
        }

        // The curve leaves this end towards its handle: upright or level ends are where the pen is at an edge of the letter.
        void Note((float X, float Y) end, (float X, float Y) handle)
        {
            if (end.X == handle.X)
                uprights.Add(end.X);
            if (end.Y == handle.Y)
                levels.Add(end.Y);
        }

        void Bowl(float x, float y, float rx, float ry, float from, float to)
        {
            for (int quarter = (int)Math.Ceiling(from / 90); quarter * 90 <= to; quarter++)
            {
                if ((quarter & 1) == 0)
                    uprights.Add(x + ((quarter & 3) == 0 ? rx : -rx));
                else
                    levels.Add(y + ((quarter & 3) == 1 ? ry : -ry));
            }

            int steps = (int)Math.Ceiling(BowlSteps * (to - from) / 360);
            for (int step = 0; step <= steps; step++)
            {
                var (sin, cos) = Math.SinCos((from + ((to - from) * step / steps)) * Math.PI / 180);
                pen.Add((x + (rx * Squared(cos)), y + (ry * Squared(sin))));
            }
        }

        static float Squared(double share) => (float)(Math.Sign(share) * Math.Pow(Math.Abs(share), 2 / BowlExponent));
    }
}
