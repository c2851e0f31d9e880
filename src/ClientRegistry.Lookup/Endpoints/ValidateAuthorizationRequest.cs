using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Lookup.Authorization;
using ClientRegistry.Lookup.Directory;
using ClientRegistry.Lookup.Http;
using ClientRegistry.Lookup.Keys;
using ClientRegistry.Lookup.Ledger;
using Microsoft.AspNetCore.Http;

namespace ClientRegistry.Lookup.Endpoints;

/// <summary><c>POST /authorization-requests/validate</c>: may this authorization request go on.</summary>
internal sealed class ValidateAuthorizationRequest(
    ClientDirectory directory, UsageLedger ledger, TimeProvider clock) : ILookupOperation
{
    private const int ReferenceLength = 10;

    public string Name => "validate";

    public async ValueTask<Answered> AnswerAsync(HttpContext context, RingKey key)
    {
        var (sent, problem) = await RequestBody.ReadAsync(context, AuthorizationRequest.Names);
        if (sent is null) return await problem!.AnswerAsync(context);

        var request = AuthorizationRequest.Of(sent);
        var answer = new DirectoryAnswer(DirectoryResult.Unknown, null, null);
        if (AuthorizationRequestValidator.CheckTarget(request) is null)
            answer = await directory.FindAsync(request.ClientId!);
        if (answer.Result == DirectoryResult.Unavailable) return await Problem.Unavailable.AnswerAsync(context);

        var verdict = AuthorizationRequestValidator.Validate(request, answer.Entry, key.Environment);
        StaleMark.Set(context.Response, answer);
        context.Response.Headers.CacheControl = "no-store";
        return verdict.Refusal is { } refusal
            ? Refuse(context, request, answer.Entry, key.Environment, verdict, refusal)
            : Allow(context, request, answer.Entry!, verdict);
    }

    private string Allow(
        HttpContext context, AuthorizationRequest request, ClientEntry client, AuthorizationVerdict verdict)
    {
        var now = clock.GetUtcNow();
        if (client.RedirectUris.IsUseWorthNoting(verdict.RegisteredIndex, now))
        {
            ledger.Leave(
                new RedirectUriUseNote(now, client.RowId, client.RedirectUris[verdict.RegisteredIndex]));
        }

        JsonText.Respond(context.Response, (request, client, verdict), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("valid"u8, true);
            json.WriteString("redirect_uri"u8, it.verdict.RedirectUri);
            json.WriteString("response_type"u8, it.request.ResponseType);
            json.WriteString("scope"u8, it.request.Scope);
            if (it.verdict.State is { } state) json.WriteString("state"u8, state);
            json.WritePropertyName("client"u8);
            json.WriteRawValue(it.client.Document.Span, skipInputValidation: true);
            json.WriteEndObject();
        });
        return "valid";
    }

    private string Refuse(
        HttpContext context,
        AuthorizationRequest request,
        ClientEntry? client,
        ClientEnvironment environment,
        AuthorizationVerdict verdict,
        AuthorizationRefusal refusal)
    {
        var reference = RandomText.Base32(ReferenceLength);
        ledger.Leave(new RefusalNote(
            clock.GetUtcNow(), AttemptKind.AuthorizationRequest, environment, refusal.Reason, reference,
            request.ClientId, client, request.RedirectUri, request.Scope));

        JsonText.Respond(context.Response, (verdict, refusal, reference), static (json, it) =>
        {
            json.WriteStartObject();
            json.WriteBoolean("valid"u8, false);
            json.WriteString("error"u8, it.refusal.Error);
            json.WriteString("error_description"u8, it.refusal.Description);
            json.WriteString("reason"u8, it.refusal.Reason);
            json.WriteBoolean("redirectable"u8, it.verdict.IsRedirectable);
            if (it.verdict.RedirectUri is { } uri) json.WriteString(OAuthParameters.RedirectUri, uri);
            if (it.verdict.State is { } state) json.WriteString(OAuthParameters.State, state);
            json.WriteString("reference"u8, it.reference);
            json.WriteEndObject();
        });
        return refusal.Reason;
    }

}
