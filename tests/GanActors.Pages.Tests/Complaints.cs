using System.Collections.Concurrent;
using Microsoft.Playwright;

namespace GanActors.Pages.Tests;

/// <summary>What a browser complains of while a page is open.</summary>
internal sealed class Complaints
{
    private readonly ConcurrentQueue<string> _all = new();

    /// <summary>Listens to a page.</summary>
    /// <param name="page">The page.</param>
    /// <param name="provoked">Complaints with one of these in them are not noted.</param>
    public Complaints(IPage page, IReadOnlyCollection<string> provoked)
    {
        page.Console += (_, message) =>
        {
            string complaint = $"{message.Text} ({message.Location})";
            if (message.Type == "error" && !provoked.Any(each => complaint.Contains(each, StringComparison.Ordinal)))
                _all.Enqueue(complaint);
        };
        page.PageError += (_, error) => _all.Enqueue(error);
    }

    /// <summary>All so far.</summary>
    public IReadOnlyCollection<string> All => _all;
}
