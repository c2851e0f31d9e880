using System.Buffers;
using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace ClientRegistry.Benchmarks.Load;

/// <summary>
/// <c>bare</c>: what the web server can do at all. Kestrel and one delegate, without routing, logging, metrics or other
/// headers: compares the hash of the bearer key, takes the body, writes prepared bytes.
/// </summary>
internal static class BareCommand
{
    private const string Scheme = "Bearer ";

    public static Command Create()
    {
        var hash = new Argument<string>("HASH") { Description = "SHA-256 of the bearer key, in base64." };
        var directory = new Argument<string>("DIRECTORY") { Description = "Where the prepared answers are." };
        var command = new Command("bare", "Serves prepared bytes; started by load.") { hash, directory };
        command.SetAction((parsed, ct) => ServeAsync(
            Convert.FromBase64String(parsed.GetRequiredValue(hash)), parsed.GetRequiredValue(directory), ct));
        return command;
    }

    private static async Task ServeAsync(byte[] keyHash, string directory, CancellationToken ct)
    {
        var read = await File.ReadAllBytesAsync(Path.Combine(directory, Question.Read.Name), ct);
        var validate = await File.ReadAllBytesAsync(Path.Combine(directory, Question.Validate.Name), ct);
        var authenticate = await File.ReadAllBytesAsync(Path.Combine(directory, Question.Authenticate.Name), ct);

        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        await using var app = builder.Build();
        app.Run(context =>
        {
            var request = context.Request;
            if (!IsKey(request.Headers.Authorization, keyHash))
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            }

            if (!HttpMethods.IsGet(request.Method)) return ReadThenWriteAsync(context, request.Path == Question.Validate.Path ? validate : authenticate);
            Write(context.Response, read);
            return Task.CompletedTask;
        });
        await app.StartAsync(ct);
        Console.WriteLine($"{ServerProcess.Listening} {app.Urls.Single()}");

        // Whoever started it closes this input, or dies and so closes it.
        await Console.In.ReadLineAsync(ct);
        await app.StopAsync(ct);
    }

    private static async Task ReadThenWriteAsync(HttpContext context, byte[] body)
    {
        var reader = context.Request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync();
            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted) break;
        }

        Write(context.Response, body);
    }

    private static void Write(HttpResponse response, byte[] body)
    {
        response.ContentType = "application/json";
        response.ContentLength = body.Length;

        // The server flushes what is in its own buffer when the request ends.
        response.BodyWriter.Write(body);
    }

    private static bool IsKey(string? header, byte[] keyHash)
    {
        if (header is not { Length: <= 256 } || !header.StartsWith(Scheme, StringComparison.Ordinal)) return false;
        Span<byte> octets = stackalloc byte[256];
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(octets[..Encoding.ASCII.GetBytes(header.AsSpan(Scheme.Length), octets)], hash);
        return CryptographicOperations.FixedTimeEquals(hash, keyHash);
    }
}
