using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GanActors.Client;
using GanActors.Server.Security;

namespace GanActors.Server.Tests.Security;

public sealed class SecurityTests
{
    private static readonly StartRun Wish = new(Yaml: TestServer.Tiny(20));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nothing_but_the_pages_and_the_health_is_shown_without_a_key()
    {
        await using var server = await TestServer.Start(auth: AuthKind.Key);
        server.NewKey("alice", Scope.Admin);
        foreach (string path in new[] { "/api/v1/info", "/api/v1/runs", "/api/v1/runs/x", "/api/v1/live", "/api/v1/sweeps", "/api/v1/recipes", "/api/v1/datasets", "/api/v1/devices" })
            Assert.Equal(HttpStatusCode.Unauthorized, await Status(server, path));
        Assert.Equal(HttpStatusCode.Unauthorized, (await server.Post("/api/v1/runs", Wish)).Status);
        foreach (string path in new[] { "/", "/health/live", "/health/ready", "/api/v1/session" })
            Assert.Equal(HttpStatusCode.OK, await Status(server, path));
    }

    [Fact]
    public async Task A_key_opens_what_its_scope_allows()
    {
        await using var server = await TestServer.Start(auth: AuthKind.Key);
        string read = server.NewKey("wall", Scope.Read), admin = server.NewKey("alice", Scope.Admin);
        using var looker = new GanActorsClient(server.NewHttp(), read);
        using var owner = new GanActorsClient(server.NewHttp(), admin);
        using var stranger = new GanActorsClient(server.NewHttp(), read[..^1] + (read[^1] == 'A' ? 'B' : 'A'));
        Assert.Empty(await looker.RunsAsync(stop: Stop).ToListAsync(Stop));
        Assert.Equal(403, (await Assert.ThrowsAsync<ApiException>(() => looker.StartAsync(Wish, stop: Stop))).Problem.Status);
        Assert.Equal(401, (await Assert.ThrowsAsync<ApiException>(() => stranger.InfoAsync(Stop))).Problem.Status);
        var run = await owner.StartAsync(Wish, stop: Stop);
        Assert.Equal(403, (await Assert.ThrowsAsync<ApiException>(() => looker.DeleteAsync(run.Row.Id, Stop))).Problem.Status);
        await TestServer.Until(() => owner.RunAsync(run.Row.Id, Stop), each => each.Row.State == "completed");
    }

    [Fact]
    public async Task A_key_that_is_removed_opens_nothing_from_then_on()
    {
        await using var server = await TestServer.Start(auth: AuthKind.Key);
        string key = server.NewKey("alice", Scope.Admin);
        using var client = new GanActorsClient(server.NewHttp(), key);
        await client.InfoAsync(Stop);
        using var page = SignedIn(server, key, out _);
        Assert.Equal(HttpStatusCode.OK, (await page.GetAsync("/api/v1/info", Stop)).StatusCode);
        new ApiKeys(Path.Combine(server.Home, ".ganactors")).Remove("alice");
        Assert.Equal(401, (await Assert.ThrowsAsync<ApiException>(() => client.InfoAsync(Stop))).Problem.Status);
        Assert.Equal(HttpStatusCode.Unauthorized, (await page.GetAsync("/api/v1/info", Stop)).StatusCode);
    }

    [Fact]
    public void A_key_is_kept_as_its_hash_in_a_file_of_its_owner_alone()
    {
        string folder = Directory.CreateTempSubdirectory("ganactors-keys-").FullName;
        try
        {
            var keys = new ApiKeys(folder);
            string made = keys.Add("alice", Scope.Read, DateTimeOffset.UtcNow)!;
            Assert.Null(keys.Add("alice", Scope.Admin, DateTimeOffset.UtcNow));
            Assert.Equal(("alice", Scope.Read), (keys.Find(made)!.Name, keys.Find(made)!.Scope));
            Assert.Null(keys.Find(made + "x"));
            Assert.DoesNotContain(made, File.ReadAllText(keys.Path), StringComparison.Ordinal);
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(keys.Path));
            File.WriteAllText(keys.Path, "{ not json");
            Assert.Throws<IOException>(() => keys.Find(made));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_page_signs_in_and_shows_its_token_with_whatever_it_changes()
    {
        await using var server = await TestServer.Start(auth: AuthKind.Key);
        string key = server.NewKey("alice", Scope.Admin);
        using var page = SignedIn(server, key, out string csrf);
        Assert.Equal(HttpStatusCode.OK, (await page.GetAsync("/api/v1/runs", Stop)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await page.PostAsync("/api/v1/runs", Json(Wish), Stop)).StatusCode);
        page.DefaultRequestHeaders.Add("X-CSRF-Token", csrf);
        Assert.Equal(HttpStatusCode.Created, (await page.PostAsync("/api/v1/runs", Json(Wish), Stop)).StatusCode);
    }

    [Fact]
    public async Task Keys_are_not_guessed_fast()
    {
        await using var server = await TestServer.Start(auth: AuthKind.Key);
        server.NewKey("alice", Scope.Admin);
        var answers = new List<HttpStatusCode>();
        for (int i = 0; i < 30; i++)
            answers.Add((await server.Post("/api/v1/session", new SignIn($"gan_{i}"))).Status);
        Assert.Contains(HttpStatusCode.Unauthorized, answers);
        Assert.True(answers.Count(status => status == HttpStatusCode.TooManyRequests) >= 10);
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    [InlineData("Origin", "null")]
    public async Task Another_sites_page_changes_nothing(string header, string value)
    {
        await using var server = await TestServer.Start();
        var (status, _) = await server.Post("/api/v1/runs", Wish, (header, value));
        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Empty(await server.Client.RunsAsync(stop: Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task A_form_changes_nothing()
    {
        await using var server = await TestServer.Start();
        using var form = new FormUrlEncodedContent([new("yaml", TestServer.Tiny())]);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await server.Post("/api/v1/runs", form)).Status);
        using var text = new StringContent(JsonSerializer.Serialize(Wish, ApiJson.Options), Encoding.UTF8, "text/plain");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await server.Post("/api/v1/runs", text)).Status);
    }

    [Fact]
    public async Task A_name_that_somebody_points_here_is_not_ours()
    {
        await using var server = await TestServer.Start();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/runs");
        request.Headers.Host = "evil.example";
        Assert.Equal(HttpStatusCode.BadRequest, (await server.Http.SendAsync(request, Stop)).StatusCode);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        await using var server = await TestServer.Start();
        var (status, _) = await server.Post("/api/v1/recipes/check", new CheckText(new string('#', 2 << 20)));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, status);
    }

