using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ClientRegistry.Lookup.Http;

/// <summary>An error of the HTTP layer (RFC 9457).</summary>
/// <param name="Status">The status code.</param>
/// <param name="Code">The stable word by which machines tell it from others.</param>
/// <param name="Title">What kind of thing it is; the same for every occurrence.</param>
/// <param name="Detail">What is wrong this time and what to do; never what was sent.</param>
internal sealed record Problem(int Status, string Code, string Title, string Detail)
{
    public const string ContentType = "application/problem+json";

    public static Problem KeyMissing { get; } = new(
        401, "lookup_key_missing", "Lookup key missing", "Send the lookup key as Authorization: Bearer KEY.");

    public static Problem KeyMalformed { get; } = new(
        401, "lookup_key_invalid", "Lookup key not good",
        "The Authorization header must be Bearer, a blank and a lookup key, once.");

    public static Problem KeyUnknown { get; } = new(
        401, "lookup_key_invalid", "Lookup key not good", "There is no such lookup key. An administrator issues one.");

    public static Problem KeyExpired { get; } = new(
        401, "lookup_key_expired", "Lookup key expired", "The lookup key has expired. An administrator issues a new one.");

    public static Problem KeyRevoked { get; } = new(
        401, "lookup_key_revoked", "Lookup key revoked", "The lookup key is revoked. An administrator issues a new one.");

    public static Problem Unavailable { get; } = new(
        503, "registry_unavailable", "Registry unavailable",
        "The registry cannot ask its database at the moment, and does not hold the answer. That is neither yes nor no: try again.");

    public static Problem Busy { get; } = new(
        503, "registry_busy", "Registry busy", "Too many expensive secret checks are waiting. Try again.");

    public static Problem BodyTooLarge { get; } = new(
        413, "body_too_large", "Body too large", "The body must not be larger than 32 KiB.");

    /// <summary>RFC 9110 section 15.5.9.</summary>
    public static Problem BodyTooSlow { get; } = new(
        408, "body_too_slow", "Body too slow", "The body did not come in time. Send it again.");

    public static Problem MediaTypeUnsupported { get; } = new(
        415, "media_type_unsupported", "Media type not supported",
        "Send application/json or application/x-www-form-urlencoded, in UTF-8 and without a content encoding.");

    public static Problem NotFound { get; } = new(
        404, "no_such_endpoint", "No such endpoint", "The lookup API has no such endpoint. /openapi/v1.json lists them.");

    public static Problem Bug { get; } = new(
        500, "internal_error", "Internal error", "The registry failed. Its log says why.");

    public static Problem MalformedBody(string detail) => new(400, "malformed_body", "Body malformed", detail);

    /// <summary>The server's own complaint about a body that it could not read, with the status that fits.</summary>
    /// <param name="complaint">What it threw.</param>
    public static Problem OfBody(BadHttpRequestException complaint) => complaint.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => BodyTooLarge,
        StatusCodes.Status408RequestTimeout => BodyTooSlow,
        _ => MalformedBody("The body could not be read to its end."),
    };

    public static Problem BadParameter(string detail) => new(400, "invalid_parameter", "Parameter not good", detail);

    public static Problem MethodNotAllowed(string allowed) => new(
        405, "method_not_allowed", "Method not allowed", $"This endpoint answers {allowed} only.");

    /// <summary>Answers with it.</summary>
    /// <param name="context">The request.</param>
    public Task WriteAsync(HttpContext context)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.ContentType = ContentType;
        response.Headers.CacheControl = "no-store";
        if (Status == 401)
        {
            // RFC 6750 section 3.1: no error code when the request carried no authentication at all.
            response.Headers.WWWAuthenticate = this == KeyMissing ? "Bearer" : "Bearer error=\"invalid_token\"";
        }
        else if (Status == 503)
        {
            response.Headers.RetryAfter = "1";
        }

        var body = Body();
        response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method)
            ? Task.CompletedTask
            : response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }

    /// <summary>Answers with it, and says so.</summary>
    /// <param name="context">The request.</param>
    /// <returns><see cref="Code"/>.</returns>
    public async ValueTask<string> AnswerAsync(HttpContext context)
    {
        await WriteAsync(context);
        return Code;
    }

    private byte[] Body()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, JsonText.Options))
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, $"urn:client-registry:problem:{Code}");
            writer.WriteString("title"u8, Title);
            writer.WriteNumber("status"u8, Status);
            writer.WriteString("detail"u8, Detail);
            writer.WriteString("code"u8, Code);
            writer.WriteEndObject();
        }

        return stream.ToArray();
    }
}
