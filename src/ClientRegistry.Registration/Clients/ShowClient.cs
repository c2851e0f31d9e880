using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Clients.Import;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Secrets;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Clients;

/// <summary>Reads one client with its secrets' marks, its revisions and its history.</summary>
/// <param name="contexts">Makes the unit of work.</param>
public sealed class ShowClient(IDbContextFactory<RegistryDbContext> contexts)
{
    /// <summary>How much of the history is shown, the newest first.</summary>
    public const int MostEvents = 100;

    /// <summary>Does it.</summary>
    /// <param name="clientId">The protocol identifier.</param>
    /// <param name="actor">Who reads: a member of the partner, or staff.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The client, or <c>not_found</c>, also for another partner's.</returns>
    public async Task<Outcome<ClientDetail>> RunAsync(string clientId, Actor actor, CancellationToken ct = default)
    {
        await using var db = await contexts.CreateDbContextAsync(ct);
        var client = await db.Clients.AsNoTracking()
            .Include(c => c.Partner).ThenInclude(p => p!.AccountManager)
            .Include(c => c.Revisions).Include(c => c.Secrets)
            .AsSplitQuery()
            .SingleOrDefaultAsync(c => c.ClientId == clientId, ct);
        if (client is null || client.ClientId != clientId || !actor.MayRead(client.PartnerId)) return NotFound();

        var requests = await db.ClientRequests.AsNoTracking().Where(r => r.ClientRowId == client.Id)
            .Select(r => new { r.Id, r.Number, r.State, r.BaseRevision })
            .ToListAsync(ct);
        var subject = $"client:{client.ClientId}";
        var history = await db.AuditEvents.AsNoTracking().Where(e => e.Subject == subject)
            .OrderByDescending(e => e.Sequence).Take(MostEvents)
            .Select(e => new ClientEvent(e.At, e.ActorName, e.Action, e.Reason))
            .ToListAsync(ct);
        if (history.Count < MostEvents && await ImportOfAsync(db, client, ct) is { } import) history.Add(import);
        var mails = await db.OutgoingMails.AsNoTracking()
            .Where(m => m.ClientRowId == client.Id && m.Kind == nameof(CredentialsIssued) && m.CarriesSecret)
            .OrderBy(m => m.CreatedAt).Select(m => new { m.State, m.Payload })
            .ToListAsync(ct);
        return Detail(client, history) with
        {
            Secrets = Secrets(client, id => mails.LastOrDefault(m => WaitingCredentials.SecretOf(m.Payload) == id)?.State),
            Revisions = Revisions(client, requests.ToDictionary(r => r.Id, r => r.Number)),
            OpenChange = requests.Find(r => r.BaseRevision is not null
                && r.State is not (ClientRequestState.Approved or ClientRequestState.Rejected or ClientRequestState.Withdrawn))
                ?.Number,
            MayManage = actor.MayManage(client.Partner!.AccountManagerId),
            IsOwn = actor.IsMemberOf(client.PartnerId),
        };
    }

    /// <summary>The answer for what is not there and for what belongs to another partner alike.</summary>
    internal static RegistryError NotFound() => new(
        ErrorCodes.NotFound, "There is no such client that you may see. Look for it in the list of clients.");

    /// <summary>The import that brought the client, which has one entry for all it brought; null when a request did.</summary>
    private static async Task<ClientEvent?> ImportOfAsync(RegistryDbContext db, Client client, CancellationToken ct)
    {
        var first = client.Revisions.Single(r => r.Number == 1);
        if (first.RequestId is not null) return null;

        var subject = ImportClients.SubjectOf(client.Environment);
        return await db.AuditEvents.AsNoTracking()
            .Where(e => e.Subject == subject && e.At == first.AppliedAt
                && (e.PartnerId == null || e.PartnerId == client.PartnerId))
            .OrderBy(e => e.Sequence)
            .Select(e => new ClientEvent(e.At, e.ActorName, e.Action, e.Reason))
            .FirstOrDefaultAsync(ct);
    }

    private static ClientDetail Detail(Client client, IReadOnlyList<ClientEvent> history) => new()
    {
        ClientId = client.ClientId,
        Environment = client.Environment,
        Status = client.Status,
        StatusReason = client.StatusReason,
        StatusChangedAt = client.StatusChangedAt,
        PartnerId = client.PartnerId,
        PartnerName = client.Partner!.Name,
        AccountManager = Person.Of(client.Partner.AccountManager),
        IssuedAt = client.IssuedAt,
        Revision = client.Revision,
        Metadata = client.LiveMetadata,
        History = history,
    };

    private static IReadOnlyList<SecretMark> Secrets(Client client, Func<string, MailState?> mailOf) =>
    [
        .. client.Secrets.OrderBy(s => s.CreatedAt).Select(s => new SecretMark(
            s.SecretId, s.Label, s.CreatedAt, s.LastUsedAt, s.ExpiresAt, s.WasMailed, s.RetiredAt)
        {
            Mail = mailOf(s.SecretId),
        }),
    ];

