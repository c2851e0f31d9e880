using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Accounts;

/// <summary>Makes a key by which an authorization server may ask the lookup API.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="whoHolds">Names those who may.</param>
/// <param name="clock">The present.</param>
public sealed class IssueLookupKey(
    IDbContextFactory<RegistryDbContext> contexts, FindWhoHolds whoHolds, TimeProvider clock)
{
    /// <summary>The longest name, in characters.</summary>
    public const int MaximumNameLength = 100;

    /// <summary>What key to make.</summary>
    /// <param name="Name">What the administrator calls it; unique, among revoked keys too.</param>
    /// <param name="Environment">The one environment whose clients it sees.</param>
    /// <param name="ExpiresAt">When it stops being good; null for never.</param>
    public sealed record Input(string Name, ClientEnvironment Environment, DateTimeOffset? ExpiresAt = null);

    /// <summary>A new key.</summary>
    /// <param name="Name">What it is called.</param>
    /// <param name="Environment">The environment it sees.</param>
    /// <param name="Plain">The key in clear: shown this once, kept nowhere.</param>
    public sealed record Issued(string Name, ClientEnvironment Environment, string Plain)
    {
        /// <summary>Never the key.</summary>
        public override string ToString() => $"lookup key {Name} (redacted)";
    }

    /// <summary>Makes it.</summary>
    /// <param name="input">What key.</param>
    /// <param name="actor">Who does it: an administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>The key in clear, or <c>forbidden</c>, <c>invalid_input</c>, <c>duplicate</c>.</returns>
    public async Task<Outcome<Issued>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (!actor.IsAdministrator) return await LookupKeyRules.RefuseAsync(whoHolds, actor, ct);
        var now = clock.GetUtcNow();
        var name = input.Name.Trim();
        if (LookupKeyRules.Check(name, input.ExpiresAt, now) is { } error) return error;

        var (key, plain) = LookupKey.Issue(name, input.Environment, input.ExpiresAt, now);
        await using var db = await contexts.CreateDbContextAsync(ct);
        db.LookupKeys.Add(key);
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.LookupKeyIssued, $"lookup_key:{name}", null, $"for {input.Environment}", now));
        return await db.SaveOrRefuseAsync(
            () => new Issued(name, input.Environment, plain),
            new RegistryError(
                ErrorCodes.Duplicate,
                "There is a lookup key of this name already, or there was one. Choose another name.",
                nameof(input.Name)),
            ct);
    }
}

/// <summary>What every use case about lookup keys says in the same words.</summary>
internal static class LookupKeyRules
{
    public static Task<RegistryError> RefuseAsync(FindWhoHolds whoHolds, Actor actor, CancellationToken ct) =>
        whoHolds.RefuseAsync(
            NeededRole.Administrator, "Only an administrator issues and revokes lookup keys.", actor, ct);

    public static RegistryError? Check(string name, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        if (name.Length is 0 or > IssueLookupKey.MaximumNameLength || name.Any(char.IsControl))
        {
            return new RegistryError(
                ErrorCodes.Invalid,
                $"Give the key a name of 1 to {IssueLookupKey.MaximumNameLength} printable characters.",
                nameof(IssueLookupKey.Input.Name));
        }

        return expiresAt <= now
            ? new RegistryError(
                ErrorCodes.Invalid,
                "The key would have expired already. Give an end in the future, or none.",
                nameof(IssueLookupKey.Input.ExpiresAt))
            : null;
    }
}
