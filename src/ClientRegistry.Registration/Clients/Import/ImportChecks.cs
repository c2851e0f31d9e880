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
internal sealed class ImportChecks(RegistryDbContext db, ImportClients.Input input)
{
    /// <summary>More problems than anybody reads are counted, not kept.</summary>
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
    private readonly List<(int Line, string ClientId)> _batch = new(BatchSize);
    private ClientMetadataRules _rules = new([]);

    /// <summary>What is wrong; empty when the file can be taken over.</summary>
    public IReadOnlyList<ImportProblem> Problems => _problems;

    /// <summary>How many clients the file has.</summary>
    public int Count { get; private set; }

    /// <summary>Names of scopes that the catalogue lacks and the import adds.</summary>
    public List<string> NewScopes { get; } = [];

    /// <summary>Hashes of the secrets that came in clear, by line. They are made here, so that the slow work is done
    /// before the database is locked.</summary>
    public Dictionary<int, string> SlowHashes { get; } = [];

    public async Task RunAsync(IProgress<ImportProgress>? progress, CancellationToken ct)
    {
        var catalogue = await db.Scopes.AsNoTracking().OrderBy(s => s.Name).ToListAsync(ct);
        _rules = new ClientMetadataRules(
            [.. catalogue.Select(s => new ScopeChoice(s.Name, s.Description, s.IsRestricted, IsRetired: false))]);
        try
        {
            foreach (var item in new JsonItemReader(input.Content).Read())
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
        if (Count == 0 && _problems.Count == 0) _problems.Add(new ImportProblem(0, null, "The file holds no client."));
    }

    private void Check(JsonItem item)
    {
        if (new ImportedClientReader(item.Line, item.Content, _problems).Read() is not { } client) return;

        if (input.AddScopes) AddScopesOf(client, item.Line);
        foreach (var error in _rules.Check(client.Metadata, input.Environment))
            _problems.Add(new ImportProblem(item.Line, WireName(error), error.Message));

        if (_seen.Add(client.ClientId)) _batch.Add((item.Line, client.ClientId));
        else _problems.Add(new ImportProblem(item.Line, MetadataNames.ClientId, "The file has this identifier twice."));

        if (client.Secret is not null && !input.DryRun) SlowHashes[item.Line] = SecretHash.Slow(client.Secret);
    }

    private void AddScopesOf(ImportedClient client, int line)
    {
        var added = client.Metadata.Scopes.Where(s => !_rules.Catalogue.ContainsKey(s)).ToList();
        if (added.RemoveAll(s => s.Length > ScopeText.NameLength) > 0)
        {
            _problems.Add(new ImportProblem(
                line, MetadataNames.Scope, $"The catalogue takes names of at most {ScopeText.NameLength} characters."));
        }

        if (added.Count == 0) return;

        NewScopes.AddRange(added);
        _rules = new ClientMetadataRules(
            [.. _rules.Catalogue.Values, .. added.Select(s => new ScopeChoice(s, "", false, false))]);
    }

    private async Task CheckAgainstRegistryAsync(CancellationToken ct)
    {
        var ids = _batch.Select(b => b.ClientId).ToList();
        var taken = await db.Clients.AsNoTracking()
            .Where(c => ids.Contains(c.ClientId)).Select(c => c.ClientId).ToListAsync(ct);
        _problems.AddRange(_batch.Where(b => taken.Contains(b.ClientId)).Select(b => new ImportProblem(
            b.Line, MetadataNames.ClientId, "The registry has a client of this identifier already.")));
        _batch.Clear();
    }

    private static string WireName(RegistryError error)
    {
        var parts = error.Field!.Split('[', 2);
        // A list of scopes is one string on the wire, which has no index.
        var name = WireNames.GetValueOrDefault(parts[0], parts[0]);
        return parts.Length == 2 && name != MetadataNames.Scope ? $"{name}[{parts[1]}" : name;
    }
}
