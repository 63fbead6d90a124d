using System.Globalization;
using GanActors.Client;

namespace GanActors.Server.Api;

/// <summary>A part of a list that changes while it is read: what comes after the last item that was seen.</summary>
internal static class Paging
{
    /// <summary>Items of a page at most.</summary>
    public const int Most = 500;

    private const int Usual = 100;

    /// <summary>A page.</summary>
    /// <param name="all">The whole list.</param>
    /// <param name="idOf">What tells items apart.</param>
    /// <param name="limit">Items at most; null for the usual.</param>
    /// <param name="after">The last item that was seen; null to begin. If it is no more, the list begins anew.</param>
    public static Page<T> Of<T>(IReadOnlyList<T> all, Func<T, string> idOf, int? limit, string? after)
    {
        int most = Limit(limit);
        int start = 0;
        if (after is not null)
        {
            for (int i = 0; i < all.Count && start == 0; i++)
                start = idOf(all[i]) == after ? i + 1 : 0;
        }

        T[] items = [.. all.Skip(start).Take(most)];
        return new Page<T>(items, all.Count, start + items.Length < all.Count && items.Length > 0 ? idOf(items[^1]) : null);
    }

    /// <summary>A limit within its bounds.</summary>
    /// <exception cref="RequestException">It is not.</exception>
    public static int Limit(int? limit) => limit switch
    {
        null => Usual,
        >= 1 and <= Most => limit.Value,
        _ => throw RequestException.Field("limit", string.Create(CultureInfo.InvariantCulture, $"takes a whole number from 1 to {Most}")),
    };
}
