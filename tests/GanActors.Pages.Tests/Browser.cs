using System.ComponentModel;
using Microsoft.Playwright;
using Xunit.Sdk;

namespace GanActors.Pages.Tests;

/// <summary>The one browser that all tests share. Where there is none, or nothing to drive it with, they are skipped, and say why.</summary>
public sealed class Browser : IAsyncLifetime
{
    /// <summary>What a page is given to come to be so: the machine may be slow and busy.</summary>
    public const float Patience = 60_000;

    private static readonly string[] Arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? _driver;
    private IBrowser? _browser;
    private string? _missing;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (Executable() is not { } executable)
        {
            _missing = "There is no Chromium: neither does CHROMIUM name one, nor is one on the path.";
            return;
        }

        try
        {
            _driver = await Playwright.CreateAsync();
        }
        catch (Exception failure) when (failure is PlaywrightException or Win32Exception or IOException or UnauthorizedAccessException)
        {
            _missing = $"What drives the browser does not start here: {failure.Message}";
            return;
        }

        _driver.Selectors.SetTestIdAttribute("data-test");
        Assertions.SetDefaultExpectTimeout(Patience);
        _browser = await _driver.Chromium.LaunchAsync(new() { ExecutablePath = executable, Headless = true, Args = Arguments, Timeout = 2 * Patience });
    }

    /// <summary>
    /// Visits a server as someone new. It fails where the browser complains: an error of a script or of the console, something that the content policy forbids. Statuses that
    /// a test provokes, and lost connections, are complaints too, unless they are named.
    /// </summary>
    /// <param name="server">Where.</param>
    /// <param name="visit">What is done there.</param>
    /// <param name="provoked">What a complaint may have in it.</param>
    /// <param name="width">Of the window.</param>
    public async Task Visit(Uri server, Func<IPage, Task> visit, string[]? provoked = null, int width = 1280)
    {
        Assert.SkipWhen(_browser is null, _missing ?? "There is no browser.");
        await using var context = await _browser.NewContextAsync(
            new() { BaseURL = server.AbsoluteUri, ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = ColorScheme.Light, ReducedMotion = ReducedMotion.Reduce });
        context.SetDefaultTimeout(Patience);
        await context.AddInitScriptAsync(
            "document.addEventListener('securitypolicyviolation', e => console.error(`forbidden by ${e.violatedDirective}: ${e.blockedURI || e.sourceFile}`))");
        var page = await context.NewPageAsync();
        var complaints = new Complaints(page, provoked ?? []);
        try
        {
            await visit(page);
        }
        catch (Exception failure) when (failure is PlaywrightException or TimeoutException or XunitException)
        {
            TestContext.Current.AddAttachment("page", await page.ScreenshotAsync(), "image/png");
            Assert.Fail($"{failure.Message}\nat {page.Url}\n{string.Join('\n', complaints.All)}\n{failure.StackTrace}");
        }

        Assert.True(complaints.All.Count == 0, $"The browser complains:\n{string.Join('\n', complaints.All)}");
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.DisposeAsync();
        _driver?.Dispose();
    }

    private static string? Executable()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named)
            return File.Exists(named) ? named : null;
        string[] folders = ["/usr/bin", .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)];
        return Names.SelectMany(name => folders.Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists);
    }
}
