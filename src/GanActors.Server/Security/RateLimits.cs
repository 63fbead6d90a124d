using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using GanActors.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;

namespace GanActors.Server.Security;

/// <summary>How often one address may ask. Generous for pages, which ask for a hundred pictures at once; narrow for whoever guesses keys.</summary>
internal static class RateLimits
{
    /// <summary>The policy of signing in.</summary>
    public const string SignIn = "sign-in";

    /// <summary>The policy of streams.</summary>
    public const string Streams = "streams";

    private const int MostStreams = 128;

    /// <summary>Sets the limits up.</summary>
    public static void Set(RateLimiterOptions options)
    {
        options.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
        options.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, (IPAddress?, bool)>(context =>
        {
            bool changes = !HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method);
            return RateLimitPartition.GetTokenBucketLimiter((context.Connection.RemoteIpAddress, changes), key => key.Item2 ? Bucket(120, 20) : Bucket(2_000, 400));
        });
        options.AddPolicy(SignIn, context => RateLimitPartition.GetTokenBucketLimiter(context.Connection.RemoteIpAddress, _ => Bucket(10, 1)));
        options.AddPolicy(Streams, context => RateLimitPartition.GetConcurrencyLimiter(context.Connection.RemoteIpAddress, _ => new ConcurrencyLimiterOptions { PermitLimit = MostStreams, QueueLimit = 0 }));
        options.OnRejected = async (context, stop) =>
        {
            int seconds = context.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : 1;
            context.HttpContext.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
            var problem = new Problem("too many requests", StatusCodes.Status429TooManyRequests, $"ask again in {seconds} s", null);
            await context.HttpContext.Response.WriteAsJsonAsync(problem, ApiJson.Options, "application/problem+json", stop);
        };
    }

    private static TokenBucketRateLimiterOptions Bucket(int most, int aSecond) =>
        new() { TokenLimit = most, TokensPerPeriod = aSecond, ReplenishmentPeriod = TimeSpan.FromSeconds(1), QueueLimit = 0, AutoReplenishment = true };
}
