using System.Security.Cryptography;
using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Core.Data;
using ClientRegistry.Core.Protocol;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Registration.Scopes;
using Microsoft.EntityFrameworkCore;

namespace ClientRegistry.Registration.Clients.Import;

/// <summary>
/// The first reading of an import: every line is checked, by the rules of the form and against what the registry has,
/// and nothing is written.
/// </summary>
/// <param name="db">What the registry has.</param>
/// <param name="input">What is to be taken over.</param>
/// <param name="now">The present.</param>
internal sealed class ImportChecks(RegistryDbContext db, ImportClients.Input input, DateTimeOffset now)
{
    /// <summary>Where there are more problems than anybody reads, the rest of the file is not looked at.</summary>
    private const int MaximumProblems = 1000;

    private const int BatchSize = 500;

    private static readonly Dictionary<string, string> WireNames = new(StringComparer.Ordinal)
    {
        [nameof(ClientMetadata.ClientName)] = MetadataNames.ClientName,
        [nameof(ClientMetadata.RedirectUris)] = MetadataNames.RedirectUris,
        [nameof(ClientMetadata.GrantTypes)] = MetadataNames.GrantTypes,
        [nameof(ClientMetadata.ResponseTypes)] = MetadataNames.ResponseTypes,
        [nameof(ClientMetadata.Scopes)] = MetadataNames.Scope,
        [nameof(ClientMetadata.TokenEndpointAuthMethod)] = MetadataNames.TokenEndpointAuthMethod,
        [nameof(ClientMetadata.ClientUri)] = MetadataNames.ClientUri,
        [nameof(ClientMetadata.LogoUri)] = MetadataNames.LogoUri,
        [nameof(ClientMetadata.PolicyUri)] = MetadataNames.PolicyUri,
        [nameof(ClientMetadata.TosUri)] = MetadataNames.TosUri,
        [nameof(ClientMetadata.Contacts)] = MetadataNames.Contacts,
        [nameof(ClientMetadata.RequirePkce)] = MetadataNames.RequirePkce,
    };

    private readonly List<ImportProblem> _problems = [];
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly List<(JsonItem Item, string ClientId)> _batch = new(BatchSize);
    private ClientMetadataRules _rules = new([]);

    /// <summary>What is wrong; empty when the file can be taken over.</summary>
    public IReadOnlyList<ImportProblem> Problems => _problems;

    /// <summary>How many clients the file has.</summary>
    public int Count { get; private set; }

    /// <summary>How many of them cannot authenticate, since they are to have a secret and the file has none.</summary>
    public int WithoutSecret { get; private set; }

    /// <summary>Names of scopes that the catalogue lacks and the import adds.</summary>
    public List<string> NewScopes { get; } = [];

    /// <summary>Hashes of the secrets that came in clear, by identifier, which the file has once. They are made here, so that
    /// the slow work is done before the database is locked.</summary>
    public Dictionary<string, string> SlowHashes { get; } = new(StringComparer.Ordinal);

    /// <summary>SHA-256 of the file as it was checked.</summary>
    public byte[] Digest { get; private set; } = [];

    public async Task RunAsync(IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        var catalogue = await db.Scopes.AsNoTracking().OrderBy(s => s.Name).ToListAsync(ct);
        _rules = new ClientMetadataRules(
            [.. catalogue.Select(s => new ScopeChoice(s.Name, s.Description, s.IsRestricted, IsRetired: false))]);
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        try
        {
            foreach (var item in new JsonItemReader(input.Content, digest).Read())
            {
                ct.ThrowIfCancellationRequested();
                Count++;
                Check(item);
                if (_batch.Count == BatchSize) await CheckAgainstRegistryAsync(ct);
                if (_problems.Count > MaximumProblems) return;
                progress?.Report(new ImportProgress(ImportStep.Checking, Count, item.BytesRead));
            }
        }
        catch (JsonItemException e)
        {
            _problems.Add(new ImportProblem(e.Line, null, e.Message));
        }

        await CheckAgainstRegistryAsync(ct);
        Digest = digest.GetHashAndReset();
        if (Count == 0 && _problems.Count == 0) _problems.Add(new ImportProblem(0, null, "The file holds no client."));
    }

    private void Check(JsonItem item)
    {
        if (new ImportedClientReader(item, input.Environment, now, _problems).Read() is not { } client) return;

        if (input.AddScopes) AddScopesOf(client, item);
        foreach (var error in _rules.Check(client.Metadata, input.Environment))
            Wrong(item, WireName(error), error.Message);

        if (_seen.Add(client.ClientId)) _batch.Add((item with { Content = default }, client.ClientId));
        else Wrong(item, MetadataNames.ClientId, "The file has this identifier twice.");

        if (client is { Metadata.IsPublic: false, Status: not ClientStatus.Revoked, Secret: null, SecretHash: null })
            WithoutSecret++;

        // Once something is wrong nothing will be written, and the slow work would be for nothing.
        if (client.Secret is not null && !input.DryRun && _problems.Count == 0)
            SlowHashes.Add(client.ClientId, SecretHash.Slow(client.Secret));
    }

    private void AddScopesOf(ImportedClient client, JsonItem item)
    {
        var added = client.Metadata.Scopes.Where(s => !_rules.Catalogue.ContainsKey(s)).ToList();
        if (added.RemoveAll(s => s.Length > ScopeText.NameLength) > 0)
            Wrong(item, MetadataNames.Scope, $"The catalogue takes names of at most {ScopeText.NameLength} characters.");

        NewScopes.AddRange(added);
        foreach (var name in added) _rules.Extend(new ScopeChoice(name, "", IsRestricted: false, IsRetired: false));
    }

    private async Task CheckAgainstRegistryAsync(CancellationToken ct)
    {
        var ids = _batch.Select(b => b.ClientId).ToList();
        var taken = await db.Clients.AsNoTracking()
            .Where(c => ids.Contains(c.ClientId)).Select(c => c.ClientId).ToListAsync(ct);
        foreach (var (item, _) in _batch.Where(b => taken.Contains(b.ClientId)))
            Wrong(item, MetadataNames.ClientId, "The registry has a client of this identifier already.");
        _batch.Clear();
    }

    private void Wrong(JsonItem item, string member, string message) =>
        _problems.Add(new ImportProblem(item.Line, member, message) { Item = item.Place });

    private static string WireName(RegistryError error)
    {
        var parts = error.Field!.Split('[', 2);
        // A list of scopes is one string on the wire, which has no index.
        var name = WireNames.GetValueOrDefault(parts[0], parts[0]);
        return parts.Length == 2 && name != MetadataNames.Scope ? $"{name}[{parts[1]}" : name;
    }
}
