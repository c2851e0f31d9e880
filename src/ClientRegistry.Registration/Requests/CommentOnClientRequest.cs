using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Mail;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Requests;

/// <summary>Adds a remark to a request that both sides read; the other side is told by mail.</summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="outbox">Takes the mails.</param>
/// <param name="clock">The present.</param>
public sealed class CommentOnClientRequest(
    IDbContextFactory<RegistryDbContext> contexts, Outbox outbox, TimeProvider clock)
{
    /// <summary>How long a remark may be, in characters.</summary>
    public const int MaximumLength = 2000;

    /// <summary>What to say on which request.</summary>
    /// <param name="Number">The request.</param>
    /// <param name="Text">The remark.</param>
    public sealed record Input(int Number, string Text);

    /// <summary>Does it.</summary>
    /// <param name="input">What to say.</param>
    /// <param name="actor">Who says it: a member of the partner, its account manager, or an administrator.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>invalid_input</c>, <c>not_found</c>, <c>forbidden</c>, <c>wrong_state</c>: a draft, which
    /// nobody but its writers reads, or a closed request, which nobody looks after any more.</returns>
    public async Task<Outcome<Done>> RunAsync(Input input, Actor actor, CancellationToken ct = default)
    {
        if (Check(input.Text) is { } wrong) return wrong;

        await using var db = await contexts.CreateDbContextAsync(ct);
        var request = await db.ClientRequests
            .Include(r => r.Partner).ThenInclude(p => p!.AccountManager)
            .Include(r => r.Partner).ThenInclude(p => p!.Members).ThenInclude(m => m.User)
            .SingleOrDefaultAsync(r => r.Number == input.Number, ct);
        if (request is null || !actor.MayRead(request.PartnerId)) return RequestOfPartner.NotFound(input.Number);
        if (Refuse(request, actor) is { } refusal) return refusal;

        var now = clock.GetUtcNow();
        request.Comment(input.Text, actor, now);
        db.AuditEvents.Add(new AuditEvent(
            actor, AuditActions.RequestCommented, $"request:{input.Number}", request.PartnerId, null, now));

        var toStaff = actor.IsMemberOf(request.PartnerId);
        var readers = toStaff ? await Reviewers.WhoHaveAsync(db, request, ct) : Writers(request);
        outbox.OweEach(
            db, request, readers,
            new RequestCommented(input.Number, request.Metadata.ClientName, actor.Name, input.Text, toStaff));
        return await db.SaveOrRefuseAsync(() => new Done(), RequestOfPartner.Overtaken(), ct);
    }

    private static RegistryError? Check(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return new RegistryError(ErrorCodes.Invalid, "Write something first.", nameof(Input.Text));
        return text.Length <= MaximumLength
            ? null
            : new RegistryError(
                ErrorCodes.Invalid,
                $"This has {text.Length} characters, and at most {MaximumLength} are kept. Shorten it.",
                nameof(Input.Text));
    }

    private static RegistryError? Refuse(ClientRequest request, Actor actor)
    {
        if (!actor.IsMemberOf(request.PartnerId) && !actor.MayManage(request.Partner!.AccountManagerId))
        {
            return new RegistryError(
                ErrorCodes.Forbidden,
                $"Only members of {request.Partner.Name}, its account manager"
                    + (request.Partner.AccountManager is { } manager ? $" {Person.Of(manager)}" : "")
                    + " and administrators may comment.");
        }

        if (request.State == ClientRequestState.Draft)
        {
            return new RegistryError(
                ErrorCodes.WrongState, "This request is a draft: nobody else reads it yet. Submit it before you comment.");
        }

        return request.IsClosed
            ? new RegistryError(ErrorCodes.WrongState, "This request is closed. Write a mail instead.")
            : null;
    }

    /// <summary>The submitter; when they have left the partner, all its members.</summary>
    private static IEnumerable<User> Writers(ClientRequest request)
    {
        User[] members = [.. request.Partner!.Members.Select(m => m.User!).Where(u => u.DisabledAt is null)];
        return members.Where(u => u.Id == request.SubmittedById) is var submitter && submitter.Any() ? submitter : members;
    }
}
