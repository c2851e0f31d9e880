using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Partners;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Mail;
using FluentValidation;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Partners;

/// <summary>
/// Takes a visitor's wish that their organisation become a partner: into the account managers' queue, with a receipt.
/// The same wish twice is one, and the visitor is not told which of the two it was.
/// </summary>
/// <param name="contexts">Makes the unit of work.</param>
/// <param name="guard">Bounds how often.</param>
/// <param name="outbox">Takes the mails.</param>
/// <param name="clock">The present.</param>
public sealed class ApplyForPartnership(
    IDbContextFactory<RegistryDbContext> contexts, AttemptGuard guard, Outbox outbox, TimeProvider clock)
{
    /// <summary>Who wants what.</summary>
    /// <param name="Organisation">The organisation's name.</param>
    /// <param name="ContactName">Who applies.</param>
    /// <param name="Email">Where to answer.</param>
    /// <param name="Website">The organisation's site; null or empty for none.</param>
    /// <param name="Purpose">What they want to build.</param>
    public sealed record Input(string Organisation, string ContactName, string Email, string? Website, string Purpose);

    /// <summary>The shape of an input.</summary>
    public sealed class Validator : AbstractValidator<Input>
    {
        /// <summary>Its rules.</summary>
        public Validator()
        {
            RuleFor(i => i.Organisation).Must(PersonName.IsName)
                .WithMessage("Give the name of your organisation, up to 200 characters on one line.");
            RuleFor(i => i.ContactName).Must(PersonName.IsName)
                .WithMessage("Give your name, up to 200 characters on one line.");
            RuleFor(i => i.Email).IsEmailAddress();
            RuleFor(i => i.Website).Must(IsSite).When(i => !string.IsNullOrWhiteSpace(i.Website))
                .WithMessage("Give an address such as https://www.example.com, up to 2000 characters, or leave it empty.");
            RuleFor(i => i.Purpose).Must(text => !string.IsNullOrWhiteSpace(text))
                .WithMessage("Say in a sentence or two what you want to build.")
                .MaximumLength(4000).WithMessage("Use at most 4000 characters.");
        }

        private static bool IsSite(string? typed) =>
            Uri.TryCreate(typed!.Trim(' ', '\t'), UriKind.Absolute, out var site)
            && (site.Scheme == Uri.UriSchemeHttps || site.Scheme == Uri.UriSchemeHttp)
            && site.Host.Length > 0 && site.UserInfo.Length == 0 && typed.Length <= 2000;
    }

    /// <summary>Does it.</summary>
    /// <param name="input">Who wants what.</param>
    /// <param name="visitor">From where.</param>
    /// <param name="ct">Stops it before the commit.</param>
    /// <returns>Nothing, or <c>invalid_input</c>, <c>too_many</c>.</returns>
    public Task<Outcome<Done>> RunAsync(Input input, Actor visitor, CancellationToken ct = default) =>
        ApplyAsync(input, visitor, ct).OrBusyAsync();

    private async Task<Outcome<Done>> ApplyAsync(Input input, Actor visitor, CancellationToken ct)
    {
        if (new Validator().ErrorsIn(input) is { Count: > 0 } errors) return Outcome.Refused<Done>(errors);

        EmailAddress.TryRead(input.Email, out var address);
        var permit = await guard.TakeAsync(AttemptLimit.Application, address, ct);
        if (!permit.Allowed)
        {
            return new RegistryError(
                ErrorCodes.TooMany,
                "Several applications came from this address today. An account manager answers by mail; you need not "
                    + "apply again.",
                nameof(input.Email));
        }

        var application = new PartnerApplication(
            PersonName.Clean(input.Organisation),
            PersonName.Clean(input.ContactName),
            address,
            string.IsNullOrWhiteSpace(input.Website) ? null : input.Website.Trim(' ', '\t'),
            input.Purpose.ReplaceLineEndings("\n").Trim(' ', '\t', '\n'),
            clock.GetUtcNow());
        await using var db = await contexts.CreateDbContextAsync(ct);
        if (await WaitsAlreadyAsync(db, application, ct)) return new Done();

        db.Add(application);
        db.AuditEvents.Add(new AuditEvent(
            visitor,
            AuditActions.PartnerApplied,
            $"partner_application:{application.Id}",
            null,
            application.Organisation,
            application.CreatedAt));
        await OweMailAsync(db, application, ct);
        await db.SaveChangesAsync(ct);
        return new Done();
    }

    private static Task<bool> WaitsAlreadyAsync(RegistryDbContext db, PartnerApplication wish, CancellationToken ct) =>
        db.PartnerApplications.AnyAsync(
            a => a.State == PartnerApplicationState.Waiting
                && a.Email == wish.Email && a.Organisation == wish.Organisation,
            ct);

    private async Task OweMailAsync(RegistryDbContext db, PartnerApplication application, CancellationToken ct)
    {
        outbox.Owe(
            db,
            new MailRecipient(application.ContactName, application.Email),
            new PartnerApplicationReceived(application.Organisation));

        // Where there is no account manager yet, an administrator does their work.
        var staff = await db.Users.AsNoTracking()
            .Where(u => u.DisabledAt == null
                && (u.StaffRole == StaffRole.AccountManager || u.StaffRole == StaffRole.Administrator))
            .ToListAsync(ct);
        var managers = staff.Where(u => u.StaffRole is StaffRole.AccountManager).ToList();
        foreach (var user in managers.Count > 0 ? managers : staff)
        {
            outbox.Owe(
                db,
                MailRecipient.Of(user),
                new PartnerApplicationSubmitted(application.Organisation, application.ContactName, application.Purpose));
        }
    }
}
