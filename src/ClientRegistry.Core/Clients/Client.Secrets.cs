namespace ClientRegistry.Core.Clients;

// Secrets come, overlap and go, so that the client has a working one at every moment in between.
public sealed partial class Client
{
    /// <summary>The time between a retirement and the end it sets, when nobody chooses another.</summary>
    public static readonly TimeSpan UsualRetirement = TimeSpan.FromDays(7);

    /// <summary>The longest time between a retirement and the end it sets.</summary>
    public static readonly TimeSpan LongestRetirement = TimeSpan.FromDays(90);

    /// <summary>Adds a secret. A public client has none (RFC 6749 section 2.1).</summary>
    /// <param name="secret">The new secret, as hash.</param>
    /// <param name="now">The present.</param>
    public void Add(ClientSecret secret, DateTimeOffset now)
    {
        _secrets.Add(secret);

        // The feed's word that the client came to be covers the secrets it came with: nobody can know it without them.
        if (!_changes.Exists(c => c is { Kind: ClientChangeKind.Created, Sequence: 0 })) Record(ClientChangeKind.Secrets, now);
    }

    /// <summary>Adds a secret beside the one in use; secrets and live revision must be loaded.</summary>
    /// <param name="plain">The new secret; its hash is kept.</param>
    /// <param name="label">What its owner calls it.</param>
    /// <param name="expiresAt">When it stops being good; null for never.</param>
    /// <param name="now">The present.</param>
    /// <returns>The secret, or <c>wrong_state</c>: revoked, public, or <see cref="ClientSecret.MaximumLive"/> are
    /// live.</returns>
    public Outcome<ClientSecret> AddSecret(
        PlainClientSecret plain, string label, DateTimeOffset? expiresAt, DateTimeOffset now)
    {
        if (Status == ClientStatus.Revoked) return RevokedIsFinal();
        if (LiveMetadata.IsPublic)
        {
            return new RegistryError(
                ErrorCodes.WrongState, "A public client has no secret: it proves with PKCE that the code is its own.");
        }

        if (_secrets.Count(s => s.IsLive(now)) >= ClientSecret.MaximumLive)
        {
            return new RegistryError(
                ErrorCodes.WrongState,
                $"It has {ClientSecret.MaximumLive} live secrets already, and more are not kept. Add another one once "
                    + "one of them has ended.");
        }

        var secret = new ClientSecret(this, plain.SecretId, SecretHash.Fast(plain.Reveal()), label, expiresAt, now);
        Add(secret, now);
        return secret;
    }

    /// <summary>Gives a live secret its end, or another one; secrets must be loaded.</summary>
    /// <param name="secretId">The secret's public identifier.</param>
    /// <param name="end">When it stops being good: the present for at once, at most <see cref="LongestRetirement"/>
    /// ahead, and not later than it would end anyway; null for <see cref="UsualRetirement"/> ahead.</param>
    /// <param name="endLast">Whether it may end although no other secret stays.</param>
    /// <param name="now">The present.</param>
    /// <returns>The secret, or <c>not_found</c>, <c>invalid_input</c> with the field <c>EndsAt</c>,
    /// <c>wrong_state</c>: revoked, ended, or the last one; the last one with the field <c>EndLast</c>.</returns>
    public Outcome<ClientSecret> RetireSecret(
        string secretId, DateTimeOffset? end, bool endLast, DateTimeOffset now)
    {
        var found = LiveSecret(secretId, now);
        if (!found.Succeeded) return found;

        var secret = found.Value;
        var latest = secret.RetiredAt is null ? secret.ExpiresAt : secret.ExpiresAtUnlessRetired;
        var chosen = end ?? Earlier(now + UsualRetirement, latest);
        if (CheckEnd(chosen, latest, now) is { } invalid) return invalid;
        if (!endLast && !_secrets.Exists(s => s != secret && s.RetiredAt is null && s.IsGoodAfter(chosen)))
        {
            return new RegistryError(
                ErrorCodes.WrongState,
                "No other secret stays: the client could not authenticate any more. Add another secret first, or say that "
                    + "you mean it.",
                "EndLast");
        }

        secret.Retire(chosen, now);
        foreach (var other in _secrets.Where(s => s != secret)) other.LookAtEndAgain(now);
        Record(ClientChangeKind.Secrets, now);
        return secret;
    }

