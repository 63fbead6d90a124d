using System.IO.Compression;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace GanActors.Telemetry.Prometheus;

/// <summary>Answers a scrape in the format that the client likes best, compressed if it can read that.</summary>
internal static class ScrapeEndpoint
{
    /// <summary>Answers one.</summary>
    public static async Task Answer(HttpContext context, PullExporter exporter)
    {
        var format = ExpositionFormat.Wanted(context.Request.Headers.Accept!);
        var response = context.Response;
        response.ContentType = format.ContentType;
        response.Headers.Vary = HeaderNames.AcceptEncoding;
        bool isCompressed = context.Request.GetTypedHeaders().AcceptEncoding.Any(coding => coding.Value == "gzip" && coding.Quality is not 0);
        await exporter.Scrape(format, Send, context.RequestAborted);

        async Task Send(ReadOnlyMemory<byte> text)
        {
            if (!isCompressed)
            {
                response.ContentLength = text.Length;
                await response.Body.WriteAsync(text, context.RequestAborted);
                return;
            }

            response.Headers.ContentEncoding = "gzip";
            await using var zip = new GZipStream(response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await zip.WriteAsync(text, context.RequestAborted);
        }
    }
}
