using ClientRegistry.Core;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;

namespace ClientRegistry.Registration.Tests.Secrets;

public sealed class RetirementTests
{
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    [Theory, OnEachDatabase]
    public async Task A_retired_secret_is_good_until_its_end_and_not_at_it(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        var first = await desk.FirstAsync();
        await desk.AddAsync();

        var retired = await desk.RetireAsync(first);

        var end = World.Start.AddDays(7);
        Assert.Equal(end, retired.Value);
        var secret = (await desk.SecretsAsync()).Single(s => s.SecretId == first);
        Assert.Equal((true, false), (secret.IsLive(end - Moment), secret.IsLive(end)));
        var entry = (await desk.AllAsync<AuditEvent>()).MaxBy(e => e.Sequence)!;
        Assert.Equal(AuditActions.SecretRetired, entry.Action);
        Assert.Contains("ends 2026-11-30 09:00:00 UTC", entry.Reason, StringComparison.Ordinal);
        Assert.Equal(2, (await desk.World.MailsAsync<SecretRetired>()).Count);
        Assert.Equal(ClientChangeKind.Secrets, (await desk.AllAsync<ClientChange>()).MaxBy(c => c.Sequence)!.Kind);
    }

    [Theory, OnEachDatabase]
    public async Task Undo_works_until_the_end_and_is_refused_at_it(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        var first = await desk.FirstAsync();
        await desk.AddAsync();
        var end = (await desk.RetireAsync(first)).Value;

        desk.World.Clock.SetUtcNow(end - Moment);
        Assert.True((await desk.UndoAsync(first)).Succeeded);
        var kept = (await desk.SecretsAsync()).Single(s => s.SecretId == first);
        Assert.Equal(((DateTimeOffset?)null, (DateTimeOffset?)null), (kept.ExpiresAt, kept.RetiredAt));
        Assert.Equal(AuditActions.SecretRetirementUndone, (await desk.AllAsync<AuditEvent>()).MaxBy(e => e.Sequence)!.Action);
        Assert.Equal(2, (await desk.World.MailsAsync<SecretRetirementUndone>()).Count);
        Assert.Equal(ErrorCodes.WrongState, (await desk.UndoAsync(first)).Error?.Code);

        end = (await desk.RetireAsync(first)).Value;
        desk.World.Clock.SetUtcNow(end);
        Assert.Equal(ErrorCodes.WrongState, (await desk.UndoAsync(first)).Error?.Code);
        Assert.Equal(ErrorCodes.WrongState, (await desk.RetireAsync(first, atOnce: true)).Error?.Code);
    }

    [Theory, OnEachDatabase]
    public async Task The_last_live_secret_ends_only_when_that_is_meant(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        var first = await desk.FirstAsync();

        foreach (var atOnce in (bool[])[true, false])
        {
            var refused = await desk.RetireAsync(first, atOnce: atOnce);
            Assert.Equal((ErrorCodes.WrongState, "EndLast"), (refused.Error?.Code, refused.Error?.Field));
        }

        Assert.Null((await desk.SecretsAsync())[0].ExpiresAt);
        Assert.True((await desk.RetireAsync(first, atOnce: true, endLast: true)).Succeeded);
        Assert.False((await desk.SecretsAsync())[0].IsLive(desk.World.Now));
        Assert.All(
            await desk.World.MailsAsync<SecretRetired>(),
            m => Assert.Contains("\"IsLast\":true", m.Payload, StringComparison.Ordinal));
    }

    [Theory, OnEachDatabase]
    public async Task A_secret_that_is_to_end_itself_does_not_count_as_the_one_that_stays(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        var first = await desk.FirstAsync();
        var second = (await desk.AddAsync()).Value!.SecretId;
        await desk.RetireAsync(first, World.Start.AddDays(60));

        Assert.Equal("EndLast", (await desk.RetireAsync(second)).Error?.Field);
        Assert.True((await desk.RetireAsync(first, atOnce: true)).Succeeded);
    }

    [Theory, OnEachDatabase]
    public async Task Of_two_who_retire_the_two_secrets_at_once_one_is_refused(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        var first = await desk.FirstAsync();
        var second = (await desk.AddAsync()).Value!.SecretId;

        var outcomes = await Task.WhenAll(
            ((string[])[first, second]).Select(id => Task.Run(() => desk.RetireAsync(id, atOnce: true))));

        Assert.Single(outcomes, o => o.Succeeded);
        Assert.Single(await desk.SecretsAsync(), s => s.IsLive(desk.World.Now));
    }

    [Fact]
    public async Task The_end_may_be_chosen_up_to_ninety_days_ahead_and_moved()
    {
        await using var desk = await RotationDesk.OpenAsync();
        var first = await desk.FirstAsync();
        await desk.AddAsync();

        foreach (var end in (DateTimeOffset[])[World.Start.AddDays(90) + Moment, World.Start - Moment])
        {
            var refused = await desk.RetireAsync(first, end);
            Assert.Equal((ErrorCodes.Invalid, "EndsAt"), (refused.Error?.Code, refused.Error?.Field));
        }

        Assert.Equal(World.Start.AddDays(90), (await desk.RetireAsync(first, World.Start.AddDays(90))).Value);
        Assert.Equal(World.Start.AddDays(1), (await desk.RetireAsync(first, World.Start.AddDays(1))).Value);
        Assert.Equal(World.Start, (await desk.RetireAsync(first, atOnce: true)).Value);
    }

    [Theory, OnEachDatabase]
    public async Task A_secret_with_an_end_of_its_own_is_retired_before_it_and_gets_it_back(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        var first = await desk.FirstAsync();
        await desk.AddAsync();
        await desk.RetireAsync(first, atOnce: true);
        var client = Assert.Single(await desk.AllAsync<Client>());
        var own = World.Start.AddDays(5);
        await desk.World.SaveAsync(new ClientSecret(client, "expiring", SecretHash.Fast("x"), "Expiring", own, World.Start));

        Assert.Equal("EndsAt", (await desk.RetireAsync("expiring", World.Start.AddDays(6))).Error?.Field);
        Assert.Equal(own, (await desk.RetireAsync("expiring")).Value);
        Assert.Equal(World.Start.AddDays(2), (await desk.RetireAsync("expiring", World.Start.AddDays(2))).Value);
        Assert.True((await desk.UndoAsync("expiring")).Succeeded);
        Assert.Equal(own, (await desk.SecretsAsync()).Single(s => s.SecretId == "expiring").ExpiresAt);
    }

    [Fact]
    public async Task Who_may_not_add_may_not_retire_or_undo_either()
    {
        await using var desk = await RotationDesk.OpenAsync();
        var first = await desk.FirstAsync();
        await desk.AddAsync();

        Assert.Equal(ErrorCodes.NotFound, (await desk.RetireAsync(first, actor: desk.World.OtherDeveloper)).Error?.Code);
        Assert.Equal(ErrorCodes.NotFound, (await desk.UndoAsync(first, desk.World.OtherDeveloper)).Error?.Code);
        Assert.Equal("Reason", (await desk.RetireAsync(first, actor: desk.World.AccountManager)).Error?.Field);
        Assert.Equal(ErrorCodes.Forbidden, (await desk.UndoAsync(first, desk.World.Auditor, "Because")).Error?.Code);
        Assert.Equal(ErrorCodes.NotFound, (await desk.RetireAsync("nothing")).Error?.Code);
    }
}