    /// <summary>Takes a retirement back before its end; secrets must be loaded.</summary>
    /// <param name="secretId">The secret's public identifier.</param>
    /// <param name="now">The present.</param>
    /// <returns>The secret, or <c>not_found</c>, <c>wrong_state</c>: revoked, ended, or not retired.</returns>
    public Outcome<ClientSecret> UndoRetirement(string secretId, DateTimeOffset now)
    {
        var found = LiveSecret(secretId, now);
        if (!found.Succeeded) return found;
        if (found.Value.RetiredAt is null)
            return new RegistryError(ErrorCodes.WrongState, "This secret is not retired: there is nothing to undo.");

        found.Value.UndoRetirement(now);
        Record(ClientChangeKind.Secrets, now);
        return found;
    }

    /// <summary>Calls a live secret by another name; secrets must be loaded.</summary>
    /// <param name="secretId">The secret's public identifier.</param>
    /// <param name="label">What its owner calls it from now on.</param>
    /// <param name="now">The present.</param>
    /// <returns>The secret, or <c>not_found</c>, <c>wrong_state</c>: revoked or ended.</returns>
    public Outcome<ClientSecret> RelabelSecret(string secretId, string label, DateTimeOffset now)
    {
        var found = LiveSecret(secretId, now);
        if (found.Succeeded) found.Value.Relabel(label);
        return found;
    }

    /// <summary>
    /// Of which secrets' ends a word is due now; secrets must be loaded. Each is looked at again at its next warning or
    /// its end, so that after a long pause there is one word and not several.
    /// </summary>
    /// <param name="now">The present.</param>
    public IReadOnlyList<SecretEndNotice> TakeDueEndNotices(DateTimeOffset now)
    {
        var due = _secrets.Where(s => s.EndNoticeDueAt <= now).ToList();
        foreach (var secret in due) secret.AwaitNextEndNotice(now);
        return Status == ClientStatus.Revoked
            ? []
            : [.. due.Select(s => NoticeOf(s, now)).Where(n => n.HasEnded || !n.IsSucceeded)];
    }

    /// <summary>Who retired a secret has chosen what stays. An end that only came of its age does no harm once the other
    /// secret is in use.</summary>
    private SecretEndNotice NoticeOf(ClientSecret secret, DateTimeOffset now)
    {
        var other = _secrets.Find(s => s != secret && s.IsLive(now) && s.IsGoodAfter(secret.ExpiresAt!.Value));
        return new(
            secret, !secret.IsLive(now), other,
            IsSucceeded: other is not null && (secret.RetiredAt is not null || other.LastUsedAt is not null));
    }

    private Outcome<ClientSecret> LiveSecret(string secretId, DateTimeOffset now)
    {
        if (Status == ClientStatus.Revoked) return RevokedIsFinal();
        if (_secrets.Find(s => s.SecretId == secretId) is not { } secret)
            return new RegistryError(ErrorCodes.NotFound, "The client has no such secret. Look at its page again.");

        return secret.IsLive(now)
            ? secret
            : new RegistryError(
                ErrorCodes.WrongState, "This secret has ended, and an ended one stays so. Add another one instead.");
    }

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset? other) => other < one ? other.Value : one;

    private static RegistryError? CheckEnd(DateTimeOffset end, DateTimeOffset? latest, DateTimeOffset now)
    {
        if (end < now || end > now + LongestRetirement)
        {
            return new RegistryError(
                ErrorCodes.Invalid,
                $"Choose an end that lies ahead, and by {LongestRetirement.TotalDays:0} days at most.",
                "EndsAt");
        }

        return latest < end
            ? new RegistryError(
                ErrorCodes.Invalid, $"It ends on {latest:yyyy-MM-dd HH:mm} UTC anyway. Choose an earlier end.", "EndsAt")
            : null;
    }
}
