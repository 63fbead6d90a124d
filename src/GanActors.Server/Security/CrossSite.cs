using GanActors.Server.Api;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace GanActors.Server.Security;

/// <summary>
/// Keeps other sites' pages from changing something here through the browser of somebody who may. Browsers say where a request comes from (Sec-Fetch-Site, Origin): what does not
/// come from our own pages is refused. Pages that are signed in by a cookie show an antiforgery token besides. Programs send neither, and their key themselves.
/// </summary>
internal static class CrossSite
{
    /// <summary>Refuses what comes from elsewhere.</summary>
    public static async Task Guard(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method) || HttpMethods.IsOptions(context.Request.Method))
        {
            await next(context);
            return;
        }

        if (!IsOwn(context.Request))
            throw new RequestException(StatusCodes.Status403Forbidden, "the request comes from another site's page");
        if (context.Request.ContentLength is not (null or 0) && !context.Request.HasJsonContentType())
            throw new RequestException(StatusCodes.Status415UnsupportedMediaType, "a body is application/json", new Client.FieldError("Content-Type", "takes application/json"));
        if (context.User.Identity is { IsAuthenticated: true, AuthenticationType: CookieAuthenticationDefaults.AuthenticationScheme }
            && context.RequestServices.GetService(typeof(IAntiforgery)) is IAntiforgery antiforgery)
        {
            try
            {
                await antiforgery.ValidateRequestAsync(context);
            }
            catch (AntiforgeryValidationException)
            {
                throw new RequestException(
                    StatusCodes.Status403Forbidden, "the antiforgery token is missing or stale", new Client.FieldError("X-CSRF-Token", "send what GET /api/v1/session says"));
            }
        }

        await next(context);
    }

    private static bool IsOwn(HttpRequest request)
    {
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
            return site is "same-origin" or "none";
        string origin = request.Headers.Origin.ToString();
        return origin.Length == 0 || Uri.TryCreate(origin, UriKind.Absolute, out var from) && string.Equals(from.Authority, request.Host.Value, StringComparison.OrdinalIgnoreCase);
    }
}
