using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace GanActors.Server.Security;

/// <summary>
/// Tells who asks: on this machine alone anybody may do anything; else the bearer of an API key, a page that was signed in with one, or whom a reverse proxy has let in.
/// </summary>
internal sealed class Gate(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logging, UrlEncoder encoder, GateSettings settings, ApiKeys keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logging, encoder)
{
    /// <summary>The scheme that every request goes through.</summary>
    public const string SchemeName = "Gate";

    /// <summary>May look.</summary>
    public const string Read = "read";

    /// <summary>May do anything.</summary>
    public const string Admin = "admin";

    private const string Bearer = "Bearer ", Stamp = "stamp";
    private const int LongestKey = 256, LongestUser = 100;

    /// <summary>Somebody who is let in.</summary>
    public static ClaimsPrincipal Principal(string user, Scope scope, string scheme, string? stamp = null)
    {
        var identity = new ClaimsIdentity([new Claim(ClaimTypes.Name, user), new Claim(ClaimTypes.Role, Read)], scheme);
        if (scope == Scope.Admin)
            identity.AddClaim(new Claim(ClaimTypes.Role, Admin));
        if (stamp is not null)
            identity.AddClaim(new Claim(Stamp, stamp));
        return new ClaimsPrincipal(identity);
    }

    /// <summary>The bearer of a key.</summary>
    public static ClaimsPrincipal Principal(ApiKey key, string scheme) => Principal(key.Name, key.Scope, scheme, key.Hash[..16]);

    /// <summary>Whether a page that was signed in still is: its key may have been removed, or may allow less.</summary>
    public static Task Validate(CookieValidatePrincipalContext context, ApiKeys keys)
    {
        string? stamp = context.Principal?.FindFirstValue(Stamp);
        if (stamp is null || keys.All.FirstOrDefault(key => key.Hash.StartsWith(stamp, StringComparison.Ordinal)) is not { } key)
            context.RejectPrincipal();
        else
            context.ReplacePrincipal(Principal(key, CookieAuthenticationDefaults.AuthenticationScheme));
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        switch (settings.Auth)
        {
            case AuthKind.None:
                return Success(Principal("a user of this machine", Scope.Admin, SchemeName));
            case AuthKind.Proxy:
                if (!settings.IsProxy(Context.Connection.RemoteIpAddress))
                    return AuthenticateResult.Fail("it does not come from the reverse proxy");
                string user = Request.Headers[settings.ProxyHeader!].ToString();
                return user.Length is > 0 and <= LongestUser ? Success(Principal(ForeignText.Plain(user), Scope.Admin, SchemeName)) : AuthenticateResult.NoResult();
        }

        string header = Request.Headers.Authorization.ToString();
        if (header.Length == 0)
            return await Context.AuthenticateAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && header.Length <= LongestKey && keys.Find(header[Bearer.Length..].Trim()) is { } key
            ? Success(Principal(key, SchemeName))
            : AuthenticateResult.Fail("the key is none of this server's");
    }

    /// <inheritdoc/>
    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        if (settings.Auth == AuthKind.Key)
            Response.Headers.WWWAuthenticate = "Bearer";
        return Task.CompletedTask;
    }

    private static AuthenticateResult Success(ClaimsPrincipal principal) => AuthenticateResult.Success(new AuthenticationTicket(principal, SchemeName));
}
