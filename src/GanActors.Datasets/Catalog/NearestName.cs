namespace GanActors.Datasets;

/// <summary>What somebody may have meant.</summary>
internal static class NearestName
{
    /// <summary>The name at the least edit distance (Levenshtein, 1966), letter case aside.</summary>
    public static string Of(string wrong, IEnumerable<string> names) =>
        names.MinBy(name => Distance(wrong.ToLowerInvariant(), name))!;

    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 0; i < from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < to.Length; j++)
            {
                int replaced = diagonal + (from[i] == to[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], diagonal) + 1);
            }
        }

        return row[^1];
    }
}
