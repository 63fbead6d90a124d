namespace GanActors.Cli;

/// <summary>What somebody may have meant to type.</summary>
internal static class NearestWord
{
    /// <summary>The word at the least edit distance (Levenshtein, 1966), if that is near enough to be a slip.</summary>
    public static string? Of(string typed, IEnumerable<string> words) => words
        .Select(word => (word, distance: Distance(typed, word)))
        .Where(candidate => candidate.distance <= Math.Max(2, typed.Length / 3))
        .OrderBy(candidate => candidate.distance)
        .Select(candidate => candidate.word)
        .FirstOrDefault();

    private static int Distance(string from, string to)
    {
        int[] row = [.. Enumerable.Range(0, to.Length + 1)];
        for (int i = 1; i <= from.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.Length; j++)
            {
                int substituted = diagonal + (from[i - 1] == to[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
