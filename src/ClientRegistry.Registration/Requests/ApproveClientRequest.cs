using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Requests;

/// <summary>
/// Approves a request. In one transaction: the decision, the client or its next revision, the secret's hash and the owed
/// mail with the encrypted secret, or the claim and the mail with its link, the audit entries, the row of the change feed.
/// Where a restricted scope is asked for, the first approval only calls for the second.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mail.</param>
/// <param name="options">The prefix of identifiers, how secrets travel, and how long they are good.</param>
/// <param name="clock">The present.</param>
public sealed class ApproveClientRequest(
    IDbContextFactory<RegistryDbContext> contexts,
    Outbox outbox,
    IOptions<CredentialsOptions> options,
    TimeProvider clock)
{
    /// <summary>How often an identifier that is taken is replaced; one in 2^130 is.</summary>
    private const int MaximumTries = 3;

    private readonly IssueClient _issueClient = new(outbox, options);
    private readonly ReviseClient _reviseClient = new(outbox);

    /// <summary>Makes identifiers; a test replaces it to meet one that is taken.</summary>
    internal Func<string, ClientEnvironment, string> NewIdentifier { get; init; } = ClientIdentifier.Generate;

    /// <summary>What an approval came to.</summary>
    /// <param name="Step">Whether it is decided now.</param>
    /// <param name="ClientId">The client that is issued or changed; null while a second approver is needed.</param>
    public sealed record Result(ApprovalStep Step, string? ClientId);

    /// <summary>Does it.</summary>
    /// <param name="number">The request.</param>
    /// <param name="actor">Who decides: the partner's account manager or an administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>What came of it, or <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>, <c>conflict</c>,
    /// <c>invalid_redirect_uri</c>, <c>invalid_client_metadata</c>.</returns>
    public Task<Outcome<Result>> RunAsync(int number, Actor actor, CancellationToken ct = default) =>
        DecideAsync(number, actor, ct).OrBusyAsync();

    private async Task<Outcome<Result>> DecideAsync(int number, Actor actor, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await using var db = await contexts.CreateDbContextAsync(ct);
            var approved = await ApproveAsync(db, number, actor, ct);
            if (!approved.Succeeded) return approved;

            switch (await db.TrySaveAsync(ct))
            {
                case SaveResult.Saved:
                    return approved;
                case SaveResult.Duplicate when attempt < MaximumTries:
                    continue;
                default:
                    return await RequestUnderReview.LostAsync(contexts, number, ct);
            }
        }
    }

    private async Task<Outcome<Result>> ApproveAsync(
        RegistryDbContext db, int number, Actor actor, CancellationToken ct)
    {
        var loaded = await RequestUnderReview.LoadAsync(db, number, actor, ct);
        if (!loaded.Succeeded) return loaded.Error;

        var request = loaded.Value;
        var (errors, restrictedScopes) = await ApprovalCheck.RunAsync(db, request, ct);
        var now = clock.GetUtcNow();
        var step = request.Approve(actor, restrictedScopes.Count > 0, now);
        if (!step.Succeeded) return step.Error;
        if (errors.Count > 0) return Outcome.Refused<Result>(errors);

        if (step.Value == ApprovalStep.NeedsSecondApprover)
        {
            await CallSecondApproverAsync(db, request, actor, restrictedScopes, ct);
            Record(db, request, actor, AuditActions.RequestFirstApproved, now);
            return new Result(ApprovalStep.NeedsSecondApprover, null);
        }

        Record(db, request, actor, AuditActions.RequestApproved, now);
        if (!request.IsChange)
        {
            var clientId = NewIdentifier(options.Value.ClientIdPrefix, request.Environment);
            await _issueClient.ApplyAsync(db, request, clientId, actor, now, ct);
            return new Result(ApprovalStep.Decided, clientId);
        }

        var revised = _reviseClient.Apply(db, request, actor, now);
        return revised.Succeeded ? new Result(ApprovalStep.Decided, request.Client!.ClientId) : revised.Error;
    }

    private async Task CallSecondApproverAsync(
        RegistryDbContext db,
        ClientRequest request,
        Actor first,
        IReadOnlyList<string> restrictedScopes,
        CancellationToken ct)
    {
        var message = new SecondApprovalNeeded(
            request.Number, request.Metadata.ClientName, request.Partner!.Name, first.Name, restrictedScopes);
        outbox.OweEach(db, request, await Reviewers.SecondApproversAsync(db, request, first.UserId, ct), message);
    }

    private static void Record(
        RegistryDbContext db, ClientRequest request, Actor actor, string action, DateTimeOffset now) =>
        db.AuditEvents.Add(new AuditEvent(actor, action, $"request:{request.Number}", request.PartnerId, null, now));
}
