using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Lookup.Authentication;
using ClientRegistry.Lookup.Directory;
using ClientRegistry.Lookup.Http;
using ClientRegistry.Lookup.Keys;
using ClientRegistry.Lookup.Ledger;
using Microsoft.AspNetCore.Http;

namespace ClientRegistry.Lookup.Endpoints;

/// <summary><c>POST /client-authentication</c>: does this secret belong to this client.</summary>
internal sealed class AuthenticateClient(
    ClientDirectory directory, ClientAuthenticator authenticator, UsageLedger ledger, TimeProvider clock)
    : ILookupOperation
{
    private const int ReferenceLength = 10;

    public string Name => "authenticate";

    public async ValueTask<Answered> AnswerAsync(HttpContext context, RingKey key)
    {
        var (sent, problem) = await RequestBody.ReadAsync(context, ClientCredentials.Names);
        if (sent is null) return await problem!.AnswerAsync(context);

        context.Response.Headers.CacheControl = "no-store";
        if (!ClientCredentials.TryRead(sent, out var credentials, out var refusal))
            return Refuse(context, null, null, key.Environment, refusal);

        var answer = await directory.FindAsync(credentials.ClientId);
        if (answer.Result == DirectoryResult.Unavailable) return await Problem.Unavailable.AnswerAsync(context);

        var verdict = await authenticator.AuthenticateAsync(
            credentials, answer.Entry, key.Environment, context.RequestAborted);
        if (verdict.IsBusy) return await Problem.Busy.AnswerAsync(context);

        StaleMark.Set(context.Response, answer);
        return verdict.Refusal is { } reason
            ? Refuse(context, credentials.ClientId, answer.Entry, key.Environment, reason)
            : Accept(context, answer.Entry!, verdict.Secret);
    }

    private string Accept(HttpContext context, ClientEntry client, SecretEntry? secret)
    {
        var now = clock.GetUtcNow();
        if (secret is not null && secret.IsUseWorthNoting(now)) ledger.Leave(new SecretUseNote(now, secret.RowId));

        JsonText.Respond(context.Response, (client, secret), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("authenticated"u8, true);
            json.WriteString(MetadataNames.TokenEndpointAuthMethod, it.client.TokenEndpointAuthMethod);
            if (it.secret is { } good)
            {
                json.WriteString("secret_id"u8, good.SecretId);

                // RFC 7591 section 3.2.1: 0 when it does not expire.
                json.WriteNumber(MetadataNames.ClientSecretExpiresAt, good.ExpiresAt?.ToUnixTimeSeconds() ?? 0);
            }

            json.WritePropertyName("client"u8);
            json.WriteRawValue(it.client.Document.Span, skipInputValidation: true);
            json.WriteEndObject();
        });
        return "authenticated";
    }

    private string Refuse(
        HttpContext context,
        string? clientId,
        ClientEntry? client,
        ClientEnvironment environment,
        AuthenticationRefusal refusal)
    {
        ledger.Leave(new RefusalNote(
            clock.GetUtcNow(), AttemptKind.ClientAuthentication, environment, refusal.Reason,
            RandomText.Base32(ReferenceLength), clientId, client, null, null));

        JsonText.Respond(context.Response, refusal, static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("authenticated"u8, false);
            json.WriteString("error"u8, it.Error);
            json.WriteString("reason"u8, it.Reason);
            json.WriteEndObject();
        });
        return refusal.Reason;
    }

}
