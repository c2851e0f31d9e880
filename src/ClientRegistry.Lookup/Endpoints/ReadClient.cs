using System.Globalization;
using System.Text;
using ClientRegistry.Core.Clients;
using ClientRegistry.Lookup.Directory;
using ClientRegistry.Lookup.Http;
using ClientRegistry.Lookup.Keys;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Lookup.Endpoints;

/// <summary><c>GET</c> and <c>HEAD /clients/{client_id}</c>: who is this client.</summary>
internal sealed class ReadClient(ClientDirectory directory, IOptions<LookupOptions> options) : ILookupOperation
{
    private static readonly Problem Unknown = new(
        404, Reasons.UnknownClient, "Unknown client", "There is no such client.");

    private static readonly Problem OtherEnvironment = new(
        404, Reasons.WrongEnvironment, "Client of another environment",
        "This client is registered for the environment that the lookup key does not see.");

    private static readonly Problem Suspended = new(
        404, Reasons.ClientSuspended, "Client suspended", "This client is suspended and must not be served.");

    private static readonly Problem Revoked = new(
        404, Reasons.ClientRevoked, "Client revoked", "This client is revoked and must not be served.");

    private readonly string _cacheControl = string.Create(
        CultureInfo.InvariantCulture, $"private, max-age={(long)options.Value.CacheLifetime.TotalSeconds}");

    public string Name => "read";

    public async ValueTask<Answered> AnswerAsync(HttpContext context, RingKey key)
    {
        if (ClientIdOf(context) is not { } clientId)
        {
            return await Problem.BadParameter("The client_id in the path must be percent-encoded UTF-8, and no dot segment.")
                .AnswerAsync(context);
        }

        var answer = await directory.FindAsync(clientId);
        if (Refusal(answer, key.Environment) is { } problem) return await problem.AnswerAsync(context);

        return Serve(context, answer);
    }

    private static Problem? Refusal(DirectoryAnswer answer, ClientEnvironment environment) =>
        answer.Result == DirectoryResult.Unavailable
            ? Problem.Unavailable
            : ClientEntry.WhyUnusable(answer.Entry, environment) switch
            {
                null => null,
                Reasons.UnknownClient => Unknown,
                Reasons.WrongEnvironment => OtherEnvironment,
                Reasons.ClientSuspended => Suspended,
                _ => Revoked,
            };

    private string Serve(HttpContext context, DirectoryAnswer answer)
    {
        var (entry, response) = (answer.Entry!, context.Response);
        response.Headers.ETag = entry.ETag;
        response.Headers.CacheControl = _cacheControl;
        StaleMark.Set(response, answer);
        if (EntityTags.Match(context.Request.Headers.IfNoneMatch, entry.ETag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return "not_modified";
        }

        JsonText.Respond(response, entry.Document.Span);
        return "ok";
    }

    private static string LastSegment(string path) => path[(path.LastIndexOf('/') + 1)..];

    // The path as it was sent: the server leaves an encoded slash encoded, so that its own text is ambiguous.
    private static string? ClientIdOf(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()?.RawTarget;
        if (string.IsNullOrEmpty(target)) return LastSegment(context.Request.Path.Value ?? "");

        var path = target.AsSpan();
        if (path.IndexOf('?') is >= 0 and var query) path = path[..query];
        if (path.EndsWith('/')) path = path[..^1];
        var segment = path[(path.LastIndexOf('/') + 1)..];
        if (segment.Length > 3 * 1024) return "";

        // Where the request was routed to is what is left without them (RFC 3986 section 5.2.4): not what stands here.
        if (segment is "." or "..") return null;
        Span<byte> octets = stackalloc byte[segment.Length];
        return Ascii.FromUtf16(segment, octets, out var length) == System.Buffers.OperationStatus.Done
            && PercentEncoding.TryDecode(octets[..length], plusIsSpace: false, out var clientId)
            ? clientId
            : null;
    }

}
