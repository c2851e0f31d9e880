using System.Text;
using ClientRegistry.Core;
using ClientRegistry.Core.Accounts;
using ClientRegistry.Core.Audit;
using ClientRegistry.Registration.Accounts;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Encryption;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Tests.Accounts;

/// <summary>Putting a key on file, and taking it off.</summary>
public sealed class EncryptionKeyTests : IAsyncLifetime
{
    private readonly GnuPg _gpg = new(World.Start);
    private World _world = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _world = await World.CreateAsync();
        await _world.SetPasswordAsync(_world.Developer, AccountWorld.Password);
    }

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        await _gpg.DisposeAsync();
    }

    [Fact]
    public async Task A_key_is_put_on_file_replaced_and_removed_and_each_step_is_audited_and_mailed()
    {
        var first = await _gpg.MakeKeyAsync("Dora <dora@northwind.example>", "ed25519", "cv25519");
        var second = await _gpg.MakeKeyAsync("Dora <Dora@Northwind.example>", "ed25519", "cv25519", "1y");

        Assert.True((await PutAsync(await _gpg.ExportAsync(first))).Succeeded);
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await PutAsync(file: await _gpg.ExportBinaryAsync(second))).Succeeded);
        var view = await FindAsync();
        _world.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.True((await RemoveAsync(AccountWorld.Password)).Succeeded);

        Assert.Equal((EncryptionKind.OpenPgp, second, false, null), (view!.Kind, view.Fingerprint, view.IsOtherAddressConfirmed, view.Problem));
        Assert.Equal(["Dora@Northwind.example"], view.Addresses);
        Assert.Null(await FindAsync());
        Assert.Equal(ErrorCodes.NotFound, (await RemoveAsync(AccountWorld.Password)).Error!.Code);
        Assert.Equal(
            [$"OpenPGP key {first}", $"OpenPGP key {second}, replaces {first}"],
            (await _world.AuditAsync(AuditActions.EncryptionKeyPut)).Select(e => e.Reason));
        Assert.Equal(
            $"OpenPGP key {second}", Assert.Single(await _world.AuditAsync(AuditActions.EncryptionKeyRemoved)).Reason);
        Assert.Equal(
            [(first, false), (second, false), (second, true)],
            (await _world.MailToAsync(_world.Developer.Email!)).Select(m => m.Read<EncryptionKeyChanged>())
                .Select(m => (m.Fingerprint, m.IsRemoved)));
    }

    [Fact]
    public async Task Who_does_not_know_the_password_changes_nothing()
    {
        var key = await _gpg.ExportAsync(await _gpg.MakeKeyAsync("Dora <dora@northwind.example>", "ed25519", "cv25519"));
        await PutAsync(key);

        var put = await PutAsync(key, password: "guess");
        var removed = await RemoveAsync("guess");
        var visitor = await _world.PutEncryptionKey().RunAsync(new(key, null, AccountWorld.Password), _world.Visitor, Ct);

        Assert.Equal((ErrorCodes.Invalid, "CurrentPassword"), (put.Error!.Code, put.Error.Field));
        Assert.Equal((ErrorCodes.Invalid, "CurrentPassword"), (removed.Error!.Code, removed.Error.Field));
        Assert.Equal(ErrorCodes.Forbidden, visitor.Error!.Code);
        Assert.NotNull(await FindAsync());
        Assert.Single(await _world.MailToAsync(_world.Developer.Email!));
    }

    [Theory]
    [InlineData("Eve <eve@evil.example>", "eve@evil.example")]
    [InlineData("Only a name", "no mail address")]
    public async Task A_key_that_names_somebody_else_needs_a_word_of_its_owner(string userId, string named)
    {
        var fingerprint = await _gpg.MakeKeyAsync(userId, "ed25519", "cv25519");
        var key = await _gpg.ExportAsync(fingerprint);

        var asked = await PutAsync(key);
        Assert.Equal("OtherAddress", asked.Error!.Field);
        Assert.Contains($"names {named}, but your account's address is dora@northwind.example", asked.Error.Message);
        Assert.Null(await FindAsync());

        Assert.True((await PutAsync(key, otherAddress: true)).Succeeded);
        Assert.True((await FindAsync())!.IsOtherAddressConfirmed);
        Assert.Equal(
            $"OpenPGP key {fingerprint}, names another address, confirmed",
            Assert.Single(await _world.AuditAsync(AuditActions.EncryptionKeyPut)).Reason);
    }

    [Fact]
    public async Task What_is_refused_leaves_no_trace()
    {
        var secret = await _gpg.ExportSecretAsync(
            await _gpg.MakeKeyAsync("Dora <dora@northwind.example>", "ed25519", "cv25519"));

        var pasted = await PutAsync(secret);
        var uploaded = await PutAsync(file: Encoding.UTF8.GetBytes(secret));
        var nothing = await PutAsync(" ");

        Assert.Equal(("Key", "File", "Key"), (pasted.Error!.Field, uploaded.Error!.Field, nothing.Error!.Field));
        Assert.Contains("consider it leaked", pasted.Error.Message);
        await using var db = _world.Database.CreateDbContext();
        Assert.Empty(await db.EncryptionKeys.ToListAsync(Ct));
        Assert.Empty(await db.OutgoingMails.ToListAsync(Ct));
        Assert.Empty(await db.AuditEvents.ToListAsync(Ct));
    }

    [Fact]
    public async Task A_key_that_has_expired_on_file_is_shown_with_what_to_do()
    {
        await PutAsync(await _gpg.ExportAsync(
            await _gpg.MakeKeyAsync("Dora <dora@northwind.example>", "ed25519", "cv25519", "1d")));
        _world.Clock.Advance(TimeSpan.FromDays(2));

        Assert.Contains("expired on 2026-11-24", (await FindAsync())!.Problem);
    }

    private Task<Outcome<Done>> PutAsync(
        string? key = null, byte[]? file = null, string password = AccountWorld.Password, bool otherAddress = false) =>
        _world.PutEncryptionKey().RunAsync(new(key, file, password, otherAddress), _world.Developer, Ct);

    private Task<Outcome<Done>> RemoveAsync(string password) =>
        new RemoveEncryptionKey(_world.Database, _world.Confirmation(), _world.Outbox, _world.Clock)
            .RunAsync(new(password), _world.Developer, Ct);

    private Task<EncryptionKeyView?> FindAsync() =>
        new FindEncryptionKey(_world.Database, _world.Clock).RunAsync(_world.Developer, Ct);
}
