using System.Text;
using System.Text.RegularExpressions;
using ClientRegistry.Core.Audit;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Mail;
using ClientRegistry.Core.Requests;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Smtp;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Endurance.Tests.Infrastructure;

/// <summary>Counts, when all is over, what is there, what was answered and what arrived.</summary>
internal sealed partial class Evidence(Site site, Approvals approvals)
{
    /// <summary>What every payload that Data Protection encrypts begins with, as text.</summary>
    private const string EncryptedPrefix = "CfDJ8";

    private readonly IReadOnlyList<Credentials> _received = [.. site.MailServer.Mails.All.Select(Read)];

    public async Task EveryRequestBecameOneClientAsync()
    {
        await using var db = site.World.Database.CreateDbContext();
        var requests = await db.ClientRequests.AsNoTracking().Include(r => r.Timeline).AsSplitQuery().ToListAsync();
        var clients = await db.Clients.AsNoTracking().Include(c => c.Revisions).Include(c => c.Secrets)
            .Include(c => c.Changes).AsSplitQuery().ToListAsync();
        var audit = await db.AuditEvents.AsNoTracking().ToListAsync();

        Assert.Equal(approvals.All, requests.Count);
        Assert.All(requests, r => Assert.Equal(ClientRequestState.Approved, r.State));
        Assert.All(requests, r => Assert.Single(r.Timeline, e => e.Kind == RequestEventKind.Approved));
        Assert.Equal(requests.Select(r => r.Id).Order(), clients.Select(c => c.Revisions.Single().RequestId!.Value).Order());
        Assert.All(clients, c => Assert.Single(c.Secrets));
        Assert.All(clients, c => Assert.Equal(ClientChangeKind.Created, Assert.Single(c.Changes).Kind));
        Assert.Equal(
            requests.Select(r => $"request:{r.Number}").Order(),
            audit.Where(e => e.Action == AuditActions.RequestApproved).Select(e => e.Subject).Order());
        Assert.Equal(
            clients.Select(c => $"client:{c.ClientId}").Order(),
            audit.Where(e => e.Action == AuditActions.ClientIssued).Select(e => e.Subject).Order());

        var clientOf = clients.ToDictionary(c => c.Id, c => c.ClientId);
        var numbers = requests.ToDictionary(r => r.Number, r => clientOf[r.ClientRowId!.Value]);
        Assert.All(approvals.Acknowledged, answered => Assert.Equal(numbers[answered.Key], answered.Value));
        Assert.Equal(approvals.All, approvals.Acknowledged.Count + approvals.FoundDecided);
    }

    public async Task EveryOwedMailArrivedAsync()
    {
        var owed = await site.MailsAsync();
        Assert.Equal(approvals.All, owed.Count(m => m.Kind == nameof(CredentialsIssued)));
        Assert.Equal(approvals.All, owed.Select(m => m.RequestId).Distinct().Count());
        Assert.All(owed, m => Assert.Equal((MailState.Sent, null), (m.State, m.ProtectedSecret)));
        Assert.All(owed, m => Assert.Single(m.Attempts, a => a.Accepted));
        Assert.Equal(
            owed.Select(m => (m.MessageId, m.RecipientAddress)).Order(),
            _received.Select(m => (m.MessageId, m.Recipient)).Distinct().Order());

        // What came twice is the same mail twice.
        Assert.Equal(owed.Count, _received.Distinct().Count());
        Assert.Empty(site.MailServer.Faults);

        await using var db = site.World.Database.CreateDbContext();
        var hashes = await db.Clients.AsNoTracking().SelectMany(c => c.Secrets, (c, s) => new { c.ClientId, s.Hash })
            .ToDictionaryAsync(c => c.ClientId, c => c.Hash);
        Assert.All(_received, m => Assert.True(SecretHash.Matches(m.Secret, hashes[m.ClientId])));
    }

    /// <summary>In files and logs.</summary>
    public async Task NoSecretIsReadableAsync()
    {
        var logs = Encoding.UTF8.GetBytes(string.Join('\n', site.Logs));
        Assert.True(logs.AsSpan().IndexOf("Mail sent"u8) >= 0);
        foreach (var (name, content) in await ReadFilesAsync())
            Assert.All(Secrets(), secret => Assert.False(Holds(content, secret), $"A secret stands in {name}."));
        Assert.All(Secrets(), secret => Assert.False(Holds(logs, secret), "A secret stands in the log."));
        Assert.DoesNotContain(EncryptedPrefix, Encoding.UTF8.GetString(logs), StringComparison.Ordinal);
    }

    /// <summary>Nor in a form that the keys could open. What stays is the text by which the keys are known again.</summary>
    public async Task NoSecretIsKeptAsync()
    {
        await using var db = site.World.Database.CreateDbContext();
        var witness = (await db.KeyWitnesses.AsNoTracking().SingleAsync()).Proof;
        foreach (var (name, content) in await ReadFilesAsync())
        {
            var rest = Encoding.Latin1.GetString(content).Replace(witness, "", StringComparison.Ordinal);
            Assert.False(rest.Contains(EncryptedPrefix, StringComparison.Ordinal), $"An encrypted secret stands in {name}.");
        }
    }

    public async Task TheAuditTrailIsWholeAsync()
    {
        var result = await RegistryProcess.RunAsync(site.Settings, "audit", "verify");
        Assert.True(result.ExitCode == 0, string.Join('\n', result.Error));
        await using var db = site.World.Database.CreateDbContext();
        var check = await db.Database.SqlQueryRaw<string>("SELECT integrity_check AS Value FROM pragma_integrity_check")
            .ToListAsync();
        Assert.Equal(["ok"], check);
    }

    public void Report(int kills) => Effort.Report(
        $"{kills} kills: {approvals.All} requests, {approvals.Acknowledged.Count} answered, {approvals.FoundDecided} "
        + $"committed without an answer; {_received.Count} mails arrived, {_received.Count - _received.Distinct().Count()} "
        + "of them for the second time.");

    private static Credentials Read(ReceivedMail mail)
    {
        var message = mail.Parse();
        var text = message.TextBody!;
        var secret = Secret().Match(text).Value;
        Assert.True(PlainClientSecret.HasForm(secret), "A mail came without its secret.");
        Assert.Contains(secret, message.HtmlBody, StringComparison.Ordinal);
        return new Credentials(
            message.MessageId!, mail.Recipients.Single(), ClientIdLine().Match(text).Groups[1].Value, secret);
    }

    private static bool Holds(byte[] content, string text) => content.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;

    /// <summary>Their random parts.</summary>
    private IEnumerable<string> Secrets() => _received.Select(m => m.Secret.Split('_', 3)[2]).Distinct();

    private async Task<List<(string Name, byte[] Content)>> ReadFilesAsync()
    {
        var files = new List<(string, byte[])>();
        foreach (var path in site.DatabaseFiles)
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content);
            files.Add((Path.GetFileName(path), content.ToArray()));
        }

        return files;
    }

    [GeneratedRegex(@"crs_[a-z0-9]+_[A-Za-z0-9_-]+", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex(@"^client_id: (\S+)", RegexOptions.Multiline)]
    private static partial Regex ClientIdLine();

    private sealed record Credentials(string MessageId, string Recipient, string ClientId, string Secret);
}
