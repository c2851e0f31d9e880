using ClientRegistry.Core.Data;
using ClientRegistry.Core.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.Registration.Mail.Keys;

/// <summary>How this process stands to the keys of its database.</summary>
public enum KeyStanding
{
    /// <summary>Nobody has looked yet.</summary>
    Unknown,

    /// <summary>It has them.</summary>
    Held,

    /// <summary>It has others, while a running process has the right ones: it is misconfigured.</summary>
    Elsewhere,
}

/// <summary>
/// Tells a process whose keys are lost from one that was given the wrong ones. They look the same, except that in the
/// second case somebody else has the right ones and is alive: nothing is given up before that somebody is gone.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="secrets">Tries the keys.</param>
/// <param name="clock">The present.</param>
/// <param name="logger">Tells operators.</param>
public sealed class KeyCustody(
    IDbContextFactory<RegistryDbContext> contexts, MailSecrets secrets, TimeProvider clock, ILogger<KeyCustody> logger)
{
    /// <summary>So long a process that says nothing is taken to be alive.</summary>
    public static readonly TimeSpan LeaseLength = TimeSpan.FromMinutes(1);

    private readonly Guid _self = Guid.CreateVersion7();
    private volatile KeyStanding _standing;

    /// <summary>What the last look came to.</summary>
    public KeyStanding Standing => _standing;

    /// <summary>Looks, and says that this process is alive when it has the keys. When nobody alive has them they are lost,
    /// and those of this process are the keys from now on.</summary>
    /// <param name="ct">Stops it.</param>
    public async Task LookAsync(CancellationToken ct = default)
    {
        var before = _standing;
        for (var standing = KeyStanding.Unknown; standing == KeyStanding.Unknown; _standing = standing)
            standing = await JudgeAsync(ct);

        if (_standing == KeyStanding.Elsewhere && before != KeyStanding.Elsewhere) KeyLog.Elsewhere(logger);
        if (_standing == KeyStanding.Held && before == KeyStanding.Elsewhere) KeyLog.Held(logger);
    }

    /// <summary>Whether no other running process could open what this one cannot.</summary>
    /// <param name="ct">Stops it.</param>
    public async Task<bool> IsAloneAsync(CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        return !await AreOthersAliveAsync(db, ct);
    }

    /// <summary>This process ends; nobody has to wait until it is taken for dead.</summary>
    /// <param name="ct">Stops it.</param>
    public async Task LeaveAsync(CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        await db.KeyHolders.Where(h => h.Id == _self).ExecuteDeleteAsync(ct);
    }

    /// <summary>Unknown when another process changed what was looked at.</summary>
    private async Task<KeyStanding> JudgeAsync(CancellationToken ct)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        KeyWitness? replaced = null;
        var newest = await db.KeyWitnesses.AsNoTracking().OrderByDescending(w => w.Number).FirstOrDefaultAsync(ct);
        if (newest is null || !secrets.CanOpenWitness(newest.Proof))
        {
            if (newest is not null && await AreOthersAliveAsync(db, ct)) return KeyStanding.Elsewhere;

            db.Add(new KeyWitness((newest?.Number ?? 0) + 1, secrets.MakeWitness(), clock.GetUtcNow()));
            replaced = newest;
        }

        // In one save with the witness: whoever sees it sees also that somebody alive has its keys.
        await StayAliveAsync(db, ct);
        if (await db.TrySaveAsync(ct) != SaveResult.Saved) return KeyStanding.Unknown;
        if (replaced is not null) KeyLog.Replaced(logger, replaced.CreatedAt);
        return KeyStanding.Held;
    }

    private Task<bool> AreOthersAliveAsync(RegistryDbContext db, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        return db.KeyHolders.AnyAsync(h => h.Id != _self && h.AliveUntil > now, ct);
    }

    private async Task StayAliveAsync(RegistryDbContext db, CancellationToken ct)
    {
        var now = clock.GetUtcNow();
        await db.KeyHolders.Where(h => h.Id != _self && h.AliveUntil < now).ExecuteDeleteAsync(ct);
        if (await db.KeyHolders.SingleOrDefaultAsync(h => h.Id == _self, ct) is { } self) self.StayAlive(now + LeaseLength);
        else db.Add(new KeyHolder(_self, now + LeaseLength));
    }
}
