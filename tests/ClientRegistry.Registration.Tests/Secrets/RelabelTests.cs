using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Registration.Secrets;
using ClientRegistry.Testing;

namespace ClientRegistry.Registration.Tests.Secrets;

public sealed class RelabelTests
{
    [Theory, OnEachDatabase]
    public async Task A_member_calls_a_secret_otherwise_and_the_history_knows(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        var first = await desk.FirstAsync();

        Assert.True((await RelabelAsync(desk, first, " Warehouse ")).Succeeded);

        Assert.Equal("Warehouse", (await desk.SecretsAsync())[0].Label);
        var entry = (await desk.AllAsync<AuditEvent>()).MaxBy(e => e.Sequence)!;
        Assert.Equal(
            (AuditActions.SecretRelabelled, $"First secret is now Warehouse ({first})", desk.World.Developer.UserId),
            (entry.Action, entry.Reason, entry.ActorId));
        Assert.True((await RelabelAsync(desk, first, "Warehouse")).Succeeded);
        Assert.Single(await desk.AllAsync<AuditEvent>(), e => e.Action == AuditActions.SecretRelabelled);
    }

    [Theory, OnEachDatabase]
    public async Task A_label_that_tells_nothing_or_belongs_to_the_other_is_refused(DatabaseKind kind)
    {
        await using var desk = await RotationDesk.OpenAsync(kind);
        var first = await desk.FirstAsync();
        await desk.AddAsync("Second");

        foreach (var label in (string[])["", "two\nlines", new('x', 101)])
            Assert.Equal((ErrorCodes.Invalid, "Label"), Of(await RelabelAsync(desk, first, label)));
        Assert.Equal((ErrorCodes.Duplicate, "Label"), Of(await RelabelAsync(desk, first, "Second")));
        Assert.Equal(ErrorCodes.NotFound, (await RelabelAsync(desk, "nothing", "Third")).Error?.Code);
        await desk.RetireAsync(first, atOnce: true);
        Assert.Equal(ErrorCodes.WrongState, (await RelabelAsync(desk, first, "Third")).Error?.Code);
    }

    [Fact]
    public async Task The_staff_says_why_and_who_may_not_rotate_may_not_relabel()
    {
        await using var desk = await RotationDesk.OpenAsync();
        var first = await desk.FirstAsync();

        Assert.Equal((ErrorCodes.Invalid, "Reason"), Of(await RelabelAsync(desk, first, "x", desk.World.AccountManager)));
        Assert.Equal(ErrorCodes.Forbidden, (await RelabelAsync(desk, first, "x", desk.World.Auditor, "y")).Error?.Code);
        Assert.Equal(ErrorCodes.NotFound, (await RelabelAsync(desk, first, "x", desk.World.OtherDeveloper)).Error?.Code);
        Assert.True((await RelabelAsync(desk, first, "x", desk.World.AccountManager, "Mixed up")).Succeeded);
        Assert.EndsWith(": Mixed up", (await desk.AllAsync<AuditEvent>()).MaxBy(e => e.Sequence)!.Reason);
    }

    private static (string?, string?) Of(Outcome<Done> outcome) => (outcome.Error?.Code, outcome.Error?.Field);

    private static Task<Outcome<Done>> RelabelAsync(
        RotationDesk desk, string secretId, string label, Actor? actor = null, string? reason = null) =>
        new RelabelClientSecret(desk.World.Database, desk.World.Clock)
            .RunAsync(new(desk.ClientId, secretId, label, reason), actor ?? desk.World.Developer, TestContext.Current.CancellationToken);
}