    private static IReadOnlyList<RevisionMark> Revisions(Client client, Dictionary<Guid, int> requests)
    {
        var byNumber = client.Revisions.OrderBy(r => r.Number).ToList();
        return
        [
            .. byNumber.Select((revision, i) => new RevisionMark(
                revision.Number,
                revision.AppliedAt,
                revision.RequestId is { } id && requests.TryGetValue(id, out var number) ? number : null,
                i == 0 ? null : ClientMetadataDifference.Between(byNumber[i - 1].Metadata, revision.Metadata)))
                .Reverse(),
        ];
    }
}

/// <summary>All there is to read of a client.</summary>
public sealed record ClientDetail
{
    /// <summary>The protocol identifier.</summary>
    public required string ClientId { get; init; }

    /// <summary>Where it lives.</summary>
    public required ClientEnvironment Environment { get; init; }

    /// <summary>Whether the lookup API serves it.</summary>
    public required ClientStatus Status { get; init; }

    /// <summary>Why it has this status; null while nobody changed it.</summary>
    public required string? StatusReason { get; init; }

    /// <summary>Since when it has this status.</summary>
    public required DateTimeOffset StatusChangedAt { get; init; }

    /// <summary>Whose it is.</summary>
    public required Guid PartnerId { get; init; }

    /// <summary>The partner's name.</summary>
    public required string PartnerName { get; init; }

    /// <summary>The partner's account manager; null when it belongs to the pool.</summary>
    public required Person? AccountManager { get; init; }

    /// <summary>When it came to be.</summary>
    public required DateTimeOffset IssuedAt { get; init; }

    /// <summary>Number of the live revision.</summary>
    public required int Revision { get; init; }

    /// <summary>What is served.</summary>
    public required ClientMetadata Metadata { get; init; }

    /// <summary>What may be known of its secrets, oldest first.</summary>
    public IReadOnlyList<SecretMark> Secrets { get; init; } = [];

    /// <summary>What was done to it, newest first.</summary>
    public required IReadOnlyList<ClientEvent> History { get; init; }

    /// <summary>All it ever was, newest first.</summary>
    public IReadOnlyList<RevisionMark> Revisions { get; init; } = [];

    /// <summary>Number of the request that is to change it; null for none.</summary>
    public int? OpenChange { get; init; }

    /// <summary>Whether the reader may suspend, reinstate and revoke it.</summary>
    public bool MayManage { get; init; }

    /// <summary>Whether it is of the reader's own partner.</summary>
    public bool IsOwn { get; init; }
}

/// <summary>What may be known of a secret.</summary>
/// <param name="SecretId">Its public identifier.</param>
/// <param name="Label">What its owner calls it.</param>
/// <param name="CreatedAt">When it came to be.</param>
/// <param name="LastUsedAt">When it last authenticated the client; null for never.</param>
/// <param name="ExpiresAt">When it stops being good; null for never.</param>
/// <param name="WasMailed">Whether it travelled in a mail that others could read.</param>
/// <param name="RetiredAt">When somebody gave it its end; null while nobody did.</param>
public sealed record SecretMark(
    string SecretId,
    string Label,
    DateTimeOffset CreatedAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? ExpiresAt,
    bool WasMailed,
    DateTimeOffset? RetiredAt)
{
    /// <summary>What became of the mail that brings it; null when none does, or none is known of.</summary>
    public MailState? Mail { get; init; }

    /// <summary>Whether others have read it or can, or nobody has got it: any mail but an encrypted one that went out.</summary>
    public bool WantsReplacement => WasMailed || Mail is not (null or MailState.Sent);

    /// <summary>Whether it is good at that moment.</summary>
    /// <param name="now">The moment.</param>
    public bool IsLive(DateTimeOffset now) => ExpiresAt is not { } end || now < end;
}

/// <summary>One approved state of the client.</summary>
/// <param name="Number">Counts from 1.</param>
/// <param name="AppliedAt">When it became the live one.</param>
/// <param name="RequestNumber">The request behind it; null for an import.</param>
/// <param name="Difference">From the one before; null for the first.</param>
public sealed record RevisionMark(
    int Number, DateTimeOffset AppliedAt, int? RequestNumber, ClientMetadataDifference? Difference);

/// <summary>Something done to a client.</summary>
/// <param name="At">When.</param>
/// <param name="ActorName">Who did it.</param>
/// <param name="Action">What; of <see cref="Core.Audit.AuditActions"/>.</param>
/// <param name="Reason">Why, or what exactly; null for nothing.</param>
public sealed record ClientEvent(DateTimeOffset At, string ActorName, string Action, string? Reason);