    [Theory]
    [InlineData("/api/v1/runs/..%2f..%2fetc/files/passwd")]
    [InlineData("/api/v1/runs/%2e%2e/files/keys.json")]
    [InlineData("/api/v1/runs/tiny/files/..%2f..%2f..%2fetc%2fpasswd")]
    [InlineData("/api/v1/runs/tiny/files/server.json")]
    [InlineData("/api/v1/runs/tiny/samples/..%2frecipe.yaml")]
    [InlineData("/api/v1/runs/tiny/samples/iteration-0.png%00.txt")]
    [InlineData("/api/v1/runs/tiny:0:1/recipe")]
    [InlineData("/api/v1/runs/..:0:1/recipe")]
    [InlineData("/api/v1/sweeps/..%2fruns/samples/iteration-000000.png")]
    [InlineData("/api/v1/recipes/..%2f..%2fsecret")]
    [InlineData("/assets/..%2f..%2fappsettings.json")]
    public async Task No_path_leads_out(string path)
    {
        await using var server = await TestServer.Start();
        Directory.CreateDirectory(Path.Combine(server.Home, "runs", "tiny"));
        File.WriteAllText(Path.Combine(server.Home, "runs", "tiny", "recipe.yaml"), TestServer.Tiny());
        File.WriteAllText(Path.Combine(server.Home, "runs", "tiny", "server.json"), "{}");
        Assert.Contains(await Status(server, path), new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest, HttpStatusCode.UnprocessableEntity });
    }

    [Fact]
    public async Task Only_the_proxy_is_believed()
    {
        await using var server = await TestServer.Start(auth: AuthKind.Proxy);
        Assert.Equal(HttpStatusCode.Unauthorized, await Status(server, "/api/v1/runs"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/session");
        request.Headers.Add("X-Forwarded-User", "bob");
        using var answer = await server.Http.SendAsync(request, Stop);
        Assert.Equal("bob", JsonSerializer.Deserialize<SessionInfo>(await answer.Content.ReadAsStringAsync(Stop), ApiJson.Options)!.User);
    }

    [Fact]
    public async Task Every_answer_tells_browsers_what_not_to_do()
    {
        await using var server = await TestServer.Start();
        foreach (string path in new[] { "/", "/api/v1/info", "/api/v1/nothing", "/assets/none.js" })
        {
            using var answer = await server.Http.GetAsync(path, Stop);
            Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
            Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
            Assert.False(answer.Headers.Contains("Server"));
        }
    }

    private static async Task<HttpStatusCode> Status(TestServer server, string path)
    {
        using var answer = await server.Http.GetAsync(new Uri(path, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Stop);
        return answer.StatusCode;
    }

    private static StringContent Json<T>(T body) => new(JsonSerializer.Serialize(body, ApiJson.Options), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));

    private static HttpClient SignedIn(TestServer server, string key, out string csrf)
    {
        var page = new HttpClient(new SocketsHttpHandler { CookieContainer = new CookieContainer() }) { BaseAddress = server.Address };
        using var answer = page.PostAsync("/api/v1/session", Json(new SignIn(key)), Stop).GetAwaiter().GetResult();
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        csrf = JsonSerializer.Deserialize<SessionInfo>(answer.Content.ReadAsStringAsync(Stop).GetAwaiter().GetResult(), ApiJson.Options)!.Csrf!;
        Assert.NotNull(csrf);
        return page;
    }
}
