using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Lookup.Directory;
using static ClientRegistry.Lookup.Authorization.AuthorizationRefusals;

namespace ClientRegistry.Lookup.Authorization;

/// <summary>
/// Judges an authorization request against what is registered. Pure; checks in a fixed order, and the first that fails
/// answers.
/// </summary>
internal static class AuthorizationRequestValidator
{
    /// <summary>The longest <c>state</c> that is passed on, in characters.</summary>
    private const int LongestState = 2000;

    /// <summary>The first checks, which need no client.</summary>
    /// <param name="request">What was asked.</param>
    /// <returns>Null when the client may be looked up.</returns>
    public static AuthorizationRefusal? CheckTarget(AuthorizationRequest request)
    {
        if (request.ClientId is null) return ClientIdMissing;

        // RFC 6749 section 3.1: parameters must not be included more than once.
        return request.RepeatsTarget ? TargetRepeated : null;
    }

    /// <summary>Judges the request.</summary>
    /// <param name="request">What was asked.</param>
    /// <param name="client">The client it names; null when there is none.</param>
    /// <param name="environment">The environment of the lookup key that asks.</param>
    public static AuthorizationVerdict Validate(
        AuthorizationRequest request, ClientEntry? client, ClientEnvironment environment)
    {
        if ((CheckTarget(request) ?? OfClient(ClientEntry.WhyUnusable(client, environment))) is { } refusal)
            return new AuthorizationVerdict(refusal, null, RedirectUriMatcher.None, null);

        refusal = CheckRedirectUri(request.RedirectUri, client!, out var index);
        if (refusal is not null) return new AuthorizationVerdict(refusal, null, RedirectUriMatcher.None, null);

        var state = request.RepeatsState || !IsState(request.State) ? null : request.State;
        return new AuthorizationVerdict(
            CheckRest(request, client!), request.RedirectUri ?? client!.RedirectUris[index], index, state);
    }

    private static AuthorizationRefusal? CheckRedirectUri(string? asked, ClientEntry client, out int index)
    {
        var registered = client.RedirectUris;
        index = RedirectUriMatcher.None;
        if (asked is null)
        {
            // RFC 6749 section 3.1.2.3.
            if (registered.Count != 1) return RedirectUriMissing;
            index = 0;
            return null;
        }

        // RFC 6749 section 3.1.2: an absolute URI, no fragment.
        if (!ParsedRedirectUri.IsAbsoluteUri(asked)) return RedirectUriMalformed;

        // RFC 9700 section 2.1.
        index = RedirectUriMatcher.Find(asked, registered, client.ApplicationType);
        return index == RedirectUriMatcher.None ? RedirectUriMismatch : null;
    }

    private static AuthorizationRefusal? CheckRest(AuthorizationRequest request, ClientEntry client)
    {
        // RFC 6749 section 3.1.
        if (request.RepeatsOther) return OtherRepeated;
        if (!IsState(request.State)) return StateMalformed;
        return CheckResponseType(request.ResponseType, client)
            ?? CheckScope(request.Scope, client)
            ?? CheckPkce(request, client);
    }

    // RFC 6749 appendix A.5: VSCHAR.
    private static bool IsState(string? state) =>
        state is null || (state.Length <= LongestState && !state.AsSpan().ContainsAnyExceptInRange(' ', '~'));

    private static AuthorizationRefusal? CheckResponseType(string? responseType, ClientEntry client)
    {
        // RFC 6749 sections 3.1.1 and 4.1.2.1.
        if (responseType is null) return ResponseTypeMissing;
        if (!ResponseTypeSet.IsKnown(responseType)) return ResponseTypeUnsupported;
        return ResponseTypeSet.IsRegistered(responseType, client.ResponseTypes, client.GrantTypes)
            ? null
            : ResponseTypeNotAllowed;
    }

    private static AuthorizationRefusal? CheckScope(string? scope, ClientEntry client)
    {
        // RFC 6749 section 3.3: with no default of its own, the registry calls a missing scope invalid.
        if (scope is null) return ScopeMissing;
        if (!ScopeRules.IsScope(scope)) return ScopeMalformed;

        List<string>? denied = null;
        foreach (var range in scope.AsSpan().Split(' '))
        {
            var token = scope.AsSpan(range);
            if (IsGranted(token, client.Scopes)) continue;
            var name = token.ToString();
            denied ??= [];
            if (!denied.Contains(name)) denied.Add(name);
        }

        return denied is null ? null : ScopeNotAllowed(denied);
    }

    private static bool IsGranted(ReadOnlySpan<char> token, IReadOnlyList<string> granted)
    {
        for (var i = 0; i < granted.Count; i++)
            if (token.SequenceEqual(granted[i])) return true;
        return false;
    }

    private static AuthorizationRefusal? CheckPkce(AuthorizationRequest request, ClientEntry client)
    {
        if (request.CodeChallenge is not { } challenge)
        {
            // RFC 7636 section 4.3.
            if (request.CodeChallengeMethod is not null) return MethodWithoutChallenge;

            // RFC 9700 section 2.1.1, RFC 7636 section 4.4.1.
            return client.RequirePkce ? CodeChallengeMissing : null;
        }

        // RFC 7636 section 4.2.
        if (challenge.Length is < 43 or > 128 || !IsUnreserved(challenge)) return CodeChallengeMalformed;

        // RFC 7636 section 4.3; RFC 9700 section 2.1.1 advises against plain.
        return request.CodeChallengeMethod == CodeChallengeMethods.S256 ? null : CodeChallengeMethodUnsupported;
    }

    // RFC 7636 section 4.1.
    private static bool IsUnreserved(string text)
    {
        foreach (var c in text)
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or '~')) return false;
        return true;
    }
}
